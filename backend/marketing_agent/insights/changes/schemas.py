"""What is known of a change. All amounts are exact decimals: money in major units, rates as
fractions."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.metrics.query import Name, QueryFilter
from marketing_agent.metrics.query_schemas import AnswerSource, AnswerWindow
from marketing_agent.metrics.question import Expression
from marketing_agent.metrics.schemas import MetricKey
from marketing_agent.metrics.semantics import Better, Unit

MOST_DIMENSIONS = 8


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class ChangeQuestion(BaseModel):
    """A metric over a window against another one; by default the one just before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: MetricKey
    time: Annotated[
        Expression, Field(description="last_week, last_month, 2026-11-01..2026-11-10 …")
    ] = "last_week"
    compare: Annotated[
        Expression,
        Field(description="previous_period, previous_year, weekday_matched or another time"),
    ] = "previous_period"
    by: Annotated[
        tuple[Name, ...] | None,
        Field(
            min_length=1,
            max_length=MOST_DIMENSIONS,
            description="Dimensions to look at; default: those that this store's data can split by",
        ),
    ] = None
    filters: Annotated[tuple[QueryFilter, ...], Field(max_length=20)] = ()


class Driver(Frozen):
    """One part of a change. `contribution` is in the metric's unit, `value` in the driver's own.

    `share` is the contribution as a fraction of the whole change, null where that is nothing.
    """

    label: str
    member: str | None
    unit: Unit
    value: Decimal | None
    before: Decimal | None
    contribution: Decimal
    share: Decimal | None


class Breakdown(Frozen):
    """The change in parts: contributions of `drivers`, `others` and `unexplained` add up to it.

    `others` are the smaller members together; `unexplained` is what this split does not hold.
    `overlap` says what counts in several members, null where nothing does; then `unexplained` also
    takes off what is counted more than once.
    """

    kind: Literal["factors", "dimension"]
    dimension: str | None
    label: str
    drivers: tuple[Driver, ...]
    others: Decimal
    others_count: int
    unexplained: Decimal
    overlap: str | None = None
    sql_ids: tuple[str, ...]


class Change(Frozen):
    """What became of a metric and what drove it. `sentences` say it, the headline first.

    `value`, `before` and `change` are null where a window has no data; then nothing is broken down.
    """

    metric: str
    label: str
    unit: Unit
    currency: str
    better: Better
    window: AnswerWindow
    previous: AnswerWindow
    value: Decimal | None
    before: Decimal | None
    change: Decimal | None
    change_pct: Decimal | None
    breakdowns: tuple[Breakdown, ...]
    sentences: tuple[str, ...]
    sql_id: str
    sources: tuple[AnswerSource, ...]
    notes: tuple[str, ...]
    data_until: date | None
