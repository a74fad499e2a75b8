"""Alerts: where each number came from, and what became of each alert."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_85"
down_revision = "20261128_84"
branch_labels = None
depends_on = None

_STEP = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  alert_id text NOT NULL REFERENCES alert ON DELETE CASCADE,
  act text NOT NULL
    CHECK (act IN ('raised','acknowledged','snoozed','resolved','reopened','ended')),
  by_id text REFERENCES users ON DELETE SET NULL,
  owner_id text REFERENCES users ON DELETE SET NULL,
  until timestamptz,
  note text,
  at timestamptz NOT NULL DEFAULT now()
"""


def upgrade() -> None:
    op.execute(
        "ALTER TABLE alert ADD told jsonb NOT NULL DEFAULT '[]',"
        " ADD sources jsonb NOT NULL DEFAULT '[]', ADD effect_source integer"
    )
    op.execute(f"CREATE TABLE alert_step ({_STEP})")
    enable_row_security(op, "alert_step")
    op.execute("CREATE INDEX alert_step_of_alert ON alert_step (alert_id, at, id)")
