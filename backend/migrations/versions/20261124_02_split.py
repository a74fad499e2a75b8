"""Imports that went to workspaces of their own, and files that were left out of an import."""

from alembic import op

revision = "20261124_02"
down_revision = "20261124_01"
branch_labels = None
depends_on = None

_STATUSES = {
    "imports": "'queued','running','completed','failed','needs_choice','split','reverted'",
    "import_files": "'pending','loaded','quarantined','unchanged','refused','left_out'",
}


def upgrade() -> None:
    for table, statuses in _STATUSES.items():
        check = f"{table}_status_check"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {check} CHECK (status IN ({statuses}))")
