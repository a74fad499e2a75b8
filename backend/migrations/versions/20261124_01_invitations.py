"""Invitations: one-time links by which a new member sets a password. Idempotency keys expire."""

from alembic import op

revision = "20261124_01"
down_revision = "20261123_03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE one_time_links DROP CONSTRAINT one_time_links_purpose_check")
    op.execute(
        "ALTER TABLE one_time_links ADD CONSTRAINT one_time_links_purpose_check"
        " CHECK (purpose IN ('setup','invite','sign_in'))"
    )
    op.execute("CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)")
    # What was stored before was not sealed.
    op.execute("DELETE FROM idempotency_keys")
