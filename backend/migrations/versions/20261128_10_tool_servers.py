"""MCP servers of others, and each of their tools as it was approved."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_10"
down_revision = "20261128_05"
branch_labels = None
depends_on = None

_SERVER = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name text NOT NULL,
  url text NOT NULL,
  header text,
  secret bytea,
  added_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  checked_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, name)
"""
_TOOL = """
  server_id text NOT NULL REFERENCES tool_server ON DELETE CASCADE,
  name text NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  found jsonb,
  approved jsonb,
  is_trusted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (server_id, name)
"""


def upgrade() -> None:
    for table, columns in (("tool_server", _SERVER), ("tool_server_tool", _TOOL)):
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
