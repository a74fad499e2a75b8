"""Views of tools of others, kept once for each content of a server."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_32"
down_revision = "20261128_31"
branch_labels = None
depends_on = None

_VIEW = """
  server_id text NOT NULL REFERENCES tool_server ON DELETE CASCADE,
  sha256 text NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  html text NOT NULL,
  PRIMARY KEY (server_id, sha256)
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE tool_server_view ({_VIEW})")
    enable_row_security(op, "tool_server_view")
    op.execute("ALTER TABLE tool_server_tool ADD view_may_reach boolean NOT NULL DEFAULT false")
