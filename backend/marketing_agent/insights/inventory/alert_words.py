"""Stock alerts in sentences."""

from dataclasses import dataclass
from datetime import date

from marketing_agent.insights.alerts.findings import short
from marketing_agent.insights.inventory import telling
from marketing_agent.insights.inventory.columns import Row, number, runs_out
from marketing_agent.insights.page.ground import Ground
from marketing_agent.metrics import phrases

_OLD = 7


@dataclass(frozen=True)
class Words:
    """What is said of a variant, by the lead time and the days that its pace was counted over."""

    ground: Ground
    lead: int
    days: int
    longer: int
    """Days over which the pace of what is out for long was counted."""

    def title(self, row: Row) -> str:
        """“Trail Jacket (M) runs out about 29 November”."""
        name, available = _name(row), int(number(row, "available") or 0)
        if available < 0:
            return f"{name} is oversold by {_units(-available)}"
        if available == 0:
            return f"{name} is out of stock"
        out = runs_out(row)
        return f"{name} runs out about {out.day} {out:%B}" if out else f"{name} runs out"

    def body(self, row: Row) -> str:
        """How fast it sells, what is missed, what is on its way, and how old that is."""
        told = (self._pace(row), self._missed(row), _incoming(row), self._as_of(telling.seen(row)))
        return " ".join(each for each in told if each)

    def rest(self, many: int) -> str:
        """The title of the alert about all that have none of their own."""
        noun = "variant" if many == 1 else "variants"
        return f"{many:,} more {noun} out of stock or running out before an order arrives"

    def rest_body(self, risk: float, seen: date) -> str:
        """What they miss together."""
        missed = self._sales(risk)
        said = f"Together they would miss {missed} within {self.lead} days." if missed else ""
        return " ".join(each for each in (said, self._as_of(seen)) if each)

    def _pace(self, row: Row) -> str:
        pace, days = number(row, "per_day"), self.longer if row["out_long"] else self.days
        if pace is None:
            return "Its sales cannot be told apart, as its SKU is shared or missing."
        if not pace:
            return f"Nothing of it was ordered in {days:,} days."
        if number(row, "cover"):
            units = _units(int(number(row, "available") or 0))
            return f"{units} are left, and {pace:,.2f} a day were ordered in {days:,} days."
        return f"{pace:,.2f} a day were ordered in {days:,} days."

    def _missed(self, row: Row) -> str:
        missed = self._sales(number(row, "risk_minor"))
        return f"An order takes {self.lead} days, which would miss {missed}." if missed else ""

    def _sales(self, risk: float | None) -> str:
        return f"about {telling.money(self.ground, risk)} of sales" if risk else ""

    def _as_of(self, seen: date) -> str:
        age = (self.ground.today - seen).days
        said = f"Stock as exported on {phrases.day_name(seen)}"
        return (
            f"{said}, {age} days ago: add a newer inventory export." if age > _OLD else f"{said}."
        )


def _incoming(row: Row) -> str:
    units = int(number(row, "incoming") or 0)
    return f"{_units(units)} {'is' if units == 1 else 'are'} on the way." if units > 0 else ""


def _units(many: int) -> str:
    return f"{many:,} unit{'' if many == 1 else 's'}"


def _name(row: Row) -> str:
    """The product with its variant; what has no product here by its SKU or handle."""
    name = str(row["product"] or row["sku"] or row["variant_key"])
    name = f"{name} ({row['variant']})" if row["variant"] else name
    return short(name)
