"""What a person allows an app may be several doors, and a token some of them."""

from alembic import op

revision = "20261128_30"
down_revision = "20261128_20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE app_grant ALTER COLUMN resource TYPE jsonb USING jsonb_build_array(resource)"
    )
    op.execute("ALTER TABLE app_grant RENAME COLUMN resource TO resources")
    op.execute("ALTER TABLE app_secret ADD COLUMN resources jsonb")
