"""Questions with the meaning a person gave them, one a line: `question :: m:orders; t:LM`.

`m` metrics, `d` dimensions, `g` grain, `t` time, `f` filter, `o` order (`-` first is descending),
`l` limit, `c` compared window, `x` transform. `||` parts readings that are right as well; `non`
says that a question back or a refusal is right, `refuse` that only this outcome is.
A line of `@2026-03-11` sets the day that counts as today for those below.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_DAY = timedelta(days=1)
_OPS = {"!=": "!=", ">=": ">=", "<=": "<=", ">": ">", "<": "<", "=": "="}
_TRANSFORMS = {"share": "share_of_total", "cum": "cumulative"}
Meaning = dict[str, object]


@dataclass(frozen=True)
class Written:
    """A question, its day, the meanings that are right, and whether asking back is."""

    text: str
    today: date
    meanings: tuple[Meaning, ...]
    may_ask: bool


def read(path: Path) -> Iterator[Written]:
    """The questions of a file."""
    today = date.min
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("@"):
            today = date.fromisoformat(line[1:].strip())
        elif line.strip() and not line.startswith("#"):
            text, _, said = line.partition(" :: ")
            parts = [part.strip() for part in said.split("||")]
            asks = {"non", "refuse", "clarify"} & set(parts)
            meanings = tuple(_meaning(one, today) for one in parts if one not in asks)
            yield Written(text.strip(), today, meanings, bool(asks))


def _meaning(said: str, today: date) -> Meaning:
    found: dict[str, list[str]] = {}
    for part in filter(None, (one.strip() for one in said.split(";"))):
        key, _, value = part.partition(":")
        found.setdefault(key, []).append(value.strip())
    time = window(found.get("t", ["L30d"])[0], today)
    compare = found.get("c", [None])[0]
    return {
        "metrics": _listed(found, "m"),
        "dimensions": _listed(found, "d"),
        "grain": found.get("g", [None])[0],
        "time": time,
        "filters": sorted(str(_filter(one)) for one in found.get("f", [])),
        "order": [
            (one.lstrip("-"), "desc" if one[0] == "-" else "asc") for one in found.get("o", [])
        ],
        "limit": int(found["l"][0]) if "l" in found else None,
        "compare": _compared(compare, time, today) if compare else None,
        "transform": _TRANSFORMS[found["x"][0]] if "x" in found else None,
    }


def _listed(found: dict[str, list[str]], key: str) -> list[str]:
    return sorted(name for one in found.get(key, []) for name in one.split(",") if name)


def _filter(text: str) -> tuple[str, str, object]:
    if named := re.fullmatch(r"(\w+) (not_in|in) (.+)", text):
        return named[1], named[2], sorted(one.strip() for one in named[3].split(","))
    if named := re.fullmatch(r"(\w+) (notnull|isnull)", text):
        return named[1], {"notnull": "is_not_null", "isnull": "is_null"}[named[2]], None
    named = re.fullmatch(r"(\w+)(!=|>=|<=|>|<|=)(.+)", text)
    assert named, text
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", named[3])
    return named[1], _OPS[named[2]], float(named[3]) if number else named[3]


def _compared(text: str, time: tuple[str | None, str], today: date) -> tuple[str | None, str]:
    if text != "yoy":
        return window(text, today)
    start, end = (date.fromisoformat(day or "") for day in time)
    return str(start.replace(year=start.year - 1)), str(end.replace(year=end.year - 1))


def window(text: str, today: date) -> tuple[str | None, str]:
    """First and last day: `2026-10`, `2026Q3`, `L30d`, `P30d` (those before), `LM`, `TY` …"""
    if ".." in text:
        first, _, last = text.partition("..")
        return first, last
    for pattern, build in _WINDOWS:
        if found := re.fullmatch(pattern, text):
            start, end = build(found, today)
            return (str(start) if start else None), str(end)
    raise ValueError(text)


def _last(found: re.Match[str], today: date) -> tuple[date, date]:
    count, unit = int(found[1] or 1), found[2].lower()
    if unit == "d":
        return today - count * _DAY, today - _DAY
    if unit == "w":
        monday = today - today.weekday() * _DAY
        return monday - 7 * count * _DAY, monday - _DAY
    start = _first(today, unit)
    return _months(start, -count * {"m": 1, "q": 3, "y": 12}[unit]), start - _DAY


def _first(day: date, unit: str) -> date:
    if unit == "w":
        return day - day.weekday() * _DAY
    return day.replace(
        day=1, month={"m": day.month, "q": (day.month - 1) // 3 * 3 + 1, "y": 1}[unit]
    )


def _months(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_WINDOWS = (
    (r"(\d{4}-\d\d-\d\d)", lambda f, _: (f[1], f[1])),
    (r"(\d{4})-(\d\d)", lambda f, _: (f"{f[0]}-01", _month_end(int(f[1]), int(f[2])))),
    (r"(\d{4})Q(\d)", lambda f, _: (date(int(f[1]), int(f[2]) * 3 - 2, 1),
                                    _month_end(int(f[1]), int(f[2]) * 3))),
    (r"(\d{4})", lambda f, _: (f"{f[1]}-01-01", f"{f[1]}-12-31")),
    (r"P(\d+)d", lambda f, t: (t - 2 * int(f[1]) * _DAY, t - (int(f[1]) + 1) * _DAY)),
    (r"L(\d+)?([dwmqyWMQY])", _last),
    (r"T([WMQY])", lambda f, t: (_first(t, f[1].lower()), t)),
    (r"Y", lambda _, t: (t - _DAY, t - _DAY)),
    (r"T|NOW", lambda _, t: (t, t)),
    (r"ALL", lambda _, t: (None, t)),
)  # fmt: skip
