"""Which change is shown: the one that stands out in the days asked about, else these days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from marketing_agent.insights.anomaly import service as anomalies
from marketing_agent.insights.anomaly.schemas import Anomaly, Band
from marketing_agent.insights.changes import words
from marketing_agent.insights.changes.events import Events
from marketing_agent.insights.changes.schemas import ChangeQuestion
from marketing_agent.insights.changes.watching import Series, found_in, known_events
from marketing_agent.insights.page.ground import Ground
from marketing_agent.metrics import phrases

_DAY = timedelta(days=1)
_BEFORE, _AFTER = timedelta(days=56), timedelta(days=14)


@dataclass(frozen=True)
class Subject:
    """A figure and the days in question, both ends inside, in the midst of `shown` days."""

    series: Series
    first: date
    last: date
    until: date
    anomaly: Anomaly | None
    events: Events
    """Days of known events, which teach nothing for later days."""
    event: str | None = None
    """The one that explains the departure."""

    @cached_property
    def bands(self) -> dict[date, Band]:
        return anomalies.bands(self.series.daily, set(self.events))

    @property
    def shown(self) -> list[date]:
        """The days that are drawn: eight weeks before and, where they are known, two after."""
        end = min(self.last + _AFTER, self.until)
        return [day for day in self.series.daily.days if self.first - _BEFORE <= day <= end]

    @property
    def when(self) -> str:
        """“on 9 November 2026”."""
        return phrases.span(self.first, self.last)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def question(self, ground: Ground) -> ChangeQuestion:
        """The change against the same weekdays before; without an odd day, as the page compares."""
        compare = "weekday_matched"
        if self.anomaly is None and ground.compared:
            compare = f"{ground.compared.start}..{ground.compared.range.last}"
        time = f"{self.first}..{self.last}"
        return ChangeQuestion(metric=self.series.metric.key, time=time, compare=compare)


def last_known(ground: Ground) -> date | None:
    """The last whole day that the data tells of."""
    known = ground.data_until
    return None if known is None else min(known, ground.today - _DAY)


def subject(ground: Ground, series: dict[str, Series], until: date) -> Subject | None:
    """The greatest departure of the chosen figure within the window; None where it has no day."""
    one = series.get(ground.chosen("show"))
    if one is None:
        return None
    start, end = ground.window.start, ground.window.range.last
    events = known_events(ground, until)
    mine = [
        (anomaly, event)
        for of, anomaly, event in found_in(series, start, events)
        if of is one and anomaly.day <= end and words.last_day(anomaly) >= start
    ]
    if mine:
        best, event = max(mine, key=lambda each: (each[0].score, each[0].day))
        return Subject(one, best.day, words.last_day(best), until, best, events, event)
    known = [day for day in one.daily.days if start <= day <= min(end, until)]
    return Subject(one, known[0], known[-1], until, None, events) if known else None
