"""Checks what a language model proposes, and turns it into a question of our own.

A draft counts for nothing until it is here: names must exist, values must be the store's, times
must stay symbolic, and the metrics must be divisible the way the draft wants.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process

from marketing_agent.ask.lexicon import phrase
from marketing_agent.ask.reader import FilterDraft, QueryDraft, QueryReply, SqlReply
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.sql import service as sql
from marketing_agent.ask.sql.errors import SqlRefused
from marketing_agent.ask.stored import as_stored
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times import read_times
from marketing_agent.ask.values import ValueIndex
from marketing_agent.kernel.errors import Invalid
from marketing_agent.metrics.errors import NoAnswer, UnknownMetric
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.query_schemas import MetricCatalogue
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.times import BadTime, resolve

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_RELATIVE = ("previous_period", "previous_year")
_NEAR = 3


class BadDraft(Invalid):
    """A draft that does not hold; the message tells the model what to change."""

    code = "bad_draft"


@dataclass(frozen=True, slots=True)
class Drafting:
    """One question's drafts against one store."""

    check: Callable[[SemanticQuery], None]
    catalogue: MetricCatalogue
    index: ValueIndex
    said: str
    """The words of the question and of the one before: the years that may be named."""
    today: date

    def check_reply(self, reply: QueryReply) -> str | None:
        """What is wrong with a reply, for its one repair."""
        if reply.kind != "query":
            return None
        draft = reply.query
        return _problem(lambda: self.question(draft)) if draft else "`query` is missing."

    def check_sql(self, reply: SqlReply) -> str | None:
        """What is wrong with a statement, for its one repair."""
        if reply.kind != "sql":
            return None
        text = reply.sql
        return _problem(lambda: self.statement(text)) if text else "`sql` is missing."

    def question(self, draft: QueryDraft) -> Question:
        """The draft as a question; raises BadDraft."""
        self._check_names(draft)
        question = Question(
            metrics=tuple(draft.metrics),
            dimensions=tuple(draft.dimensions),
            grain=draft.grain,
            time=self._time(draft.time),
            filters=tuple(self._filter(each) for each in draft.filters),
            order=tuple(each.model_dump() for each in draft.order),
            limit=draft.limit,
            compare=self._compare(draft.compare),
            transform=draft.transform,
        )
        self._check_answerable(question)
        return question

    def statement(self, text: str) -> str:
        """The SELECT as it is kept: tidy, and passed by the guard; raises BadDraft."""
        try:
            tidy = sql.tidy(text)
            sql.check(tidy)
        except SqlRefused as error:
            raise BadDraft(error.message) from error
        self._check_years(tidy, "Use CURRENT_DATE for times that the question names relatively.")
        return tidy

    def _check_names(self, draft: QueryDraft) -> None:
        metrics = [metric.key for metric in self.catalogue.metrics]
        dimensions = [dimension.name for dimension in self.catalogue.dimensions]
        _check_known("metric", draft.metrics, metrics)
        _check_known("dimension", draft.dimensions, dimensions)
        fields = [each.field for each in draft.filters]
        _check_known("metric or dimension", fields, [*metrics, *dimensions])

    def _time(self, text: str) -> str:
        """The symbolic time, also from words such as “last 30 days”."""
        expr = text.strip()
        try:
            span = resolve(expr, self.today)
        except BadTime as error:
            named = read_times(Sentence(expr))
            if len(named) != 1:
                raise BadDraft(f"{error.message} Use one of the forms of time given.") from error
            expr = named[0].expr
            span = resolve(expr, self.today)
        if span.start and span.start > self.today:
            raise BadDraft("That time is still to come: only what has happened can be asked.")
        self._check_years(expr, "Keep times relative, such as last_30_days.")
        return expr

    def _compare(self, text: str | None) -> str | None:
        return text if text is None or text in _RELATIVE else self._time(text)

    def _check_years(self, text: str, advice: str) -> None:
        """A year that the asker did not write would freeze “last month” in the cache."""
        strange = [year for year in _YEAR.findall(text) if not self._is_said(year)]
        if strange:
            raise BadDraft(f"The question does not name the year {strange[0]}. {advice}")

    def _is_said(self, year: str) -> bool:
        return year in self.said or f"'{year[2:]}" in self.said

    def _filter(self, draft: FilterDraft) -> dict[str, object]:
        value = draft.value
        known = self.index.all(draft.field)
        if known and isinstance(value, str):
            value = self._value(draft.field, value, known)
        elif known and isinstance(value, list):
            value = [self._value(draft.field, each, known) for each in value]
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        found: dict[str, object] = {"field": draft.field, "op": draft.op}
        return found if value is None else found | {"value": value}

    def _value(self, field: str, text: str, known: list[str]) -> str:
        """The value as the data writes it; raises BadDraft with near ones."""
        exact = [value for value in known if value.casefold() == text.casefold()]
        named = exact or [v.value for v in self.index.exact(phrase(text)) if v.field == field]
        if not named:
            near = [name for name, _, _ in process.extract(text, known, limit=_NEAR)]
            raise BadDraft(
                f"No {field} is called {text!r}. Near: {near}. If none is meant: ask back."
            )
        return named[0]

    def _check_answerable(self, question: Question) -> None:
        try:
            self.check(as_stored(question).at(self.today))
        except (NoAnswer, UnknownMetric):
            # It is well said, and a file is missing: the answer tells which.
            return
        except Invalid as error:
            raise BadDraft(error.message) from error


def told(question: Question) -> tuple[Assumption, ...]:
    """How a model read a question, in words that the asker can check."""
    return tuple(Assumption(slot=slot, text=text) for slot, text in _parts(question))


def _parts(question: Question) -> Iterator[tuple[str, str]]:
    yield "metric", f"Measured by {_words(question.metrics)}"
    yield "time", f"Time: {question.time.removeprefix('default_').replace('_', ' ')}"
    if question.dimensions or question.grain:
        yield "split", f"Split by {_words([*question.dimensions, *filter(None, [question.grain])])}"
    for each in question.filters:
        value = each.get("value")
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        text = f"{each['field']} {each['op']} {'' if shown is None else shown}".strip()
        yield "filter", f"Only where {text.replace('_', ' ', 1)}"
    if question.compare:
        yield "compare", f"Compared with {question.compare.replace('_', ' ')}"


def _words(names: Iterable[str]) -> str:
    return " and ".join(name.replace("_", " ") for name in names)


def _problem(attempt: Callable[[], object]) -> str | None:
    try:
        attempt()
    except BadDraft as error:
        return error.message
    return None


def _check_known(kind: str, names: Iterable[str], known: list[str]) -> None:
    for name in names:
        if name not in known:
            near = [one for one, _, _ in process.extract(name, known, limit=_NEAR)]
            raise BadDraft(f"There is no {kind} {name!r}. Near: {near}.")
