"""Jobs: what their steps gave, signals, cancelling; workers that live; the door to the engine."""

from alembic import op

from marketing_agent.kernel.rls import APP_ROLE, JOBS_ROLE, enable_row_security, grant_to_app

revision = "20261127_97"
down_revision = "20261127_95"
branch_labels = None
depends_on = None

_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{JOBS_ROLE}') THEN
    CREATE ROLE {JOBS_ROLE} NOLOGIN NOINHERIT;
  END IF;
END $$
"""
_JOBS = """
ALTER TABLE jobs
  ADD COLUMN memory jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN topic text,
  ADD COLUMN cancel_asked boolean NOT NULL DEFAULT false,
  ADD COLUMN handed integer NOT NULL DEFAULT 0,
  ADD COLUMN taken integer NOT NULL DEFAULT 0,
  ADD COLUMN holder text,
  ADD COLUMN started_at timestamptz,
  DROP CONSTRAINT jobs_status_check,
  ADD CONSTRAINT jobs_status_check
    CHECK (status IN ('queued','running','done','dead','cancelled'))
"""
_SIGNAL = """
CREATE TABLE job_signal (
  job_id text NOT NULL REFERENCES jobs ON DELETE CASCADE,
  key text NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  topic text NOT NULL,
  message jsonb NOT NULL,
  taken boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (job_id, key)
)
"""
# Of no workspace: which engine carries jobs, what it must know of them, and who is alive.
_SHARED = (
    """
CREATE TABLE job_engine (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name text NOT NULL CHECK (name IN ('queue','dbos'))
)
""",
    """
CREATE TABLE job_kind (
  name text PRIMARY KEY,
  lane text NOT NULL,
  urgent boolean NOT NULL
)
""",
    """
CREATE TABLE job_schedule (
  name text PRIMARY KEY,
  cron text NOT NULL,
  next_at timestamptz NOT NULL
)
""",
    """
CREATE TABLE job_worker (
  id text PRIMARY KEY,
  parent text,
  started_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now()
)
""",
)
# The application role may call this and nothing else of the engine. Its body is looked up when it
# runs: without the engine's schema, a job is a row that a worker hands over later.
_HAND_OVER = """
CREATE FUNCTION durable.hand_over(job text, handed integer, kind text, due timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  lane text := coalesce((SELECT k.lane FROM public.job_kind k WHERE k.name = kind), 'work');
  urgent boolean := coalesce((SELECT k.urgent FROM public.job_kind k WHERE k.name = kind), false);
  waits bigint := CASE WHEN due > clock_timestamp() THEN extract(epoch FROM due) * 1000 END;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.job_engine e WHERE e.name = 'dbos')
     OR to_regnamespace('dbos') IS NULL THEN
    RETURN;
  END IF;
  PERFORM dbos.enqueue_workflow(
    workflow_name => 'job',
    queue_name => 'jobs-' || lane,
    positional_args => ARRAY[to_json(job), to_json(handed)],
    workflow_id => job || '.' || handed,
    app_version => '1',
    priority => CASE WHEN urgent THEN 1 ELSE 2 END,
    delay_until_epoch_ms => waits,
    application_name => 'marketing-agent'
  );
END $$
"""


def upgrade() -> None:
    op.execute(_ROLE)
    op.execute(f"GRANT {JOBS_ROLE} TO CURRENT_USER")
    op.execute(_JOBS)
    op.execute("CREATE INDEX jobs_newest ON jobs (workspace_id, created_at DESC)")
    op.execute(_SIGNAL)
    enable_row_security(op, "job_signal", system=True)
    for table in _SHARED:
        op.execute(table)
    for name in ("job_engine", "job_kind", "job_schedule", "job_worker"):
        grant_to_app(op, name)
    op.execute("INSERT INTO job_engine (name) VALUES ('queue')")
    _open_door()


def _open_door() -> None:
    """A schema of the engine's role, with one function that the application may call."""
    op.execute(f"CREATE SCHEMA durable AUTHORIZATION {JOBS_ROLE}")
    op.execute(f"GRANT SELECT ON job_engine, job_kind TO {JOBS_ROLE}")
    op.execute(f"SET LOCAL ROLE {JOBS_ROLE}")
    op.execute(_HAND_OVER)
    op.execute("REVOKE ALL ON FUNCTION durable.hand_over FROM PUBLIC")
    op.execute(f"GRANT USAGE ON SCHEMA durable TO {APP_ROLE}")
    op.execute(f"GRANT EXECUTE ON FUNCTION durable.hand_over TO {APP_ROLE}")
    op.execute("RESET ROLE")
