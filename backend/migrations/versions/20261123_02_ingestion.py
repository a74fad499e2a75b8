"""Imports, their files and rejected rows, and people's contact data."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261123_02"
down_revision = "20261123_01"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE imports (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN
    ('queued','running','completed','failed','needs_choice','reverted')),
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  seconds double precision NOT NULL DEFAULT 0,
  progress jsonb NOT NULL DEFAULT '{}',
  error_code text,
  error_message text,
  warehouse_version integer,
  stores jsonb NOT NULL DEFAULT '[]',
  only_store text
);
CREATE INDEX imports_workspace ON imports (workspace_id, id);
CREATE TABLE import_files (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  import_id text NOT NULL REFERENCES imports ON DELETE CASCADE,
  position integer NOT NULL,
  name text NOT NULL,
  sha256 text,
  size bigint NOT NULL DEFAULT 0,
  kind text,
  kind_label text,
  status text NOT NULL CHECK (status IN
    ('pending','loaded','quarantined','unchanged','refused')),
  reason text,
  rows_in bigint NOT NULL DEFAULT 0,
  loaded bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  encoding text,
  delimiter text,
  headers jsonb NOT NULL DEFAULT '[]',
  staged jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX import_files_import ON import_files (import_id, position);
CREATE INDEX import_files_sha256 ON import_files (workspace_id, sha256);
CREATE TABLE import_rejections (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  file_id text NOT NULL REFERENCES import_files ON DELETE CASCADE,
  row_number bigint NOT NULL,
  reason text NOT NULL,
  cells jsonb NOT NULL
);
CREATE INDEX import_rejections_file ON import_rejections (file_id, row_number);
CREATE TABLE contacts (
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  customer_key text NOT NULL,
  email text,
  first_name text,
  last_name text,
  phone text,
  accepts_email boolean,
  accepts_sms boolean,
  import_id text NOT NULL,
  PRIMARY KEY (workspace_id, customer_key)
)
"""


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)
    for table in ("imports", "import_files", "import_rejections", "contacts"):
        enable_row_security(op, table)
