"""From net sales down to net profit: the order of the lines, and what is left after each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketing_agent.insights.profit.costs import Costs, Line, Side

GOODS = {"goods": "Cost of goods"}
VARIABLE = {
    "shipping": "Shipping", "handling": "Handling", "fees": "Payment fees", "taxes": "Taxes",
    "ads": "Ad spend", "marketing": "Other marketing", "variable": "Other variable costs",
}  # fmt: skip
FIXED = {"fixed": "Fixed costs"}
LABELS = GOODS | VARIABLE | FIXED
ALWAYS = ("goods", "fees", "ads")
"""Lines that are shown where nothing tells them."""
EVERY_STORE = ("goods", "shipping", "fees", "ads", "fixed")
"""Costs that every store has: where nothing tells them, they are named as missing."""


@dataclass(frozen=True)
class Left:
    """What is left, in minor units; None where a line above it is not known."""

    net: int | None
    gross: int | None
    contribution: int | None
    profit: int | None


def left(costs: Costs, side: Side) -> Left:
    """What is left in one of the windows."""
    told = {name: getattr(line, side) for name, line in costs.lines.items()}
    return _left(getattr(costs.net, side), told, whole=costs.is_whole[side])


def left_in(costs: Costs, month: date) -> Left:
    """What is left in a month, as far as the window holds it."""
    told = {name: in_month(line, month) for name, line in costs.lines.items()}
    return _left(_net_in(costs, month), told, whole=costs.is_whole["now"])


def in_month(line: Line, month: date) -> int | None:
    """A line's amount in a month: nought where only other months have any, None if unknown."""
    return line.months.get(month, 0) if line.now is not None else None


def months(costs: Costs) -> list[date]:
    """Every month in which anything was sold or spent."""
    told = (line.months for line in (costs.net, *costs.lines.values()) if line.now is not None)
    return sorted({month for each in told for month in each})


def shown(costs: Costs, names: Sequence[str] = tuple(LABELS)) -> list[str]:
    """The lines that the page shows, in their order: known ones, and what every store has."""
    return [name for name in names if name in ALWAYS or costs.line(name).now is not None]


def _net_in(costs: Costs, month: date) -> int | None:
    """Nought on days that orders reach over; not known outside of them."""
    reached = {first.replace(day=1) for first, _ in costs.reading.now.months}
    return costs.net.months.get(month, 0 if month in reached else None)


def _left(net: int | None, told: Mapping[str, int | None], *, whole: bool) -> Left:
    goods = told.get("goods")
    if net is None or goods is None:
        return Left(net, None, None, None)
    gross = net - goods
    contribution = gross - _sum(told, VARIABLE)
    profit = contribution - _sum(told, FIXED)
    return Left(net, gross, contribution, profit if whole else None)


def _sum(told: Mapping[str, int | None], names: Mapping[str, str]) -> int:
    """What is known of these lines: the page names those that are not."""
    return sum(told.get(name) or 0 for name in names)
