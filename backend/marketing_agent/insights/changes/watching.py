"""The metrics that are watched by day, and what departs in them from the days before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from marketing_agent.insights.anomaly.schemas import Anomaly, Daily
from marketing_agent.insights.anomaly.service import alarms_across
from marketing_agent.insights.changes.events import Events, events_of
from marketing_agent.insights.page.answered import evidence_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.schemas import PartSql
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.money import to_minor
from marketing_agent.metrics import answers
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.query_schemas import QueryAnswer
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.runs import Use
from marketing_agent.metrics.semantics import Metric

WATCHED = {
    "total_sales": "Total sales",
    "orders": "Orders",
    "aov": "Average order value",
    "sessions": "Sessions",
    "conversion_rate": "Conversion rate",
    "new_customers": "New customers",
    "returns": "Returns",
    "ad_spend": "Ad spend",
}
_RATES = ("aov", "conversion_rate")
_OF_ORDERS = ("total_sales", "aov", "conversion_rate", "new_customers", "returns")
_USE = Use("insight")
_HISTORY = timedelta(days=420)
_RECENT = 28
_LEAST = Decimal("0.1")
"""Of an average day lately: what moves less is left alone, however odd it is."""
_FEWEST = 3
"""Counts of fewer a day, and figures that most days do without, are too few to call a day odd."""


@dataclass(frozen=True)
class Series:
    """A watched metric by day; `answer` holds the statement that it came from."""

    metric: Metric
    daily: Daily
    answer: QueryAnswer

    @property
    def evidence(self) -> PartSql:
        """What the glass box shows of it."""
        return evidence_of(self.answer)

    @property
    def too_few(self) -> bool:
        """Whether days are too thin to be judged one by one."""
        few = self.metric.unit == "count" and self._average() < _FEWEST
        return few or 2 * len(self._lately()) < min(_RECENT, len(self.daily.days))

    def least_effect(self) -> Decimal:
        """The smallest effect worth a word, in the metric's unit."""
        return self._average() * _LEAST

    def _lately(self) -> list[Decimal]:
        """What the last days had, without those that had nothing."""
        return [value for day in self.daily.days[-_RECENT:] if (value := self.daily.figures[day])]

    def _average(self) -> Decimal:
        days = min(_RECENT, len(self.daily.days))
        return abs(sum(self._lately(), Decimal(0))) / days


def cell(ground: Ground, unit: str, value: Decimal | None) -> object:
    """A figure as parts take it: money in minor units, as statements give it."""
    if value is None or unit != "money":
        return value
    return to_minor(str(value), ground.currency)


def last_day(ground: Ground) -> date | None:
    """The last whole day that is known within the window; None where nothing is known."""
    known = ground.data_until
    if known is None:
        return None
    yesterday = ground.today - timedelta(days=1)
    return min(known, yesterday, ground.window.end - timedelta(days=1))


def known_events(ground: Ground, until: date) -> Events:
    """Days of known events over the history up to a day."""
    return events_of(ground, until - _HISTORY, until)


def series_of(ground: Ground, until: date) -> dict[str, Series]:
    """Every watched metric that this store's data tells by day, over its history up to a day."""
    found = {key: _series(ground, key, until) for key in WATCHED}
    return {key: one for key, one in found.items() if one is not None}


def too_few(series: Mapping[str, Series]) -> tuple[str, ...]:
    """What is too thin to be judged by day: with few orders, all that is made of orders."""
    thin = {key for key, one in series.items() if one.too_few}
    return tuple(key for key in series if key in thin or ("orders" in thin and key in _OF_ORDERS))


class Odd(NamedTuple):
    """What departs in a metric, and the known event that explains it."""

    series: Series
    anomaly: Anomaly
    event: str | None = None


def found_in(series: Mapping[str, Series], first: date, events: Events | None = None) -> list[Odd]:
    """What was raised since a day, the newest first, of as many metrics as are watched.

    What is expected does not learn from days of `events`. On such a day only what a sale brings is
    explained by it: a fall of sales stays what it is.
    """
    thin, known = too_few(series), events or {}
    judged = {key: one for key, one in series.items() if key not in thin}
    recent = [
        Odd(judged[key], one, _explained(judged[key], one, known))
        for key, each in _alarms(judged, known).items()
        for one in each
        if one.raised >= first and not _undefined(key, one)
    ]
    return sorted(recent, key=lambda odd: (odd.anomaly.raised, odd.anomaly.score), reverse=True)


def _alarms(judged: Mapping[str, Series], events: Events) -> dict[str, list[Anomaly]]:
    """Days of events by all that came before them, others by what was no event."""
    daily = {key: one.daily for key, one in judged.items()}
    least = {key: one.least_effect() for key, one in judged.items()}
    calm = alarms_across(daily, events=set(events), least_effect=least)
    whole = alarms_across(daily, least_effect=least) if events else {}
    return {
        key: [*each, *(one for one in whole.get(key, ()) if one.raised in events)]
        for key, each in calm.items()
    }


def _explained(series: Series, found: Anomaly, events: Events) -> str | None:
    key = series.metric.key
    grew = found.effect > 0 and found.kind != "missing"
    brought = key == "aov" or (grew and key != "returns")
    return events.get(found.raised) if brought else None


def _undefined(key: str, found: Anomaly) -> bool:
    """A rate of a day without anything to divide by is not missing: it does not exist."""
    return found.kind == "missing" and key in _RATES


def _series(ground: Ground, key: str, until: date) -> Series | None:
    asked = Question(metrics=(key,), grain="day", time=f"{until - _HISTORY}..{until}")
    try:
        answer = answers.answer_query(
            ground.session, ground.warehouse, ground.workspace, asked.at(ground.today),
            ground.today, _USE,
        )  # fmt: skip
    except AppError:
        return None  # no file here tells it by day
    figures = {row[0]: _decimal(row[1]) for row in answer.rows if isinstance(row[0], date)}
    if not any(value is not None for value in figures.values()):
        return None
    return Series(load_query_model().model.metric(key), Daily(figures), answer)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
