"""Stored SQL, its runs and results, profiles of warehouse versions, pins of the Summary page."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261123_03"
down_revision = "20261123_02"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE sql_template (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('kpi','rows','count','lineage','summary')),
  source text NOT NULL,
  dialect text NOT NULL,
  semantic_query jsonb NOT NULL,
  sql_text text NOT NULL,
  param_spec jsonb NOT NULL,
  model_version text NOT NULL,
  sha256 text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft','verified','retired')),
  verified_by text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX sql_template_in_force
  ON sql_template (workspace_id, kind, key, source, dialect) WHERE status <> 'retired';
CREATE TABLE query_run (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  template_id text NOT NULL REFERENCES sql_template ON DELETE CASCADE,
  warehouse_version integer NOT NULL,
  params jsonb NOT NULL,
  row_count integer NOT NULL,
  ms double precision NOT NULL,
  status text NOT NULL CHECK (status IN ('ok','failed')),
  error_code text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX query_run_template ON query_run (template_id, created_at);
CREATE INDEX query_run_workspace ON query_run (workspace_id, created_at);
CREATE TABLE kpi_result (
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  warehouse_version integer NOT NULL,
  key text NOT NULL,
  params_hash text NOT NULL,
  template_sha256 text,
  result jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, warehouse_version, params_hash, key)
);
CREATE TABLE warehouse_profile (
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  warehouse_version integer NOT NULL,
  model_version text NOT NULL,
  profile jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, warehouse_version, model_version)
);
CREATE TABLE summary_pins (
  workspace_id text PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
  keys jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
)
"""
_NAMES = ("sql_template", "query_run", "kpi_result", "warehouse_profile", "summary_pins")


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)
    for table in _NAMES:
        enable_row_security(op, table)
