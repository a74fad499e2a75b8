"""What a language model read: SQL as a meaning, drafts of wordings, tokens and cost."""

from alembic import op

revision = "20261124_40"
down_revision = "20261124_30"
branch_labels = None
depends_on = None

_CHANGES = """
ALTER TABLE prompt_cache
  ALTER COLUMN question DROP NOT NULL,
  ADD COLUMN sql_text text,
  ADD COLUMN readings integer NOT NULL DEFAULT 0,
  ADD COLUMN readings_saved integer NOT NULL DEFAULT 0,
  ADD COLUMN tokens_in bigint NOT NULL DEFAULT 0,
  ADD COLUMN tokens_out bigint NOT NULL DEFAULT 0,
  ADD COLUMN cost numeric(14, 6),
  ADD CONSTRAINT prompt_cache_one_meaning CHECK (num_nonnulls(question, sql_text) = 1);
ALTER TABLE prompt_alias
  ADD COLUMN source text NOT NULL DEFAULT 'rule' CHECK (source IN ('seed','rule','llm','user')),
  ADD COLUMN generator text NOT NULL DEFAULT 'parser 1',
  ADD COLUMN status text NOT NULL DEFAULT 'verified' CHECK (status IN ('draft','verified')),
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN feedback_up integer NOT NULL DEFAULT 0,
  ADD COLUMN feedback_down integer NOT NULL DEFAULT 0;
ALTER TABLE asked
  ADD COLUMN prompt_hash text NOT NULL DEFAULT '',
  ADD COLUMN helpful boolean
"""


def upgrade() -> None:
    for statement in _CHANGES.split(";\n"):
        op.execute(statement)
