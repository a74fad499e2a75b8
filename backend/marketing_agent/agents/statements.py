"""Ad-hoc SQL for saved things: the guard and the sandbox of the SQL explorer behind their port."""

from marketing_agent.ask.sql import service
from marketing_agent.boards.statements import MAX_ROWS, Table
from marketing_agent.kernel.config import Settings
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.sandbox.service import open_sandbox
from marketing_agent.warehouse.service import Warehouse


class GuardedStatements:
    """Statements of people, checked and run as in the SQL explorer."""

    def __init__(self, settings: Settings, warehouse: Warehouse) -> None:
        self._settings, self._warehouse = settings, warehouse

    def check(self, sql: str) -> str:
        return service.check(sql, MAX_ROWS)

    def run(self, workspace: Workspace, checked: str) -> Table:
        sandbox = open_sandbox(self._settings)
        found = service.run(sandbox, self._warehouse, workspace, checked, MAX_ROWS)
        return Table(found.columns, found.types, found.rows, found.truncated, found.ms)
