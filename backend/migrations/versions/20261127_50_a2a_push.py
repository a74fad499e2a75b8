"""Where clients of A2A want to be told of a task's changes, and what became of telling them."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_50"
down_revision = "20261127_40"
branch_labels = None
depends_on = None

# `sent_until` is the event that was told last; `attempts` are those that failed since.
_CONFIG = """
  key text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  run_id text NOT NULL REFERENCES agent_run ON DELETE CASCADE,
  id text NOT NULL,
  url text NOT NULL,
  scheme text,
  secrets bytea NOT NULL,
  sent_until integer NOT NULL CHECK (sent_until >= 0),
  greets boolean NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz,
  holder text,
  held_until timestamptz,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (run_id, id)
"""
_DELIVERY = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  run_id text NOT NULL REFERENCES agent_run ON DELETE CASCADE,
  config_key text NOT NULL,
  config_id text NOT NULL,
  url text NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  status text NOT NULL
    CHECK (status IN ('pending','delivered','dead','refused','dropped')),
  attempts integer NOT NULL DEFAULT 0,
  answer integer,
  problem text,
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  UNIQUE (config_key, seq),
  CHECK ((status = 'pending') = (settled_at IS NULL))
"""


def upgrade() -> None:
    for table, columns in (("a2a_push_config", _CONFIG), ("a2a_push_delivery", _DELIVERY)):
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
    op.execute("CREATE INDEX a2a_push_newest ON a2a_push_delivery (workspace_id, created_at DESC)")
