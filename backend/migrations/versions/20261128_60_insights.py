"""Stored SQL of insights, and their runs."""

from alembic import op

revision = "20261128_60"
down_revision = "20261128_40"
branch_labels = None
depends_on = None

_KINDS = "'kpi','rows','count','lineage','summary','query','statement','profile','insight'"
_ORIGINS = "'page','query','board','ask','sql','insight'"


def upgrade() -> None:
    for table, column, allowed in (
        ("sql_template", "kind", _KINDS),
        ("query_run", "origin", _ORIGINS),
    ):
        name = f"{table}_{column}_check"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({allowed}))")
