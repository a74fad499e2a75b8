"""REST of audiences by rules."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from marketing_agent.insights.segments import service
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.metrics.query_router import Here
from marketing_agent.metrics.router import TheWarehouse
from marketing_agent.tenancy.http import AnswerSession

router = APIRouter(prefix="/segments", tags=["insights"])


@router.post("/preview", operation_id="preview_segment")
def preview_segment(
    body: SegmentRules,
    session: AnswerSession,
    warehouse: TheWarehouse,
    workspace: Here,
    as_of: Annotated[date | None, Query(description="The day that counts as today")] = None,
) -> SegmentPreview:
    """How many customers the rules reach, the rules in words, and the SQL that counted them."""
    return service.preview(session, warehouse, workspace, body, as_of)
