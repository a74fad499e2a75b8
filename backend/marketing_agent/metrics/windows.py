"""What a range means in days of the store, and which window it is compared with.

All windows are half-open. "Last N days" are whole days that end yesterday; to-date windows hold
the day asked about; calendar units are complete.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from marketing_agent.kernel.time import DateRange, last_days
from marketing_agent.metrics.errors import BadRange

Compare = Literal["previous_period", "weekday_matched", "previous_year", "none"]
_Rule = Literal["rolling", "months", "to_date"]
_EXPLICIT = re.compile(r"^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$")
_MAX_DAYS = 3700
# Far enough back for every shop, and for a compared window to exist before it.
_FIRST_YEAR = 1990
DEFAULT_RANGE = "last_30_days"


@dataclass(frozen=True, slots=True)
class Window:
    """Store days with a name. `months` is how many calendar months it is, 0 if it is not."""

    range: DateRange
    label: str
    rule: _Rule = "rolling"
    months: int = 0

    @property
    def start(self) -> date:
        return self.range.start

    @property
    def end(self) -> date:
        """The day after the last one."""
        return self.range.end


def resolve(text: str, today: date) -> Window:
    """The window of a preset's name or of `YYYY-MM-DD..YYYY-MM-DD` (both days inside)."""
    if text in PRESETS:
        return PRESETS[text](today)
    found = _EXPLICIT.match(text)
    if not found:
        names = ", ".join(PRESETS)
        raise BadRange(f"The range {text!r} is none of {names}, nor YYYY-MM-DD..YYYY-MM-DD.")
    return _explicit(text, found.group(1), found.group(2))


def compared_with(window: Window, compare: Compare) -> Window | None:
    """The window beside it: the same dates a year before, or what came just before."""
    if compare == "none":
        return None
    if compare == "previous_year":
        return _a_year_before(window)
    if compare == "weekday_matched":
        return Window(same_weekdays(window.range), "same weekdays before")
    if window.rule == "months":
        start = months_later(window.start, -window.months)
        return Window(DateRange(start, window.start), "previous period", "months", window.months)
    if window.rule == "to_date":
        return _as_far_into_the_unit_before(window)
    return Window(window.range.before(), "previous period")


def same_weekdays(days: DateRange) -> DateRange:
    """As many days, the nearest before them without overlap that begin on the same weekday."""
    back = timedelta(weeks=-(-days.days // 7))
    return DateRange(days.start - back, days.end - back)


def fixed(name: str, today: date) -> Window:
    """The window that a metric brings with it."""
    recent = last_days(30, today)
    if name == "last_30_days":
        return Window(recent, "Last 30 days")
    return Window(recent.before(), "The 30 days before the last 30")


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _last_days(count: int) -> Callable[[date], Window]:
    return lambda today: Window(last_days(count, today), f"Last {count} days")


def _last_months(count: int, label: str) -> Callable[[date], Window]:
    def window(today: date) -> Window:
        end = today.replace(day=1)
        return Window(DateRange(months_later(end, -count), end), label, "months", count)

    return window


def _month_to_date(today: date) -> Window:
    days = DateRange(today.replace(day=1), today + timedelta(days=1))
    return Window(days, "Month to date", "to_date", 1)


def _year_to_date(today: date) -> Window:
    days = DateRange(today.replace(month=1, day=1), today + timedelta(days=1))
    return Window(days, "Year to date", "to_date", 12)


PRESETS: dict[str, Callable[[date], Window]] = {
    "last_7_days": _last_days(7),
    "last_30_days": _last_days(30),
    "last_90_days": _last_days(90),
    "last_12_months": _last_months(12, "Last 12 months"),
    "month_to_date": _month_to_date,
    "last_month": _last_months(1, "Last month"),
    "year_to_date": _year_to_date,
}


def _explicit(text: str, first: str, last: str) -> Window:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise BadRange(f"The range {text!r} holds a day that does not exist.") from error
    if start.year < _FIRST_YEAR:
        raise BadRange(f"A range may start in {_FIRST_YEAR} at the earliest.")
    if end <= start:
        raise BadRange(f"The range {text!r} ends before it starts.")
    if (end - start).days > _MAX_DAYS:
        raise BadRange(f"A range may hold at most {_MAX_DAYS} days.")
    return Window(DateRange(start, end), f"{first} to {last}")


def _a_year_before(window: Window) -> Window:
    start = months_later(window.start, -12)
    # The last day moves, not the end after it: 28 February must not become 1 March.
    last = months_later(window.range.last, -12)
    return Window(DateRange(start, last + timedelta(days=1)), "previous year", window.rule)


def _as_far_into_the_unit_before(window: Window) -> Window:
    """1 to 15 November against 1 to 15 October; 31 March against the whole of February."""
    start = months_later(window.start, -window.months)
    end = min(start + timedelta(days=window.range.days), window.start)
    if window.months == 12:
        end = months_later(window.range.last, -12) + timedelta(days=1)
    return Window(DateRange(start, end), "previous period", "to_date", window.months)
