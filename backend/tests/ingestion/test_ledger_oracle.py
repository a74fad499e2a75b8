"""The published ledger against pandas over the same CSV file: to the cent, day by day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from marketing_agent.sample.service import SampleReport, write_sample
from tests.ingestion.conftest import House, Shop, adds_up, new_shop

_UNTIL = date(2026, 10, 31)
_ORDER_CELLS = [
    "Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Refunded Amount",
]  # fmt: skip
Days = dict[date, tuple[int, ...]]
Published = tuple[Shop, pd.DataFrame]


def _cents(text: str) -> int:
    return int(Decimal(text or "0").scaleb(2).to_integral_exact())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    return write_sample(tmp_path_factory.mktemp("sample"), orders=400, until=_UNTIL)


@pytest.fixture(scope="module", params=["Avalon_Sunshine", "BE_Design_Co"])
def published(request: pytest.FixtureRequest, house: House, sample: SampleReport) -> Published:
    """One sample store imported whole, and its orders export as pandas reads it."""
    written = next(shop for shop in sample.shops if shop.shop == request.param)
    shop = new_shop(house, written.timezone, written.currency)
    result = shop.load(written.directory)
    assert result.status == "completed"
    assert all(adds_up(file) for file in result.files)
    return shop, _orders(written.directory, written.timezone)


def _orders(folder: Path, timezone: str) -> pd.DataFrame:
    """The export's rows as text, with store days; each row knows its order's first row."""
    (path,) = folder.rglob("orders_export*.csv")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    first = rows["Id"] != ""
    rows["first"] = first
    for name, source in (("day", "Created at"), ("cancelled", "Cancelled at")):
        moment = pd.to_datetime(rows[source], format="%Y-%m-%d %H:%M:%S %z", utc=True)
        rows[name] = moment.dt.tz_convert(timezone).dt.date
    for cell in (*_ORDER_CELLS, "Lineitem price"):
        rows[cell] = rows[cell].map(_cents)
    rows["units"] = rows["Lineitem quantity"].astype(int)
    rows["merchandise"] = rows["units"] * rows["Lineitem price"]
    return rows


def _heads(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per order, with what its lines add up to."""
    lines = rows.groupby("Name")[["units", "merchandise"]].sum()
    heads = rows[rows["first"]].drop(columns=["units", "merchandise"])
    heads = heads.merge(lines, left_on="Name", right_index=True, validate="one_to_one")
    inside = (heads["Taxes"] > 0) & (heads["Total"] == heads["Subtotal"] + heads["Shipping"])
    heads["gross"] = heads["merchandise"] - heads["Taxes"].where(inside, 0)
    heads["discounts"] = (heads["Subtotal"] - heads["merchandise"]).clip(upper=0)
    heads["net"] = heads["gross"] + heads["discounts"]
    return heads


def _by_day(frame: pd.DataFrame, day: str, columns: list[str]) -> Days:
    summed = frame.groupby(day)[columns].sum()
    counts = frame.groupby(day).size()
    return {
        key: (int(counts[key]), *(int(summed.loc[key, column]) for column in columns))
        for key in summed.index
    }


def _asked(shop: Shop, sql: str) -> Days:
    return {row[0]: tuple(int(value or 0) for value in row[1:]) for row in shop.ask(sql)}


def test_orders_by_day(published: Published) -> None:
    shop, rows = published
    heads = _heads(rows)
    assert len(heads) > 390
    columns = ["units", "gross", "discounts", "Shipping", "Taxes", "Total", "Refunded Amount"]
    assert _asked(
        shop,
        "SELECT order_date, count(*), sum(units), sum(gross_sales_minor), sum(discounts_minor),"
        " sum(shipping_minor), sum(taxes_minor), sum(total_minor), sum(refunded_minor)"
        " FROM orders GROUP BY 1",
    ) == _by_day(heads, "day", columns)


def test_sales_booked_on_the_orders_day(published: Published) -> None:
    shop, rows = published
    heads = _heads(rows)
    assert _asked(
        shop,
        "SELECT event_date, count(*), sum(gross_sales_minor),"
        " sum(gross_sales_minor + discounts_minor), sum(total_sales_minor)"
        " FROM sales_ledger WHERE kind = 'sale' GROUP BY 1",
    ) == _by_day(heads, "day", ["gross", "net", "Total"])


def test_cancelled_orders_are_reversed_on_their_day(published: Published) -> None:
    shop, rows = published
    heads = _heads(rows)
    cancelled = heads[heads["cancelled"].notna()].assign(net=lambda h: -h["net"])
    cancelled["Total"] = -cancelled["Total"]
    assert _asked(
        shop,
        "SELECT event_date, count(*), sum(returns_minor), sum(total_sales_minor)"
        " FROM sales_ledger WHERE kind = 'cancel' GROUP BY 1",
    ) == _by_day(cancelled, "cancelled", ["net", "Total"])


def test_refunds_come_off_their_order(published: Published) -> None:
    shop, rows = published
    heads = _heads(rows)
    refunded = heads[(heads["Refunded Amount"] > 0) & heads["cancelled"].isna()]
    assert len(refunded) > 0
    assert _asked(
        shop,
        "SELECT order_date, count(*), sum(-total_sales_minor)"
        " FROM sales_ledger WHERE kind = 'refund' GROUP BY 1",
    ) == _by_day(refunded, "day", ["Refunded Amount"])


def test_lines_by_product(published: Published) -> None:
    shop, rows = published
    heads = _heads(rows).set_index("Name")
    summed = rows.groupby("Lineitem sku")["units"].sum()
    units = "SELECT sku, sum(quantity) FROM order_lines GROUP BY 1"
    assert {row[0] or "": int(row[1]) for row in shop.ask(units)} == {
        str(sku): int(count) for sku, count in summed.items()
    }
    gross = shop.ask("SELECT sum(gross_sales_minor) FROM order_lines")[0][0]
    assert int(gross) == int(heads["gross"].sum())
