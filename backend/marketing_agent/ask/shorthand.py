"""Figures that stand for times, in one form: “Q3'25”, “5.10.2026”, “2026/10” and their like."""

import re
from collections.abc import Callable

_Rewrite = Callable[[re.Match[str]], str]


def rewritten(text: str) -> str:
    """The text with such figures as days (2026-10-05), months (2026-10), quarters (q3 2025)."""
    text = _DAYS.sub(r"\1 to ", text)
    text = _SHORT_YEAR.sub(r" 20\1", text)
    text = _SLASHED.sub(_day_first, text) if _says_day_first(text) else text
    for pattern, write in _FORMS:
        text = pattern.sub(write, text)
    return text


def _day(found: re.Match[str]) -> str:
    month, day = int(found["m"]), int(found["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return found.group()
    return f"{_year(found['y'])}-{month:02}-{day:02}"


def _slashed(found: re.Match[str]) -> str:
    """American order, unless the first figure can be no month."""
    first, second = int(found["a"]), int(found["b"])
    if first > 12 >= second:
        return f"{_year(found['y'])}-{second:02}-{first:02}"
    valid = 1 <= first <= 12 and 1 <= second <= 31
    return f"{_year(found['y'])}-{first:02}-{second:02}" if valid else found.group()


def _says_day_first(text: str) -> bool:
    """Whether one date of the question can only be day first: then the others are as well."""
    both = [(int(found["a"]), int(found["b"])) for found in _SLASHED.finditer(text)]
    return any(a > 12 >= b for a, b in both) and not any(b > 12 for _, b in both)


def _day_first(found: re.Match[str]) -> str:
    """`1/10/2026` as 1 October, written as the tokens of a date are: month first."""
    return f"{found['b']}/{found['a']}{found['rest'] or ''}"


def _month(found: re.Match[str]) -> str:
    month = int(found["m"])
    return f"{found['y']}-{month:02}" if 1 <= month <= 12 else found.group()


def _year(text: str) -> str:
    return text if len(text) == 4 else f"20{text}"


def _part(found: re.Match[str]) -> str:
    year = found["y"] or ""
    return f"{found['k']}{found['n']} {_year(year) if year else ''}".strip()


_SHORT_YEAR = re.compile(r"(?<=[a-z\d\s])\s?['\u2018\u2019`](2\d)(?!\w)")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:\.\.+|/)\s*(?=\d{4}-\d\d-\d\d)")
_SLASHED = re.compile(
    r"(?<![\w./])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?P<rest>/(?:20\d\d|2\d))?(?![\w/])"
)
_FORMS: tuple[tuple[re.Pattern[str], _Rewrite], ...] = tuple(
    (re.compile(rf"(?<![\w.]){pattern}(?![\w])"), write)
    for pattern, write in (
        (r"(?P<k>[qh])(?P<n>[1-4])[ /-]?(?P<y>20\d\d|2\d)", _part),
        (r"(?P<y>20\d\d)[ /-]?(?P<k>[qh])(?P<n>[1-4])", _part),
        (r"(?P<n>[1-4])(?P<k>q)(?:[ ]?(?P<y>20\d\d|2\d))?", _part),
        (r"(?P<n>[12])(?P<k>h)[ ]?(?P<y>20\d\d|2\d)", _part),
        (r"(?P<y>20\d\d)[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})", _day),
        (r"(?P<d>\d{1,2})\.[ ]?(?P<m>\d{1,2})\.[ ]?(?P<y>20\d\d|\d\d)", _day),
        (r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>20\d\d|2\d)", _slashed),
        (r"(?P<m>\d{1,2})/(?P<y>20\d\d)", _month),
        (r"(?P<y>20\d\d)/(?P<m>\d{1,2})", _month),
    )
)
