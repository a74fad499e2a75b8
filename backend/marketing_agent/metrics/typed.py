"""What people write beside a filter or a window, in the type of the column it is compared with."""

from datetime import date

from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.query import FilterValue, QueryFilter

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS = range(1990, 2200)
Value = str | int | float | bool | date


def values_of(each: QueryFilter) -> tuple[FilterValue, ...]:
    """The values of a filter: none, one or several."""
    if each.value is None:
        return ()
    return each.value if isinstance(each.value, tuple) else (each.value,)


def typed(dimension: Dimension, value: FilterValue) -> Value:
    """A filter's value in the type of the column: weekdays by name or number, months by day."""
    text = str(value).strip()
    if dimension.kind == "text":
        return text
    try:
        if dimension.kind == "month":
            return date.fromisoformat(text if len(text) > 7 else f"{text}-01").replace(day=1)
        if dimension.kind == "weekday" and text.lower() in WEEKDAYS:
            return WEEKDAYS.index(text.lower()) + 1
        return int(text)
    except ValueError as error:
        raise UnsupportedQuery(f"{text!r} is no {dimension.label.lower()}.") from error


def day_of(text: str) -> date:
    """A day of the form YYYY-MM-DD within the years that calendars know."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UnsupportedQuery(f"{text!r} is no day of the form YYYY-MM-DD.") from error
    if day.year not in _YEARS:
        raise UnsupportedQuery(f"The day {day} is outside the years this calendar knows.")
    return day
