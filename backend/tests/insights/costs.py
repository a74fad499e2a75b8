"""A store whose profit is easily counted by hand, and an independent count of random costs."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tests.metrics.stores import order, sale
from tests.metrics.synthetic import Tables

Given = Mapping[str, Any]
DIGITS = Decimal(1)


def bought(
    name: str, day: date, lines: Iterable[tuple[str | None, int, int]], **more: Any
) -> Tables:
    """An order of lines of SKU, units and price in minor units, with its row of the ledger."""
    rows = [
        {
            "order_id": name, "line_no": at, "order_date": day, "line_name": sku or "?",
            "sku": sku, "quantity": units, "price_minor": price,
            "gross_sales_minor": units * price, "discounts_minor": 0, "currency": "USD",
        }
        for at, (sku, units, price) in enumerate(lines, start=1)
    ]  # fmt: skip
    gross = sum(row["gross_sales_minor"] for row in rows)
    one = order(name, day, gross, units=sum(row["quantity"] for row in rows), **more)
    return {"orders": [one], "sales_ledger": [sale(one)], "order_lines": rows}


def store_of(*orders: Tables, **more: Any) -> Tables:
    """All these orders as the tables of one store."""
    names = ("orders", "sales_ledger", "order_lines")
    return {name: [row for one in orders for row in one[name]] for name in names} | more


def cost(sku: str, minor: int) -> dict[str, Any]:
    """The variant of the products export that tells the cost per item."""
    found = {"variant_key": f"{sku}|Default Title", "product_id": sku, "sku": sku}
    return found | {"option1": "Default Title", "cost_minor": minor}


def paid(name: str, day: date, fee: int) -> dict[str, Any]:
    """A payment with its fee."""
    return {
        "transaction_key": name, "transaction_date": day, "type": "charge", "amount_minor": 1000,
        "fee_minor": fee, "currency": "USD",
    }  # fmt: skip


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


class Oracle:
    """Costs day by day out of the rules as they are sent, with fractions and nothing of ours."""

    def __init__(self, tables: Tables, rules: Iterable[Given], first: date, last: date) -> None:
        self.tables, self.rules = tables, list(rules)
        reach = [row["order_date"] for row in tables["orders"]]
        self.days = [day for day in days(first, last) if min(reach) <= day <= max(reach)]

    def lines(self, month: str = "") -> dict[str, int]:
        """Each line's sum over the days, of one month where it is given (2026-08)."""
        told = [day for day in self.days if str(day).startswith(month)]
        names = ("goods", "shipping", "handling", "fees", "taxes")
        found = {name: sum(getattr(self, f"_{name}")(day) for day in told) for name in names}
        for category in ("marketing", "variable", "fixed"):
            found[category] = self._custom(category, told)
        return found

    def net(self, month: str = "") -> int:
        told = {day for day in self.days if str(day).startswith(month)}
        rows = [row for row in self.tables["sales_ledger"] if row["event_date"] in told]
        return sum(row["gross_sales_minor"] + row["discounts_minor"] for row in rows)

    def _rule(self, kind: str, day: date, **same: object) -> Given | None:
        """The one that starts last among those that hold the day."""
        holding = [
            rule
            for rule in self.rules
            if rule["kind"] == kind
            and (rule.get("starts") or "0000") <= str(day) <= (rule.get("ends") or "9999")
            and all(rule[name] == value for name, value in same.items())
        ]
        return sorted(holding, key=lambda rule: rule.get("starts") or "")[-1] if holding else None

    def _goods(self, day: date) -> int:
        costs = {row["sku"]: row["cost_minor"] for row in self.tables.get("variants", [])}
        known, left = 0, 0
        for row in self.tables["order_lines"]:
            if row["order_date"] != day:
                continue
            own = self._rule("goods_sku", day, sku=row["sku"])
            unit = _minor(own["amount"]) if own else costs.get(row["sku"])
            if unit is None:
                left += row["gross_sales_minor"]
            else:
                known += unit * row["quantity"]
        return known + _share(self._rule("goods_percent", day), left)

    def _orders(self, day: date) -> list[Given]:
        return [row for row in self.tables["orders"] if row["order_date"] == day]

    def _shipping(self, day: date) -> int:
        rule = self._rule("shipping", day)
        if rule is None:
            return 0
        if rule["by"] == "order":
            return _minor(rule["amount"]) * len(self._orders(day))
        charged = sum(row["shipping_minor"] for row in self._orders(day))
        return _share(rule, charged if rule["by"] == "shipping" else self._sold(day))

    def _handling(self, day: date) -> int:
        rule = self._rule("handling", day)
        return _minor(rule["amount"]) * len(self._orders(day)) if rule else 0

    def _fees(self, day: date) -> int:
        told = self.tables.get("payouts", [])
        reach = [row["transaction_date"] for row in told]
        if reach and min(reach) <= day <= max(reach):
            return sum(row["fee_minor"] for row in told if row["transaction_date"] == day)
        rule = self._rule("fees", day)
        if rule is None:
            return 0
        charged = sum(row["total_minor"] for row in self._orders(day))
        return _share(rule, charged) + _minor(rule["amount"]) * len(self._orders(day))

    def _taxes(self, day: date) -> int:
        return _share(self._rule("taxes", day), self._sold(day))

    def _sold(self, day: date) -> int:
        rows = [row for row in self.tables["sales_ledger"] if row["event_date"] == day]
        return sum(row["gross_sales_minor"] + row["discounts_minor"] for row in rows)

    def _custom(self, category: str, told: list[date]) -> int:
        rules = [rule for rule in self.rules if rule.get("category") == category]
        return sum(_spent(rule, told) for rule in rules)


def _spent(rule: Given, told: list[date]) -> int:
    amount, total = _minor(rule["amount"]), 0
    ends = rule["starts"] if rule["every"] == "once" else rule.get("ends")
    for day in told:
        if not (rule.get("starts") or "0000") <= str(day) <= (ends or "9999"):
            continue
        if rule["every"] == "month":
            length = ((day.replace(day=28) + timedelta(days=4)).replace(day=1)) - day.replace(day=1)
            total += int(Fraction(amount * day.day, length.days))
            total -= int(Fraction(amount * (day.day - 1), length.days))
        else:
            total += amount
    return total


def _minor(amount: float) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value())


def _share(rule: Given | None, base: int) -> int:
    if rule is None:
        return 0
    exact = Decimal(base) * Decimal(str(rule["share"]))
    return int(exact.quantize(DIGITS, ROUND_HALF_UP))
