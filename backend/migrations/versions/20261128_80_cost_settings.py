"""What a store's files do not tell of its costs, as its owner says."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_80"
down_revision = "20261128_83"
branch_labels = None
depends_on = None

_SETTINGS = """
  workspace_id text PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
  rules jsonb NOT NULL,
  no_other_costs boolean NOT NULL,
  revision integer NOT NULL
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE cost_settings ({_SETTINGS})")
    enable_row_security(op, "cost_settings")
