"""Stock alerts in sentences."""

from dataclasses import dataclass
from datetime import date

from marketing_agent.insights.alerts.findings import short
from marketing_agent.insights.inventory import columns, telling
from marketing_agent.insights.inventory.columns import Row, runs_out
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.saying import Said, join, number, say
from marketing_agent.insights.page.schemas import PartSql, Source
from marketing_agent.metrics import phrases

_OLD = 7
_COUNTED = {
    "available": "Units for sale, all locations, as last exported.",
    "incoming": "Units on their way, all locations, as last exported.",
    "per_day": "Units ordered ÷ days.",
    "risk": "Sales that the lead time would bring beyond what is available, at the window's price.",
}


@dataclass(frozen=True)
class Words:
    """What is said of a variant, by the lead time and the days that its pace was counted over."""

    ground: Ground
    lead: int
    days: int
    longer: int
    """Days over which the pace of what is out for long was counted."""
    evidence: PartSql
    """The statement that told it."""

    def title(self, row: Row) -> str:
        """“Trail Jacket (M) runs out about 29 November”."""
        name, available = _name(row), _many(row, "available")
        if available < 0:
            return f"{name} is oversold by {_units(-available)}"
        if available == 0:
            return f"{name} is out of stock"
        out = runs_out(row)
        return f"{name} runs out about {out.day} {out:%B}" if out else f"{name} runs out"

    def body(self, row: Row) -> Said:
        """How fast it sells, what is missed, what is on its way, and how old that is."""
        told = (self._pace(row), self._missed(row), self._incoming(row))
        return join(" ", (*told, self._as_of(telling.seen(row))))

    def counted(self, what: str) -> Source:
        """Where a figure came from."""
        return Source(formula=_COUNTED[what], statements=(self.evidence,))

    def rest(self, many: int) -> str:
        """The title of the alert about all that have none of their own."""
        noun = "variant" if many == 1 else "variants"
        return f"{many:,} more {noun} out of stock or running out before an order arrives"

    def rest_body(self, risk: float, seen: date) -> Said:
        """What they miss together."""
        pattern = f"Together they would miss {{missed}} within {self.lead} days."
        said = say(pattern, missed=self._sales(risk)) if risk else ""
        return join(" ", (said, self._as_of(seen)))

    def _pace(self, row: Row) -> Said | str:
        pace, days = columns.number(row, "per_day"), self.longer if row["out_long"] else self.days
        if pace is None:
            return "Its sales cannot be told apart, as its SKU is shared or missing."
        if not pace:
            return f"Nothing of it was ordered in {days:,} days."
        a_day = number(f"{pace:,.2f}", self.counted("per_day"))
        if columns.number(row, "cover"):
            units = number(_units(_many(row, "available")), self.counted("available"))
            pattern = f"{{units}} are left, and {{a_day}} a day were ordered in {days:,} days."
            return say(pattern, units=units, a_day=a_day)
        return say(f"{{a_day}} a day were ordered in {days:,} days.", a_day=a_day)

    def _missed(self, row: Row) -> Said | str:
        risk = columns.number(row, "risk_minor")
        pattern = f"An order takes {self.lead} days, which would miss {{missed}}."
        return say(pattern, missed=self._sales(risk)) if risk else ""

    def _sales(self, risk: float) -> Said:
        sum_of = number(telling.money(self.ground, risk), self.counted("risk"))
        return say("about {sum} of sales", sum=sum_of)

    def _incoming(self, row: Row) -> Said | str:
        units = _many(row, "incoming")
        if units <= 0:
            return ""
        told = number(_units(units), self.counted("incoming"))
        return say(f"{{units}} {'is' if units == 1 else 'are'} on the way.", units=told)

    def _as_of(self, seen: date) -> str:
        age = (self.ground.today - seen).days
        said = f"Stock as exported on {phrases.day_name(seen)}"
        return (
            f"{said}, {age} days ago: add a newer inventory export." if age > _OLD else f"{said}."
        )


def _many(row: Row, name: str) -> int:
    return int(columns.number(row, name) or 0)


def _units(many: int) -> str:
    return f"{many:,} unit{'' if many == 1 else 's'}"


def _name(row: Row) -> str:
    """The product with its variant; what has no product here by its SKU or handle."""
    name = str(row["product"] or row["sku"] or row["variant_key"])
    name = f"{name} ({row['variant']})" if row["variant"] else name
    return short(name)
