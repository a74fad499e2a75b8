"""The semantic query: what is asked, in the model's own words, before any SQL."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from marketing_agent.metrics.semantics import Metric

Grain = Literal["day", "week", "month", "quarter", "year"]
Operator = Literal["=", "!=", "in", "not_in", ">", ">=", "<", "<=", "is_null", "is_not_null"]
Direction = Literal["asc", "desc"]
Transform = Literal["share_of_total", "cumulative"]
WEEKDAY_MATCHED = "weekday_matched"
Name = Annotated[str, Field(max_length=80)]
FilterValue = bool | int | float | Annotated[str, Field(max_length=500)]
FilterValues = Annotated[tuple[FilterValue, ...], Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QueryTime(_Part):
    """Days, both inside. In stored queries they are the names of parameters."""

    expr: str
    start: str | None
    end: str


class QueryCompare(_Part):
    """Days compared with, both inside.

    `weekday_matched` may leave them out: as many days, the nearest before that begin on the same
    weekday. With that word they must be such days.
    """

    to: str
    start: str | None = None
    end: str | None = None

    @model_validator(mode="after")
    def _has_its_days(self) -> Self:
        given = (self.start is not None, self.end is not None)
        if given != (True, True) and (any(given) or self.to != WEEKDAY_MATCHED):
            raise ValueError("a comparison needs both of its days")
        return self


class QueryFilter(_Part):
    """A condition on a dimension, or on a metric of the result (HAVING). Rates are fractions."""

    field: Name
    op: Operator
    value: FilterValue | FilterValues | None = None

    @model_validator(mode="after")
    def _has_its_value(self) -> Self:
        empty, many = self.op in ("is_null", "is_not_null"), self.op in ("in", "not_in")
        if (self.value is None) != empty or isinstance(self.value, tuple) != many:
            raise ValueError(f"{self.op} takes {'no value' if empty else 'another value'}")
        return self


class QueryOrder(_Part):
    """By a metric, a dimension, a date or `change`."""

    by: Name
    dir: Direction = "asc"


class SemanticQuery(_Part):
    """Metrics over time, the same shape that questions are turned into."""

    metrics: Annotated[tuple[Name, ...], Field(max_length=12)]
    dimensions: Annotated[tuple[Name, ...], Field(max_length=6)] = ()
    grain: Grain | None = None
    time: QueryTime
    filters: Annotated[tuple[QueryFilter, ...], Field(max_length=20)] = ()
    order: Annotated[tuple[QueryOrder, ...], Field(max_length=8)] = ()
    limit: int | None = None
    compare: QueryCompare | None = None
    transform: Transform | None = None


def kpi_query(metric: Metric) -> SemanticQuery:
    """What a tile asks: one metric by day, beside another window."""
    return SemanticQuery(
        metrics=(metric.key,),
        grain="day",
        time=QueryTime(expr=metric.window or "window", start="$start", end="$end"),
        compare=QueryCompare(to="window", start="$previous_start", end="$previous_end"),
    )
