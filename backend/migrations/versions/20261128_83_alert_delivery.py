"""Alerts told by mail and to chats: where, when, and what was told."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261128_83"
down_revision = "20261128_81"
branch_labels = None
depends_on = None

_OWN = "workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE"
_TABLES = {
    "alert_delivery_settings": """
      workspace_id text PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
      email jsonb NOT NULL,
      quiet jsonb,
      digest jsonb NOT NULL,
      address text NOT NULL,
      digest_due timestamptz,
      digest_from timestamptz NOT NULL DEFAULT now()
    """,
    "alert_chat": f"""
      id text PRIMARY KEY,
      {_OWN},
      position integer NOT NULL,
      name text NOT NULL,
      url bytea NOT NULL,
      host text NOT NULL,
      last4 text NOT NULL,
      wanted jsonb NOT NULL
    """,
    "alert_message": f"""
      id text PRIMARY KEY,
      {_OWN},
      channel_id text NOT NULL,
      channel text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('alerts','digest')),
      urgent boolean NOT NULL,
      since timestamptz,
      until timestamptz,
      alerts integer NOT NULL,
      status text NOT NULL
        CHECK (status IN ('waiting','sending','delivered','dead','dropped')),
      attempts integer NOT NULL,
      broken_off integer NOT NULL,
      answer integer,
      problem text,
      created_at timestamptz NOT NULL DEFAULT now(),
      next_at timestamptz,
      settled_at timestamptz
    """,
    # Kept as long as the alert is, longer than the message: what was told is not told again.
    "alert_told": f"""
      channel_id text NOT NULL,
      alert_id text NOT NULL REFERENCES alert ON DELETE CASCADE,
      {_OWN},
      message_id text NOT NULL,
      PRIMARY KEY (channel_id, alert_id)
    """,
}


def upgrade() -> None:
    # Mails of other senders lie there too; the workspace still takes its mails with it.
    op.execute("ALTER TABLE preview_inbox DROP CONSTRAINT preview_inbox_message_id_fkey")
    for name, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {name} ({columns})")
        enable_row_security(op, name)
    op.execute("CREATE INDEX alert_chat_of_workspace ON alert_chat (workspace_id, position)")
    op.execute(
        "CREATE INDEX alert_message_of_workspace ON alert_message (workspace_id, created_at, id)"
    )
    op.execute("CREATE INDEX alert_told_of_message ON alert_told (message_id)")
    op.execute("CREATE INDEX alert_of_days ON alert (workspace_id, created_at)")
