"""Tasks of A2A: what their clients call them by."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_30"
down_revision = "20261127_20"
branch_labels = None
depends_on = None

_TASK = """
  run_id text PRIMARY KEY REFERENCES agent_run ON DELETE CASCADE,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  context_id text NOT NULL,
  message_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE a2a_task ({_TASK})")
    enable_row_security(op, "a2a_task")
    op.execute("CREATE INDEX a2a_task_context ON a2a_task (workspace_id, context_id)")
