"""REST of reports. Everybody reads them; marketers and up keep and delete them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from marketing_agent.boards.reports import service
from marketing_agent.boards.reports.schemas import Report, ReportCreate, Reports
from marketing_agent.metrics.query_router import Here
from marketing_agent.metrics.router import TheWarehouse
from marketing_agent.tenancy.http import CurrentCaller, Paged, TenantSession, require

router = APIRouter(prefix="/reports", tags=["boards"])
_savers = [Depends(require("owner", "admin", "marketer"))]
_Words = Annotated[str | None, Query(max_length=160, description="Words of the title")]
_TEXT = {"schema": {"type": "string"}}


@router.get("", operation_id="list_reports")
def list_reports(session: TenantSession, paged: Paged, q: _Words = None) -> Reports:
    """Reports, the newest first."""
    return service.listed(session, paged, q)


@router.post("", operation_id="save_report", status_code=201, dependencies=_savers)
def save_report(
    body: ReportCreate,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    caller: CurrentCaller,
) -> Report:
    """Keeps a page of insights as it is now, with its values and statements."""
    return service.save(session, warehouse, workspace, caller, body)


@router.get("/{report_id}", operation_id="get_report")
def get_report(report_id: str, session: TenantSession) -> Report:
    """A report as it was kept."""
    return service.get(session, report_id)


@router.delete("/{report_id}", operation_id="delete_report", status_code=204, dependencies=_savers)
def delete_report(report_id: str, session: TenantSession) -> Response:
    """Deletes it; for 30 days it can be restored."""
    service.drop(session, report_id)
    return Response(status_code=204)


@router.post("/{report_id}/restore", operation_id="restore_report", dependencies=_savers)
def restore_report(report_id: str, session: TenantSession) -> Report:
    """Brings a deleted one back."""
    return service.restore(session, report_id)


@router.post(
    "/{report_id}/again",
    operation_id="repeat_report",
    status_code=201,
    dependencies=_savers,
)
def repeat_report(
    report_id: str,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    caller: CurrentCaller,
) -> Report:
    """The same question with today's data, as a new report; the old one stays as it is."""
    return service.again(session, warehouse, workspace, caller, report_id)


@router.get(
    "/{report_id}/document.md",
    operation_id="download_report",
    response_class=Response,
    responses={200: {"content": {"text/markdown": _TEXT}}},
)
def download_report(report_id: str, session: TenantSession) -> Response:
    """The report as a Markdown document."""
    return Response(
        service.as_markdown(session, report_id),
        media_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="report-{report_id[:64]}.md"'},
    )


@router.get(
    "/{report_id}/{part}.csv",
    operation_id="download_report_part",
    response_class=Response,
    responses={200: {"content": {"text/csv": _TEXT}}},
)
def download_report_part(
    report_id: str, part: Annotated[str, Path(max_length=80)], session: TenantSession
) -> Response:
    """The kept rows of a part as a file; cells that a spreadsheet would run are quoted."""
    text = service.part_csv(session, report_id, part)
    headers = {"Content-Disposition": f'attachment; filename="report-{part}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
