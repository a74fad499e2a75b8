"""Symbolic time expressions and the days they mean on a given day.

Expressions stay symbolic in caches and saved questions: `last_30_days` is another window
tomorrow. Days are the store's and both ends are inside.

    today  yesterday  days_ago_3  last_30_days  last_2_weeks  last_month  this_quarter
    week_ago_2  month_08  month_08_2025  quarter_3  half_1_2025  year_2025
    first_week_of:month_11  holiday_black_friday_2025  last_weekend  weekday_4  since:2026-11-05
    week_of:2026-11-04..2026-11-04  iso_week_45  monthday_15  day_3_of:last_month
    2026-11-01..2026-11-10  before_30_days:last_30_days  previous:last_month  all_time  as_of
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from marketing_agent.kernel.errors import Invalid
from marketing_agent.metrics.times.holidays import holiday
from marketing_agent.metrics.times.units import Unit, shift, unit_end, unit_start, year_earlier

Rule = Literal["rolling", "unit", "to_date"]
_DAY = timedelta(days=1)


class BadTime(Invalid):
    """The expression is no time, or names a day that does not exist."""

    code = "bad_time"


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the store, both inside; `start` None means since the beginning."""

    start: date | None
    end: date
    rule: Rule = "rolling"
    unit: Unit = "day"
    count: int = 1

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1 if self.start else 0


def resolve(expr: str, today: date) -> Span:
    """The days of an expression; raises BadTime."""
    for pattern, build in _RULES:
        found = pattern.fullmatch(expr)
        if found:
            try:
                return build(found, today)
            except (ValueError, OverflowError) as error:
                raise BadTime(f"{expr!r} names a day that does not exist.") from error
    raise BadTime(f"{expr!r} is no time expression.")


def _last_units(found: re.Match[str], today: date) -> Span:
    count, unit = int(found["n"] or 1), _unit(found["unit"])
    if unit == "day":
        return Span(today - count * _DAY, today - _DAY)
    end = unit_start(today, unit) - _DAY
    return Span(shift(unit_start(today, unit), unit, -count), end, "unit", unit, count)


def _this_unit(found: re.Match[str], today: date) -> Span:
    unit = _unit(found["unit"])
    return Span(unit_start(today, unit), today, "to_date", unit)


def _units_ago(found: re.Match[str], today: date) -> Span:
    unit = _unit(found["unit"])
    start = shift(unit_start(today, unit), unit, -int(found["n"]))
    return Span(start, unit_end(start, unit), "unit", unit)


def _calendar(found: re.Match[str], today: date) -> Span:
    unit = _unit(found["unit"])
    year = _year(found["year"], today)
    number = int(found["n"])
    months = {"month": 1, "quarter": 3, "half": 6}[unit]
    start = date(year or today.year, 1 + (number - 1) * months, 1)
    if year is None and start > today:
        start = start.replace(year=today.year - 1)
    end = unit_end(start, unit)
    running = start <= today < end
    return Span(start, min(end, today) if running else end, "to_date" if running else "unit", unit)


def _whole_year(found: re.Match[str], today: date) -> Span:
    start = date(int(found["year"]), 1, 1)
    end = date(start.year, 12, 31)
    running = start <= today < end
    return Span(start, today if running else end, "to_date" if running else "unit", "year")


def _year(text: str | None, today: date) -> int | None:
    words = {
        "last_year": today.year - 1,
        "this_year": today.year,
        "year_before_last": today.year - 2,
    }
    return (words.get(text) or int(text)) if text else None


def _part(found: re.Match[str], today: date) -> Span:
    whole = resolve(found["inner"], today)
    if whole.start is None:
        raise ValueError(found.string)
    full_end = unit_end(whole.start, whole.unit)
    days = {"week": 7, "half": -1}.get(found["unit"]) or int(found["n"] or 1)
    if found["unit"] == "month":
        first = (whole.start, shift(whole.start, "month", days) - _DAY)
        last = (shift(full_end + _DAY, "month", -days), full_end)
    elif days < 0:
        middle = whole.start + timedelta(days=((full_end - whole.start).days + 1) // 2 - 1)
        first, last = (whole.start, middle), (middle + _DAY, full_end)
    else:
        first = (whole.start, whole.start + (days - 1) * _DAY)
        last = (full_end - (days - 1) * _DAY, full_end)
    start, end = first if found["which"] == "first" else last
    return Span(start, end)


def _day_of(found: re.Match[str], today: date) -> Span:
    """The nth day of a window; raises BadTime when that is over before."""
    whole = resolve(found["inner"], today)
    day = whole.start + (int(found["n"]) - 1) * _DAY if whole.start else today
    if day > unit_end(whole.start or today, whole.unit):
        raise ValueError(found.string)
    return Span(day, day)


def _monthday(found: re.Match[str], today: date) -> Span:
    """The latest such day of a month that has begun."""
    number, month = int(found["n"]), unit_start(today, "month")
    for _ in range(3):
        day = month + (number - 1) * _DAY
        if day.month == month.month and day <= today:
            return Span(day, day)
        month = shift(month, "month", -1)
    raise ValueError(found.string)


def _week_of(found: re.Match[str], today: date) -> Span:
    """The calendar week that holds the day, or the seven days that start or end with it."""
    day = resolve(found["inner"], today).start or today
    if found["how"] == "from":
        return Span(day, day + 6 * _DAY, "unit", "week")
    if found["how"] == "to":
        return Span(day - 6 * _DAY, day, "unit", "week")
    return Span(unit_start(day, "week"), unit_end(day, "week"), "unit", "week")


def _iso_week(found: re.Match[str], today: date) -> Span:
    year = _year(found["year"], today) or today.isocalendar().year
    start = date.fromisocalendar(year, int(found["n"]), 1)
    if not found["year"] and start > today:
        start = date.fromisocalendar(year - 1, int(found["n"]), 1)
    return Span(start, start + 6 * _DAY, "unit", "week")


def _holiday(found: re.Match[str], today: date) -> Span:
    year = _year(found["year"], today)
    start, end = holiday(found["name"], year or today.year)
    if year is None and start > today:
        start, end = holiday(found["name"], today.year - 1)
    return Span(start, end)


def _weekend(found: re.Match[str], today: date) -> Span:
    saturday = unit_start(today, "week") + 5 * _DAY
    if found["which"] == "last" or saturday > today:
        saturday -= 7 * _DAY
    return Span(saturday, saturday + _DAY)


def _weekday(found: re.Match[str], today: date) -> Span:
    back = (today.weekday() - int(found["n"])) % 7 or 7
    return Span(today - back * _DAY, today - back * _DAY)


def _season(found: re.Match[str], today: date) -> Span:
    first = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[found["name"]]
    year = _year(found["year"], today) or today.year
    start = date(year, first, 1)
    if start > today:
        start = start.replace(year=year - 1)
    return Span(start, min(shift(start, "quarter", 1) - _DAY, today), "unit", "quarter")


def _since(found: re.Match[str], today: date) -> Span:
    return Span(resolve(found["inner"], today).start, today)


def _after(found: re.Match[str], today: date) -> Span:
    start = resolve(found["inner"], today).end + _DAY
    if start > today:
        raise BadTime("Nothing has happened after that yet.")
    return Span(start, today)


def _following(found: re.Match[str], today: date) -> Span:
    """So many units that start when the other window is over."""
    start = resolve(found["inner"], today).end + _DAY
    end = shift(start, _unit(found["unit"]), int(found["n"])) - _DAY
    return Span(start, min(end, today) if start <= today else end)


def _explicit(found: re.Match[str], today: date) -> Span:
    start, end = _latest(found["start"], today), _latest(found["end"], today)
    if end < start and found["start"].startswith("?"):
        start = year_earlier(start)
    if end < start:
        raise BadTime("The time ends before it starts.")
    if end > today and found["end"].startswith("?") and start > today:
        start, end = year_earlier(start), year_earlier(end)
    return Span(start, end)


def _latest(text: str, today: date) -> date:
    """A date; one without a year is the latest that has begun."""
    if not text.startswith("?"):
        return date.fromisoformat(text)
    day = date.fromisoformat(f"{today.year}{text[1:]}")
    return day if day <= today else day.replace(year=today.year - 1)


def _unit_to_date(found: re.Match[str], today: date) -> Span:
    """As far into the unit before as today is into this one."""
    unit = _unit(found["unit"])
    start = shift(unit_start(today, unit), unit, -1)
    end = min(shift(today, unit, -1), unit_end(start, unit))
    return Span(start, end, "to_date", unit)


def _through(found: re.Match[str], today: date) -> Span:
    first, last = resolve(found["first"], today), resolve(found["last"], today)
    if first.start and first.start > last.end:
        first = Span(year_earlier(first.start), year_earlier(first.end))
    return Span(first.start, last.end)


def _before(found: re.Match[str], today: date) -> Span:
    """So many units that end where the other window starts."""
    inner = resolve(found["inner"], today)
    if inner.start is None:
        raise ValueError(found.string)
    count, unit = int(found["n"]), _unit(found["unit"])
    start = shift(inner.start, unit, -count)
    whole = (
        inner.rule != "rolling" and unit != "day" and inner.start == unit_start(inner.start, unit)
    )
    rule: Rule = "unit" if inner.rule == "unit" or whole else "rolling"
    return Span(start, inner.start - _DAY, rule, unit, count)


def _unit(text: str) -> Unit:
    units: dict[str, Unit] = {
        "day": "day", "week": "week", "month": "month",
        "quarter": "quarter", "half": "half", "year": "year",
    }  # fmt: skip
    return units[text.rstrip("s")] if text != "half" else "half"


_UNIT = r"(?P<unit>day|week|month|quarter|half|year)s?"
_YEAR = r"(?:_(?P<year>\d{4}|last_year|this_year|year_before_last))?"
_ISO = r"(?:\d{4}|\?)-\d{2}-\d{2}"
Build = Callable[[re.Match[str], date], Span]
_RULES: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"today|as_of|default_now", lambda _, today: Span(today, today, "to_date", "day")),
        (r"yesterday", lambda _, today: Span(today - _DAY, today - _DAY, "unit", "day")),
        (r"all_time", lambda _, today: Span(None, today)),
        (rf"(?:default_)?last_(?:(?P<n>\d+)_)?{_UNIT}", _last_units),
        (rf"last_{_UNIT}_to_date", _unit_to_date),
        (rf"this_{_UNIT}", _this_unit),
        (rf"{_UNIT}_ago_(?P<n>\d+)", _units_ago),
        (rf"(?P<unit>month|quarter|half)_(?P<n>\d+){_YEAR}", _calendar),
        (r"year_(?P<year>\d{4})", _whole_year),
        (rf"(?P<which>first|last)_(?:(?P<n>\d+)_)?{_UNIT}_of:(?P<inner>.+)", _part),
        (rf"holiday_(?P<name>[a-z_]+?){_YEAR}", _holiday),
        (rf"season_(?P<name>[a-z]+?){_YEAR}", _season),
        (r"(?P<which>last|this)_weekend", _weekend),
        (r"weekday_(?P<n>[0-6])", _weekday),
        (r"day_(?P<n>\d+)_of:(?P<inner>.+)", _day_of),
        (r"monthday_(?P<n>\d+)", _monthday),
        (r"week_(?P<how>of|from|to):(?P<inner>.+)", _week_of),
        (rf"iso_week_(?P<n>\d+){_YEAR}", _iso_week),
        (r"since:(?P<inner>.+)", _since),
        (r"after:(?P<inner>.+)", _after),
        (rf"after_(?P<n>\d+)_{_UNIT}:(?P<inner>.+)", _following),
        (rf"(?P<start>{_ISO})\.\.(?P<end>{_ISO})", _explicit),
        (r"(?P<first>[^:]+)\.\.\.(?P<last>[^:]+)", _through),
        (rf"before_(?P<n>\d+)_{_UNIT}:(?P<inner>.+)", _before),
    )
)
