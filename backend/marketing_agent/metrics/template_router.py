"""REST of stored statements."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from marketing_agent.metrics import templates
from marketing_agent.metrics.template_schemas import SqlTemplates, TemplateFilter, TemplateSearch
from marketing_agent.tenancy.http import TenantSession

router = APIRouter(tags=["metrics"])


@router.get("/sql-templates", operation_id="list_sql_templates")
def list_sql_templates(
    session: TenantSession, search: Annotated[TemplateSearch, Query()]
) -> SqlTemplates:
    """The statements stored for this workspace, with their hashes and runs."""
    return templates.templates(session, search)


@router.get(
    "/sql-templates.csv",
    operation_id="download_sql_templates",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def download_sql_templates(
    session: TenantSession, wanted: Annotated[TemplateFilter, Query()]
) -> Response:
    """The same as a file; cells that a spreadsheet would run are quoted."""
    headers = {"Content-Disposition": 'attachment; filename="sql-templates.csv"'}
    text = templates.templates_csv(session, wanted)
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
