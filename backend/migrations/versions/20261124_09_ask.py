"""What questions mean, how they were worded, and what was asked."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261124_09"
down_revision = "20261124_03"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE prompt_cache (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  meaning_hash text NOT NULL,
  schema_version text NOT NULL,
  prompt text NOT NULL,
  question jsonb NOT NULL,
  source text NOT NULL CHECK (source IN ('seed','rule','llm','user')),
  generator text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft','verified','expired')),
  template_id text REFERENCES sql_template ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  hits integer NOT NULL DEFAULT 0,
  last_hit_at timestamptz,
  total_ms double precision NOT NULL DEFAULT 0,
  feedback_up integer NOT NULL DEFAULT 0,
  feedback_down integer NOT NULL DEFAULT 0,
  pinned boolean NOT NULL DEFAULT false,
  UNIQUE (workspace_id, meaning_hash, schema_version)
);
CREATE TABLE prompt_alias (
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  prompt_hash text NOT NULL,
  schema_version text NOT NULL,
  entry_id text NOT NULL REFERENCES prompt_cache ON DELETE CASCADE,
  assumptions jsonb NOT NULL,
  PRIMARY KEY (workspace_id, prompt_hash, schema_version)
);
CREATE INDEX prompt_alias_entry ON prompt_alias (entry_id);
CREATE TABLE asked (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  entry_id text REFERENCES prompt_cache ON DELETE SET NULL,
  prompt text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('answer','clarify','refuse')),
  code text,
  question jsonb,
  cache_hit boolean NOT NULL,
  ms double precision NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX asked_newest ON asked (workspace_id, created_at DESC)
"""
_NAMES = ("prompt_cache", "prompt_alias", "asked")


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        op.execute(statement)
    for table in _NAMES:
        enable_row_security(op, table)
