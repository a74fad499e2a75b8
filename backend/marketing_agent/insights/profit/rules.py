"""Rules of cost inside: one shape for all kinds, in minor units and millionths."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from marketing_agent.insights.profit.schemas import CostRule
from marketing_agent.kernel.money import from_minor, to_minor

Kind = Literal["goods_sku", "goods_percent", "shipping", "handling", "fees", "taxes", "custom"]
MILLION = 1_000_000
LABELS: dict[Kind, str] = {
    "goods_sku": "Cost of goods by SKU", "goods_percent": "Cost of goods by percent",
    "shipping": "Shipping", "handling": "Handling", "fees": "Payment fees", "taxes": "Taxes",
    "custom": "Other spend",
}  # fmt: skip


class Rule(BaseModel):
    """A rule of any kind. `share` is in millionths; days are both inside, open without one.

    `place` is where it stands in the list, so that two that say the same are still two.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    starts: date | None = None
    ends: date | None = None
    amount: int | None = None
    share: int | None = None
    sku: str | None = None
    name: str | None = None
    by: str | None = None
    every: str | None = None
    category: str | None = None
    place: int = 0

    def holds(self, day: date) -> bool:
        """Whether it counts on that day."""
        return (self.starts or date.min) <= day <= (self.ends or date.max)


class Said(BaseModel):
    """All that a workspace says of its costs."""

    model_config = ConfigDict(frozen=True)

    rules: tuple[Rule, ...] = ()
    no_other_costs: bool = False

    def of(self, *kinds: Kind) -> list[Rule]:
        """Its rules of these kinds."""
        return [rule for rule in self.rules if rule.kind in kinds]


def rule_of(given: CostRule, currency: str) -> Rule:
    """The rule inside of one at the border; every amount fits the currency."""
    values: dict[str, Any] = given.model_dump()
    if values.get("amount") is not None:
        values["amount"] = to_minor(values["amount"], currency)
    if values.get("share") is not None:
        values["share"] = int(values["share"] * MILLION)
    if given.kind == "custom" and given.every == "once":
        values["ends"] = given.starts
    return Rule.model_validate(values)


def shown(rule: Rule, currency: str) -> dict[str, Any]:
    """The rule as it stands at the border: major units and fractions."""
    values = rule.model_dump(exclude_none=True, exclude={"place"})
    if rule.amount is not None:
        values["amount"] = from_minor(rule.amount, currency)
    if rule.share is not None:
        values["share"] = Decimal(rule.share) / MILLION
    return values


def newest(rules: Iterable[Rule], day: date) -> Rule | None:
    """Of the rules that hold a day the one that starts last."""
    holding = (rule for rule in rules if rule.holds(day))
    return max(holding, key=lambda rule: rule.starts or date.min, default=None)


def in_force(rules: Iterable[Rule], days: Sequence[date]) -> dict[date, Rule]:
    """The rule of each day that has one."""
    known = list(rules)
    found = ((day, newest(known, day)) for day in days)
    return {day: rule for day, rule in found if rule is not None}


def part_of(base: int, share: int | None) -> int:
    """A share of an amount of one day, half a unit rounded away from nought."""
    whole = (abs(base) * (share or 0) * 2 + MILLION) // (2 * MILLION)
    return whole if base >= 0 else -whole
