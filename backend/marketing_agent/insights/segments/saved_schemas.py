"""Segments that are kept under a name, templates of them, and what they tell: counts, no people."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.insights.page.schemas import Frozen, Gap, PartSql
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules

TemplateName = Literal[
    "vip", "lapsed_high_value", "about_to_lapse", "one_time_buyers", "discount_only", "new"
]


def _composed(text: str) -> str:
    """One form of letters that can be written in two ways, so that names compare."""
    return unicodedata.normalize("NFC", text)


def _distinct(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) < len(ids):
        raise ValueError("each segment is named once")
    return ids


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00]+$"),
    AfterValidator(_composed),
]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")
]


class SegmentBody(BaseModel):
    """What is kept: rules under a name that no other segment of the workspace has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    description: Words | None = None
    rules: SegmentRules


class SegmentMaker(Frozen):
    user_id: str
    name: str


class SegmentSize(Frozen):
    """How many it reached at the end of `day`, when it was last counted."""

    customers: int
    day: date
    counted_at: datetime


class Segment(Frozen):
    """A saved segment. `sentence` says its rules in words; `last` is null until it was counted."""

    id: str
    name: str
    description: str | None
    sentence: str
    rules: SegmentRules
    last: SegmentSize | None
    created_by: SegmentMaker | None
    created_at: datetime
    updated_at: datetime
    version: int


class Segments(Frozen):
    """A page of segments, the newest first."""

    items: tuple[Segment, ...]
    next_cursor: str | None


class SegmentCounted(Segment):
    """A segment with whom it reaches on the day asked for."""

    audience: SegmentPreview


class SegmentTemplate(Frozen):
    """Rules to begin with. `why` says where their numbers come from."""

    key: TemplateName
    name: str
    why: str
    sentence: str
    rules: SegmentRules


class SegmentTemplates(Frozen):
    """Templates with numbers of this store; `gaps` says which ones its orders do not carry."""

    items: tuple[SegmentTemplate, ...]
    gaps: tuple[Gap, ...]


class SegmentValue(Frozen):
    value: str
    customers: Annotated[int, Field(description="How many customers it holds for")]


class SegmentValues(Frozen):
    """What a field may be compared with, by the number of customers."""

    items: tuple[SegmentValue, ...]


class SegmentPoint(Frozen):
    """The size at the end of a day; `share` of everybody known by then."""

    day: date
    customers: int
    share: float | None


class SegmentMove(Frozen):
    """A notable change of the size when data came: from the end of `since` to that of `day`.

    `version` is that of the segment, whose rules may have been others then.
    """

    since: date
    before: int
    day: date
    customers: int
    version: int
    at: datetime


class SegmentHistory(Frozen):
    """The size at ends of months, the oldest first, by the rules that the segment has now.
    `moves` are notable changes as they were told, the newest first.

    Consent and countries are told by the newest files alone, so that they count as they are now.
    """

    segment_id: str
    name: str
    sentence: str
    points: tuple[SegmentPoint, ...]
    moves: tuple[SegmentMove, ...] = ()
    statement: PartSql


class SegmentChanges(Frozen):
    """Who came and went from the end of `since` to the end of `until`.

    `customers_before` = `stayed` + `left`, and `customers` = `stayed` + `joined`. Of those who
    joined, `new_customers` had not been known on the first day.
    """

    segment_id: str
    name: str
    sentence: str
    since: date
    until: date
    customers_before: int
    customers: int
    stayed: int
    joined: int
    new_customers: int
    left: int
    statement: PartSql


class SegmentOverlap(BaseModel):
    """Two to five segments, each once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: Annotated[
        tuple[Annotated[str, Field(max_length=64, pattern=r"^[^\x00]+$")], ...],
        Field(min_length=2, max_length=5),
        AfterValidator(_distinct),
    ]


class SegmentShare(Frozen):
    """A segment's size; `alone` are in none of the others, `share` is of everybody known."""

    segment_id: str
    name: str
    sentence: str
    customers: int
    share: float | None
    alone: int


class SegmentPair(Frozen):
    """What two segments share; `jaccard` is both ÷ either, null where both are empty."""

    one_id: str
    other_id: str
    both: int
    share_of_one: float | None
    share_of_other: float | None
    jaccard: float | None


class SegmentOverlaps(Frozen):
    """Sizes and pairs of segments at the end of a day; `reached` are in one of them or more."""

    as_of: date
    everybody: int
    reached: int
    items: tuple[SegmentShare, ...]
    pairs: tuple[SegmentPair, ...]
    statement: PartSql


class SegmentDefinition(Frozen):
    """The body of `POST /api/segments` of Klaviyo."""

    data: dict[str, Any]


class UnsaidRule(Frozen):
    """A rule that Klaviyo cannot say, and why."""

    rule: str
    why: str


class SegmentExport(Frozen):
    """A segment as Klaviyo would be told of it; nobody has told it.

    `request` is null where a rule cannot be said there. `placeholders` are the words in it that
    stand for ids of the account's own metrics, each with the metric's name.
    """

    segment_id: str
    name: str
    sentence: str
    request: SegmentDefinition | None
    placeholders: dict[str, str]
    unsaid: tuple[UnsaidRule, ...]
    notes: tuple[str, ...]
