"""How long a workspace lets readings of questions hold, by who read them."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261124_50"
down_revision = "20261124_40"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE prompt_lifetime (
          workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
          source text NOT NULL CHECK (source IN ('seed','rule','llm','user')),
          seconds bigint NOT NULL CHECK (seconds >= 0),
          PRIMARY KEY (workspace_id, source)
        )
    """)
    enable_row_security(op, "prompt_lifetime")
