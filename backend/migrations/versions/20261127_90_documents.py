"""Documents and attachments with their bytes, and the passages that search reads."""

from alembic import op

from marketing_agent.kernel.rls import enable_row_security

revision = "20261127_90"
down_revision = "20261127_80"
branch_labels = None
depends_on = None

_DOCUMENT = """
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  shelf text NOT NULL CHECK (shelf IN ('library','thread')),
  thread_id text REFERENCES agent_thread ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('pdf','csv','text','markdown','html','image')),
  name text NOT NULL,
  media_type text NOT NULL,
  sha256 text NOT NULL,
  bytes integer NOT NULL,
  characters integer NOT NULL,
  text text NOT NULL,
  facts jsonb NOT NULL,
  created_by text REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now()
"""
_CONTENT = """
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (workspace_id, sha256)
"""
# Vectors are plain arrays, so that they can be kept where pgvector is not installed (yet).
_PASSAGE = """
  workspace_id text NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  source text NOT NULL,
  source_id text NOT NULL,
  number integer NOT NULL,
  document_id text REFERENCES document ON DELETE CASCADE,
  listed boolean NOT NULL,
  title text NOT NULL,
  heading text,
  page integer,
  body text NOT NULL,
  words tsvector NOT NULL,
  grams text[] NOT NULL,
  embedding real[],
  embedded_by text,
  digest text NOT NULL,
  PRIMARY KEY (workspace_id, source, source_id, number)
"""
# Where the role may not add an extension, search goes by words alone and says so.
_VECTOR = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector') THEN
    CREATE EXTENSION IF NOT EXISTS vector;
  END IF;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
  RAISE NOTICE 'pgvector is not added';
END $$
"""
# What may be found: passages that everybody in the workspace reads, or those of named documents.
_OPEN = """
CREATE FUNCTION open_passages(sources text[], documents text[]) RETURNS SETOF passage
LANGUAGE sql STABLE AS $$
  SELECT * FROM passage
  WHERE (CASE WHEN documents IS NULL THEN listed ELSE document_id = ANY(documents) END)
    AND (sources IS NULL OR source = ANY(sources))
$$
"""


def upgrade() -> None:
    op.execute(_VECTOR)
    tables = (("document", _DOCUMENT), ("document_content", _CONTENT), ("passage", _PASSAGE))
    for table, columns in tables:
        op.execute(f"CREATE TABLE {table} ({columns})")
        enable_row_security(op, table)
    op.execute("CREATE INDEX document_newest ON document (workspace_id, shelf, created_at)")
    op.execute("CREATE INDEX document_of_thread ON document (thread_id)")
    op.execute("CREATE INDEX document_of_content ON document (workspace_id, sha256)")
    op.execute("CREATE INDEX passage_words ON passage USING gin (words)")
    op.execute("CREATE INDEX passage_of_document ON passage (document_id)")
    op.execute(_OPEN)
