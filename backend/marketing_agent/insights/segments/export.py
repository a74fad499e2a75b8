"""Handing a segment on: its definition for Klaviyo, or its sizes as a file. Never its people."""

from datetime import date

from sqlmodel import Session

from marketing_agent.insights.segments import klaviyo, saved
from marketing_agent.insights.segments.over_time import history
from marketing_agent.insights.segments.saved_schemas import (
    Segment,
    SegmentDefinition,
    SegmentExport,
    UnsaidRule,
)
from marketing_agent.insights.segments.words import said
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.metrics import phrases
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_PEOPLE = (
    "Customers are not in this file: counts alone leave the warehouse, and addresses stay in the "
    "database. Klaviyo finds the people itself, by its own events and consents."
)
_REQUEST = (
    f"The request is POST /api/segments of Klaviyo's API, revision {klaviyo.REVISION}. Nothing is "
    "sent from here."
)
_DIFFERS = (
    "Klaviyo counts what it saw: orders before it was connected, refunds and cancellations may "
    "differ, and its days move with the hour. Compare its size with the one here before sending."
)


def for_klaviyo(session: Session, segment_id: str) -> SegmentExport:
    """The request that would create the segment in Klaviyo; nothing is sent.

    Without a definition where Klaviyo cannot say a rule; `unsaid` names them. Raises
    UnknownSegment.
    """
    segment = saved.get(session, segment_id)
    missing = [
        UnsaidRule(rule=phrases.capital(said(rule)), why=why)
        for rule, why in klaviyo.unsaid(segment.rules).items()
    ]
    request, placeholders = None, {}
    if not missing:
        try:
            made = klaviyo.definition(segment.rules)
        except klaviyo.Unsaid as error:
            missing = [UnsaidRule(rule=segment.sentence, why=str(error))]
        else:
            request, placeholders = _request(segment, made), klaviyo.metrics_in(made)
    return SegmentExport(
        segment_id=segment.id,
        name=segment.name,
        sentence=segment.sentence,
        request=request,
        placeholders=placeholders,
        unsaid=tuple(missing),
        notes=(_PEOPLE, _DIFFERS, _REQUEST),
    )


def _request(segment: Segment, made: dict[str, object]) -> SegmentDefinition:
    attributes = {"name": segment.name, "definition": made}
    return SegmentDefinition(data={"type": "segment", "attributes": attributes})


def sizes_csv(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    segment_id: str,
    as_of: date | None = None,
) -> str:
    """Its sizes at ends of months as CSV that no spreadsheet runs. Raises UnknownSegment."""
    found = history(session, warehouse, workspace, segment_id, as_of)
    rows = [
        (found.name, found.sentence, point.day, point.customers, point.share)
        for point in found.points
    ]
    return csv_document([("Segment", "Rules", "End of month", "Customers", "Share"), *rows])
