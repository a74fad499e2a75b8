"""Segments: the size that changes are told from, and each notable change."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_86"
down_revision = "20261128_85"
branch_labels = None
depends_on = None

_MOVE = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  segment_id text NOT NULL REFERENCES segment ON DELETE CASCADE,
  version integer NOT NULL,
  before_day date NOT NULL,
  before bigint NOT NULL,
  day date NOT NULL,
  customers bigint NOT NULL,
  at timestamptz NOT NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE segment ADD COLUMN told bigint, ADD COLUMN told_day date")
    op.execute(f"CREATE TABLE segment_move ({_MOVE})")
    enable_row_security(op, "segment_move")
    op.execute("CREATE INDEX segment_move_of ON segment_move (segment_id, at DESC, id)")
