"""Numbers and units beside names: “the 5 cities”, “which month”, “how many countries”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.narrowing import SPLIT
from marketing_agent.ask.patterns import word_set
from marketing_agent.ask.selection import Selection
from marketing_agent.ask.times.counting import NUMBERS, count_of

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_UNIT_WORDS = {
    unit + end: unit for unit in ("day", "week", "month", "quarter", "year") for end in ("", "s")
}
_KINDS = ("product_type", "collection")
_PRAISED = word_set("praised")
_COUNTED = NUMBERS.keys() - {"a", "an", "one"}
_HOW_MANY = re.compile(
    r"(?:how many|number of|count of)(?: (?:different|distinct|unique|separate|of our|our))*$"
)


def units_left(reading: Reading, chosen: Selection) -> None:
    """“Our best day”, “which month had the most orders”, “days with more than 50 orders”."""
    sentence = reading.sentence
    for position, word in enumerate(sentence.words):
        if sentence.free[position] and word in _UNIT_WORDS and not reading.slots.grain:
            wanted = (
                reading.slots.superlative
                or reading.thresholds
                or sentence.words[max(0, position - 1)] in SPLIT
            )
            if wanted and not chosen.grain:
                chosen.grain = _UNIT_WORDS[word]
                chosen.plural = word.endswith("s")
                sentence.take_words(position, position + 1)


def on_weekdays(reading: Reading, chosen: Selection) -> None:
    """“Orders on Mondays” narrows to these days of the week; so does “weekend” beside a time."""
    days = [*reading.weekdays, *_weekend_beside(reading)]
    if len(days) == 1:
        chosen.filters.append({"field": "day_of_week", "op": "=", "value": days[0]})
    elif days:
        chosen.filters.append({"field": "day_of_week", "op": "in", "value": days})


def _weekend_beside(reading: Reading) -> list[str]:
    words = reading.sentence.words
    bare = [t for t in reading.times if words[t.start : t.end] == ["weekend"]]
    holiday = any(t.expr.startswith("holiday") for t in reading.times)  # “Easter weekend”
    if len(bare) != 1 or len(reading.times) == 1 or holiday:
        return []
    reading.times.remove(bare[0])
    return ["Saturday", "Sunday"]


def number_of(reading: Reading, chosen: Selection, names: Sequence[Mention]) -> None:
    """“The 5 landing pages with the most sessions”."""
    sentence, slots = reading.sentence, reading.slots
    for name in names:
        at = name.start - 1
        if (
            name.dimension
            and slots.superlative
            and at >= 0
            and sentence.free[at]
            and (sentence.words[at].isdigit() or sentence.words[at] in _COUNTED)
        ):
            slots.limit = slots.limit or count_of(sentence.words[at])
            sentence.take_words(at, at + 1)


def sold_best(reading: Reading, chosen: Selection) -> None:
    """“What sold best” asks for products."""
    weak = [n for n in reading.names if n.term and n.term.name == "units_sold" and n.term.weak]
    asks = "what" in reading.sentence.words[:2] and reading.slots.superlative
    if chosen.metrics == ["units_sold"] and weak and asks and not chosen.dimensions:
        chosen.dimensions, chosen.plural = ["product"], True


def of_a_kind(reading: Reading, chosen: Selection) -> None:
    """“Top jackets” are the products of that type that did best."""
    if not reading.slots.superlative or chosen.dimensions or chosen.grain:
        return
    words, kinds = reading.sentence.words, [f for f in chosen.filters if f["field"] in _KINDS]
    for name in reading.names:
        praised = _PRAISED & set(words[max(0, name.start - 3) : name.start])
        if praised and kinds and any(value.field in _KINDS for value in name.values):
            chosen.dimensions, chosen.plural = ["product"], words[name.end - 1].endswith("s")


def counted(reading: Reading, chosen: Selection, names: Sequence[Mention]) -> None:
    """“How many products did we sell” counts pieces; how many countries is not known here."""
    for name in names:
        before = " ".join(reading.sentence.words[: name.start])
        asked = _HOW_MANY.search(before)
        if name.dimension not in chosen.dimensions or name.dimension is None or not asked:
            continue
        sold = set(chosen.metrics) <= {"units_sold", "total_sales"} and asked.group()[-4:] == "many"
        if name.dimension == "product" and sold and chosen.metrics:
            chosen.dimensions.remove("product")
            chosen.metrics = ["units_sold"]
        else:
            noun = reading.lexicon.plurals[name.dimension]
            chosen.unclear.append(f"How many {noun} there are is not known here.")
