"""One statement of a person, checked, run without a database session, and written down."""

import time
from functools import partial

from marketing_agent.ask.cases import Desk
from marketing_agent.ask.sql import service
from marketing_agent.ask.sql.schemas import SqlAnswer, SqlRequest
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import runs
from marketing_agent.metrics.runs import Ran
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace
from marketing_agent.warehouse.sandbox.service import open_sandbox


def run_for(desk: Desk, caller: Caller, asked: SqlRequest) -> SqlAnswer:
    """The rows of one SELECT over the caller's workspace; raises what the two walls raise."""
    # The transaction ends before the statement runs: a slow one must not hold a connection.
    with desk.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        workspace = tenancy.get_workspace(session, caller.workspace_id)
    checked = service.check(asked.sql, asked.max_rows)
    started = time.perf_counter()
    ran = partial(Ran, None, sql_text=checked)
    sandbox = open_sandbox(desk.settings)
    try:
        found = service.run(sandbox, desk.warehouse, workspace, checked, asked.max_rows)
    except AppError as error:
        spent = (time.perf_counter() - started) * 1000
        _record(desk, workspace, ran(rows=0, ms=spent, error=error.code))
        raise
    _record(desk, workspace, ran(rows=len(found.rows), ms=found.ms))
    return found


def _record(desk: Desk, workspace: Workspace, ran: Ran) -> None:
    with desk.database.transaction(workspace.id, lasting=False) as session:
        runs.record(session, workspace, runs.Use("sql"), ran)
