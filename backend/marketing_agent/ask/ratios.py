"""Two names that make one ratio: “ad spend as a share of revenue”, “spend divided by visits”."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from marketing_agent.ask.lexicon import Term, lexicon
from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.slots import Slots
from marketing_agent.ask.text import Sentence
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.semantics import Source

_PART = r"(?:share|percent|percentage|proportion|fraction|%|part|ratio)"
_ALL = r"(?: the| our| all| total| overall)*"
_AS = re.compile(
    rf"(?:as )?(?:an? )?{_PART} (?:of|to){_ALL}"
    rf"|(?:divided by|per|for each|for every|relative to){_ALL}"
)
_WHAT = re.compile(rf"{_PART} of{_ALL}$")
_LINK = re.compile(r"(?:(?:is|are|was|were|goes|go|went|to|on|the|our|being|do|does|did|we|in) ?)*")
# The same by other names of one side; the model's own pairs are read from its sources.
_NEAR = {
    ("discounts", "total_sales"): "discount_rate",
    ("discounts", "net_sales"): "discount_rate",
    ("returns", "total_sales"): "refund_rate",
    ("returns", "net_sales"): "refund_rate",
    ("gross_profit", "total_sales"): "gross_margin",
    ("total_sales", "orders"): "aov",
    ("orders", "sessions"): "conversion_rate",
    ("orders", "customers"): "orders_per_customer",
    ("returning_customers", "customers"): "returning_customer_rate",
    ("email_orders", "email_recipients"): "placed_order_rate",
}


def joined(sentence: Sentence, names: Sequence[Mention], slots: Slots) -> list[Mention]:
    """The names, with each pair that a ratio is made of as that ratio."""
    found = list(names)
    for at in range(len(found) - 1):
        ratio = _of(sentence, found[at], found[at + 1])
        if ratio is None:
            continue
        start, end = found[at].start, found[at + 1].end
        text = " ".join(sentence.words[start:end])
        slots.share = False
        sentence.take_words(start, end)
        return [*found[:at], Mention(start, end, text, Term(ratio)), *found[at + 2 :]]
    return found


def _of(sentence: Sentence, first: Mention, second: Mention) -> str | None:
    if not (first.term and second.term):
        return None
    between = " ".join(sentence.words[first.end : second.start])
    if _AS.fullmatch(between):
        return _pairs().get((first.term.name, second.term.name))
    before = " ".join(sentence.words[: first.start])
    if _WHAT.search(before) and _LINK.fullmatch(between):
        return _pairs().get((second.term.name, first.term.name))
    return None


@cache
def _pairs() -> dict[tuple[str, str], str]:
    """Ratios by the metrics above and below the line."""
    model = load_query_model()
    asked = [m for m in model.metrics.values() if m.key in lexicon().metrics]
    sources = [(m.key, source) for m in asked for source in m.sources]
    whole = {_sums(source): key for key, source in sources if not source.denominator}
    return _NEAR | dict(_ratios(whole, [each for each in sources if each[1].denominator]))


def _ratios(
    whole: dict[frozenset[str], str], ratios: list[tuple[str, Source]]
) -> Iterator[tuple[tuple[str, str], str]]:
    for key, source in ratios:
        above = whole.get(frozenset(t.measure.name for t in source.numerator))
        below = whole.get(frozenset(t.measure.name for t in source.denominator))
        if above and below:
            yield (above, below), key


def _sums(source: Source) -> frozenset[str]:
    return frozenset(term.measure.name for term in source.numerator)
