"""Calendar units: where they start and end, and how to move by them."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "half", "year"]
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def unit_start(day: date, unit: Unit) -> date:
    """The first day of the unit that holds the day; weeks start on Monday."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def unit_end(day: date, unit: Unit) -> date:
    """The last day of the unit that holds the day."""
    return shift(unit_start(day, unit), unit, 1) - timedelta(days=1)


def shift(day: date, unit: Unit, count: int) -> date:
    """The day so many units later; a day that the month lacks becomes its last."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    index = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def year_earlier(day: date) -> date:
    """The same date one year earlier; 29 February becomes 28."""
    return shift(day, "year", -1)
