"""What a question wants done with its numbers: order, limit, grain, share, compare, thresholds."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from marketing_agent.ask.patterns import said, whole_words
from marketing_agent.ask.text import Sentence
from marketing_agent.ask.times.counting import NUMBERS, count_of

Direction = Literal["asc", "desc"]
_NUM = r"\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
_WORDED = "|".join(sorted((w for w in NUMBERS if w not in ("a", "an")), key=len, reverse=True))
_AMOUNT = (
    r"(?P<cur>[$€£] )?(?P<n>\d[\d,]*(?:\.\d+)?|zero|(?:a )?hundred|(?:a )?thousand|"
    + _WORDED
    + r")"
    r"(?P<k>k|m| k| hundred| thousand| grand| million)?"
    r"(?P<pct> ?%| percent| per cent)?(?P<cur2> (?:dollars|euros?|usd|eur|gbp|pounds|bucks))?"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# “Over 90 days” and “between 3 and 9 May” are times.
_TIME_UNIT = (
    rf"(?! (?:(?:days?|weeks?|months?|quarters?|years?|hours?)(?! ¤)|(?:of )?{_MONTH}(?!\S)))"
)
_OPS = ((">=", "at_least"), ("<=", "at_most"), (">", "more"), ("<", "less"), ("=", "equal"))


@dataclass(frozen=True)
class Threshold:
    """A bound on a number, and where the question names it."""

    op: str
    value: float
    percent: bool
    money: bool
    start: int
    end: int


@dataclass
class Slots:
    direction: Direction | None = None
    limit: int | None = None
    superlative: bool = False
    order_only: bool = False
    grain: str | None = None
    trend: bool = False
    share: bool = False
    cumulative: bool = False
    change: Direction | None = None
    changed: bool = False
    lean: Direction | None = None
    """“More than the month before”: which changes of a split come first."""
    praise: bool = False
    """“Best” and “worst”: which end that is depends on the metric."""
    by_period: bool = False
    """Whether “month over month” asks for a line by month."""
    both_ends: bool = False
    """Whether it asks for the top and for the bottom."""
    sorted_at: int | None = None
    """Where the question says by what it is to be sorted."""


_SORTED = whole_words(said("sorted"))
_PRAISE = whole_words(said("praise"))
_ORDER_ONLY: tuple[tuple[re.Pattern[str], Direction], ...] = (
    (whole_words(said("descending")), "desc"),
    (whole_words(said("ascending")), "asc"),
)
_ENDS: tuple[tuple[str, Direction], ...] = (("up", "desc"), ("down", "asc"))
_DONE = "(?: (?:selling|performing|sold|popular))?"
_TOP: tuple[tuple[re.Pattern[str], Direction], ...] = (
    (whole_words(rf"(?P<n>{_NUM}) {said('up')}{_DONE}"), "desc"),
    (whole_words(rf"(?P<n>{_NUM}) {said('down')}{_DONE}"), "asc"),
    (whole_words(rf"{said('up')} (?P<n>{_NUM})(?! ¤ ¤ ago)"), "desc"),
    (whole_words(rf"{said('down')} (?P<n>{_NUM})"), "asc"),
    (whole_words(rf"(?:the )?(?:single |very )?{said('down')}"), "asc"),
    (whole_words(rf"(?:the )?(?:single |very )?(?<!at ){said('up')}(?! recent)"), "desc"),
)
_UNIT = "day|week|month|quarter|year"
_PERIODS: tuple[tuple[re.Pattern[str], Direction], ...] = tuple(
    (
        whole_words(
            rf"(?:the )?(?:single |very )?{said(end)}{_DONE} (?P<n>{_NUM}) (?P<unit>(?:{_UNIT})s?)"
        ),
        way,
    )
    for end, way in _ENDS
)
_CHANGES: tuple[tuple[str, Direction | None], ...] = (
    ("change", None),
    ("grow", "desc"),
    ("shrink", "asc"),
)
_FASTEST = whole_words("fastest|quickest")
_SUPERLATIVES = ("most", "fastest", "strongest", "quickest", "hardest")
_GRAIN = whole_words(
    r"(?:by|per|each|every|for each|for every|and|a|across|split by|over) (?:calendar )?"
    rf"(?P<unit>date|{_UNIT})"
    r"|(?P<ly>daily|weekly|monthly|quarterly|yearly|annual|annually)"
    r"(?: (?:basis|trend|totals?|figures?|breakdown|split))?"
    rf"|(?:by|per) (?P<pl>(?:{_UNIT})s)"
)
_REPEATED = whole_words(
    rf"(?<!last )(?<!this )(?<!past )(?<!previous )(?P<unit>{_UNIT}) (?:by|after) (?P=unit)"
)
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
            "yearly": "year", "annual": "year", "annually": "year", "date": "day"}  # fmt: skip
_BETWEEN = whole_words(
    rf"between {_AMOUNT} and (?P<cur3>[$€£] )?(?P<n2>\d[\d,]*(?:\.\d+)?)(?P<pct2> ?%| percent)?"
    rf"{_TIME_UNIT}"
)
_OR_MORE = whole_words(
    rf"{_AMOUNT}(?: \+| plus| or (?:more|over|above)| and (?:above|over|up))"
    rf"{_TIME_UNIT}"
)
_OR_LESS = whole_words(rf"{_AMOUNT} (?:or|and) (?:less|fewer|under|below){_TIME_UNIT}")
_BOUNDS = tuple(
    (op, whole_words(rf"(?:of )?{said(how)}(?: of)? {_AMOUNT}{_TIME_UNIT}")) for op, how in _OPS
)
_WEEKDAYS = whole_words(
    r"(?:on|at|during|over|only|just|and|or)(?: all| the| on)? "
    r"(?P<day>weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s(?: only)?"
)
_BOOKED = ((whole_words(said("order_day")), True), (whole_words(said("own_day")), False))
_TRANSFORMS = tuple((whole_words(said(name)), name) for name in ("cumulative", "share", "trend"))


def read_thresholds(sentence: Sentence) -> list[Threshold]:
    """Takes the bounds on numbers (“more than 500”, “under 2 %”, “between 5 and 10”)."""
    found: list[Threshold] = []
    while match := sentence.find(_BETWEEN):
        start, end = sentence.take(match)
        percent = bool(match["pct"] or match["pct2"])
        found.append(_threshold(">=", match, start, end, percent))
        upper = _number(match["n2"])
        found.append(Threshold("<=", upper, percent, found[-1].money, start, end))
    for op, pattern in ((">=", _OR_MORE), ("<=", _OR_LESS), *_BOUNDS):
        while match := sentence.find(pattern):
            start, end = sentence.take(match)
            found.append(_threshold(op, match, start, end, bool(match["pct"])))
    return sorted(found, key=lambda one: one.start)


def _threshold(op: str, match: re.Match[str], start: int, end: int, percent: bool) -> Threshold:
    value = _number(match["n"]) * _SCALES.get((match["k"] or "").strip(), 1)
    money = bool(match["cur"] or match["cur2"])
    return Threshold(op, value / 100 if percent else value, percent, money, start, end)


_SCALES = {"k": 1e3, "m": 1e6, "hundred": 1e2, "thousand": 1e3, "grand": 1e3, "million": 1e6}


def _number(text: str) -> float:
    worded = {"zero": 0, "thousand": 1000, "a thousand": 1000, **NUMBERS}
    return float(worded[text]) if text in worded else float(text.replace(",", ""))


def read_weekdays(sentence: Sentence) -> list[str]:
    """Takes “on Mondays”, “at weekends”: the days of the week that numbers are narrowed to."""
    found: list[str] = []
    while match := sentence.find(_WEEKDAYS):
        sentence.take(match)
        name = match["day"]
        found += ["Saturday", "Sunday"] if name == "weekend" else [name.capitalize()]
    return list(dict.fromkeys(found))


def read_booking(sentence: Sentence) -> bool | None:
    """Takes “by order date” and “by refund date”: whether refunds count on the order's day."""
    for pattern, on_order in _BOOKED:
        if match := sentence.find(pattern):
            sentence.take(match)
            return on_order
    return None


def read_transforms(sentence: Sentence, slots: Slots) -> None:
    """Takes shares, running totals and trends."""
    for pattern, name in _TRANSFORMS:
        while match := sentence.find(pattern):
            sentence.take(match)
            setattr(slots, name, True)


def read_best_periods(sentence: Sentence, slots: Slots) -> None:
    """Takes “best 5 days”, whose figure is no length of time."""
    for pattern, direction in _PERIODS:
        if match := sentence.find(pattern):
            sentence.take(match)
            slots.superlative, slots.direction = True, direction
            slots.praise |= bool(_PRAISE.search(match.group()))
            slots.limit, slots.grain = count_of(match["n"]), match["unit"].rstrip("s")


def read_repeated(sentence: Sentence, slots: Slots) -> None:
    """Takes “month by month”, whose first word ends no “last 30”."""
    if match := sentence.find(_REPEATED):
        slots.grain = match["unit"]
        sentence.take(match)


def read_grain(sentence: Sentence, slots: Slots) -> None:
    """Takes “by week”, “monthly”, “day by day”."""
    while match := sentence.find(_GRAIN):
        unit = match["unit"] or match["ly"] or match["pl"]
        slots.grain = slots.grain or _ADVERBS.get(unit, unit.rstrip("s"))
        sentence.take(match)


def read_change(sentence: Sentence, slots: Slots) -> None:
    """Takes “grew most”, “biggest drop”, “how did it change”."""
    for name, direction in _CHANGES:
        while match := sentence.find(_changes(name)):
            sentence.take(match)
            # “Up” alone is a small word unless something is said to be up.
            if match.group() in ("up", "down") and not (slots.changed or _asks_whether(sentence)):
                continue
            slots.changed = True
            slots.superlative |= match.group().split()[-1] in _SUPERLATIVES
            slots.change = slots.change or direction


def _asks_whether(sentence: Sentence) -> bool:
    """“Is revenue up?”."""
    return sentence.words[0] in ("is", "are", "was", "were", "has", "have", "did")


@cache
def _changes(name: str) -> re.Pattern[str]:
    how_much = "(?: (?:the )?(?:most|fastest|strongest|quickest|hardest|least))?"
    return whole_words(rf"(?:the )?{said(name)}{how_much}")


def read_order(sentence: Sentence, slots: Slots) -> None:
    """Takes “highest first”, “top 10”, “worst”; a word such as “fastest” only orders changes."""
    for pattern, way in _ORDER_ONLY:
        if match := sentence.find(pattern):
            sentence.take(match)
            slots.direction, slots.order_only = way, True
            slots.praise |= bool(_PRAISE.search(match.group()))
    if match := sentence.find(_SORTED):
        slots.sorted_at = sentence.take(match)[1]
        slots.direction, slots.order_only = slots.direction or "desc", True
    for pattern, direction in _TOP:
        while match := sentence.find(pattern):
            sentence.take(match)
            slots.superlative = True
            slots.both_ends |= slots.direction not in (None, direction) and not slots.order_only
            slots.direction = slots.direction or direction
            slots.praise |= bool(_PRAISE.search(match.group()))
            number = match.groupdict().get("n")
            slots.limit = slots.limit or (count_of(number) if number else None)
    if match := sentence.find(_FASTEST):
        sentence.take(match)
        slots.superlative = True
