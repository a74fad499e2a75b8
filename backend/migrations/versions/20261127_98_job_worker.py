"""A worker's name says where it runs: what parent it has is of no use."""

from alembic import op

revision = "20261127_98"
down_revision = "20261127_97"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE job_worker DROP COLUMN parent")
