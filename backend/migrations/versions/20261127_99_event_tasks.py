"""Imports and feeds of events as tasks of A2A, and jobs that an event brings with it."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_99"
down_revision = "20261127_98"
branch_labels = None
depends_on = None

# Null `topics` stand for all; `about` is the id of the import that is watched.
_WATCH = """
  key text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  topics jsonb,
  about text,
  job text NOT NULL,
  payload jsonb NOT NULL
"""
_FEED = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  kinds jsonb NOT NULL,
  after bigint NOT NULL CHECK (after >= 0),
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz
"""
_TASK_TABLES = ("a2a_task", "a2a_message", "a2a_push_config", "a2a_push_delivery")


def upgrade() -> None:
    for table, columns in (("event_watch", _WATCH), ("a2a_feed", _FEED)):
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
    op.execute("CREATE INDEX event_watch_workspace ON event_watch (workspace_id)")
    op.execute("CREATE INDEX a2a_feed_newest ON a2a_feed (workspace_id, created_at DESC)")
    op.execute("ALTER TABLE imports ADD COLUMN moved_at timestamptz")
    op.execute(
        "CREATE INDEX imports_moved ON imports"
        " (workspace_id, coalesce(moved_at, finished_at, created_at) DESC, id DESC)"
    )
    op.execute(
        "CREATE INDEX events_of_import ON events (workspace_id, (payload->>'import_id'), id)"
        " WHERE payload ? 'import_id'"
    )
    _any_task()


def _any_task() -> None:
    """A task is a run, an import or a feed; events of the outbox have larger numbers than runs."""
    for table in _TASK_TABLES:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_run_id_fkey")
    op.execute("ALTER TABLE a2a_message ALTER COLUMN seq TYPE bigint")
    op.execute("ALTER TABLE a2a_push_config ALTER COLUMN sent_until TYPE bigint")
    op.execute("ALTER TABLE a2a_push_delivery ALTER COLUMN seq TYPE bigint")
    op.execute("ALTER TABLE a2a_task ADD COLUMN request_key text")
    op.execute("CREATE UNIQUE INDEX a2a_task_request ON a2a_task (workspace_id, request_key)")
