"""An independent reading of one shop's files with pandas: the oracle of the generator's tests.

It knows the exports only, not how they were made. Money is integer cents.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

MONEY = ["gross_sales", "discounts", "returns", "net_sales", "shipping", "taxes", "total_sales"]
REPORT_COLUMNS = {
    "Gross sales": "gross_sales",
    "Discounts": "discounts",
    "Returns": "returns",
    "Net sales": "net_sales",
    "Shipping charges": "shipping",
    "Taxes": "taxes",
    "Total sales": "total_sales",
}


def cents(values: "pd.Series[str]") -> "pd.Series[int]":
    """`12.3` → 1230; empty → 0."""
    return (pd.to_numeric(values.replace("", "0")) * 100).round().astype("int64")


class ShopFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, pattern: str) -> Path:
        found = sorted(self.root.glob(pattern))
        assert len(found) == 1, f"{pattern}: {found}"
        return found[0]

    def read(self, pattern: str, **options: Any) -> pd.DataFrame:
        """All cells as text, empty cells as empty text."""
        return pd.read_csv(self.path(pattern), dtype=str, keep_default_na=False, **options)

    @cached_property
    def truth(self) -> dict[str, Any]:
        return dict(json.loads((self.root / "truth.json").read_text(encoding="utf-8")))

    @cached_property
    def days(self) -> "pd.Index[str]":
        days = pd.date_range(self.truth["from"], self.truth["until"])
        return pd.Index(days.strftime("%Y-%m-%d"))

    @cached_property
    def lines(self) -> pd.DataFrame:
        rows = self.read("sales/orders_export_1.csv")
        return rows.assign(
            quantity=rows["Lineitem quantity"].astype(int),
            cents=rows["Lineitem quantity"].astype(int) * cents(rows["Lineitem price"]),
            day=rows["Created at"].str[:10],
        )

    @cached_property
    def orders(self) -> pd.DataFrame:
        """One row for each order: cents, days, and the reversal with its day."""
        rows = self.lines[self.lines["Id"] != ""].set_index("Name", drop=False)
        merchandise = self.lines.groupby("Name")["cents"].sum().reindex(rows.index)
        money = {
            name: cents(rows[name])
            for name in ("Subtotal", "Shipping", "Taxes", "Total", "Discount Amount")
        }
        orders = rows.assign(**money, merchandise=merchandise)
        inside = bool(self.truth["tax_inclusive"])
        orders["gross_sales"] = orders["merchandise"] - (orders["Taxes"] if inside else 0)
        orders["discounts"] = -orders["Discount Amount"]
        orders["refunded"] = cents(orders["Refunded Amount"])
        orders["created"] = pd.to_datetime(orders["Created at"], utc=True)
        return self._with_customers(self._with_reversals(orders))

    def _with_reversals(self, orders: pd.DataFrame) -> pd.DataFrame:
        made = self.read("sales/transactions_export_1.csv")
        made = made[(made["Kind"] == "refund") & (made["Status"] == "success")]
        refund_day = made.set_index("Name")["Created At"].str[:10]
        cancelled = orders["Cancelled at"].str[:10]
        orders["reversed_on"] = cancelled.where(cancelled != "", refund_day.reindex(orders.index))
        amount = orders["refunded"].where(cancelled == "", orders["Total"])
        net = orders["gross_sales"] + orders["discounts"]
        goods = np.minimum(amount, net + orders["Taxes"])
        back = goods * orders["Taxes"] // np.maximum(net + orders["Taxes"], 1)
        return orders.assign(reversed=amount, back_net=goods - back, back_tax=back, goods=goods)

    @staticmethod
    def _with_customers(orders: pd.DataFrame) -> pd.DataFrame:
        known = orders[orders["Email"] != ""].sort_values(["created", "Id"])
        first = known.groupby(known["Email"].str.lower())["Id"].first()
        orders["known"] = orders["Email"] != ""
        orders["is_new"] = orders["Id"].isin(set(first))
        return orders

    @cached_property
    def events(self) -> pd.DataFrame:
        """Sales on the order's day, reversals on their own; columns `MONEY`."""
        o = self.orders
        sales = pd.DataFrame(
            {
                "Name": o["Name"],
                "day": o["day"],
                "gross_sales": o["gross_sales"],
                "discounts": o["discounts"],
                "returns": 0,
                "shipping": o["Shipping"],
                "taxes": o["Taxes"],
            }
        )
        r = o[o["reversed"] > 0]
        assert r["reversed_on"].notna().all()
        back = pd.DataFrame(
            {
                "Name": r["Name"],
                "day": r["reversed_on"],
                "gross_sales": 0,
                "discounts": 0,
                "returns": -r["back_net"],
                "shipping": r["goods"] - r["reversed"],
                "taxes": -r["back_tax"],
            }
        )
        both = pd.concat([sales, back], ignore_index=True)
        both["net_sales"] = both["gross_sales"] + both["discounts"] + both["returns"]
        both["total_sales"] = both["net_sales"] + both["shipping"] + both["taxes"]
        return both

    @cached_property
    def daily(self) -> pd.DataFrame:
        return self.events.groupby("day")[MONEY].sum().reindex(self.days, fill_value=0)
