"""Which of the names in a question are its metrics, its split and its filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from marketing_agent.ask import comparing
from marketing_agent.ask.absorbing import absorbed
from marketing_agent.ask.bounding import PEOPLE, bound, is_bound
from marketing_agent.ask.context import default_metric, settle
from marketing_agent.ask.counting import (
    counted,
    number_of,
    of_a_kind,
    on_weekdays,
    sold_best,
    units_left,
)
from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.narrowing import split_and_filter, splits
from marketing_agent.ask.patterns import word_set
from marketing_agent.ask.schemas import Assumption, Parsed
from marketing_agent.ask.selection import Selection

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_WHO = word_set("who")
_OF_EACH = (
    "The first few of each group cannot be asked at once: ask for one group, such as "
    "“top 3 products in Germany”, or for all of them together."
)
_OF = word_set("of_whom")
_CUSTOMER_KINDS = ("new_customers", "returning_customers")
_KINDS = word_set("kinds_of_money")


def select(reading: Reading) -> Selection | Parsed:
    """The selection, or a question back when a name has two meanings or no metric is named."""
    chosen = Selection()
    doubt = _doubt(reading)
    if doubt:
        return doubt
    names = absorbed(reading, reading.names)
    used = _metrics(reading, chosen, names)
    if chosen.metrics and all(reading.lexicon.metrics[one].rate for one in chosen.metrics):
        # “What share of sessions convert” is the rate itself.
        reading.slots.share = False
    bound(reading, chosen, names)
    rest = [name for name in names if name not in used]
    split_and_filter(reading, chosen, rest)
    on_weekdays(reading, chosen)
    units_left(reading, chosen)
    number_of(reading, chosen, rest)
    counted(reading, chosen, rest)
    sold_best(reading, chosen)
    of_a_kind(reading, chosen)
    _follow(reading, chosen)
    if not chosen.metrics:
        default_metric(reading, chosen)
    if not chosen.metrics:
        return _which_metric(reading)
    settle(reading, chosen)
    _complete(reading, chosen)
    chosen.notes += [Assumption(slot="typo", text=f"“{a}” read as {b}") for a, b in reading.mended]
    for name in names:
        if name.said:
            chosen.notes.append(
                Assumption(slot="typo", text=f"“{name.said}” read as {_said(name)}")
            )
    return chosen


def _doubt(reading: Reading) -> Parsed | None:
    for name in reading.names:
        fields = {value.field for value in name.values}
        if len({v.value for v in name.values}) > 1 and not _type_beside(
            name, reading.names, fields
        ):
            options = sorted({v.value for v in name.values})
            return Parsed(
                outcome="clarify",
                code="ambiguous_value",
                message=f"“{name.text}” could be {', '.join(options[:-1])} or {options[-1]}.",
                suggestions=tuple(options),
            )
    return None


def _type_beside(name: Mention, names: Sequence[Mention], fields: Iterable[str]) -> bool:
    """Keeps the values whose kind is named next to it (“Welcome flow”)."""
    for other in names:
        beside = other.start == name.end or other.end == name.start
        if beside and other.dimension in set(fields):
            name.values = [v for v in name.values if v.field == other.dimension]
            return len({v.value for v in name.values}) == 1
    return bool(name.term) or bool(name.dimension)


def _metrics(reading: Reading, chosen: Selection, names: Sequence[Mention]) -> list[Mention]:
    """Takes the metrics and says which mentions they used up."""
    candidates = [n for n in names if n.term and not (n.negated and n.values)]
    sure = [
        n for n in candidates if n.term and not n.term.weak and not n.values and not n.dimension
    ]
    chosen.unknown += [f"{per} {n.text}" for n in candidates if (per := _per(reading, n))]
    used = [
        n
        for n in sure
        if not (_of_people(reading, n) and len({s.term and s.term.name for s in sure}) > 1)
    ]
    if len(used) > 1 and any(_of_a_cohort(reading, n) for n in used):
        chosen.unclear.append("Numbers of customers by when they came: ask “by cohort month”.")
    dropped = [n for n in sure if n not in used]
    if not used:
        used = [n for n in candidates if n.term and not n.term.weak and n not in dropped][:1]
    if not used:
        used = [
            n
            for n in candidates
            if n.term and n.term.weak and not (n.dimension and splits(reading, n))
        ][:1]
    used = _kinds_apart(reading, chosen, used)
    for name in used:
        metric = name.term.name if name.term else ""
        if metric not in chosen.metrics and not is_bound(reading, name):
            chosen.metrics.append(metric)
    silent = [n for n in candidates if n.term and n.term.weak and not n.values and not n.dimension]
    # “Net profit” is another number than the profit known here.
    chosen.unknown += [n.text for n in silent if n not in used and n.text in _KINDS]
    return [*used, *dropped, *silent]


def _kinds_apart(reading: Reading, chosen: Selection, used: list[Mention]) -> list[Mention]:
    """“Orders of repeat customers vs first timers”: the kinds split another number."""
    kinds = [n for n in used if n.term and n.term.name in _CUSTOMER_KINDS]
    if len(kinds) != len(_CUSTOMER_KINDS) or len(used) <= len(kinds):
        return used
    between = reading.sentence.words[kinds[0].end : kinds[1].start]
    if not comparing.cues() & set(between):
        return used
    chosen.dimensions.append("customer_type")
    return [n for n in used if n not in kinds]


def _per(reading: Reading, name: Mention) -> str | None:
    """“Revenue per visitor” and “sales by returns”, which no split or ratio here is called."""
    before = reading.sentence.words[name.start - 1] if name.start else ""
    weak = name.term is not None and name.term.weak
    if (weak or name.values or name.dimension) and (before != "per" or name.dimension):
        return None
    ordered = reading.slots.direction or reading.slots.change or reading.slots.limit
    earlier = any(n.term and not n.term.weak and n.start < name.start for n in reading.names)
    if before == "per" or (before == "by" and earlier and not ordered):
        return before
    return None


def _of_people(reading: Reading, name: Mention) -> bool:
    """“Revenue from customers”, “sales per visitor”: who, not how many."""
    before = reading.sentence.words[name.start - 1] if name.start else ""
    described = any(n.values and n.end == name.start for n in reading.names)
    who = name.term is not None and name.term.name in PEOPLE and name.text in _WHO
    return (who and (before in _OF or described)) or _acquired(reading, name)


def _acquired(reading: Reading, name: Mention) -> bool:
    """“LTV of customers acquired in January”: it is of new customers by its nature."""
    if name.term is None or name.term.name != "new_customers":
        return False
    others = {n.term.name for n in reading.names if n.term and n is not name}
    cohorts = any(reading.lexicon.metrics[other].cut == "cohorts" for other in others)
    return cohorts and _after_of(reading, name)


def _of_a_cohort(reading: Reading, name: Mention) -> bool:
    """“Revenue from customers acquired in January” asks for no number of customers."""
    who = {"acquired", "gained", "won"} & set(name.text.split())
    return bool(who) and name.text.startswith("customers") and _after_of(reading, name)


def _after_of(reading: Reading, name: Mention) -> bool:
    return name.start > 0 and reading.sentence.words[name.start - 1] in _OF


def _follow(reading: Reading, chosen: Selection) -> None:
    """A follow-up (“and by country?”) keeps what the question before said."""
    before = reading.before
    if not before or chosen.metrics:
        return
    chosen.metrics = list(before.metrics)
    fields = {f["field"] for f in chosen.filters}
    chosen.filters = [*(f for f in before.filters if f["field"] not in fields), *chosen.filters]
    if not chosen.dimensions and not reading.slots.grain:
        chosen.dimensions = list(before.dimensions)
        chosen.grain = before.grain
    chosen.notes.append(
        Assumption(slot="follow_up", text="Read as a change to the question before")
    )


def _which_metric(reading: Reading) -> Parsed:
    unknown = [
        w for w in reading.sentence.left() if w not in reading.lexicon.filler and w.isalnum()
    ]
    said = f"I did not understand {' and '.join(f'“{w}”' for w in unknown)}. " if unknown else ""
    return Parsed(
        outcome="clarify",
        code="no_metric",
        message=f"{said}Which number: sales, orders, conversion rate, e-mail clicks, stock?",
        suggestions=(
            "total sales last 30 days",
            "orders last 30 days",
            "conversion rate last 30 days",
        ),
    )


def _complete(reading: Reading, chosen: Selection) -> None:
    """What is still to be said before the question can be run."""
    grouped = chosen.dimensions or chosen.grain or reading.slots.grain or reading.slots.trend
    if not grouped and any(f["field"] in reading.lexicon.metrics for f in chosen.filters):
        chosen.unclear.append("Say what the bound holds for, such as “products with more than …”.")
    if reading.days_unmet:
        chosen.unclear.append(
            "Which days of each: say both times, such as “1 to 7 May vs 1 to 7 June”."
        )
    if not grouped and reading.slots.share:
        chosen.unclear.append("Say what the shares are of, such as “by channel”.")
    slots = reading.slots
    if (slots.limit or slots.superlative) and len(chosen.dimensions) > 1 and _in_each(reading):
        chosen.unclear.append(_OF_EACH)
    if slots.both_ends:
        chosen.unclear.append("The top and the bottom are two questions: ask for one of them.")
    if slots.order_only and not grouped:
        chosen.unclear.append("Sorted what? Name a split, such as “by product”.")
    if reading.slots.superlative and not grouped:
        chosen.unclear.append("The best or the most of what? Name a split, such as “product”.")
    if reading.slots.direction and len(chosen.metrics) > 1:
        chosen.order_by = _sorted_by(reading, chosen)


def _in_each(reading: Reading) -> bool:
    words = reading.sentence.words
    return any(
        {"each", "every", "per"} & set(words[max(0, n.start - 2) : n.start])
        for n in reading.names
        if n.dimension
    )


def _sorted_by(reading: Reading, chosen: Selection) -> str:
    """The metric after “sorted by”, or the first."""
    at = reading.slots.sorted_at
    after = [n.term.name for n in reading.names if n.term and at is not None and n.start >= at]
    return next((name for name in after if name in chosen.metrics), chosen.metrics[0])


def _said(name: Mention) -> str:
    if name.term:
        return name.term.name.replace("_", " ")
    return name.values[0].value if name.values else (name.dimension or "").replace("_", " ")
