"""Tools over saved segments: over time, beside each other, and as Klaviyo would be told."""

from datetime import date
from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.questions import AsOf
from marketing_agent.agents.tools.catalogue.segments import SegmentArguments, SegmentId
from marketing_agent.agents.tools.schemas import AN_ID, Arguments, Tool, ToolContext
from marketing_agent.insights.segments import export
from marketing_agent.insights.segments.over_time import changes, history
from marketing_agent.insights.segments.overlap import overlap
from marketing_agent.insights.segments.saved_schemas import (
    SegmentChanges,
    SegmentExport,
    SegmentHistory,
    SegmentOverlap,
    SegmentOverlaps,
)


class OneArguments(Arguments):
    segment_id: SegmentId


class ChangeArguments(OneArguments):
    since: Annotated[
        date | None, Field(description="At the end of this day; without: 30 days earlier")
    ] = None
    until: Annotated[date | None, Field(description="And of this one; without: of today")] = None


class OverlapArguments(SegmentOverlap, Arguments):
    as_of: AsOf = None


def _history(context: ToolContext, given: SegmentArguments) -> SegmentHistory:
    with context.reading() as session:
        return history(
            session, context.desk.warehouse, context.workspace, given.segment_id, given.as_of
        )


def _changes(context: ToolContext, given: ChangeArguments) -> SegmentChanges:
    asked = (given.segment_id, given.since, given.until)
    with context.reading() as session:
        return changes(session, context.desk.warehouse, context.workspace, *asked)


def _overlap(context: ToolContext, given: OverlapArguments) -> SegmentOverlaps:
    with context.reading() as session:
        return overlap(session, context.desk.warehouse, context.workspace, given, given.as_of)


def _export(context: ToolContext, given: OneArguments) -> SegmentExport:
    with context.reading() as session:
        return export.for_klaviyo(session, given.segment_id)


def _grown(found: SegmentHistory) -> str:
    if not found.points:
        return f"{found.name}: nobody had ordered by the last ends of months."
    first, last = found.points[0], found.points[-1]
    return f"{found.name}: {first.customers:,} on {first.day}, {last.customers:,} on {last.day}."


def _moved(found: SegmentChanges) -> str:
    return (
        f"{found.name} from {found.since} to {found.until}: {found.joined:,} joined, "
        f"{found.left:,} left, {found.stayed:,} stayed."
    )


def _shared(found: SegmentOverlaps) -> str:
    names = {one.segment_id: one.name for one in found.items}
    return " ".join(
        f"{names[pair.one_id]} and {names[pair.other_id]} share {pair.both:,} customers."
        for pair in found.pairs
    )


def _exported(found: SegmentExport) -> str:
    if found.request is not None:
        return f"{found.name} can be made in Klaviyo with this request. Nothing was sent."
    why = " ".join(f"{one.rule}: {one.why}" for one in found.unsaid)
    return f"Klaviyo cannot say {found.name}. {why}"


TOOLS = (
    Tool(
        name="get_segment_history",
        title="Segment over time",
        description="The size of a saved segment at the last twelve ends of months.",
        effect="read",
        cost="compute",
        view="table",
        input=SegmentArguments,
        output=SegmentHistory,
        run=_history,
        tell=_grown,
        operations=("get_segment_history",),
        untrusted=True,
        example={"segment_id": AN_ID},
    ),
    Tool(
        name="get_segment_changes",
        title="What changed in a segment",
        description="How many customers joined a saved segment, left it and stayed between days.",
        effect="read",
        cost="compute",
        view="table",
        input=ChangeArguments,
        output=SegmentChanges,
        run=_changes,
        tell=_moved,
        operations=("get_segment_changes",),
        untrusted=True,
        example={"segment_id": AN_ID},
    ),
    Tool(
        name="compare_segments",
        title="Overlap of segments",
        description="How many customers two to five saved segments share, pair by pair.",
        effect="read",
        cost="compute",
        view="table",
        input=OverlapArguments,
        output=SegmentOverlaps,
        run=_overlap,
        tell=_shared,
        operations=("compare_segments",),
        untrusted=True,
        example={"ids": [AN_ID, AN_ID.replace("7000", "7001")]},
    ),
    Tool(
        name="export_segment",
        title="Segment for Klaviyo",
        description="A saved segment as the request that would create it in Klaviyo, with what "
        "cannot be said there. Sends nothing and holds no people.",
        effect="read",
        cost="free",
        view="table",
        input=OneArguments,
        output=SegmentExport,
        run=_export,
        tell=_exported,
        operations=("export_segment",),
        untrusted=True,
        example={"segment_id": AN_ID},
    ),
)
