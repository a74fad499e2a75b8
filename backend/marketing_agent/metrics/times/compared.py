"""The window that another one is compared with."""

from datetime import date, timedelta

from marketing_agent.kernel.time import DateRange
from marketing_agent.metrics.times.resolve import Span
from marketing_agent.metrics.times.units import shift, unit_end, year_earlier
from marketing_agent.metrics.windows import same_weekdays

_DAY = timedelta(days=1)


def previous(span: Span) -> tuple[date, date] | None:
    """What came just before: the same length, the unit before, or as far into the unit before."""
    if span.start is None:
        return None
    if span.rule == "rolling" or span.unit == "day":
        return span.start - span.days * _DAY, span.start - _DAY
    start = shift(span.start, span.unit, -span.count)
    if span.rule == "unit":
        return start, span.start - _DAY
    return start, min(start + (span.days - 1) * _DAY, unit_end(start, span.unit))


def weekdays_before(span: Span) -> tuple[date, date] | None:
    """As many days, the nearest before that begin on the same weekday."""
    if span.start is None:
        return None
    found = same_weekdays(DateRange(span.start, span.end + _DAY))
    return found.start, found.last


def year_before(span: Span) -> tuple[date, date] | None:
    """The same dates one year earlier."""
    if span.start is None:
        return None
    return year_earlier(span.start), year_earlier(span.end)
