"""Rules of cost on what was sold: entries of single days or months that add up to every total.

What is a share is rounded on each day, what is an amount a month is whole in each month: so days
add up to months, and months to any window.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from marketing_agent.insights.profit.reading import Day, Read
from marketing_agent.insights.profit.rules import Rule, Said, in_force, newest, part_of

LineName = Literal[
    "goods", "shipping", "handling", "fees", "taxes", "marketing", "variable", "fixed"
]


@dataclass(frozen=True)
class Entry:
    """What a line took on a day, or in the month of that day. No rule: a file tells it.

    `gross` are the sales that a cost of goods is of.
    """

    line: LineName
    day: date
    amount: int
    rule: Rule | None = None
    gross: int = 0


def entries(told: Read, said: Said) -> Iterator[Entry]:
    """Everything that takes off net sales but ad spend."""
    yield from _goods(told, said)
    yield from _fees(told, said)
    yield from _daily(told, said)
    yield from _spends(told, said)


def _goods(told: Read, said: Said) -> Iterator[Entry]:
    """By SKU as said, else as the file tells; what is left by a percent of its sales."""
    by_sku: dict[str | None, list[Rule]] = defaultdict(list)
    for rule in said.of("goods_sku"):
        by_sku[rule.sku].append(rule)
    percent = in_force(said.of("goods_percent"), told.days)
    left: dict[date, tuple[int, int]] = dict.fromkeys(percent, (0, 0))
    for one in told.goods:
        own = newest(by_sku[one.sku], one.day) if one.sku in by_sku else None
        cost = own.amount if own else one.cost
        if cost is not None:
            yield Entry("goods", one.day, one.units * cost, own, one.gross)
        elif one.day in left:
            net, gross = left[one.day]
            left[one.day] = net + one.net, gross + one.gross
    for day, (net, gross) in left.items():
        rule = percent[day]
        yield Entry("goods", day, part_of(net, rule.share), rule, gross)


def _fees(told: Read, said: Said) -> Iterator[Entry]:
    """As the payments export tells; by rule on the days it does not reach over."""
    for day, fee in told.fees.items():
        yield Entry("fees", day, fee)
    for day, rule in in_force(said.of("fees"), told.days).items():
        if day not in told.fees:
            sold = _at(told, day)
            paid = part_of(sold.charged, rule.share) + sold.orders * (rule.amount or 0)
            yield Entry("fees", day, paid, rule)


def _daily(told: Read, said: Said) -> Iterator[Entry]:
    for day, rule in in_force(said.of("shipping"), told.days).items():
        yield Entry("shipping", day, _shipping(_at(told, day), rule), rule)
    for day, rule in in_force(said.of("handling"), told.days).items():
        yield Entry("handling", day, _at(told, day).orders * (rule.amount or 0), rule)
    for day, rule in in_force(said.of("taxes"), told.days).items():
        yield Entry("taxes", day, part_of(_at(told, day).net, rule.share), rule)


def _shipping(sold: Day, rule: Rule) -> int:
    if rule.by == "order":
        return sold.orders * (rule.amount or 0)
    return part_of(sold.shipping if rule.by == "shipping" else sold.net, rule.share)


_LINES: dict[str | None, LineName] = {
    "fixed": "fixed", "variable": "variable", "marketing": "marketing",
}  # fmt: skip


def _spends(told: Read, said: Said) -> Iterator[Entry]:
    """Spend by name, month by month; several stand side by side."""
    for rule in said.of("custom"):
        for first, last in told.months:
            start, end = max(first, rule.starts or first), min(last, rule.ends or last)
            if start <= end:
                yield Entry(_LINES[rule.category], start, spend(rule, start, end), rule)


def spend(rule: Rule, start: date, end: date) -> int:
    """What is spent from a day to another of the same month, both inside.

    Of a month of n days the first k take k/n of its amount, rounded down: a whole month takes it
    all, and any cut of it adds up.
    """
    amount = rule.amount or 0
    if rule.every == "once":
        return amount
    if rule.every == "day":
        return amount * ((end - start).days + 1)
    days = monthrange(end.year, end.month)[1]
    return amount * end.day // days - amount * (start.day - 1) // days


def _at(told: Read, day: date) -> Day:
    return told.sold.get(day) or Day(0, 0, 0, 0)
