"""Baskets of a real retailer against plain counting, and stores that hold little."""

from collections import Counter
from datetime import date
from itertools import combinations
from math import exp, sqrt
from typing import Any

import pandas as pd
import pytest

from tests.insights.pages import figures_of, gaps_of, page_of, part_of, rows_of, told
from tests.insights.retail import Retail, title_of
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, Shops
from tests.metrics.stores import order, sale

RANGE = "2010-12-01..2011-07-31"
DAY = date(2026, 11, 1)


def _baskets(retail: Retail) -> list[list[str]]:
    lines = retail.lines
    kept = lines[~lines["credit"] & (lines["units"] > 0)]
    return [sorted(set(skus)) for skus in kept.groupby("invoice")["sku"].agg(list)]


def _page(retail: Retail, **asked: Any) -> dict[str, Any]:
    return told(retail.store, "basket", range=RANGE, as_of="2011-08-01", limit=500, **asked)


def test_pairs_of_one_percent_are_those_that_counting_finds(retail: Retail) -> None:
    baskets = _baskets(retail)
    least = 0.01 * len(baskets)
    singles = Counter(sku for basket in baskets for sku in basket)
    common = {sku for sku, count in singles.items() if count >= least}
    both = Counter(
        pair for basket in baskets for pair in combinations([s for s in basket if s in common], 2)
    )
    wanted = {pair: count for pair, count in both.items() if count >= least}
    assert len(wanted) > 300
    page = _page(retail)
    assert figures_of(page)["orders"] == len(baskets)
    assert figures_of(page)["pairs"] == part_of(page, "pairs")["total"] == len(wanted)
    lows = []
    for row in rows_of(page, "pairs"):
        one, other = (row[name].removeprefix("Article ") for name in ("product", "other"))
        count, n = wanted[min(one, other), max(one, other)], len(baskets)
        lift = count * n / singles[one] / singles[other]
        assert row["orders"] == count
        assert row["support"] == pytest.approx(count / n, abs=1e-6)
        assert row["confidence"] == pytest.approx(count / singles[one], abs=1e-6)
        assert row["lift"] == pytest.approx(lift, rel=1e-6)
        spread = 1 / count - 1 / singles[one] - 1 / singles[other] - 1 / n
        spread += 2 * count / singles[one] / singles[other]
        assert row["lift_low"] == pytest.approx(lift * exp(-1.96 * sqrt(spread)), rel=1e-5)
        lows.append(row["lift_low"])
    assert lows == sorted(lows, reverse=True)


def test_the_matrix_holds_the_products_sold_most(retail: Retail) -> None:
    singles = Counter(sku for basket in _baskets(retail) for sku in basket)
    most = {title_of(sku) for sku, _ in singles.most_common(12)}
    cells = {(row["product"], row["other"]): row for row in rows_of(_page(retail), "matrix")}
    assert cells
    assert {name for pair in cells for name in pair} <= most
    assert all(cells[other, one]["lift"] == row["lift"] for (one, other), row in cells.items())


def test_several_products_of_an_order(retail: Retail) -> None:
    baskets = _baskets(retail)
    share = sum(len(basket) > 1 for basket in baskets) / len(baskets)
    page = _page(retail)
    assert figures_of(page)["several"] == pytest.approx(share, abs=1e-6)
    assert "held more than one product" in page["sentences"][0]
    assert "as chance would have it" in page["sentences"][1]


@pytest.mark.parametrize("name", NAMES)
def test_products_of_the_shops_have_their_titles(shops: Shops, name: str) -> None:
    shop = shops.imported(name)
    (file,) = shop.folder.rglob("products_export*.csv")
    titles = set(pd.read_csv(file, dtype=str)["Title"].dropna())
    page = page_of(shop, "basket", range="last_12_months", show="few")
    rows = rows_of(page, "pairs")
    assert rows
    assert {row["product"] for row in rows} <= titles


def _store(make_store: MakeStore, baskets: list[str], **more: Any) -> dict[str, Any]:
    """A page of orders whose products are the letters of a text."""
    orders = [order(str(n), DAY, 1000, **more) for n in range(len(baskets))]
    lines = [
        {"order_id": str(n), "line_no": place, "order_date": DAY, "line_name": letter,
         "quantity": 1, "gross_sales_minor": 10}
        for n, basket in enumerate(baskets)
        for place, letter in enumerate(basket, start=1)
    ]  # fmt: skip
    tables = {"orders": orders, "sales_ledger": [sale(one) for one in orders]}
    if lines:
        tables["order_lines"] = lines
    return told(make_store(tables), "basket", range="2026-10-01..2026-11-20")


def test_a_line_twice_is_one_product(make_store: MakeStore) -> None:
    page = _store(make_store, ["AAB"] * 6 + ["AC"] * 4 + ["D"] * 10)
    (row,) = rows_of(page, "pairs")
    assert (row["product"], row["other"], row["orders"]) == ("B", "A", 6)
    assert (row["confidence"], row["support"], row["lift"]) == (1, 0.3, 2)
    assert figures_of(page)["several"] == 0.5


def test_bought_together_less_than_by_chance_is_said(make_store: MakeStore) -> None:
    page = _store(make_store, ["AB"] * 5 + ["A"] * 20 + ["B"] * 20)
    assert "No pair is surely bought together" in page["sentences"][1]
    assert rows_of(page, "pairs")[0]["lift"] < 1


def test_stores_that_hold_little(make_store: MakeStore, shops: Shops) -> None:
    assert "more than one product" in gaps_of(_store(make_store, ["A"]))["Baskets"]
    assert "No two products" in gaps_of(_store(make_store, ["AB"] * 4))["Pairs"]
    assert "names the products" in gaps_of(_store(make_store, ["", ""]))["Baskets"]
    cancelled = _store(make_store, ["AB"] * 9, cancelled_date=DAY)
    assert "names the products" in gaps_of(cancelled)["Baskets"]
    reports = told(make_store(synthetic.only("report_facts")), "basket")
    assert "No orders are here" in gaps_of(reports)["Baskets"]
    assert gaps_of(shops.empty().get("/insights/basket"))
