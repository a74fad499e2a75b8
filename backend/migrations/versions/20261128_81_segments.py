"""Segments: rules of audiences kept under a name."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_81"
down_revision = "20261128_70"
branch_labels = None
depends_on = None

_SEGMENT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name text NOT NULL,
  description text,
  rules jsonb NOT NULL,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  version integer NOT NULL,
  counted bigint,
  counted_day date,
  counted_at timestamptz
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE segment ({_SEGMENT})")
    enable_row_security(op, "segment")
    # A deleted one gives its name free.
    op.execute(
        "CREATE UNIQUE INDEX segment_name ON segment (workspace_id, lower(name))"
        " WHERE deleted_at IS NULL"
    )
    op.execute("CREATE INDEX segment_of_workspace ON segment (workspace_id, created_at, id)")
