"""A figure as a product of others: what each factor moved, so that they add up to the change.

A chain of metrics such as sessions, orders, total sales makes the factors sessions, orders per
session and total sales per order. Each contributes what Shapley gives it: what it moved, averaged
over every order in which the factors could have moved one after another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from math import factorial, prod

from marketing_agent.insights.changes import arithmetic
from marketing_agent.insights.changes.schemas import Breakdown, Driver
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import phrases
from marketing_agent.metrics.answers import Parts
from marketing_agent.metrics.semantics import Unit

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Link:
    """A metric of a chain, and the name and unit of its ratio to the one before it.

    The first link of a chain is the metric itself, by its own name.
    """

    metric: str
    alone: str
    unit: Unit
    per: str
    per_unit: Unit


SALES_BY_ORDERS = "per order"
_SESSIONS = Link("sessions", "Sessions", "count", "", "count")
_ORDERS = Link("orders", "Orders", "count", "Orders per session", "percent")


def by_orders(metric: str, label: str) -> tuple[Link, ...]:
    """Sales as orders times what an order brings."""
    return _ORDERS, Link(metric, label, "money", f"{label} {SALES_BY_ORDERS}", "money")


CHAINS: dict[str, tuple[Link, ...]] = {
    "total_sales": (_SESSIONS, *by_orders("total_sales", "Total sales")),
    "orders": (_SESSIONS, _ORDERS),
    "conversion_rate": (
        Link("reached_checkout_rate", "Sessions that reached the checkout", "percent", "",
             "percent"),
        Link("conversion_rate", "Conversion rate", "percent", "Of those, what completed it",
             "percent"),
    ),
    "ad_spend": (
        Link("clicks", "Clicks on ads", "count", "", "count"),
        Link("ad_spend", "Ad spend", "money", "Cost per click", "money"),
    ),
}  # fmt: skip
"""By metric, from visits to what they brought. A link that no file tells is left out."""


def factors(
    parts: Callable[[str], Parts], links: Sequence[Link], digits: int | None
) -> Breakdown | None:
    """The change of the last link's metric in factors.

    `digits` are those of the metric. None where fewer than two factors are known.
    """
    told = [(link, found) for link in links if (found := _told(parts, link)) is not None]
    values = [_values(found) for _, found in told]
    sides = [[value for pair in values if (value := pair[at]) is not None] for at in (0, 1)]
    if len(told) < 2 or told[-1][0] != links[-1] or {*map(len, sides)} != {len(told)}:
        return None
    places = digits or 0
    change = arithmetic.rounded(sides[0][-1], places) - arithmetic.rounded(sides[1][-1], places)
    ratios = _ratios(sides[0], sides[1]), _ratios(sides[1], sides[0])
    if not ratios[0] or not ratios[1]:
        return None
    now, before = ratios
    moved = [arithmetic.rounded(each, places) for each in contributions(now, before)]
    moved[-1] = change - sum(moved[:-1], _NOTHING)
    drivers = tuple(
        _driver(told[at][0], at == 0, (now[at], before[at]), moved[at], change, digits)
        for at in range(len(told))
    )
    return _breakdown(drivers, told)


def contributions(now: Sequence[Decimal], before: Sequence[Decimal]) -> list[Decimal]:
    """What each factor moved of the product; they add up to it but for the last decimals."""
    many = len(now)
    places = range(many)
    found = []
    for at in places:
        others = [place for place in places if place != at]
        share = sum(
            (
                _weight(len(moved), many)
                * prod((now[o] if o in moved else before[o] for o in others), start=Decimal(1))
                for size in range(many)
                for moved in combinations(others, size)
            ),
            _NOTHING,
        )
        found.append((now[at] - before[at]) * share)
    return found


def _weight(size: int, many: int) -> Decimal:
    return Decimal(factorial(size) * factorial(many - size - 1)) / factorial(many)


def _told(parts: Callable[[str], Parts], link: Link) -> Parts | None:
    try:
        found = parts(link.metric)
    except AppError:
        return None  # no file here tells it
    return found if found.rows and found.before_known else None


def _values(found: Parts) -> tuple[Decimal | None, Decimal | None]:
    """Not rounded, so that a product of ratios is exact."""
    sides = found.rows[0].now, found.rows[0].before
    now, before = (
        side.above if side.below is None or side.above is None
        else side.above / side.below if side.below else None
        for side in sides
    )  # fmt: skip
    return now, before


def _ratios(values: Sequence[Decimal], other: Sequence[Decimal]) -> list[Decimal]:
    """The first, then each by the one before it; empty where that cannot be told.

    Of nothing there is no ratio: what is nothing by nothing is taken not to have moved.
    """
    found = [values[0]]
    for (below, above), (below_then, above_then) in zip(
        pairwise(values), pairwise(other), strict=True
    ):
        if not below and (above or not below_then):
            return []
        found.append(above / below if below else above_then / below_then)
    return found


def _driver(
    link: Link, first: bool, values: tuple[Decimal, Decimal], part: Decimal, change: Decimal,
    digits: int | None,
) -> Driver:  # fmt: skip
    unit = link.unit if first else link.per_unit
    places = {"count": 0, "money": digits or 0}.get(unit, arithmetic.RATE_DIGITS)
    now, before = (arithmetic.rounded(value, places) for value in values)
    share = arithmetic.rounded(part / change, arithmetic.RATE_DIGITS) if change else None
    return Driver(
        label=link.alone if first else link.per, member=None, unit=unit, value=now, before=before,
        contribution=part, share=share,
    )  # fmt: skip


def _breakdown(drivers: Sequence[Driver], told: Sequence[tuple[Link, Parts]]) -> Breakdown:
    names = [drivers[0].label, *(phrases.inside(each.label) for each in drivers[1:])]
    return Breakdown(
        kind="factors", dimension=None,
        label=f"{', '.join(names[:-1])} and {names[-1]}", drivers=tuple(drivers),
        others=_NOTHING, others_count=0, unexplained=_NOTHING,
        sql_ids=tuple(found.sql_id for _, found in told[:-1]),
    )  # fmt: skip
