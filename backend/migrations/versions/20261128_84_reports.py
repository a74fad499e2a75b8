"""Reports: pages of insights kept as they were."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_84"
down_revision = "20261128_80"
branch_labels = None
depends_on = None

_REPORT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  title text NOT NULL,
  insight text NOT NULL,
  ask jsonb NOT NULL,
  page jsonb NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  said text,
  parts integer NOT NULL,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE report ({_REPORT})")
    enable_row_security(op, "report")
    op.execute(
        "CREATE INDEX report_of_workspace ON report (workspace_id, created_at DESC, id DESC)"
        " WHERE deleted_at IS NULL"
    )
