"""Which window a question compares with: named, elliptical (“vs the week before”), or implied."""

import re
from collections.abc import Sequence
from functools import cache

from marketing_agent.ask.patterns import language, said, whole_words, word_set
from marketing_agent.ask.slots import Slots
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times.grammar import CHANGES, Mention

_CUES = word_set("cues")
_AFTER_A_CUE = word_set("after_a_cue")
_AHEAD = word_set("ahead")
_ON = ("on", "from", "of", "over", "against")
_PREVIOUS_YEAR = whole_words(said("previous_year"))
_PREVIOUS = whole_words(said("previous_period"))
_IMPLIED = {"mom": "last_month", "month": "last_month", "wow": "last_week", "week": "last_week",
            "qoq": "last_quarter", "quarter": "last_quarter", "dod": "yesterday"}  # fmt: skip
_LONG = re.compile(r"since:|last_(?:[3-9]|\d\d+)_(?:week|month|quarter|year)s")
_WHOLE_YEAR = re.compile(r"(?:last|this)_year|year_\d{4}")
_UNIT = re.compile(r"last_(week|month|quarter|year)(_to_date)?|before_1_\w+|\w+_ago_2")


def elliptical(sentence: Sentence) -> tuple[str | None, str | None]:
    """Takes a comparison that names no window of its own: which, and the time it implies."""
    if match := sentence.find(_PREVIOUS_YEAR):
        sentence.take(match)
        return "previous_year", None
    if match := sentence.find(_PREVIOUS):
        sentence.take(match)
        return "previous_period", _IMPLIED.get(match.group().split()[0])
    return None, None


def split(
    sentence: Sentence, times: Sequence[Mention], asked: str | None, base: str | None = None
) -> tuple[list[Mention], str | None]:
    """The times asked about and the one compared with, if a cue stands between them.

    `base` is the time of the question before: a follow-up “vs last year” compares that.
    """
    times = _apart(sentence, times)
    cue = next((at for t in times if (at := _cue(sentence, t)) is not None), None)
    if asked or not times:
        return list(times), asked
    if moved := _moved(sentence, times):
        return moved
    if cue is None:
        cue = 0 if len(times) == 2 and _CUES & set(sentence.words) else None
    if cue is None:
        return list(times), None
    _take_cue(sentence, cue)
    before = [t for t in times if t.start < cue]
    after = [t for t in times if t.start >= cue]
    if len(times) == 2 and not before:
        # “Compared to July, how was August” and “compare August and July”.
        between = {"and", "to", "with", "vs"} & set(sentence.words[times[0].end : times[1].start])
        joined = between or times[0].words == times[1].words
        first, second = (times[0], times[1]) if joined else (times[1], times[0])
        return [first], _other(first.expr, second.expr)
    if before and len(after) == 1:
        return before, _other(before[0].expr, after[0].expr)
    if not before and len(after) == 1:
        return ([], _against_base(base, after[0])) if base else _against_one(after[0])
    return list(times), None


def _moved(sentence: Sentence, times: Sequence[Mention]) -> tuple[list[Mention], str | None] | None:
    """“How did sales change from July to August”: the later one, compared with the earlier."""
    if not CHANGES.search(" ".join(sentence.words)) or not times[0].words.startswith("from"):
        return None
    one = times[0]
    if len(times) == 1 and "..." in one.expr:
        first, last = one.expr.split("...")
        return [Mention(last, one.start, one.end, one.words)], _other(last, first)
    if len(times) == 2 and sentence.words[one.end : times[1].start] == ["to"]:
        sentence.take_words(one.end, times[1].start)
        return [times[1]], _other(times[1].expr, one.expr)
    return None


def as_trend(slots: Slots, times: Sequence[Mention], compare: str | None) -> None:
    """“How has it changed over the last 6 months” is a line, not two numbers."""
    long = any(_LONG.match(t.expr) and not t.words.startswith("in ") for t in times)
    if slots.changed and not slots.superlative and not compare and long:
        slots.changed, slots.change, slots.trend = False, None, True


def _take_cue(sentence: Sentence, cue: int) -> None:
    """The word that compares, and what else only says so."""
    for position, word in enumerate(sentence.words):
        if word in _CUES and (position == cue or word.startswith("compar")):
            sentence.take_words(position, position + 1)


def take_comparatives(sentence: Sentence) -> None:
    """“More than last month”: once the comparison is read, “more” says nothing else."""
    for position, word in enumerate(sentence.words):
        if word in comparatives() | _CUES:
            sentence.take_words(position, position + 1)


def cues() -> frozenset[str]:
    """Words that say that something is compared."""
    return _CUES


@cache
def comparatives() -> frozenset[str]:
    """Words that only compare."""
    return frozenset(str(word) for word in language("slots.yaml")["comparatives"])


def _cue(sentence: Sentence, time: Mention) -> int | None:
    """Where the word stands that compares with this time, if one stands right before it."""
    for position in range(time.start - 1, max(-1, time.start - 4), -1):
        word = sentence.words[position]
        ahead = word in _AHEAD and time.words.split()[0] in _ON
        if word in _CUES or (ahead and sentence.free[position]):
            return position
        if word not in _AFTER_A_CUE:
            return None
    return None


def _apart(sentence: Sentence, times: Sequence[Mention]) -> list[Mention]:
    """“Compare August and July” names two months, not a range."""
    if len(times) != 1 or "..." not in times[0].expr or not _CUES & set(sentence.words):
        return list(times)
    one = times[0]
    first, last = one.expr.split("...")
    return [
        Mention(first, one.start, one.end, one.words),
        Mention(last, one.end, one.end, one.words),
    ]


def _against_one(other: Mention) -> tuple[list[Mention], str | None]:
    """“Sales vs last month”: the running unit against the one before, as far into it."""
    unit = _UNIT.fullmatch(other.expr)
    if not unit or not unit[1]:
        day = other.expr == "yesterday"
        return (
            ([Mention("today", other.start, other.end, other.words)], "previous_period")
            if day
            else ([other], None)
        )
    base = Mention(f"this_{unit[1]}", other.start, other.end, other.words)
    return [base], "previous_year" if unit[1] == "year" else "previous_period"


def _against_base(base: str, other: Mention) -> str:
    """“Last month”, then “vs last year”: the same month of that year."""
    if other.expr == "last_year" and not _WHOLE_YEAR.fullmatch(base):
        return "previous_year"
    return _other(base, other.expr)


def _other(base: str, other: str) -> str:
    """The compared window; “this month vs last month” means as far into last month."""
    running, last = re.fullmatch(r"this_(\w+)", base), _UNIT.fullmatch(other)
    if running and last and last[1] == running[1]:
        return "previous_year" if running[1] == "year" else "previous_period"
    if base == other:
        return "previous_year"
    if last and last[1] == "year" and not base.startswith(("year_", "last_")):
        return "previous_year"
    return other
