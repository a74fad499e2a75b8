"""REST of numbers: tiles, the Summary page, and the glass box under each number."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from marketing_agent.kernel.errors import Invalid
from marketing_agent.metrics import service
from marketing_agent.metrics.glassbox import MAX_PAGE
from marketing_agent.metrics.schemas import (
    Kpi,
    KpiSql,
    Lineage,
    MetricKey,
    Pins,
    PinsUpdate,
    Rows,
    Summary,
)
from marketing_agent.metrics.service import Ask
from marketing_agent.metrics.windows import DEFAULT_RANGE, Compare
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.http import CurrentCaller, Offset, TenantSession, require
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

router = APIRouter(tags=["metrics"])
_Range = Annotated[
    str,
    Query(
        alias="range",
        max_length=40,
        description="A preset such as last_30_days, or YYYY-MM-DD..YYYY-MM-DD, both days inside",
    ),
]


def _ask(
    days: _Range = DEFAULT_RANGE,
    compare: Compare = "previous_period",
    as_of: Annotated[date | None, Query(description="The day that counts as today")] = None,
) -> Ask:
    return Ask(days, compare, as_of)


def _workspace(session: TenantSession, caller: CurrentCaller) -> Workspace:
    return tenancy.get_workspace(session, caller.workspace_id)


def _warehouse(request: Request) -> Warehouse:
    warehouse: Warehouse = request.app.state.warehouse
    return warehouse


Asked = Annotated[Ask, Depends(_ask)]
Here = Annotated[Workspace, Depends(_workspace)]
TheWarehouse = Annotated[Warehouse, Depends(_warehouse)]
_Table = Annotated[str | None, Query(max_length=80, description="One of the tables it reads")]


@router.get("/kpis", operation_id="list_kpis")
def list_kpis(
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    ask: Asked,
    keys: Annotated[str | None, Query(max_length=4000, description="Keys, by comma")] = None,
) -> list[Kpi]:
    """Numbers by key, each by its stored statement; all of them without `keys`."""
    wanted = [key.strip() for key in keys.split(",")] if keys is not None else None
    if wanted is not None and not all(wanted):
        raise Invalid("The list of keys holds an empty key.")
    return service.kpis(session, warehouse, workspace, ask, wanted)


@router.get("/kpis/{key}/sql", operation_id="get_kpi_sql")
def get_kpi_sql(
    key: MetricKey, session: TenantSession, warehouse: TheWarehouse, workspace: Here, ask: Asked
) -> KpiSql:
    """The stored SQL behind a number, with its parameters."""
    return service.sql(session, warehouse, workspace, key, ask)


@router.get("/kpis/{key}/rows", operation_id="list_kpi_rows")
def list_kpi_rows(
    key: MetricKey,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    ask: Asked,
    table: _Table = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    offset: Offset = 0,
) -> Rows:
    """The rows under a number, newest first."""
    return service.rows(
        session, warehouse, workspace, key, ask, table=table, limit=limit, offset=offset
    )


@router.get(
    "/kpis/{key}/rows.csv",
    operation_id="download_kpi_rows",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_kpi_rows(
    key: MetricKey,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    ask: Asked,
    table: _Table = None,
) -> Response:
    """The rows under a number as a file; cells that a spreadsheet would run are quoted."""
    text = service.rows_csv(session, warehouse, workspace, key, ask, table)
    headers = {"Content-Disposition": f'attachment; filename="{key}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/kpis/{key}/lineage", operation_id="get_kpi_lineage")
def get_kpi_lineage(
    key: MetricKey, session: TenantSession, warehouse: TheWarehouse, workspace: Here, ask: Asked
) -> Lineage:
    """The files that a number came from."""
    return service.lineage(session, warehouse, workspace, key, ask)


@router.get("/summary", operation_id="get_summary", response_model=Summary)
def get_summary(
    session: TenantSession, warehouse: TheWarehouse, workspace: Here, ask: Asked
) -> Response:
    """All tiles of the Summary page in one answer."""
    found = service.summary(session, warehouse, workspace, ask)
    # Printed by the model itself: checking thousands of points again would cost more than all else.
    return Response(found.model_dump_json(), media_type="application/json")


@router.put(
    "/summary/pins",
    operation_id="set_pins",
    dependencies=[Depends(require("owner", "admin", "marketer", "approver"))],
)
def set_pins(body: PinsUpdate, session: TenantSession, caller: CurrentCaller) -> Pins:
    """Puts tiles on top of the Summary page for everyone in the workspace."""
    return Pins(keys=service.pin(session, caller.workspace_id, body.keys))
