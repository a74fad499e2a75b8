"""Stores of a few variants with a stock of one day, for the page of stock."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.metrics.stores import order, sale
from tests.metrics.synthetic import TODAY, Tables

SEEN = TODAY


def level(sku: str, available: int | None, **more: Any) -> dict[str, Any]:
    """The stock of a variant at one location."""
    found = {
        "variant_key": f"{sku}|Default Title",
        "product_id": sku,
        "sku": sku,
        "location": "Home",
        "snapshot_date": SEEN,
        "available": available,
        "on_hand": available,
        "incoming": 0,
    }
    return found | more


def variant(sku: str, **more: Any) -> dict[str, Any]:
    found = {"variant_key": f"{sku}|Default Title", "product_id": sku, "sku": sku}
    return found | {"option1": "Default Title"} | more


def sold(units: Mapping[str, Sequence[int]], price: int = 1000) -> Tables:
    """Orders of these units by SKU, one number a day, the last of them of yesterday."""
    orders, lines = [], []
    for sku, days in units.items():
        for back, count in enumerate(reversed(days), start=1):
            if not count:
                continue
            day = TODAY - timedelta(days=back)
            one = order(f"{sku}-{back}", day, price * count, units=count)
            orders.append(one)
            lines.append(line(one, sku, count, day))
    return {"orders": orders, "sales_ledger": [sale(one) for one in orders], "order_lines": lines}


def line(of: Mapping[str, Any], sku: str, count: int, day: date) -> dict[str, Any]:
    return {
        "order_id": of["order_id"], "line_no": 1, "order_date": day, "line_name": sku, "sku": sku,
        "quantity": count, "price_minor": of["gross_sales_minor"] // count,
        "gross_sales_minor": of["gross_sales_minor"], "discounts_minor": 0, "currency": "USD",
    }  # fmt: skip
