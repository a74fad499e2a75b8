"""How far a job was when it was last begun, so that attempts are counted from there."""

from alembic import op

revision = "20261128_40"
down_revision = "20261128_32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE jobs ADD COLUMN reached integer NOT NULL DEFAULT 0")
