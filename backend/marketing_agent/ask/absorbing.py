"""Nouns beside names that say what a name is, and ask for nothing themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.narrowing import SPLIT
from marketing_agent.ask.patterns import word_set

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_IS = word_set("is")


def absorbed(reading: Reading, names: Sequence[Mention]) -> list[Mention]:
    """Without the nouns that only say what a value is (“Spring Launch campaign”)."""
    kept = []
    for name in names:
        if name.dimension == "product" and _kind_before(name, names):
            continue
        if _traffic_of(name, names):
            continue
        beside = [n for n in names if n is not name and _together(reading, name, n)]
        noun = name.dimension and any(
            v.field == name.dimension for n in beside for v in n.values if not n.term
        )
        if noun:
            for one in beside:
                one.negated |= name.negated
        else:
            kept.append(name)
    return kept


def _together(reading: Reading, noun: Mention, value: Mention) -> bool:
    """“Country DE”, “the DE country”, “where the country is DE”."""
    words = reading.sentence.words
    if noun.start == value.end or value.start == noun.end:
        return True
    between = words[noun.end : value.start]
    whole = noun.start > 0 and words[noun.start - 1] in ("all", "any", "every", "other")
    if whole and value.negated and 0 < len(between) <= 3:
        return True
    split = noun.start > 0 and words[noun.start - 1] in SPLIT
    return 0 < len(between) <= 3 and set(between) <= _IS and not split


def _traffic_of(name: Mention, names: Sequence[Mention]) -> bool:
    """“Conversion rate of paid search traffic” asks for no number of visits."""
    others = any(n.term and not n.term.weak for n in names if n is not name)
    fields = {v.field for n in names if n.end == name.start for v in n.values}
    return name.text == "traffic" and others and "channel" in fields


def _kind_before(name: Mention, names: Sequence[Mention]) -> bool:
    """“Fjordline products”: the vendor's, not one by one."""
    fields = {v.field for n in names if n.end == name.start for v in n.values}
    return bool(fields & {"vendor", "product_type", "collection", "product"})
