"""Threads and runs of the agent, the log of what happened in them, and prompts."""

from alembic import op

from marketing_agent.kernel.rls import APP_ROLE, enable_row_security

revision = "20261127_10"
down_revision = "20261127_02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE agent_thread (
          id text PRIMARY KEY,
          workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
          title text NOT NULL,
          state jsonb NOT NULL DEFAULT '{}',
          created_by text REFERENCES users ON DELETE SET NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        )
    """)
    op.execute("CREATE INDEX agent_thread_newest ON agent_thread (workspace_id, updated_at DESC)")
    op.execute("""
        CREATE TABLE agent_run (
          id text PRIMARY KEY,
          workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
          thread_id text NOT NULL REFERENCES agent_thread ON DELETE CASCADE,
          status text NOT NULL CHECK (status IN
            ('queued','running','waiting','completed','failed','cancelled')),
          waiting_for text CHECK (waiting_for IN ('plan','approval','client')),
          source text NOT NULL,
          text text NOT NULL,
          request jsonb NOT NULL,
          caller jsonb NOT NULL,
          plan jsonb,
          budgets jsonb NOT NULL,
          spent jsonb NOT NULL,
          answer text,
          error jsonb,
          asked_id text,
          last_seq bigint NOT NULL DEFAULT 0,
          holder text,
          idempotency_key text,
          created_at timestamptz NOT NULL DEFAULT now(),
          started_at timestamptz,
          finished_at timestamptz,
          UNIQUE (workspace_id, idempotency_key)
        )
    """)
    op.execute("CREATE INDEX agent_run_newest ON agent_run (workspace_id, created_at DESC)")
    op.execute("CREATE INDEX agent_run_thread ON agent_run (thread_id, created_at)")
    op.execute("""
        CREATE TABLE run_event (
          run_id text NOT NULL REFERENCES agent_run ON DELETE CASCADE,
          seq bigint NOT NULL,
          workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
          type text NOT NULL,
          payload jsonb NOT NULL,
          at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (run_id, seq)
        )
    """)
    op.execute("""
        CREATE TABLE prompt_version (
          workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
          key text NOT NULL,
          version integer NOT NULL,
          base_version integer NOT NULL,
          sections jsonb NOT NULL,
          created_by text REFERENCES users ON DELETE SET NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (workspace_id, key, version)
        )
    """)
    for table in ("agent_thread", "agent_run", "run_event", "prompt_version"):
        enable_row_security(op, table)
    # What happened is added to and never changed, also by mistake.
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON run_event FROM {APP_ROLE}")
