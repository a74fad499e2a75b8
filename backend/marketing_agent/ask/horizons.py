"""“90-day LTV”, “LTV after six months”: how long after a first order value is counted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from marketing_agent.ask.lexicon import Lexicon
from marketing_agent.ask.patterns import whole_words
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.selection import Selection
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times.counting import NUM, count_of

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_SPAN = (
    rf"(?:(?:(?P<n>{NUM}) |first )(?P<unit>days?|weeks?|months?|years?)|(?P<short>\d+)(?P<s>[dwmy])"
    r"|d(?P<day>\d+))"
)
_LEAD = r"(?:after|at|within|in|by|over|through)(?: the| their)?(?: first)?|day|first"
_FIRST = r"(?:the |their |a )?first (?:order|purchase)"
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
# A year is 365 days and not twelve times 30.
_YEAR = 12 * 30


def read_horizon(sentence: Sentence, lexicon: Lexicon) -> int | None:
    """Takes the span that stands beside lifetime value, and says how many days it is."""
    for pattern in _patterns(lexicon):
        if found := sentence.find(pattern):
            start, end = sentence.take(found)
            _give_back(sentence, found, start, end)
            return _days(found)
    return None


def at_horizon(reading: Reading, chosen: Selection) -> None:
    """Lifetime value within the days asked for, where these are known."""
    days = reading.horizon
    if days is None or "ltv" not in chosen.metrics:
        return
    name = f"ltv_{days}"
    if name not in reading.lexicon.metrics:
        known = sorted(int(n[4:]) for n in reading.lexicon.metrics if n.startswith("ltv_"))
        listed = f"{', '.join(map(str, known[:-1]))} or {known[-1]}"
        chosen.unclear.append(f"Lifetime value is known within {listed} days, and to date.")
        return
    chosen.metrics = [name if each == "ltv" else each for each in chosen.metrics]
    for one in chosen.filters:
        one["field"] = name if one["field"] == "ltv" else one["field"]
    chosen.notes.append(
        Assumption(slot="metric", text=f"Counted over the first {days} days of each customer")
    )


def _give_back(sentence: Sentence, found: re.Match[str], start: int, end: int) -> None:
    """The metric's own words are still to be read as its name."""
    if not found.groupdict().get("ltv"):
        return
    count = len(found["ltv"].split())
    first = found.start("ltv") == found.start()
    at = start if first else end - count
    sentence.free[at : at + count] = [True] * count


def _days(found: re.Match[str]) -> int:
    if found["day"]:
        return int(found["day"])
    count = int(found["short"]) if found["short"] else count_of(found["n"])
    days = count * _DAYS[(found["s"] or found["unit"])[0]]
    return 365 if days == _YEAR else days


@cache
def _compiled(terms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    ltv = "(?P<ltv>" + "|".join(terms) + ")"
    return (
        whole_words(rf"{_SPAN} {ltv}"),
        whole_words(rf"{ltv} (?:{_LEAD}) {_SPAN}(?: (?:after|from|of) {_FIRST})?"),
        whole_words(
            rf"(?:in |within )?(?:the )?(?:first )?{_SPAN} (?:after|from|of|since) {_FIRST}"
        ),
    )


def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    terms = [words for words, term in lexicon.metric_terms.items() if term.name == "ltv"]
    return _compiled(tuple(sorted(terms, key=len, reverse=True)))
