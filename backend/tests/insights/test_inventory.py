"""Stock: formulas against known values, the sample shops against pandas and the KPIs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from marketing_agent.insights import service
from marketing_agent.insights.inventory import service as stock_settings
from marketing_agent.insights.inventory.schemas import InventorySettings
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.metrics.answers import answer_query
from marketing_agent.metrics.query import SemanticQuery
from tests.insights.exports import costs_of, inside, lines_of
from tests.insights.pages import page_of, rows_of
from tests.insights.stock import level, sold, variant
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops
from tests.metrics.synthetic import TODAY

RANGE = "2026-10-25..2026-11-23"
THREE_DAYS = f"{TODAY - timedelta(days=3)}..{TODAY - timedelta(days=1)}"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def _page(store: Store, settings: InventorySettings | None = None, **asked: Any) -> dict[str, Any]:
    ask = InsightAsk.model_validate({"as_of": TODAY, "range": THREE_DAYS} | asked)
    with store.database.transaction(store.workspace.id) as session:
        if settings:
            stock_settings.set_settings(session, store.workspace.id, settings)
        found = service.insight(session, store.warehouse, store.workspace, "inventory", ask)
    return found.model_dump(mode="json")


def _rows(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["sku"]: row for row in rows_of(page, "stock")}


@pytest.mark.parametrize(
    ("deviation", "safety", "point"), [(0.0, 59.21, 509.21), (2.0, 174.82, 624.82)]
)
def test_reorder_points_are_those_of_the_books(
    make_store: MakeStore, deviation: float, safety: float, point: float
) -> None:
    """50 a day with a deviation of 12, nine days of lead time, 95 %."""
    store = make_store({**sold({"CUP": [62, 38, 50]}), "inventory_levels": [level("CUP", 1000)]})
    settings = InventorySettings(lead_days=9, lead_deviation_days=deviation, service_level=0.95)
    row = _rows(_page(store, settings))["CUP"]
    assert row["safety"] == pytest.approx(safety, abs=0.005)
    assert row["reorder_point"] == pytest.approx(point, abs=0.005)
    assert row["cover"] == 20
    assert row["out_on"] == str(TODAY + timedelta(days=20))


def test_every_status_and_its_money(make_store: MakeStore) -> None:
    days = {"OUT": [1, 1, 1], "BELOW": [1, 1, 1], "LOW": [2, 2, 2], "FINE": [1, 1, 1],
            "MUCH": [1, 1, 1]}  # fmt: skip
    levels = [level("OUT", 0), level("BELOW", -2), level("LOW", 5), level("FINE", 50),
              level("MUCH", 300), level("STILL", 7), level("UNSEEN", None)]  # fmt: skip
    variants = [variant("MUCH", cost_minor=200, price_minor=900),
                variant("STILL", price_minor=500)]  # fmt: skip
    store = make_store({**sold(days), "inventory_levels": levels, "variants": variants})
    settings = InventorySettings(lead_days=10, lead_deviation_days=0, overstock_days=100)
    page = _page(store, settings)
    rows = _rows(page)
    assert {sku: row["status"] for sku, row in rows.items()} == {
        "OUT": "Out of stock", "BELOW": "Oversold", "LOW": "Reorder", "FINE": "Fine",
        "MUCH": "Overstock", "STILL": "No movement", "UNSEEN": "Untracked",
    }  # fmt: skip
    # 200 units beyond a hundred days, at 2.00; seven that nobody buys, at their price.
    assert (rows["MUCH"]["over"], rows["MUCH"]["priced_by"]) == (400.0, "cost")
    assert (rows["STILL"]["dead"], rows["STILL"]["priced_by"]) == (35.0, "price")
    # Ten days of one a day at 10.00; of two a day less the five that are there.
    assert (rows["OUT"]["risk"], rows["LOW"]["risk"]) == (100.0, 150.0)
    assert [row["sku"] for row in rows_of(page, "reorder")] == ["LOW", "BELOW", "OUT"]
    # Nothing is ordered by halves: what is at risk and one more lead time, in whole units.
    assert all(isinstance(row["order_units"], int) for row in rows_of(page, "reorder"))
    (figures,) = rows_of(page, "figures")
    assert (figures["over"], figures["dead"]) == (400.0, 35.0)


def test_none_too_much_is_nothing_and_not_unknown(make_store: MakeStore) -> None:
    page = _page(make_store({**sold({"CUP": [1, 1, 1]}), "inventory_levels": [level("CUP", 50)]}))
    (figures,) = rows_of(page, "figures")
    assert (figures["over"], figures["dead"]) == (0, 0)
    (unjudged,) = rows_of(_page(make_store({"inventory_levels": [level("CUP", 50)]})), "figures")
    assert (unjudged["over"], unjudged["dead"]) == (None, None)


@pytest.mark.parametrize("available", [-3, None])
def test_what_is_negative_or_untracked_has_no_rate(
    make_store: MakeStore, available: int | None
) -> None:
    store = make_store({**sold({"CUP": [1, 1, 1]}), "inventory_levels": [level("CUP", available)]})
    page = _page(store)
    row = _rows(page)["CUP"]
    assert (row["cover"], row["sell_through"], row["out_on"]) == (None, None, None)
    (figures,) = rows_of(page, "figures")
    assert (figures["cover"], figures["sell_through"]) == (None, None)


def test_three_days_of_history_are_three_days(make_store: MakeStore) -> None:
    store = make_store({**sold({"CUP": [3, 0, 3]}), "inventory_levels": [level("CUP", 20)]})
    page = _page(store, range="last_30_days")
    assert _rows(page)["CUP"]["per_day"] == 2
    assert "Sales of the whole window" in {gap["what"] for gap in page["gaps"]}


def test_one_sku_for_two_variants_tells_neither(make_store: MakeStore) -> None:
    levels = [level("CUP", 5), level("CUP", 9, variant_key="cup|Large")]
    page = _page(make_store({**sold({"CUP": [1, 1, 1]}), "inventory_levels": levels}))
    assert [row["status"] for row in rows_of(page, "stock")] == ["Unknown", "Unknown"]
    assert all(row["per_day"] is None for row in rows_of(page, "stock"))
    assert "Sales of some variants" in {gap["what"] for gap in page["gaps"]}


def test_stock_without_orders_is_not_dead(make_store: MakeStore) -> None:
    page = _page(make_store({"inventory_levels": [level("CUP", 5)]}))
    row = _rows(page)["CUP"]
    assert (row["status"], row["dead"], row["cover"]) == ("Unknown", None, None)
    assert page["gaps"][0]["add"] == "Add Shopify's orders export."


def test_without_stock_the_gap_names_the_export(shops: Shops) -> None:
    for store in (shops.empty(), shops.imported("Avalon_Sunshine", *REPORTS)):
        page = page_of(store, "inventory")
        assert page["parts"] == []
        assert "inventory export" in page["gaps"][0]["add"]


def test_planted_stock_outs_are_found(shop: Shop) -> None:
    rows = _rows(page_of(shop, "inventory", range=RANGE, limit=500))
    planted = {
        each["sku"] for each in shop.truth["stock_outs"] if each["available_on_last_day"] == 0
    }
    assert planted
    assert {rows[sku]["status"] for sku in planted} == {"Out of stock"}


def test_cover_is_what_pandas_counts(shop: Shop) -> None:
    stock = pd.read_csv(shop.file("inventory_export_1.csv"), dtype=str)
    counted = stock[stock["Available (not editable)"] != "not stocked"]
    available = counted["Available (not editable)"].astype(int).groupby(counted["SKU"]).sum()
    sales = inside(lines_of(shop), RANGE)
    days = pd.date_range(*RANGE.split(".."))
    daily = sales.pivot_table(index="day", columns="sku", values="quantity", aggfunc="sum")
    daily = daily.reindex(days).fillna(0)
    rows = _rows(page_of(shop, "inventory", range=RANGE, limit=500))
    costs = costs_of(shop)
    assert set(rows) == set(available.index)
    for sku, row in rows.items():
        assert row["available"] == available[sku]
        if sku not in daily:
            assert row["status"] in ("No movement", "Out of stock")
            continue
        pace, spread = daily[sku].mean(), daily[sku].std()
        safety = 1.6448536 * (14 * spread**2 + pace**2 * 9) ** 0.5
        assert row["cover"] == pytest.approx(available[sku] / pace, abs=1e-4)
        assert row["reorder_point"] == pytest.approx(14 * pace + safety, abs=1e-3)
        assert row["worth"] == costs[sku]


def test_totals_are_those_of_the_metrics(make_store: MakeStore) -> None:
    """The same words mean the same numbers, asked as a question or read on the page."""
    yesterday = TODAY - timedelta(days=1)
    levels = [level("CUP", 20, snapshot_date=yesterday, on_hand=25),
              level("CUP", 4, snapshot_date=yesterday, location="Shop"),
              level("POT", 8, snapshot_date=yesterday)]  # fmt: skip
    made = {"inventory_levels": levels, "variants": [variant("CUP", cost_minor=350)]}
    store = make_store(sold({"CUP": [1, 2, 1], "POT": [0, 1, 0]}) | made)
    keys = ("days_of_inventory", "sell_through_rate", "inventory_available", "inventory_value")
    query = SemanticQuery.model_validate(
        {
            "metrics": keys,
            "time": {"expr": "x", "start": str(TODAY - timedelta(days=3)), "end": str(yesterday)},
        }
    )
    with store.database.transaction(store.workspace.id) as session:
        answer = answer_query(session, store.warehouse, store.workspace, query, TODAY)
    wanted = dict(zip((each.name for each in answer.columns), answer.rows[0], strict=True))
    (figures,) = rows_of(_page(store), "figures")
    own = ("cover", "sell_through", "available", "value")
    for name, key in zip(own, keys, strict=True):
        assert figures[name] == pytest.approx(wanted[key], abs=0.006), key


def test_settings_are_kept_and_read(shops: Shops, key_for: Callable[..., dict[str, str]]) -> None:
    shop = shops.empty()
    path, headers = "/api/v1/insights/settings/inventory", key_for(shop.workspace, "marketer")
    read = shop.client.get(path, headers=headers).json()
    assert read["lead_days"] == 14
    for days in (20, 21):
        wanted = read | {"lead_days": days, "service_level": 0.9}
        assert shop.client.put(path, headers=headers, json=wanted).json() == wanted
    assert shop.client.get(path, headers=headers).json() == wanted
    assert shop.client.put(path, headers=shop.headers, json=wanted).status_code == 403
    for wrong in ({"lead_days": 0}, {"service_level": 1}, {"lead": 5}):
        assert shop.client.put(path, headers=headers, json=wrong).status_code == 422
