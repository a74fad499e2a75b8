"""Who made an API key is kept: what it has done by itself later acts as that member."""

from alembic import op

revision = "20261128_31"
down_revision = "20261128_30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE api_keys ADD COLUMN created_by text REFERENCES users ON DELETE SET NULL"
    )
