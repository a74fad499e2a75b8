"""Row-level security for migrations: a row is seen only inside its workspace's transaction."""

from typing import Protocol

APP_ROLE = "marketing_agent_app"
# Reads published versions of the warehouse, and nothing else.
READER_ROLE = "marketing_agent_reader"
# Owns the schemas of the engine that carries jobs, and reads nothing of the product.
JOBS_ROLE = "marketing_agent_jobs"
WORKSPACE = "current_setting('app.workspace_id', true)"
SYSTEM = "current_setting('app.scope', true) = 'system'"


class _Operations(Protocol):
    def execute(self, sqltext: str) -> None: ...


def grant_to_app(op: _Operations, table: str, privileges: str = "ALL") -> None:
    """Lets the application role use a table that the migrating role owns."""
    op.execute(f"GRANT {privileges} ON {table} TO {APP_ROLE}")


def enable_row_security(op: _Operations, table: str, *, system: bool = False) -> None:
    """Limits `table` to rows whose `workspace_id` is the transaction's workspace.

    With `system`, code that runs before a workspace is known (sign-in, claiming a job) sees all
    rows; it says so by opening `Database.system()`.
    """
    rule = f"workspace_id = {WORKSPACE}" + (f" OR {SYSTEM}" if system else "")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY workspace ON {table} USING ({rule}) WITH CHECK ({rule})")
    grant_to_app(op, table)
