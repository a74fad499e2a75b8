"""REST of the SQL explorer."""

import time
from functools import partial

from fastapi import APIRouter, Depends, Request

from marketing_agent.ask.sql import service
from marketing_agent.ask.sql.schemas import SqlAnswer, SqlRequest, SqlSchema
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import runs
from marketing_agent.metrics.runs import Ran
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.http import AppDatabase, AppSettings, CurrentCaller, require
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.sandbox.service import open_sandbox
from marketing_agent.warehouse.service import Warehouse

router = APIRouter(tags=["ask"])


_writers = [Depends(require("owner", "admin", "marketer"))]


@router.get("/sql/schema", operation_id="sql_schema", dependencies=_writers)
def sql_schema() -> SqlSchema:
    """The tables and columns that a statement may be written over."""
    return service.schema()


@router.post("/sql", operation_id="run_sql", dependencies=_writers)
def run_sql(
    body: SqlRequest,
    request: Request,
    database: AppDatabase,
    settings: AppSettings,
    caller: CurrentCaller,
) -> SqlAnswer:
    """Runs one SELECT over the workspace's tables, within a deadline, and shows it as it ran."""
    warehouse: Warehouse = request.app.state.warehouse
    # The transaction ends before the statement runs: a slow one must not hold a connection.
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        workspace = tenancy.get_workspace(session, caller.workspace_id)
    checked = service.check(body.sql, body.max_rows)
    started = time.perf_counter()
    ran = partial(Ran, None, sql_text=checked)
    try:
        found = service.run(open_sandbox(settings), warehouse, workspace, checked, body.max_rows)
    except AppError as error:
        spent = (time.perf_counter() - started) * 1000
        _record(database, workspace, ran(rows=0, ms=spent, error=error.code))
        raise
    _record(database, workspace, ran(rows=len(found.rows), ms=found.ms))
    return found


def _record(database: Database, workspace: Workspace, ran: Ran) -> None:
    with database.transaction(workspace.id, lasting=False) as session:
        runs.record(session, workspace, runs.Use("sql"), ran)
