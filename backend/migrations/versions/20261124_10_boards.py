"""Saved questions and widgets; runs of statements that nobody stored, and what asked for a run."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261124_10"
down_revision = "20261124_09"
branch_labels = None
depends_on = None

_SAVED = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name text NOT NULL,
  question jsonb,
  sql_text text,
  chart jsonb,
  template_id text NOT NULL REFERENCES sql_template,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  CHECK ((question IS NULL) <> (sql_text IS NULL))
"""
_TABLES = (
    f"CREATE TABLE saved_question ({_SAVED})",
    f"CREATE TABLE widget ({_SAVED}, layout jsonb NOT NULL, pinned boolean NOT NULL)",
    "CREATE INDEX saved_question_names ON saved_question (workspace_id, name)",
    "CREATE INDEX widget_workspace ON widget (workspace_id)",
)
_RUNS = (
    "ALTER TABLE query_run ALTER COLUMN template_id DROP NOT NULL",
    "ALTER TABLE query_run ADD COLUMN cache_id text REFERENCES prompt_cache ON DELETE SET NULL",
    "ALTER TABLE query_run ADD COLUMN sql_text text",
    "ALTER TABLE query_run ADD COLUMN as_of date",
    "ALTER TABLE query_run ADD COLUMN origin text NOT NULL DEFAULT 'page'"
    " CHECK (origin IN ('page','query','board','ask','sql'))",
    "ALTER TABLE query_run ADD CHECK (template_id IS NOT NULL OR origin IN ('ask','sql'))",
    "CREATE INDEX query_run_cache ON query_run (cache_id) WHERE cache_id IS NOT NULL",
)
_KINDS = "'kpi','rows','count','lineage','summary','query'"


def upgrade() -> None:
    for statement in (*_TABLES, *_RUNS):
        op.execute(statement)
    for table in ("saved_question", "widget"):
        enable_row_security(op, table)
    _allow(f"{_KINDS},'statement'")


def _allow(kinds: str) -> None:
    op.execute("ALTER TABLE sql_template DROP CONSTRAINT sql_template_kind_check")
    op.execute(
        f"ALTER TABLE sql_template ADD CONSTRAINT sql_template_kind_check CHECK (kind IN ({kinds}))"
    )
