"""Numbers, days and names as people say them in a sentence."""

import re
from datetime import date, timedelta

from marketing_agent.kernel.money import minor_digits

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$"}
_NEGLIGIBLE = 0.0005
_DAY = timedelta(days=1)
# Labels of dimensions whose values are the product's own codes; others are a store's own words.
_CODED = ("Channel", "Sales channel")
_SHORT = {"sms": "SMS", "pos": "POS"}
_CODE = re.compile(r"[a-z]+(_[a-z]+)+")


def figure(number: float, unit: str, currency: str) -> str:
    """“$1,200.50”, “3.20%”, “1,204”: money in major units, percentages as fractions."""
    sign, size = "-" if number < 0 else "", abs(number)
    if unit == "money":
        symbol = _SYMBOLS.get(currency, f"{currency} ")
        return f"{sign}{symbol}{size:,.{minor_digits(currency)}f}"
    if unit == "percent":
        return f"{sign}{size * 100:,.2f}%"
    whole = unit == "count" and size == int(size)
    return f"{sign}{size:,.0f}" if whole else f"{sign}{size:,.2f}"


def moved(share: float) -> str:
    """“up 12.0%”, “unchanged”."""
    if abs(share) < _NEGLIGIBLE:
        return "unchanged"
    return f"{'up' if share > 0 else 'down'} {abs(share) * 100:,.1f}%"


def day_name(day: date) -> str:
    """“9 November 2026”."""
    return f"{day.day} {day:%B %Y}"


def span(start: date, end: date) -> str:
    """“in October 2026”, “on 9 November 2026”, “from 28 October to 26 November 2026”."""
    if start == end:
        return f"on {day_name(start)}"
    if start.day == 1 and end == _month_end(start):
        return f"in {start:%B %Y}"
    first = f"{start.day} {start:%B}" if start.year == end.year else day_name(start)
    return f"from {first} to {day_name(end)}"


def member(label: str, value: object) -> str:
    """A value of a dimension; codes in words and channels as every page names them."""
    if value in (None, ""):
        return f"no {inside(label)}"
    text = str(value)
    words = text.replace("_", " ")
    if label in _CODED:
        return _SHORT.get(text, capital(words))
    return words if _CODE.fullmatch(text) else text


def inside(label: str) -> str:
    """A label in the middle of a sentence: “Total sales” is small there, “AOV” is not."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - _DAY
