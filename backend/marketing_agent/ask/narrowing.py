"""Which names split the numbers of a question, and which narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from marketing_agent.ask import comparing
from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.schemas import Assumption
from marketing_agent.ask.selection import Selection
from marketing_agent.ask.values import Value

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

SPLIT = frozenset(
    ("by", "per", "each", "every", "which", "what", "across", "split", "into", "between", "grouped")
)
# “Show me the campaigns ranked by …”.
_ASKING = frozenset(
    ("show", "me", "list", "give", "the", "our", "all", "my", "rank", "sort", "order")
)
_SORTING = ("ranked", "sorted", "ordered", "by")
_NARROWING = ("from", "with", "without", "using", "via", "a", "no", "through")
_WHETHER = ("do", "does", "is", "are", "did", "which", "what")
_USED = ("with", "a", "any", "using", "use", "used", "without", "no")
_BEST = (
    "customer_type", "message_type", "device", "country", "product_type", "product", "campaign",
    "flow", "segment",
)  # fmt: skip
_BOTH = ("campaigns and", "flows and", "campaigns vs", "campaign vs", "flows vs", "campaign and")


def split_and_filter(reading: Reading, chosen: Selection, names: Sequence[Mention]) -> None:
    values: list[tuple[Mention, Value]] = []
    for name in names:
        if name.dimension and (not name.values or splits(reading, name)):
            _split_or_kind(reading, chosen, name)
        elif name.values:
            values.append((name, _best(name)))
        elif name.dimension is None and name.term:
            continue
    _filters(reading, chosen, values)


def _best(name: Mention) -> Value:
    return min(name.values, key=lambda v: _BEST.index(v.field) if v.field in _BEST else 99)


def splits(reading: Reading, name: Mention) -> bool:
    """Whether the question is to be split by this noun, rather than narrowed to it."""
    words = reading.sentence.words
    before = words[name.start - 1] if name.start else ""
    if before in ("all", "our", "the", "my") and name.start > 1:
        before = words[name.start - 2]
    listed = before in ("and", "or") and any(
        other.dimension and other.end == name.start - 1 for other in reading.names
    )
    after = words[name.end] if name.end < len(words) else ""
    if reading.thresholds and not name.negated and before not in _NARROWING:
        return True
    leads = set(words[: name.start]) <= _ASKING and after in _SORTING
    said = leads or before in SPLIT or after in ("with", "having", "breakdown", "split")
    return said or listed or reading.slots.superlative or name.text.startswith(_BOTH)


def _split_or_kind(reading: Reading, chosen: Selection, name: Mention) -> None:
    """A noun such as “campaigns” narrows when nothing says that it splits."""
    dimension = name.dimension or ""
    if not splits(reading, name) and not reading.slots.share and _narrows(reading, name):
        op = "is_null" if name.negated else "is_not_null"
        chosen.filters.append({"field": dimension, "op": op})
        return
    if dimension not in chosen.dimensions:
        chosen.dimensions.append(dimension)
    chosen.plural |= name.plural


def _narrows(reading: Reading, name: Mention) -> bool:
    """“From campaigns”, “with a discount code”: any of them, or none."""
    before = reading.sentence.words[name.start - 1] if name.start else ""
    if name.dimension == "discount_code":
        return name.negated or before in _USED
    return name.dimension in ("campaign", "flow")


def _filters(reading: Reading, chosen: Selection, found: Sequence[tuple[Mention, Value]]) -> None:
    groups: dict[tuple[str, bool], list[str]] = {}
    negated: dict[str, bool] = {}
    places: dict[str, list[Mention]] = {}
    for name, value in found:
        no = name.negated or (
            negated.get(value.field, False) and _listed(reading, places[value.field][-1], name)
        )
        negated[value.field] = no
        places.setdefault(value.field, []).append(name)
        listed = groups.setdefault((value.field, no), [])
        if value.value not in listed:
            listed.append(value.value)
        if name.partial or name.text == "us" or len({v.field for v in name.values}) > 1:
            chosen.notes.append(
                Assumption(
                    slot="value",
                    text=f"“{name.text}” read as {value.field.replace('_', ' ')} {value.value}",
                )
            )
    for (dimension, no), values in groups.items():
        _filter(reading, chosen, dimension, values, no, places[dimension])


def _filter(
    reading: Reading,
    chosen: Selection,
    dimension: str,
    values: list[str],
    no: bool,
    names: list[Mention],
) -> None:
    versus = len(values) > 1 and not no and (_versus(reading, names) or reading.slots.share)
    chosen.versus |= versus
    if versus and dimension not in chosen.dimensions:
        chosen.dimensions.append(dimension)
    if versus and set(values) >= set(reading.index.all(dimension)):
        return
    if reading.slots.share and not chosen.dimensions and len(values) == 1 and not no:
        chosen.dimensions.append(dimension)
        chosen.notes.append(
            Assumption(slot="share", text=f"{values[0]} is shown beside the others")
        )
        return
    if len(values) == 1:
        chosen.filters.append({"field": dimension, "op": "!=" if no else "=", "value": values[0]})
    else:
        chosen.filters.append({"field": dimension, "op": "not_in" if no else "in", "value": values})


def _listed(reading: Reading, before: Mention, name: Mention) -> bool:
    between = reading.sentence.words[before.end : name.start]
    return all(word in ("and", "or", "nor", "the", "from") for word in between)


def _versus(reading: Reading, names: Sequence[Mention]) -> bool:
    words = reading.sentence.words
    for first, second in pairwise(names):
        between = set(words[first.end : second.start])
        if between & comparing.cues() or (between & {"or"} and words[0] in _WHETHER):
            return True
    return bool({"compare", "comparison", "compared", "comparing"} & set(words))
