"""Four eyes: whether a key may decide what it asked for, and which key an automation is by."""

from alembic import op

revision = "20261128_65"
down_revision = "20261128_60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE workspaces ADD COLUMN four_eyes boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE automation ADD COLUMN key_id text")
