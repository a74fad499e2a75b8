"""What a figure of profit lacks: costs that nothing tells are not taken off, and so it says."""

from collections.abc import Iterator, Sequence
from datetime import date

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.profit.costs import Costs, Side
from marketing_agent.insights.profit.statement import EVERY_STORE, FIXED, GOODS, LABELS, VARIABLE
from marketing_agent.metrics import phrases

_LEFT = {
    "gross_profit": (*GOODS,), "contribution": (*GOODS, *VARIABLE),
    "net_profit": (*GOODS, *VARIABLE, *FIXED),
}  # fmt: skip
"""The lines above what is left."""


class Lacking:
    """The lines that are not taken off what is left in a window, or not on all of its days."""

    def __init__(self, ground: Ground, costs: Costs, side: Side = "now") -> None:
        self._lines = dict(_lines(ground, costs, side))
        self._told = {name for name in LABELS if getattr(costs.line(name), side) is not None}

    def of(self, name: str) -> list[str]:
        """What a figure lacks, in words: “ad spend”, “payment fees of some days”."""
        return [words for line, words in self._lines.items() if line in _LEFT[name]]

    def as_whole_as(self, other: "Lacking", name: str) -> bool:
        """Whether the same lines are told of both windows, so that they can be compared."""
        return self._unknown(name) == other._unknown(name)

    def named(self, name: str, label: str) -> str:
        """The label of the figure, marked where something is missing."""
        return f"{label} (incomplete)" if self.of(name) else label

    def at_most(self, name: str) -> str:
        """How its amount is told."""
        return "at most " if self.of(name) else ""

    def _unknown(self, name: str) -> set[str]:
        return {line for line in self._lines if line in _LEFT[name]} - self._told

    @property
    def note(self) -> str | None:
        """What is not taken off, in a sentence; None where nothing is missing."""
        missing = self.of("net_profit")
        if not missing:
            return None
        names = phrases.capital(_listed(missing))
        return (
            f"Not taken off, since nothing tells them: {names}. What is incomplete is at most this."
        )


def _lines(ground: Ground, costs: Costs, side: Side) -> Iterator[tuple[str, str]]:
    covered = costs.covered[side]
    if covered is not None and covered < 1:
        yield "goods", "cost of goods of some sales"
    if costs.said.no_other_costs:
        return
    bare = {"fees": days_without_fees(costs, side), "ads": days_without_ads(ground, costs, side)}
    for name in EVERY_STORE:
        label = phrases.inside(LABELS[name])
        if getattr(costs.line(name), side) is None:
            yield name, label
        elif bare.get(name):
            yield name, f"{label} of some days"


def days_without_fees(costs: Costs, side: Side) -> list[date]:
    """Days of sales without a payments export and without a rule."""
    told, rules = getattr(costs.reading, side), costs.said.of("fees")
    return [d for d in told.days if d not in told.fees and not any(r.holds(d) for r in rules)]


def days_without_ads(ground: Ground, costs: Costs, side: Side) -> list[date]:
    """Days of sales that no ad spend export reaches over."""
    ads = ground.table("ad_spend")
    days: Sequence[date] = getattr(costs.reading, side).days
    if ads is None:
        return []
    return [day for day in days if day < ads.first or (day - ads.last).days > ads.heard]


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
