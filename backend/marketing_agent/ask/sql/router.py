"""REST of the SQL explorer."""

from fastapi import APIRouter, Depends, Request

from marketing_agent.ask.cases import SQL_WRITERS, Desk
from marketing_agent.ask.sql import running, service
from marketing_agent.ask.sql.schemas import SqlAnswer, SqlRequest, SqlSchema
from marketing_agent.tenancy.http import CurrentCaller, require

router = APIRouter(tags=["ask"])
_writers = [Depends(require(*SQL_WRITERS))]


@router.get("/sql/schema", operation_id="sql_schema", dependencies=_writers)
def sql_schema() -> SqlSchema:
    """The tables and columns that a statement may be written over."""
    return service.schema()


@router.post("/sql", operation_id="run_sql", dependencies=_writers)
def run_sql(
    body: SqlRequest,
    request: Request,
    caller: CurrentCaller,
) -> SqlAnswer:
    """Runs one SELECT over the workspace's tables, within a deadline, and shows it as it ran."""
    desk: Desk = request.app.state.desk
    return running.run_for(desk, caller, body)
