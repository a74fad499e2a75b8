"""Webhooks, and each event that they are told."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_80"
down_revision = "20261127_70"
branch_labels = None
depends_on = None

_WEBHOOK = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  url text NOT NULL,
  topics jsonb NOT NULL,
  secret bytea NOT NULL,
  previous bytea,
  previous_until timestamptz,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now()
"""
_DELIVERY = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  webhook_id text NOT NULL REFERENCES webhook ON DELETE CASCADE,
  topic text NOT NULL,
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending','delivered','dead')),
  attempts integer NOT NULL DEFAULT 0,
  answer integer,
  problem text,
  created_at timestamptz NOT NULL DEFAULT now(),
  next_at timestamptz,
  settled_at timestamptz
"""


def upgrade() -> None:
    for table, columns in (("webhook", _WEBHOOK), ("webhook_delivery", _DELIVERY)):
        op.execute(f"CREATE TABLE {table} ({columns})")
        # Events are also written by what has no workspace yet, and so are their calls.
        enable_row_security(op, table, system=True)
    op.execute("CREATE INDEX webhook_of_workspace ON webhook (workspace_id)")
    op.execute("CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, created_at)")
