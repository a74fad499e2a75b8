"""Journeys of a real retailer and the sample shops, counted again, and stores that hold little."""

from collections import Counter
from datetime import date, timedelta
from math import sqrt
from statistics import median
from typing import Any

import pandas as pd
import pytest

from tests.insights.pages import figures_of, gaps_of, orders_of, page_of, rows_of, told
from tests.insights.retail import Retail, title_of
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, Shops
from tests.metrics.stores import order, sale

WHOLE = {"range": "2010-12-01..2011-07-31", "as_of": "2011-08-01", "limit": 500}
DAY = date(2026, 6, 1)
Stops = dict[str, list[tuple[str, pd.Timestamp]]]


def _stops(retail: Retail, steps: int) -> Stops:
    """The first orders of each customer, each with its dearest article."""
    lines = retail.lines[~retail.lines["credit"]]
    dearest = lines.sort_values("pence", ascending=False, kind="stable").groupby("invoice").first()
    orders = retail.invoices.dropna(subset=["customer"])
    orders = orders[~orders["credit"]].sort_values(["at", "invoice"])
    stops: Stops = {}
    for row in orders.itertuples():
        known = stops.setdefault(str(row.customer), [])
        if len(known) < steps:
            known.append((title_of(dearest.loc[row.invoice, "sku"]), row.day))
    return stops


@pytest.mark.parametrize("steps", [3, 5])
def test_the_flow_is_what_pandas_follows(retail: Retail, steps: int) -> None:
    stops = _stops(retail, steps)
    counts = Counter(product for each in stops.values() for product, _ in each)
    top = sorted(counts, key=lambda product: (-counts[product], product))[:8]
    wanted: Counter[tuple[Any, ...]] = Counter()
    for each in stops.values():
        names = [product if product in top else "Other" for product, _ in each]
        for place, name in enumerate(names[: steps - 1], start=1):
            after = names[place] if place < len(names) else "No further order"
            wanted[place, name, after] += 1
    rows = rows_of(told(retail.store, "journeys", show=str(steps), **WHOLE), "flow")
    found = {(r["step"], r["product"], r["next"]): r["customers"] for r in rows}
    assert found == dict(wanted)
    assert sum(count for (step, *_), count in found.items() if step == 1) == len(stops)


def test_next_products_are_what_pandas_counts(retail: Retail) -> None:
    stops = _stops(retail, 4)
    bought: dict[str, set[str]] = {}
    after: dict[tuple[str, str], set[str]] = {}
    days: dict[tuple[str, str], list[int]] = {}
    for customer, each in stops.items():
        for place, (product, day) in enumerate(each[:3]):
            bought.setdefault(product, set()).add(customer)
            if place + 1 < len(each):
                pair = (product, each[place + 1][0])
                after.setdefault(pair, set()).add(customer)
                days.setdefault(pair, []).append((each[place + 1][1] - day).days)
    wanted = {pair: people for pair, people in after.items() if len(people) >= 5}
    assert len(wanted) >= 10
    page = told(retail.store, "journeys", **WHOLE)
    rows = rows_of(page, "next")
    assert {(row["product"], row["next"]) for row in rows} == set(wanted)
    for row in rows:
        hits, of = len(wanted[row["product"], row["next"]]), len(bought[row["product"]])
        assert (row["customers"], row["of_customers"]) == (hits, of)
        assert row["share"] == pytest.approx(hits / of, abs=1e-6)
        assert row["share_low"] == pytest.approx(_wilson(hits, of), abs=1e-6)
        assert row["days"] == pytest.approx(median(days[row["product"], row["next"]]))
    firsts = [each for each in stops.values() if len(each) > 1]
    assert figures_of(page)["reached_2"] == pytest.approx(len(firsts) / len(stops), abs=1e-6)
    assert figures_of(page)["days"] == median((each[1][1] - each[0][1]).days for each in firsts)


def _wilson(hits: int, of: int) -> float:
    """The root of the score equation, found by halving."""
    low, high = 0.0, hits / of
    for _ in range(60):
        middle = (low + high) / 2
        if hits / of - middle > 1.96 * sqrt(middle * (1 - middle) / of):
            low = middle
        else:
            high = middle
    return low


@pytest.mark.parametrize("name", NAMES)
def test_shops_come_back_and_their_visits_order(shops: Shops, name: str) -> None:
    shop = shops.imported(name)
    window = "2025-11-01..2026-10-31"
    page = page_of(shop, "journeys", range=window)
    orders = orders_of(shop)
    firsts = orders.groupby("customer")["day"].agg(["min", "count"])
    firsts = firsts[firsts["min"].between("2025-11-01", "2026-10-31")]
    assert figures_of(page)["customers"] == len(firsts)
    assert figures_of(page)["reached_2"] == pytest.approx((firsts["count"] > 1).mean(), abs=1e-6)
    funnel = rows_of(page, "funnel")
    assert funnel[0]["step"] == "Visits"
    assert len(funnel) == 4
    visits = shop.kpi("sessions", range=window)["value"]
    assert funnel[0]["sessions"] == visits
    rate = shop.kpi("conversion_rate", range=window)["value"]
    assert funnel[-1]["of_visits"] == pytest.approx(rate, abs=1e-4)
    numbers = [row["sessions"] for row in funnel]
    assert numbers == sorted(numbers, reverse=True)
    assert "Paths over channels" in gaps_of(page)


def _store(make_store: MakeStore, people: dict[str | None, str], **more: Any) -> dict[str, Any]:
    """A page of customers and the products, as letters, of their orders ten days apart."""
    orders, lines = [], []
    for customer, products in people.items():
        for place, product in enumerate(products):
            key = f"{customer}-{place}"
            day = DAY + timedelta(days=10 * place)
            orders.append(order(key, day, 900, customer_key=customer, **more))
            lines.append(
                {"order_id": key, "line_no": 1, "order_date": day, "line_name": product,
                 "quantity": 1, "gross_sales_minor": 900}
            )  # fmt: skip
    tables = {"orders": orders, "sales_ledger": list(map(sale, orders)), "order_lines": lines}
    return told(make_store(tables), "journeys", range="2026-05-01..2026-11-20")


def test_few_customers_are_no_rule(make_store: MakeStore) -> None:
    page = _store(make_store, {f"c{n}": "AB" for n in range(4)} | {"x": "A"})
    assert "next" not in {part["key"] for part in page["parts"]}
    assert "followed by another" in gaps_of(page)["Next products"]
    found = {(r["step"], r["product"], r["next"]): r["customers"] for r in rows_of(page, "flow")}
    assert found[1, "A", "B"] == 4
    assert found[1, "A", "No further order"] == 1
    assert found[2, "B", "No further order"] == 4
    assert page["sentences"][0].startswith("80.00% of the 5 customers")


def test_what_follows_is_said_with_its_bound(make_store: MakeStore) -> None:
    page = _store(make_store, {f"c{n}": "AB" for n in range(20)})
    assert page["sentences"][1] == (
        "After A, B is next for 100.00% of the customers (at least 83.89%), "
        "typically after 10 days."
    )


def test_the_dearest_line_names_an_order(make_store: MakeStore) -> None:
    one = order("1", DAY, 900, customer_key="a")
    lines = [
        {"order_id": "1", "line_no": place, "order_date": DAY, "line_name": name, "quantity": 1,
         "gross_sales_minor": amount}
        for place, (name, amount) in enumerate((("gift", 0), ("B", 500), ("A", 500)), start=1)
    ]  # fmt: skip
    tables = {"orders": [one], "sales_ledger": [sale(one)], "order_lines": lines}
    page = told(make_store(tables), "journeys", range="2026-05-01..2026-11-20")
    (row,) = rows_of(page, "flow")
    assert (row["product"], row["next"], row["customers"]) == ("B", "No further order", 1)
    assert figures_of(page)["days"] is None


def test_stores_that_hold_little(make_store: MakeStore, shops: Shops) -> None:
    assert "name no customer" in gaps_of(_store(make_store, {None: "AB"}))["Product journeys"]
    cancelled = _store(make_store, {"a": "AB"}, cancelled_date=DAY)
    assert "name no customer" in gaps_of(cancelled)["Product journeys"]
    reports = told(make_store(synthetic.only("report_facts")), "journeys")
    assert "No orders are here" in gaps_of(reports)["Product journeys"]
    assert [part["key"] for part in reports["parts"]] == ["funnel"]
    assert {"Product journeys", "From visit to order"} <= set(
        gaps_of(shops.empty().get("/insights/journeys"))
    )
