"""Stored SQL that looks over the data before anything is asked of it."""

from alembic import op

revision = "20261124_30"
down_revision = "20261124_11"
branch_labels = None
depends_on = None

_KINDS = "'kpi','rows','count','lineage','summary','query','statement','profile'"


def upgrade() -> None:
    op.execute("ALTER TABLE sql_template DROP CONSTRAINT sql_template_kind_check")
    check = f"CHECK (kind IN ({_KINDS}))"
    op.execute(f"ALTER TABLE sql_template ADD CONSTRAINT sql_template_kind_check {check}")
