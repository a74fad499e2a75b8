"""REST of audiences by rules, and of segments kept under a name."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from marketing_agent.insights.segments import export, saved, service
from marketing_agent.insights.segments.over_time import changes, history
from marketing_agent.insights.segments.overlap import overlap
from marketing_agent.insights.segments.saved_schemas import (
    Segment,
    SegmentBody,
    SegmentChanges,
    SegmentCounted,
    SegmentExport,
    SegmentHistory,
    SegmentOverlap,
    SegmentOverlaps,
    Segments,
    SegmentTemplates,
    SegmentValues,
)
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.insights.segments.templates import templates
from marketing_agent.insights.segments.values import ValueField, values
from marketing_agent.metrics.query_router import Here
from marketing_agent.metrics.router import TheWarehouse
from marketing_agent.tenancy.http import (
    AnswerSession,
    CurrentCaller,
    Paged,
    SeenVersion,
    TenantSession,
    require,
)

router = APIRouter(prefix="/segments", tags=["insights"])
_SAVERS = [Depends(require("owner", "admin", "marketer"))]
_AsOf = Annotated[date | None, Query(description="The day that counts as today")]


@router.post("/preview", operation_id="preview_segment")
def preview_segment(
    body: SegmentRules,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> SegmentPreview:
    """How many customers the rules reach, the rules in words, and the SQL that counted them."""
    return service.preview(session, warehouse, workspace, body, as_of)


@router.get("/templates", operation_id="list_segment_templates")
def list_segment_templates(
    session: AnswerSession, warehouse: TheWarehouse, workspace: Here, as_of: _AsOf = None
) -> SegmentTemplates:
    """Rules to begin with, their numbers drawn from this store, and where they come from."""
    return templates(session, warehouse, workspace, as_of)


@router.get("/values", operation_id="list_segment_values")
def list_segment_values(
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    field: ValueField,
    search: Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SegmentValues:
    """Products, vendors, types or countries of this store that hold the words searched for."""
    return values(session, warehouse, workspace, field, search, limit)


@router.post("/overlap", operation_id="compare_segments")
def compare_segments(
    body: SegmentOverlap,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> SegmentOverlaps:
    """How many customers each two of some segments share, and how many are in one alone."""
    return overlap(session, warehouse, workspace, body, as_of)


@router.get("", operation_id="list_segments")
def list_segments(session: TenantSession, paged: Paged) -> Segments:
    """Saved segments, the newest first, with the size they had when last counted."""
    return saved.listed(session, paged)


@router.post("", operation_id="create_segment", status_code=201, dependencies=_SAVERS)
def create_segment(
    body: SegmentBody,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    caller: CurrentCaller,
) -> SegmentCounted:
    """Keeps rules under a name of their own and counts them."""
    return saved.create(session, warehouse, workspace, caller, body)


@router.get("/{segment_id}", operation_id="get_segment")
def get_segment(
    segment_id: str,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    response: Response,
    as_of: _AsOf = None,
) -> SegmentCounted:
    """A segment with whom it reaches today, or on another day; `ETag` is its version."""
    found = saved.counted(session, warehouse, workspace, segment_id, as_of)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@router.put("/{segment_id}", operation_id="update_segment", dependencies=_SAVERS)
def update_segment(
    segment_id: str,
    body: SegmentBody,
    session: TenantSession,
    warehouse: TheWarehouse,
    workspace: Here,
    version: SeenVersion,
) -> SegmentCounted:
    """Another name, description and rules; with `If-Match` only of the version that was seen."""
    return saved.change(session, warehouse, workspace, segment_id, body, version)


@router.delete(
    "/{segment_id}", operation_id="delete_segment", status_code=204, dependencies=_SAVERS
)
def delete_segment(segment_id: str, session: TenantSession) -> Response:
    """Deletes it; for 30 days it can be restored."""
    saved.drop(session, segment_id)
    return Response(status_code=204)


@router.post("/{segment_id}/restore", operation_id="restore_segment", dependencies=_SAVERS)
def restore_segment(segment_id: str, session: TenantSession) -> Segment:
    """Brings a deleted one back under its name."""
    return saved.restore(session, segment_id)


@router.get("/{segment_id}/history", operation_id="get_segment_history")
def get_segment_history(
    segment_id: str,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: _AsOf = None,
) -> SegmentHistory:
    """Its size at the last twelve ends of months, by the rules that it has now."""
    return history(session, warehouse, workspace, segment_id, as_of)


@router.get("/{segment_id}/changes", operation_id="get_segment_changes")
def get_segment_changes(
    segment_id: str,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    since: Annotated[date | None, Query(description="Without: 30 days before `until`")] = None,
    until: Annotated[date | None, Query(description="And of this one; without: of today")] = None,
) -> SegmentChanges:
    """How many customers joined it, left it and stayed between two days."""
    return changes(session, warehouse, workspace, segment_id, since, until)


@router.get(
    "/{segment_id}/export",
    operation_id="export_segment",
    response_model=SegmentExport,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export_segment(
    segment_id: str,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    format: Literal["klaviyo", "csv"] = "klaviyo",
    as_of: _AsOf = None,
) -> SegmentExport | Response:
    """Its definition for Klaviyo, with what cannot be said there, or its sizes as CSV.

    Nothing is sent, and neither holds a customer: counts alone leave the warehouse.
    """
    if format == "klaviyo":
        return export.for_klaviyo(session, segment_id)
    text = export.sizes_csv(session, warehouse, workspace, segment_id, as_of)
    headers = {"Content-Disposition": f'attachment; filename="segment-{segment_id}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
