"""Tools over audiences: everybody counts them, editors keep them. Counts only, no people."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.tools.catalogue.questions import AsOf
from marketing_agent.agents.tools.few import few, few_parted
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    PageArguments,
    Tool,
    ToolContext,
)
from marketing_agent.insights.segments import saved, service
from marketing_agent.insights.segments.saved_schemas import (
    SegmentBody,
    SegmentCounted,
    Segments,
    SegmentTemplates,
    SegmentValues,
)
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.insights.segments.templates import templates
from marketing_agent.insights.segments.values import ValueField, values

SegmentId = Annotated[str, Field(min_length=1, max_length=64)]


class PreviewArguments(SegmentRules, Arguments):
    as_of: AsOf = None


class DayArguments(Arguments):
    as_of: AsOf = None


class SegmentArguments(DayArguments):
    segment_id: SegmentId


class ValueArguments(Arguments):
    field: ValueField
    search: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def _preview(context: ToolContext, given: PreviewArguments) -> SegmentPreview:
    rules = SegmentRules.model_validate(given.model_dump(exclude={"as_of"}))
    with context.reading() as session:
        return service.preview(
            session, context.desk.warehouse, context.workspace, rules, given.as_of
        )


def _list(context: ToolContext, given: PageArguments) -> Segments:
    with context.reading() as session:
        return saved.listed(session, given.asked)


def _count(context: ToolContext, given: SegmentArguments) -> SegmentCounted:
    with context.reading() as session:
        return saved.counted(
            session, context.desk.warehouse, context.workspace, given.segment_id, given.as_of
        )


def _templates(context: ToolContext, given: DayArguments) -> SegmentTemplates:
    with context.reading() as session:
        return templates(session, context.desk.warehouse, context.workspace, given.as_of)


def _values(context: ToolContext, given: ValueArguments) -> SegmentValues:
    asked = (given.field, given.search, given.limit)
    with context.reading() as session:
        return values(session, context.desk.warehouse, context.workspace, *asked)


def _create(context: ToolContext, new: SegmentBody) -> SegmentCounted:
    with context.transaction() as session:
        return saved.create(session, context.desk.warehouse, context.workspace, context.caller, new)


def _reached(found: SegmentPreview) -> str:
    reach = "customer is" if found.customers == 1 else "customers are"
    return f"{found.sentence} {found.customers:,} {reach} reached."


def _counted(found: SegmentCounted) -> str:
    return f"{found.name}: {_reached(found.audience)}"


def _names(found: Segments) -> str:
    if not found.items:
        return "No segment is saved yet."
    return f"Segments: {few_parted([f'{one.name} ({one.id})' for one in found.items])}"


def _begun(found: SegmentTemplates) -> str:
    said = [f"{one.name}: {one.sentence}" for one in found.items]
    return " ".join([*said, *(f"{gap.what}: {gap.why}" for gap in found.gaps)])


def _listed(found: SegmentValues) -> str:
    return few([one.value for one in found.items]) if found.items else "None is known."


_TWICE = [{"rules": [{"field": "orders", "op": ">=", "value": 2}]}]

TOOLS = (
    Tool(
        name="preview_segment",
        title="Count an audience",
        description="How many customers some rules reach (orders, spent, days since an order, "
        "products bought, country, consent, RFM group), with the SQL. Counts only, no people.",
        effect="read",
        cost="compute",
        view="table",
        input=PreviewArguments,
        output=SegmentPreview,
        run=_preview,
        tell=_reached,
        operations=("preview_segment",),
        untrusted=False,
        example={"groups": _TWICE},
    ),
    Tool(
        name="list_segments",
        title="List segments",
        description="Segments that people saved: rules in words, and the size when last counted.",
        effect="read",
        cost="free",
        view="table",
        input=PageArguments,
        output=Segments,
        run=_list,
        tell=_names,
        operations=("list_segments",),
        untrusted=True,
    ),
    Tool(
        name="count_segment",
        title="Count a segment",
        description="How many customers a saved segment reaches today, or on another day.",
        effect="read",
        cost="compute",
        view="table",
        input=SegmentArguments,
        output=SegmentCounted,
        run=_count,
        tell=_counted,
        operations=("get_segment",),
        untrusted=True,
        example={"segment_id": AN_ID},
    ),
    Tool(
        name="list_segment_templates",
        title="List segment templates",
        description="Rules to begin with (VIP, lapsed high-value, about to lapse, one-time buyers, "
        "discount only, new), their numbers drawn from the store.",
        effect="read",
        cost="compute",
        view="table",
        input=DayArguments,
        output=SegmentTemplates,
        run=_templates,
        tell=_begun,
        operations=("list_segment_templates",),
        untrusted=False,
    ),
    Tool(
        name="list_segment_values",
        title="List values for rules",
        description="Products, vendors, product types or countries of the store that a rule of a "
        "segment may name, by the number of customers.",
        effect="read",
        cost="compute",
        view="table",
        input=ValueArguments,
        output=SegmentValues,
        run=_values,
        tell=_listed,
        operations=("list_segment_values",),
        untrusted=True,
        example={"field": "product"},
    ),
    Tool(
        name="create_segment",
        title="Save a segment",
        description="Keeps rules under a name and counts whom they reach. Sends nothing.",
        effect="draft",
        cost="compute",
        view="table",
        input=SegmentBody,
        output=SegmentCounted,
        run=_create,
        tell=lambda found: f"Saved. {_counted(found)}",
        operations=("create_segment",),
        untrusted=True,
        roles=EDITORS,
        example={"name": "Came back", "rules": {"groups": _TWICE}},
    ),
)
