"""Which window a question compares with: named, elliptical (“vs the week before”), or implied."""

import re
from collections.abc import Sequence
from functools import cache

from marketing_agent.ask.patterns import language, said, whole_words, word_set
from marketing_agent.ask.slots import Slots
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times import BEFORE_THAT
from marketing_agent.ask.times.grammar import CHANGES, Mention
from marketing_agent.metrics.query import WEEKDAY_MATCHED

_CUES = word_set("cues")
_AFTER_A_CUE = word_set("after_a_cue")
# “More in October than in September”.
_FAR = 5
_LESS, _MORE = word_set("less_than"), word_set("more_than")
_AHEAD = word_set("ahead")
_ON = ("on", "from", "of", "over", "against")
_PREVIOUS_YEAR = whole_words(said("previous_year"))
_SAME_WEEKDAYS = whole_words(said("same_weekdays"))
_SAME_DAYS = whole_words(said("same_days"))
_PREVIOUS = whole_words(said("previous_period"))
_IMPLIED = {"mom": "last_month", "month": "last_month", "wow": "last_week", "week": "last_week",
            "qoq": "last_quarter", "quarter": "last_quarter", "dod": "yesterday"}  # fmt: skip
_LONG = re.compile(r"since:|last_(?:[3-9]|\d\d+)_(?:week|month|quarter|year)s")
_WHOLE_YEAR = re.compile(r"(?:last|this)_year|year_\d{4}")
_OVER = re.compile(
    r"\b(?P<unit>day|week|month|quarter) (?:over|on|to) (?P=unit)\b|\b(?P<short>mom|wow|qoq|dod)\b"
)
_FEAST = re.compile(r"(holiday_\w+?)_(\d{4}|last_year|this_year)")
_LETTERS = {"m": "month", "w": "week", "q": "quarter", "d": "day"}
_UNIT = re.compile(r"last_(week|month|quarter|year)(_to_date)?|before_1_\w+|\w+_ago_2")


def elliptical(sentence: Sentence) -> tuple[str | None, str | None]:
    """Takes a comparison that names no window of its own: which, and the time it implies."""
    if match := sentence.find(_SAME_WEEKDAYS):
        sentence.take(match)
        return WEEKDAY_MATCHED, None
    if match := sentence.find(_PREVIOUS_YEAR):
        sentence.take(match)
        return "previous_year", None
    if match := sentence.find(_PREVIOUS):
        sentence.take(match)
        return "previous_period", _IMPLIED.get(match.group().split()[0])
    return None, None


def same_days(sentence: Sentence) -> bool:
    """Whether it compares with “the same days last month”; the words then say no more than that."""
    found = None if sentence.find(_SAME_WEEKDAYS) else sentence.find(_SAME_DAYS)
    if found:
        start, end = sentence.take(found)
        del sentence.words[start:end], sentence.free[start:end]
    return bool(found)


def follow_back(sentence: Sentence, base: str | None) -> str | None:
    """“And the month before?” after a question about a time: the time it asks about."""
    found = sentence.find(BEFORE_THAT) if base else None
    if not found or _CUES & set(sentence.words):
        return None
    several = re.fullmatch(r"(?:default_)?last_(\d+)_(day|week|month|quarter|year)s", base or "")
    single = re.fullmatch(r"last_(day|week|month|quarter|year)|yesterday", base or "")
    unit, count = found["unit"], 1
    if unit is None and several:
        unit, count = several[2], int(several[1])
    elif unit is None and single:
        unit = single[1] or "day"
    if unit is None or (unit == "year" and not _WHOLE_YEAR.fullmatch(base or "")):
        return None
    sentence.take(found)
    return f"before_{count}_{unit}:{base}"


def split(
    sentence: Sentence, times: Sequence[Mention], asked: str | None, base: str | None = None
) -> tuple[list[Mention], str | None]:
    """The times asked about and the one compared with, if a cue stands between them.

    `base` is the time of the question before: a follow-up “vs last year” compares that.
    """
    times = _apart(sentence, times)
    cue = next((at for t in times if (at := _cue(sentence, t)) is not None), None)
    if asked == WEEKDAY_MATCHED and cue is not None and len(times) == 2:
        # “This month vs last month, weekdays matched”: the window that does match.
        _take_cue(sentence, cue)
        return list(times[:1]), asked
    if asked == "previous_year" and len(times) == 2 and _same_unit(*times):
        # “Q4 last year vs Q4 the year before”; a holiday moves from year to year.
        return list(times[:1]), _feast_before(times[0].expr) or asked
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


def _feast_before(expr: str) -> str | None:
    found = _FEAST.fullmatch(expr)
    if not found:
        return None
    year = {"last_year": "year_before_last", "this_year": "last_year"}.get(found[2])
    return f"{found[1]}_{year or int(found[2]) - 1}"


def _same_unit(first: Mention, second: Mention) -> bool:
    return first.expr == second.expr or first.expr.startswith(f"{second.expr}_")


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


def by_period(
    sentence: Sentence, slots: Slots, times: Sequence[Mention], compare: str | None
) -> str | None:
    """“Month over month this year” is a line by month; else it compares two months."""
    found = _OVER.search(" ".join(sentence.words))
    unit = found and (found["unit"] or _LETTERS[found["short"][0]])
    if compare != "previous_period" or not unit or not any(_longer(t.expr, unit) for t in times):
        return compare
    slots.grain, slots.by_period = slots.grain or unit, True
    return None


def _longer(expr: str, unit: str) -> bool:
    """Whether a time holds several of these units."""
    size = {"day": 0, "week": 1, "month": 2, "quarter": 3, "year": 4}
    found = re.search(
        r"(?:last|this)_(?:(\d+)_)?(day|week|month|quarter|year)|^(year|quarter|half)_", expr
    )
    if not found:
        return False
    whole = (found[2] or found[3].replace("half", "quarter")).rstrip("s")
    several = int(found[1] or 1) > 2 and whole == unit
    return size[whole] > size[unit] or several


def as_trend(slots: Slots, times: Sequence[Mention], compare: str | None) -> None:
    """“How has it changed over the last 6 months” is a line, not two numbers."""
    if slots.by_period:
        slots.changed, slots.change = False, None
    long = any(_LONG.match(t.expr) and not t.words.startswith("in ") for t in times)
    if slots.changed and not slots.superlative and not compare and long:
        slots.changed, slots.change, slots.trend = False, None, True


def _take_cue(sentence: Sentence, cue: int) -> None:
    """The word that compares, and what else only says so."""
    for position, word in enumerate(sentence.words):
        if word in _CUES and (position == cue or word.startswith("compar")):
            sentence.take_words(position, position + 1)


def take_comparatives(sentence: Sentence, slots: Slots) -> None:
    """“More than last month”: once the comparison is read, “more” says which way it goes."""
    for position, word in enumerate(sentence.words):
        if word in comparatives() | _CUES:
            if "than" in sentence.words[position + 1 : position + _FAR]:
                slots.lean = "asc" if word in _LESS else "desc" if word in _MORE else slots.lean
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
