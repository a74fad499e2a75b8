"""Why an entry of the prompt cache could not be brought to a new version."""

from alembic import op

revision = "20261127_02"
down_revision = "20261127_01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE prompt_cache ADD COLUMN problem text")
