"""The role that reads published versions of the warehouse where PostgreSQL is its engine."""

from alembic import op

from marketing_agent.kernel.rls import READER_ROLE

revision = "20261124_11"
down_revision = "20261124_10"
branch_labels = None
depends_on = None

_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{READER_ROLE}') THEN
    CREATE ROLE {READER_ROLE} NOLOGIN NOINHERIT;
  END IF;
END $$
"""


def upgrade() -> None:
    op.execute(_ROLE)
    op.execute(f"GRANT {READER_ROLE} TO CURRENT_USER")
