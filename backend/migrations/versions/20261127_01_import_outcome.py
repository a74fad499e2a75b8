"""An import that loaded nothing says so itself: its files were known already, or refused."""

from alembic import op

revision = "20261127_01"
down_revision = "20261124_50"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE imports DROP CONSTRAINT imports_status_check")
    op.execute("""
        ALTER TABLE imports ADD CONSTRAINT imports_status_check CHECK (status IN (
          'queued','running','completed','unchanged','refused','failed','needs_choice','split',
          'reverted'))
    """)
    # The owner, where it is no superuser, is held to its own policies too.
    for table in ("imports", "import_files"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("""
        UPDATE imports SET status = CASE WHEN EXISTS (
            SELECT FROM import_files f
            WHERE f.workspace_id = imports.workspace_id AND f.import_id = imports.id
              AND f.status = 'unchanged'
          ) THEN 'unchanged' ELSE 'refused' END
        WHERE status = 'completed' AND warehouse_version IS NULL
    """)
    for table in ("imports", "import_files"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
