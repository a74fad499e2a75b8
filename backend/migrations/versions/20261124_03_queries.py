"""Stored SQL of semantic queries beside that of tiles."""

from alembic import op

revision = "20261124_03"
down_revision = "20261124_02"
branch_labels = None
depends_on = None

_KINDS = "'kpi','rows','count','lineage','summary'"


def upgrade() -> None:
    _allow(f"{_KINDS},'query'")


def downgrade() -> None:
    op.execute("DELETE FROM sql_template WHERE kind = 'query'")
    _allow(_KINDS)


def _allow(kinds: str) -> None:
    op.execute("ALTER TABLE sql_template DROP CONSTRAINT sql_template_kind_check")
    op.execute(
        f"ALTER TABLE sql_template ADD CONSTRAINT sql_template_kind_check CHECK (kind IN ({kinds}))"
    )
