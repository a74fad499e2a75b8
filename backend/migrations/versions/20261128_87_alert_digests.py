"""Alerts: an alert is noted as told in a digest too, besides at once, by the same channel."""

from alembic import op

revision = "20261128_87"
down_revision = "20261128_86"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE alert_told ADD kind text NOT NULL DEFAULT 'alerts'"
        " CHECK (kind IN ('alerts','digest')),"
        " DROP CONSTRAINT alert_told_pkey, ADD PRIMARY KEY (channel_id, alert_id, kind)"
    )
