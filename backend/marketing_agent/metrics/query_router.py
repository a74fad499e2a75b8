"""REST of semantic queries: what can be asked, one answer, many, and an answer as a file."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from marketing_agent.metrics import answers, catalogue
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import (
    BatchAnswer,
    DimensionValues,
    MetricCatalogue,
    QueryAnswer,
    QueryBatch,
)
from marketing_agent.metrics.router import TheWarehouse
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.http import AnswerSession, CurrentCaller
from marketing_agent.tenancy.schemas import Workspace

router = APIRouter(tags=["metrics"])
_AsOf = Annotated[date | None, Query(description="The day that counts as today")]


def _workspace(session: AnswerSession, caller: CurrentCaller) -> Workspace:
    return tenancy.get_workspace(session, caller.workspace_id)


Here = Annotated[Workspace, Depends(_workspace)]


@router.get("/metrics", operation_id="list_metrics")
def list_metrics(
    session: AnswerSession, warehouse: TheWarehouse, workspace: Here
) -> MetricCatalogue:
    """Every metric and dimension: what it means, where it comes from, what is missing here."""
    return catalogue.metric_catalogue(session, warehouse, workspace)


@router.get("/dimensions/{name}/values", operation_id="list_dimension_values")
def list_dimension_values(
    name: Annotated[str, Path(max_length=80)],
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    typed: Annotated[str, Query(max_length=200, description="Words that the values hold")] = "",
) -> DimensionValues:
    """The values that a dimension has in this workspace's data, most frequent first."""
    return catalogue.dimension_values(session, warehouse, workspace, name, typed)


@router.post("/query", operation_id="run_query")
def run_query(
    body: SemanticQuery,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> QueryAnswer:
    """The answer to a semantic query, with its SQL and where it came from."""
    return answers.answer_query(session, warehouse, workspace, body, as_of)


@router.post("/query/batch", operation_id="run_queries")
def run_queries(
    body: QueryBatch,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> BatchAnswer:
    """Answers to several queries; one without an answer does not hold up the others."""
    return answers.answer_batch(session, warehouse, workspace, body.queries, as_of)


@router.post(
    "/query.csv",
    operation_id="download_query",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_query(
    body: SemanticQuery,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> Response:
    """The answer as a file; cells that a spreadsheet would run are quoted."""
    answer = answers.answer_query(session, warehouse, workspace, body, as_of)
    headers = {"Content-Disposition": 'attachment; filename="answer.csv"'}
    text = answers.answer_csv(answer)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
