"""Webhooks can be paused."""

from alembic import op

revision = "20261128_20"
down_revision = "20261128_10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE webhook ADD COLUMN paused_at timestamptz")
