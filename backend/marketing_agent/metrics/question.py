"""A semantic query with its times still symbolic: what is cached, saved and asked again."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.query import WEEKDAY_MATCHED, QueryCompare, QueryTime, SemanticQuery
from marketing_agent.metrics.times import Span, previous, resolve, weekdays_before, year_before

# Expressions nest, and each level is a call: their length bounds the depth.
Expression = Annotated[str, Field(max_length=200)]


class Question(BaseModel):
    """A question's meaning with its times still symbolic, so that it holds on any day."""

    model_config = ConfigDict(frozen=True)

    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    grain: str | None = None
    time: Expression = "default_last_30_days"
    filters: tuple[dict[str, Any], ...] = ()
    order: tuple[dict[str, str], ...] = ()
    limit: int | None = None
    compare: Expression | None = None
    transform: str | None = None

    def at(self, today: date) -> SemanticQuery:
        """The semantic query on that day; raises BadTime, and UnsupportedQuery for odd parts."""
        span = resolve(self.time, today)
        parts = self.model_dump(exclude={"time", "compare"})
        parts |= {"time": _time(self.time, span), "compare": self._compared(span, today)}
        try:
            return SemanticQuery.model_validate(parts)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise UnsupportedQuery(f"{place}: {error.errors()[0]['msg']}.") from error

    def _compared(self, span: Span, today: date) -> QueryCompare | None:
        named = {
            "previous_period": previous,
            "previous_year": year_before,
            WEEKDAY_MATCHED: weekdays_before,
        }
        if self.compare is None:
            return None
        if self.compare in named:
            found = named[self.compare](span)
        else:
            other = resolve(self.compare, today)
            found = (other.start, other.end) if other.start else None
        if found is None:
            return None
        named_so = self.compare == WEEKDAY_MATCHED
        kind = WEEKDAY_MATCHED if named_so else _kind(span, *found)
        return QueryCompare(to=kind, start=str(found[0]), end=str(found[1]))


def _time(expr: str, span: Span) -> QueryTime:
    return QueryTime(expr=expr, start=str(span.start) if span.start else None, end=str(span.end))


def _kind(span: Span, start: date, end: date) -> str:
    if (start, end) == previous(span):
        return "previous_period"
    return "previous_year" if (start, end) == year_before(span) else "custom"
