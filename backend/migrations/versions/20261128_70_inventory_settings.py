"""How a store orders its stock: lead time, service level, what is too much."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_70"
down_revision = "20261128_66"
branch_labels = None
depends_on = None

_SETTINGS = """
  workspace_id text PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
  lead_days integer NOT NULL,
  lead_deviation_days double precision NOT NULL,
  service_level double precision NOT NULL,
  overstock_days integer NOT NULL
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE inventory_settings ({_SETTINGS})")
    enable_row_security(op, "inventory_settings")
