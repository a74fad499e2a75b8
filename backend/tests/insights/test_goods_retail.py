"""Grades and stock of a real retailer's thousands of articles against pandas."""

import io
from datetime import date

import pandas as pd
import pytest

from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.service import part_csv
from tests.insights.retail import Retail, stock_of

WHOLE = ("2010-12-01", "2011-07-31")
JULY = ("2011-07-02", "2011-07-31")
AS_OF = date(2011, 8, 1)
DAYS, LEAD, SPREAD, Z = 30, 14, 3, 1.6448536


def _table(
    retail: Retail, page: str, part: str, days: tuple[str, str], **asked: str
) -> pd.DataFrame:
    """All rows of a part, as its CSV holds them."""
    ask = InsightAsk.model_validate({"as_of": AS_OF, "range": "..".join(days)} | asked)
    store = retail.store
    with store.database.transaction(store.workspace.id) as session:
        text = part_csv(session, store.warehouse, store.workspace, page, part, ask)
    return pd.read_csv(io.StringIO(text))


def _sold(retail: Retail, days: tuple[str, str]) -> pd.DataFrame:
    lines = retail.lines
    return lines[~lines["credit"] & lines["day"].between(*days)]


@pytest.mark.parametrize("days", [WHOLE, JULY], ids=["eight months", "one month"])
def test_grades_are_what_pandas_cumulates(retail: Retail, days: tuple[str, str]) -> None:
    table = _table(retail, "products", "products", days, split="sku").set_index("SKU")
    sold = _sold(retail, days).groupby("sku")[["pence", "units"]].sum()
    net, units = (sold[each].reindex(table.index).fillna(0) for each in ("pence", "units"))
    assert (table["Net sales"] * 100 - net).abs().max() < 0.01
    assert net.is_monotonic_decreasing
    positive = net.clip(lower=0)
    above = (positive.cumsum() - positive) / positive.sum()
    wanted = pd.cut(above, [-1, 0.8 - 1e-12, 0.95 - 1e-12, 2], labels=["A", "B", "C"]).astype(str)
    wanted[net <= 0] = "C"
    wanted[units == 0] = "U"
    assert (table["ABC"] == wanted).all()
    assert set(table["ABC"]) == {"A", "B", "C", "U"}
    assert len(table) > 3000


def test_stock_is_judged_as_pandas_judges_it(retail: Retail) -> None:
    table = _table(retail, "inventory", "stock", JULY).set_index("SKU")
    daily = _sold(retail, JULY).pivot_table(
        index="day", columns="sku", values="units", aggfunc="sum"
    )
    daily = daily.reindex(pd.date_range(*JULY)).reindex(columns=table.index).fillna(0)
    pace, spread = daily.mean(), daily.std()
    available = pd.Series({sku: stock_of(sku) for sku in table.index})
    assert (table["Available"] == available).all()
    assert (table["Sold a day"] - pace).abs().max() < 1e-4
    moved = pace > 0
    point = LEAD * pace + Z * (LEAD * spread**2 + pace**2 * SPREAD**2) ** 0.5
    assert (table["Reorder point"] - point)[moved].abs().max() < 0.01
    cover = (available / pace)[moved & (available >= 0)]
    assert (table["Days of cover"][cover.index] - cover).abs().max() < 0.001
    wanted = pd.Series("Fine", index=table.index)
    wanted[available > pace * 180] = "Overstock"
    wanted[available <= point] = "Reorder"
    wanted[pace == 0] = "No movement"
    wanted[available == 0] = "Out of stock"
    wanted[available < 0] = "Oversold"
    odd = pace < 0  # what came back outweighs what went out: no rate can be told
    assert (table["Status"] == wanted)[~odd].all()
    assert set(wanted) == {
        "Fine",
        "Overstock",
        "Reorder",
        "No movement",
        "Out of stock",
        "Oversold",
    }
