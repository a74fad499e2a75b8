"""Messages of A2A's clients as they were sent, and when each run came to where it is."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_60"
down_revision = "20261127_50"
branch_labels = None
depends_on = None

_MESSAGE = """
  run_id text NOT NULL REFERENCES agent_run ON DELETE CASCADE,
  message_id text NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq >= 0),
  content jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run_id, message_id)
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE a2a_message ({_MESSAGE})")
    enable_row_security(op, "a2a_message")
    op.execute("ALTER TABLE agent_run ADD COLUMN moved_at timestamptz")
    op.execute(
        "CREATE INDEX agent_run_moved ON agent_run"
        " (workspace_id, coalesce(moved_at, finished_at, created_at) DESC, id DESC)"
    )
