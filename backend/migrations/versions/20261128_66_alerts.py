"""Alerts: what the numbers of a store say somebody should look at."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_66"
down_revision = "20261128_65"
branch_labels = None
depends_on = None

_ALERT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('anomaly','shift','stock','email')),
  severity text NOT NULL CHECK (severity IN ('critical','warning','notice')),
  title text NOT NULL,
  body text NOT NULL,
  day date,
  effect_minor bigint,
  page text NOT NULL,
  facts jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('open','acknowledged','snoozed','resolved')),
  owner_id text REFERENCES users ON DELETE SET NULL,
  snoozed_until timestamptz,
  note text,
  times integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  cleared_at timestamptz,
  resolved_at timestamptz,
  resolved_by text REFERENCES users ON DELETE SET NULL
"""


def upgrade() -> None:
    op.execute(f"CREATE TABLE alert ({_ALERT})")
    enable_row_security(op, "alert")
    # The same thing is one alert until it has ended, however many workers look.
    op.execute(
        "CREATE UNIQUE INDEX alert_once ON alert (workspace_id, key) WHERE cleared_at IS NULL"
    )
    op.execute("CREATE INDEX alert_of_workspace ON alert (workspace_id, status, created_at)")
