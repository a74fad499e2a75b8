"""Puts what was found into one semantic query, fills what was left open, and says so."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from marketing_agent.ask import comparing
from marketing_agent.ask.lexicon import Lexicon
from marketing_agent.ask.patterns import language
from marketing_agent.ask.schemas import Assumption, Parsed
from marketing_agent.ask.selecting import select
from marketing_agent.ask.selection import Selection
from marketing_agent.ask.timing import timing
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.times import BadTime, resolve

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_RESULTS = 10
_FISCAL = re.compile(r"fiscals?|fy(?:\d\d|\d{4})?|fq\d|financial")
# Small words may be left over, but not as what the numbers are to be divided by.
_PER = ("per", "by", "of")
_OPEN = frozenset(
    ("by", "and", "or", "of", "per", "vs", "versus", "between", "than", "the", "excluding")
)
_AVERAGES = frozenset(("average", "avg", "mean", "typical", "blended", "overall"))


def assemble(reading: Reading, today: date) -> Parsed:
    """The verdict on one reading."""
    chosen = select(reading)
    if isinstance(chosen, Parsed):
        return chosen
    if chosen.unclear:
        return _ask("unclear", " ".join(chosen.unclear), _near_questions(chosen))
    unknown = _unknown(reading, chosen)
    if unknown:
        return _ask(
            "unknown_word",
            _not_known(reading.lexicon, unknown),
            _near_questions(chosen),
        )
    if _breaks_off(reading):
        return _ask("unclear", "The question breaks off: say what follows.", [])
    invalid = _invalid(reading.lexicon, chosen)
    if invalid:
        return _ask("invalid_pair", invalid, _near_questions(chosen))
    return _finish(reading, chosen, today)


def _finish(reading: Reading, chosen: Selection, today: date) -> Parsed:
    try:
        time, compare, notes = timing(reading, chosen, today)
        span = resolve(time, today)
        if span.start and span.start > today:
            return Parsed(outcome="refuse", code="future", message="Those days are still to come.")
        question = Question(
            metrics=tuple(chosen.metrics),
            dimensions=tuple(chosen.dimensions),
            grain=_grain(reading, chosen, span.days),
            time=time,
            filters=tuple(chosen.filters),
            order=tuple(_order(reading, chosen)),
            limit=_limit(reading, chosen),
            compare=compare,
            transform=_transform(reading, chosen),
        )
        question.at(today)
    except BadTime as error:
        return _ask("bad_time", error.message, [])
    told = (*chosen.notes, *_averaged(reading, chosen), *notes)
    return Parsed(outcome="answer", question=question, assumptions=told)


def _unknown(reading: Reading, chosen: Selection) -> list[str]:
    words, free = reading.sentence.words, reading.sentence.free
    filler = _droppable(reading, chosen)
    left = [
        word
        for at, word in enumerate(words)
        if free[at] and not _sign(word) and (word not in filler or _object(words, at))
    ]
    return [*left, *chosen.unknown]


def _breaks_off(reading: Reading) -> bool:
    """“Orders by”, “sales and”: a small word at the end that wants another."""
    words = [word for word in reading.sentence.words if not _sign(word)]
    return bool(words) and words[-1] in _OPEN and words[-2:-1] not in (["up"], ["out"], ["made"])


def _object(words: list[str], at: int) -> bool:
    """Whether a small word stands where the split should: “sales by team”."""
    before = words[at - 1] if at else ""
    return before == "per" or (before in _PER and words[at] not in _after_of())


@cache
def _after_of() -> frozenset[str]:
    return frozenset(str(word) for word in language("words.yaml")["after_of"])


def _droppable(reading: Reading, chosen: Selection) -> frozenset[str]:
    """Words that may be left over in this question without changing what it asks."""
    filler = reading.lexicon.filler
    if _all_ratios(reading.lexicon, chosen):
        filler |= _AVERAGES | reading.lexicon.for_rates
    if all(reading.lexicon.metrics[metric].cut == "stock" for metric in chosen.metrics):
        filler |= reading.lexicon.for_stock
    if any(one["op"] in ("!=", "not_in") for one in chosen.filters):
        filler |= {"nor"}
    if reading.thresholds:
        filler |= {"times"}
    if reading.slots.share or "split" in reading.sentence.words:
        filler |= {"between"}
    if any(reading.lexicon.metrics[metric].falling for metric in chosen.metrics):
        filler |= {"expensive", "costly"}
    if _per_period(reading, chosen):
        filler |= _AVERAGES
    compares = reading.compare or len(chosen.metrics) > 1 or chosen.versus
    return filler | comparing.cues() | comparing.comparatives() if compares else filler


def _per_period(reading: Reading, chosen: Selection) -> bool:
    """“Average daily orders”: the days, and their average in the sentence."""
    return bool(reading.slots.grain or chosen.grain) and not chosen.dimensions


def _averaged(reading: Reading, chosen: Selection) -> list[Assumption]:
    words, free = reading.sentence.words, reading.sentence.free
    said = any(free[at] and word in _AVERAGES for at, word in enumerate(words))
    grain = reading.slots.grain or chosen.grain
    if not (said and grain) or _all_ratios(reading.lexicon, chosen):
        return []
    return [Assumption(slot="grain", text=f"By {grain}; the sentence tells the average {grain}")]


def _not_known(lexicon: Lexicon, words: list[str]) -> str:
    if set(words) <= _AVERAGES:
        return "The average of what: a day, a week, an order? Say “by day” or “per order”."
    if any(_FISCAL.fullmatch(word) for word in words):
        return "Fiscal years are not set up here: name months, or calendar quarters and years."
    places = [word for word in words if word in lexicon.countries]
    if places:
        return f"Nothing here is from {_quoted(places)}: no such country is in this store's data."
    return f"I did not understand {_quoted(words)}."


def _all_ratios(lexicon: Lexicon, chosen: Selection) -> bool:
    """An average of a ratio is the ratio of the sums; an average of sales lacks its “per what”."""
    return all(lexicon.metrics[metric].ratio for metric in chosen.metrics)


def _sign(word: str) -> bool:
    return not any(sign.isalnum() for sign in word)


def _invalid(lexicon: Lexicon, chosen: Selection) -> str | None:
    fields = [*chosen.dimensions, *(f["field"] for f in chosen.filters)]
    for metric in chosen.metrics:
        for name in fields:
            if name not in lexicon.metrics and not lexicon.valid(metric, name):
                valid = ", ".join(sorted(lexicon.cuts[lexicon.metrics[metric].cut]))
                said = f"{_title(metric)} cannot be split by {name}; it can be by {valid}."
                return said.replace("_", " ")
    return None


def _grain(reading: Reading, chosen: Selection, days: int) -> str | None:
    slots = reading.slots
    if slots.grain or chosen.grain:
        return slots.grain or chosen.grain
    needs_one = slots.trend or (slots.cumulative and not chosen.dimensions)
    if not needs_one:
        return None
    return "day" if 0 < days <= 35 else "week" if 0 < days <= 120 else "month"


def _order(reading: Reading, chosen: Selection) -> list[dict[str, str]]:
    slots = reading.slots
    if slots.change and slots.superlative and chosen.dimensions:
        return [{"by": "change", "dir": _flip(slots.change, slots.direction)}]
    if slots.changed and slots.superlative and chosen.dimensions:
        return [{"by": "change", "dir": slots.direction or "desc"}]
    if slots.lean and reading.compare and chosen.dimensions and not slots.direction:
        return [{"by": "change", "dir": slots.lean}]
    if slots.direction and (chosen.dimensions or slots.grain or chosen.grain):
        by = chosen.order_by or chosen.metrics[0]
        falling = (
            slots.praise and by in reading.lexicon.metrics and reading.lexicon.metrics[by].falling
        )
        return [{"by": by, "dir": _OTHER[slots.direction] if falling else slots.direction}]
    return []


_OTHER = {"asc": "desc", "desc": "asc"}


def _flip(change: str, direction: str | None) -> str:
    """“Dropped most” puts the biggest fall first; “grew least” the smallest rise."""
    if direction == "asc":
        return "asc" if change == "desc" else "desc"
    return change


def _limit(reading: Reading, chosen: Selection) -> int | None:
    slots = reading.slots
    if slots.limit:
        return slots.limit
    if (
        not slots.superlative
        or slots.order_only
        or not (chosen.dimensions or chosen.grain or slots.grain)
    ):
        return None
    return _RESULTS if chosen.plural else 1


def _transform(reading: Reading, chosen: Selection) -> str | None:
    if reading.slots.cumulative:
        return "cumulative"
    return (
        "share_of_total"
        if reading.slots.share and (chosen.dimensions or reading.slots.grain)
        else None
    )


def _ask(code: str, message: str, suggestions: list[str]) -> Parsed:
    return Parsed(outcome="clarify", code=code, message=message, suggestions=tuple(suggestions))


def _near_questions(chosen: Selection) -> list[str]:
    metric = _title(chosen.metrics[0]).lower()
    return [
        f"{metric} last 30 days",
        f"{metric} by month this year",
        f"{metric} last month vs the month before",
    ]


def _quoted(words: list[str]) -> str:
    return " and ".join(f"“{word}”" for word in dict.fromkeys(words))


def _title(metric: str) -> str:
    return metric.replace("_", " ").capitalize()
