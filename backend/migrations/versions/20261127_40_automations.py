"""Automations, what they were before they were changed, and each time that they were due."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_40"
down_revision = "20261127_30"
branch_labels = None
depends_on = None

_AUTOMATION = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name text NOT NULL,
  trigger jsonb NOT NULL,
  action jsonb NOT NULL,
  owner_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('off','on','paused')),
  version integer NOT NULL,
  chain integer NOT NULL,
  plan jsonb,
  model text,
  compliance jsonb,
  trial_id text REFERENCES agent_run ON DELETE SET NULL,
  next_at timestamptz,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  CHECK (state = 'off' OR plan IS NOT NULL)
"""
_VERSION = """
  automation_id text NOT NULL REFERENCES automation ON DELETE CASCADE,
  version integer NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  content jsonb NOT NULL,
  changed_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (automation_id, version)
"""
# One row a cause: an event that is told twice, or a slot that two workers see, counts once.
_RUN = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  automation_id text NOT NULL REFERENCES automation ON DELETE CASCADE,
  version integer NOT NULL,
  cause text NOT NULL,
  context jsonb NOT NULL DEFAULT '{}',
  status text NOT NULL CHECK (status IN
    ('trial','due','started','blocked','unmet','skipped','failed')),
  note text,
  missed integer NOT NULL DEFAULT 0,
  compliance jsonb,
  run_id text REFERENCES agent_run ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (automation_id, cause)
"""


def upgrade() -> None:
    for table, columns in (
        ("automation", _AUTOMATION),
        ("automation_version", _VERSION),
        ("automation_run", _RUN),
    ):
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
    op.execute("CREATE INDEX automation_of_workspace ON automation (workspace_id)")
    op.execute("CREATE INDEX automation_run_newest ON automation_run (automation_id, created_at)")
