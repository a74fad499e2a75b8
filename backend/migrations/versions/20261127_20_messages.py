"""Messages to the team, the preview inbox, and the approvals of what leaves the house."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_20"
down_revision = "20261127_10"
branch_labels = None
depends_on = None

_MESSAGE = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  recipients jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('draft','sent')),
  digest text NOT NULL,
  created_from text,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  gateway text,
  refused jsonb NOT NULL DEFAULT '[]',
  CHECK ((status = 'sent') = (sent_at IS NOT NULL AND gateway IS NOT NULL))
"""
# One row a message: the second delivery of the same one finds it there.
_INBOX = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  message_id text NOT NULL UNIQUE REFERENCES message ON DELETE CASCADE,
  sender text NOT NULL,
  recipients jsonb NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
"""
_APPROVAL = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  tool text NOT NULL,
  arguments jsonb NOT NULL,
  digest text NOT NULL,
  preview jsonb NOT NULL,
  requested_by jsonb NOT NULL,
  run_id text,
  status text NOT NULL CHECK (status IN ('open','approved','rejected','used')),
  decided_by text REFERENCES users ON DELETE SET NULL,
  decided_at timestamptz,
  note text,
  problem text,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  CHECK ((status = 'open') = (decided_at IS NULL))
"""


def upgrade() -> None:
    for table, columns in (
        ("message", _MESSAGE),
        ("preview_inbox", _INBOX),
        ("approval", _APPROVAL),
    ):
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
    op.execute("CREATE INDEX message_newest ON message (workspace_id, created_at DESC)")
    op.execute("CREATE INDEX inbox_newest ON preview_inbox (workspace_id, received_at DESC)")
    op.execute("CREATE INDEX approval_newest ON approval (workspace_id, created_at DESC)")
