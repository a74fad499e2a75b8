"""REST of insights: the pages, one of them, and one of its tables as a file."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from marketing_agent.insights import service
from marketing_agent.insights.page.schemas import Insight, InsightAsk, InsightList, PageAsk
from marketing_agent.metrics.query_router import Here
from marketing_agent.metrics.router import TheWarehouse
from marketing_agent.tenancy.http import AnswerSession, CurrentCaller

router = APIRouter(prefix="/insights", tags=["insights"])
_Asked = Annotated[InsightAsk, Query()]
Name = Annotated[str, Path(max_length=40, description="As the list of pages names it")]


@router.get("", operation_id="list_insights")
def list_insights(_caller: CurrentCaller) -> InsightList:
    """Every page of insights, with what may be chosen on it and which files it lives on."""
    return service.insights()


@router.get("/{name}", operation_id="get_insight")
def get_insight(
    name: Name,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    ask: Annotated[PageAsk, Query()],
) -> Insight:
    """A page: sentences, then tables with the way they are drawn and the SQL they came from.

    With `first` it holds what takes no time to speak of; where `more` is true, asking without it
    gives the rest as well.
    """
    return service.insight(session, warehouse, workspace, name, ask)


@router.get(
    "/{name}/{part}.csv",
    operation_id="download_insight",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_insight(
    name: Name,
    part: Annotated[str, Path(max_length=80)],
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    ask: _Asked,
) -> Response:
    """One table of a page, whole, as a file; cells that a spreadsheet would run are quoted."""
    text = service.part_csv(session, warehouse, workspace, name, part, ask)
    headers = {"Content-Disposition": f'attachment; filename="{name}-{part}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
