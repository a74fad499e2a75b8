"""Frames: views of a store that another site may show, until a day and no longer."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_05"
down_revision = "20261127_99"
branch_labels = None
depends_on = None

_FRAME = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('kpis','board','widget','question')),
  thing_id text,
  name text NOT NULL,
  origins jsonb NOT NULL,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE frame ({_FRAME})")
    # Whoever looks at one says no workspace: its address does.
    enable_row_security(op, "frame", system=True)
    op.execute("CREATE INDEX frame_of_workspace ON frame (workspace_id, created_at)")
