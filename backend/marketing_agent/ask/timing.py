"""Which time a question asks about, and which it compares with."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from marketing_agent.ask.comparing import cues
from marketing_agent.ask.schemas import Assumption
from marketing_agent.metrics.times import BadTime, resolve

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading
    from marketing_agent.ask.selection import Selection

_YEARLESS = re.compile(
    r"(?:month_\d+|quarter_\d|half_\d|holiday_[a-z_]+|season_[a-z]+|(?:first|last)_.+_of:month_\d+)"
)
_YEARS = re.compile(r"(last_year|this_year|year_(\d{4}))")
_DATED = re.compile(r"(.+_)(?:20\d\d)")


def timing(
    reading: Reading, chosen: Selection, today: date
) -> tuple[str, str | None, list[Assumption]]:
    """The symbolic time, the symbolic comparison, and what was assumed; raises BadTime."""
    notes: list[Assumption] = []
    named = _named(reading, chosen, today)
    if named is None:
        named = _default(reading, chosen)
        notes.append(Assumption(slot="time", text=f"Time: {_in_words(named, today)}"))
    compare = _compare(reading, chosen, named)
    if compare == "previous_year" and not reading.times and _dangling(reading):
        raise BadTime("The same days as when? Name a time to compare.")
    if compare == "previous_year" and named == "default_last_30_days" and reading.before is None:
        notes.append(Assumption(slot="compare", text="Compared with the same dates a year earlier"))
    return named, compare, notes


def _in_words(named: str, today: date) -> str:
    """“Last 30 days”; a time that hangs on another one is told by its days."""
    if re.fullmatch(r"\w+", named):
        return named.removeprefix("default_").replace("_", " ")
    span = resolve(named, today)
    return f"{span.start or 'the beginning'} to {span.end}"


def _dangling(reading: Reading) -> bool:
    """“Sales the same day last year” compares nothing."""
    words = set(reading.sentence.words)
    points = "same" in words or {"this", "time"} <= words
    return points and not words & cues() and reading.before is None


def _named(reading: Reading, chosen: Selection, today: date) -> str | None:
    exprs = list(dict.fromkeys(t.expr for t in reading.times))
    if not _snapshot(reading, chosen):
        exprs = [e for e in exprs if e != "as_of"]
    if len(exprs) > 1:
        exprs = [_merged(exprs, today)]
    return exprs[0] if exprs else reading.implied_time


def _merged(exprs: list[str], today: date) -> str:
    """One time from two: a year for a month, or a range from neighbours."""
    years = [e for e in exprs if _YEARS.fullmatch(e)]
    others = [e for e in exprs if e not in years]
    if len(years) == 1 and len(others) == 1 and _YEARLESS.fullmatch(others[0]):
        return f"{others[0]}_{years[0].removeprefix('year_')}"
    units = len(exprs) == 2 and all(re.match(r"(?:month|quarter)_", e) for e in exprs)
    if units and _adjoin(exprs[0], exprs[1], today):
        return "...".join(exprs)
    if len(exprs) == 2 and exprs[0].startswith("since:") and exprs[1] in ("today", "as_of"):
        return exprs[0]
    raise BadTime("Two times are named: ask about one, or compare them with “vs”.")


def _adjoin(first: str, second: str, today: date) -> bool:
    """Whether the second begins the day after the first: only neighbours make one time."""
    begins = resolve(second, today).start
    return begins is not None and (begins - resolve(first, today).end).days == 1


def _default(reading: Reading, chosen: Selection) -> str:
    if reading.before is not None:
        return reading.before.time
    if "cohort_month" in chosen.dimensions:
        return "all_time"
    defaults = {reading.lexicon.metrics[metric].default_time for metric in chosen.metrics}
    return defaults.pop() if len(defaults) == 1 else "default_last_30_days"


def _snapshot(reading: Reading, chosen: Selection) -> bool:
    return all(reading.lexicon.metrics[m].default_time == "as_of" for m in chosen.metrics)


def _compare(reading: Reading, chosen: Selection, named: str) -> str | None:
    other = reading.compare
    if other is None and reading.before is not None and not reading.times and not chosen.notes:
        return reading.before.compare
    if other is None:
        return "previous_period" if reading.slots.changed and named != "all_time" else None
    year, dated = _YEARS.fullmatch(other), _DATED.fullmatch(named)
    if year and year[2] and (dated or _YEARLESS.fullmatch(named)):
        return f"{dated[1] if dated else named + '_'}{year[2]}"
    return other
