"""Thresholds of a question (“more than 500 orders”, “no sales”) as filters on its metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from marketing_agent.ask.mentions import Mention
from marketing_agent.ask.selection import Selection
from marketing_agent.ask.slots import Threshold

if TYPE_CHECKING:
    from marketing_agent.ask.parser import Reading

_RATES = {
    "returns": "refund_rate", "discounts": "discount_rate", "gross_profit": "gross_margin",
    "ad_spend": "ad_spend_share", "returning_customers": "returning_customer_rate",
}  # fmt: skip
PEOPLE = frozenset(
    ("customers", "visitors", "orders", "sessions", "units_sold", "email_recipients")
)
_COUNTS = PEOPLE | {
    "new_customers", "returning_customers", "impressions", "clicks", "inventory_on_hand",
    "days_of_inventory",
}  # fmt: skip


def bound(reading: Reading, chosen: Selection, names: Sequence[Mention]) -> None:
    """Puts each threshold on the metric that it stands beside, or on the one asked for."""
    for one in reading.thresholds:
        metric = _bounded(one, chosen, names)
        if one.percent and not reading.lexicon.metrics[metric].rate:
            metric = _as_rate(chosen, metric)
        if not chosen.metrics:
            chosen.metrics.append(metric)
        if one.money and metric in _COUNTS:
            chosen.unclear.append(f"{_title(metric)} are counted, they have no amount.")
        chosen.filters.append(
            {"field": metric, "op": one.op, "value": _value(reading, one, metric)}
        )
    for name in names:
        if name.term and name.negated and not name.values:
            _none(chosen, name, names)


def _as_rate(chosen: Selection, metric: str) -> str:
    """“More than 10 % returns” bounds a rate; of what is no rate, a per cent has no meaning."""
    rate = _RATES.get(metric)
    if rate is None:
        chosen.unclear.append(f"{_title(metric)} are bounded by a number, not by a per cent.")
        return metric
    chosen.metrics = [rate if each == metric else each for each in chosen.metrics]
    return rate


def is_bound(reading: Reading, name: Mention) -> bool:
    """Whether the metric stands beside a threshold, and another one is asked for."""
    return _beside(reading, name) and any(
        n.term and not n.term.weak and n is not name and not _beside(reading, n)
        for n in reading.names
    )


def _beside(reading: Reading, name: Mention) -> bool:
    return any(0 <= name.start - one.end <= 1 for one in reading.thresholds) or any(
        0 <= one.start - name.end <= 1 and not _named_after(reading, one)
        for one in reading.thresholds
    )


def _named_after(reading: Reading, one: Threshold) -> bool:
    return any(n.term and 0 <= n.start - one.end <= 1 for n in reading.names)


def _bounded(one: Threshold, chosen: Selection, names: Sequence[Mention]) -> str:
    after = [n for n in names if n.term and 0 <= n.start - one.end <= 2]
    before = [n for n in reversed(names) if n.term and n.end <= one.start]
    terms = [n.term.name for n in (*after[:1], *before[:1]) if n.term]
    return (terms or chosen.metrics or ["total_sales"])[0]


def _value(reading: Reading, one: Threshold, metric: str) -> float | int:
    """Rates are fractions: “over 5” of a rate is five per cent."""
    words = reading.lexicon.metrics.get(metric)
    value = (
        one.value / 100 if words and words.rate and not one.percent and one.value > 1 else one.value
    )
    value = round(value, 12)
    return int(value) if value == int(value) else value


def _none(chosen: Selection, name: Mention, names: Sequence[Mention]) -> None:
    """“Products with no sales” bounds; “sales without shipping” has no name here."""
    metric = name.term.name if name.term else ""
    grouped = any(n.dimension and n.start < name.start for n in names)
    if not grouped:
        chosen.unclear.append(f"Leaving out {metric.replace('_', ' ')} is not known here.")
    if metric not in chosen.metrics:
        chosen.metrics.append(metric)
    chosen.filters.append({"field": metric, "op": "=", "value": 0})


def _title(metric: str) -> str:
    return metric.replace("_", " ").capitalize()
