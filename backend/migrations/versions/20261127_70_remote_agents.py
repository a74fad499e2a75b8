"""Agents of others, each with the card that an owner has seen."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_70"
down_revision = "20261127_60"
branch_labels = None
depends_on = None

_AGENT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  card_url text NOT NULL,
  card jsonb NOT NULL,
  card_hash text NOT NULL,
  found_card jsonb,
  secret bytea,
  added_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  checked_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, card_url)
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE remote_agent ({_AGENT})")
    enable_row_security(op, "remote_agent")
