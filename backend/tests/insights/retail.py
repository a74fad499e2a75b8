"""UCI Online Retail, turned into canonical rows: invoices are orders, credit notes refunds.

A credit note names no invoice, so it stands in the ledger on its own day and customer.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pandas as pd
import pytest

from tests.insights.stock import level
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, refund, sale


@dataclass(frozen=True)
class Retail:
    """`lines` has invoice, sku, name, units, pence, at, customer (or NaN), country and credit."""

    lines: pd.DataFrame
    store: Store

    @property
    def invoices(self) -> pd.DataFrame:
        """One row an invoice or credit note: pence, day, at, customer, country, credit."""
        return _invoices(self.lines)


def retail_of(folder: Path, make_store: MakeStore) -> Retail:
    """Reads the months, makes the store. Skips where they are not here."""
    files = sorted(folder.glob("online-retail-*.csv.gz"))
    if not files:
        pytest.skip("UCI Online Retail is not here")
    lines = _lines(pd.concat([pd.read_csv(file, dtype=str) for file in files]))
    return Retail(lines, make_store(_tables(lines), currency="GBP"))


def _lines(raw: pd.DataFrame) -> pd.DataFrame:
    at = pd.to_datetime(raw["InvoiceDate"])
    units = raw["Quantity"].astype(int)
    return pd.DataFrame(
        {
            "invoice": raw["InvoiceNo"],
            "sku": raw["StockCode"],
            "name": raw["Description"].fillna(raw["StockCode"]).str.strip(),
            "units": units,
            "pence": (units * raw["UnitPrice"].astype(float) * 100).round().astype(int),
            "at": at,
            "day": at.dt.normalize(),
            "customer": raw["CustomerID"],
            "country": raw["Country"],
            "credit": raw["InvoiceNo"].str.startswith("C"),
        }
    ).reset_index(drop=True)


def _invoices(lines: pd.DataFrame) -> pd.DataFrame:
    firsts = {name: "first" for name in ("day", "at", "customer", "country", "credit")}
    return lines.groupby("invoice").agg({"pence": "sum"} | firsts).reset_index()  # type: ignore[arg-type]


def _tables(lines: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    orders, ledger = [], []
    for row in _invoices(lines).itertuples():
        key = row.customer if isinstance(row.customer, str) else None
        one = order(
            str(row.invoice), row.day.date(), int(row.pence), customer_key=key,
            created_at=row.at.to_pydatetime(), country=row.country, currency="GBP",
        )  # fmt: skip
        if row.credit:
            ledger.append(refund(one, row.day.date(), -int(row.pence)))
        else:
            orders.append(one)
            ledger.append(sale(one))
    return {
        "orders": orders,
        "sales_ledger": ledger,
        "order_lines": _order_lines(lines),
        "products": [{"product_id": sku, "title": title_of(sku)} for sku in lines["sku"].unique()],
        "variants": [
            {"variant_key": sku, "product_id": sku, "sku": sku} for sku in lines["sku"].unique()
        ],
        "inventory_levels": [
            level(sku, stock_of(sku), variant_key=sku, snapshot_date=lines["day"].max().date())
            for sku in lines["sku"].unique()
        ],
    }


def stock_of(sku: str) -> int:
    """A stock for each article, as none is told: some is oversold, some gone, some too much."""
    return max(crc32(sku.encode()) % 600, 40) - 60


def title_of(sku: str) -> str:
    """A title of its own for each: descriptions of one stock code differ by invoice."""
    return f"Article {sku}"


def _order_lines(lines: pd.DataFrame) -> list[dict[str, Any]]:
    kept = lines[~lines["credit"]]
    place = kept.groupby("invoice").cumcount() + 1
    columns = (kept["invoice"], place, kept["day"].dt.date, kept["name"], kept["sku"])
    names = ("order_id", "line_no", "order_date", "line_name", "sku", "quantity",
             "gross_sales_minor")  # fmt: skip
    cells = zip(*(each.tolist() for each in (*columns, kept["units"], kept["pence"])), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]
