"""What a question becomes."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from marketing_agent.ask.times import Span, previous, resolve, year_before
from marketing_agent.metrics.query import QueryCompare, QueryTime, SemanticQuery

Outcome = Literal["answer", "clarify", "refuse"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Assumption(Frozen):
    """Something the question left open. `slot` is what a person may change."""

    slot: str
    text: str


class Question(Frozen):
    """A question's meaning with its times still symbolic, so that it holds on any day."""

    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    grain: str | None = None
    time: str = "default_last_30_days"
    filters: tuple[dict[str, Any], ...] = ()
    order: tuple[dict[str, str], ...] = ()
    limit: int | None = None
    compare: str | None = None
    transform: str | None = None

    def at(self, today: date) -> SemanticQuery:
        """The semantic query on that day, with resolved dates; raises BadTime."""
        span = resolve(self.time, today)
        return SemanticQuery.model_validate(
            {
                **self.model_dump(exclude={"time", "compare"}),
                "time": _time(self.time, span),
                "compare": self._compared(span, today),
            }
        )

    def _compared(self, span: Span, today: date) -> QueryCompare | None:
        named = {"previous_period": previous, "previous_year": year_before}
        if self.compare is None:
            return None
        if self.compare in named:
            found = named[self.compare](span)
        else:
            other = resolve(self.compare, today)
            found = (other.start, other.end) if other.start else None
        if found is None:
            return None
        return QueryCompare(to=_kind(span, *found), start=str(found[0]), end=str(found[1]))


def _time(expr: str, span: Span) -> QueryTime:
    return QueryTime(expr=expr, start=str(span.start) if span.start else None, end=str(span.end))


def _kind(span: Span, start: date, end: date) -> str:
    if (start, end) == previous(span):
        return "previous_period"
    return "previous_year" if (start, end) == year_before(span) else "custom"


class Parsed(Frozen):
    """The parser's verdict: a question to run, or why not, in words and with near questions."""

    outcome: Outcome
    question: Question | None = None
    code: str | None = None
    message: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    suggestions: tuple[str, ...] = ()
