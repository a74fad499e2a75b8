"""Stock that runs out raises few alerts, each once, and they end with what they tell of."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from marketing_agent.insights.alerts import service
from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.alerts.schemas import Alert, AlertSearch
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.warehouse.service import open_warehouse
from tests.insights.exports import inside, lines_of
from tests.insights.pages import page_of, rows_of
from tests.insights.stock import level, sold, variant
from tests.metrics import stores
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import NAMES, Shop, Shops
from tests.metrics.shops import TODAY as SHOP_TODAY
from tests.metrics.synthetic import TODAY

DAYS = 30
RANGE = "2026-10-25..2026-11-23"
LONGER = "2026-08-26..2026-11-23"
LEAD = 14  # what settings say while nobody has set them


def daily(**units: int) -> dict[str, list[int]]:
    """So many a day for thirty days."""
    return {sku: [many] * DAYS for sku, many in units.items()}


def look(store: Store, as_of: date = TODAY) -> dict[str, Alert]:
    """The open alerts of stock after a look, by title."""
    with store.database.transaction(store.workspace.id) as session:
        scan(session, store.warehouse, store.workspace, InsightAsk(as_of=as_of))
        found = service.listed(session, store.workspace, AlertSearch(kind="stock", limit=200))
    return {one.title: one for one in found.items}


def again(store: Store, tables: Mapping[str, Any], version: int) -> Store:
    """The store with other tables instead."""
    stores.build(store.warehouse, store.workspace.id, tables, version=version)
    workspace = stores.publish(store.database, store.workspace, version)
    return Store(store.database, store.warehouse, workspace)


def test_each_kind_of_shortage_says_what_is_missed(make_store: MakeStore) -> None:
    levels = [
        level("OUT", 0, incoming=40), level("BELOW", -3), level("LOW", 12), level("FINE", 29),
        level("STILL", 0), level("UNSEEN", None),
    ]  # fmt: skip
    variants = [variant("LOW", option1="Medium")]
    units = daily(OUT=1, BELOW=1, LOW=2, FINE=2, UNSEEN=1)
    store = make_store({**sold(units), "inventory_levels": levels, "variants": variants})
    found = look(store)
    # Twelve left of two a day are six days. What nobody buys or Shopify does not count is none.
    assert set(found) == {
        "OUT is out of stock", "BELOW is oversold by 3 units",
        "LOW (Medium) runs out about 30 November",
    }  # fmt: skip
    out, low = found["OUT is out of stock"], found["LOW (Medium) runs out about 30 November"]
    # At 10.00 each: fourteen days of one a day; of two a day less the twelve that are there.
    assert (out.effect, low.effect) == (-140.0, -160.0)
    assert low.body.startswith("12 units are left, and 2.00 a day were ordered in 30 days.")
    assert "An order takes 14 days, which would miss about $160.00 of sales." in low.body
    assert "40 units are on the way." in out.body
    assert out.body.endswith("Stock as exported on 24 November 2026.")
    assert (low.facts["sku"], low.facts["cover"], low.facts["lead_days"]) == ("LOW", 6.0, LEAD)
    assert low.page == "/insights/inventory/?range=2026-10-25..2026-11-23"


def test_the_share_of_the_store_that_is_missed_makes_it_grave(make_store: MakeStore) -> None:
    """Of 1,000 units a day: 21 are over 2 %, 6 over half a percent, 1 is neither."""
    units = daily(GRAVE=21, FELT=6, SMALL=1, OWED=1, REST=971)
    levels = [level("GRAVE", 0), level("FELT", 0), level("SMALL", 0), level("OWED", -1),
              level("REST", 90_000)]  # fmt: skip
    found = look(make_store({**sold(units), "inventory_levels": levels}))
    assert {title.split(" ")[0]: one.severity for title, one in found.items()} == {
        "GRAVE": "critical", "FELT": "warning", "SMALL": "notice", "OWED": "warning",
    }  # fmt: skip


def test_hundreds_are_ten_and_one(make_store: MakeStore) -> None:
    units = daily(**{f"S{n:03}": 1 + n % 40 for n in range(300)})
    store = make_store({**sold(units), "inventory_levels": [level(sku, 0) for sku in units]})
    found = look(store)
    assert len(found) == 11
    rest = found.pop("290 more variants out of stock or running out before an order arrives")
    # The ten gravest sell the most a day; all that they leave is in the eleventh.
    most = sorted((each[0] for each in units.values()), reverse=True)
    assert sorted((-one.effect for one in found.values() if one.effect), reverse=True) == [
        pytest.approx(10.0 * LEAD * many) for many in most[:10]
    ]
    assert rest.effect == pytest.approx(-10.0 * LEAD * sum(most[10:]))
    assert rest.facts["variants"] == 290


def test_a_place_near_the_last_one_that_changes_raises_nothing_anew(make_store: MakeStore) -> None:
    units = daily(**{f"S{n:02}": 40 - n for n in range(14)})
    levels = [level(sku, 0) for sku in units]
    store = make_store({**sold(units), "inventory_levels": levels})
    first = look(store)
    units = {sku: [60 if sku == "S12" else days[0]] * DAYS for sku, days in units.items()}
    second = look(again(store, {**sold(units), "inventory_levels": levels}, 2))
    new = {title for title in second if title not in first}
    rest = "3 more variants out of stock or running out before an order arrives"
    # The one that overtook has an alert; the tenth, which is the eleventh now, keeps its own.
    assert new == {"S12 is out of stock", rest}
    assert second["S09 is out of stock"].id == first["S09 is out of stock"].id
    assert [one.id for title, one in first.items() if "more" in title] == [second[rest].id]


def test_a_variant_that_sells_out_ends_running_low_and_one_refilled_ends_all(
    make_store: MakeStore,
) -> None:
    tables = sold(daily(CUP=2))
    store = make_store({**tables, "inventory_levels": [level("CUP", 12)]})
    assert set(look(store)) == {"CUP runs out about 30 November"}
    store = again(store, {**tables, "inventory_levels": [level("CUP", 0)]}, 2)
    (out,) = look(store).values()
    assert out.title == "CUP is out of stock"
    (same,) = look(store).values()
    assert (same.id, same.times) == (out.id, 2)
    assert look(again(store, {**tables, "inventory_levels": [level("CUP", 900)]}, 3)) == {}


@pytest.mark.parametrize(("age", "said"), [(7, False), (8, True), (30, True)])
def test_the_age_of_the_stock_is_said_once_it_counts(
    make_store: MakeStore, age: int, said: bool
) -> None:
    seen = TODAY - timedelta(days=age)
    levels = [level("CUP", 0, snapshot_date=seen)]
    (found,) = look(make_store({**sold(daily(CUP=1)), "inventory_levels": levels})).values()
    assert (f", {age} days ago: add a newer inventory export." in found.body) is said


def test_stock_of_a_month_ago_is_one_notice(make_store: MakeStore) -> None:
    seen = TODAY - timedelta(days=31)
    levels = [level(sku, 0, snapshot_date=seen) for sku in ("CUP", "POT")]
    store = make_store({**sold(daily(CUP=1, POT=1)), "inventory_levels": levels})
    (found,) = look(store).values()
    assert found.title == "Stock was last exported 31 days ago"
    assert (found.severity, found.effect) == ("notice", None)


def test_without_stock_or_orders_or_with_one_sku_for_two_nothing_is_guessed(
    make_store: MakeStore,
) -> None:
    twins = [level("CUP", 0), level("CUP", 0, variant_key="cup|Large")]
    for tables in (
        sold(daily(CUP=1)),
        {"inventory_levels": [level("CUP", 0)]},
        {**sold(daily(CUP=1)), "inventory_levels": twins},
    ):
        assert look(make_store(tables)) == {}


def test_what_is_sold_below_nothing_is_owed_even_where_its_pace_is_unknown(
    make_store: MakeStore,
) -> None:
    (found,) = look(make_store({"inventory_levels": [level("CUP", -2)]})).values()
    assert (found.title, found.severity, found.effect) == (
        "CUP is oversold by 2 units", "warning", None,
    )  # fmt: skip


def test_what_is_out_for_longer_than_the_window_is_told_by_the_days_before(
    make_store: MakeStore,
) -> None:
    """Sixty sold in the first thirty of ninety days, none since: there were none."""
    units = {"CUP": [2] * 30 + [0] * 60, "STILL": [2] * 30 + [0] * 60, "POT": [1] * 90}
    levels = [level("CUP", 0), level("STILL", 5), level("POT", 900)]
    (found,) = look(make_store({**sold(units), "inventory_levels": levels})).values()
    assert (found.title, found.effect) == ("CUP is out of stock", round(-10.0 * LEAD * 60 / 90, 2))
    assert found.body.startswith("0.67 a day were ordered in 90 days.")


def test_long_names_and_keys_fit(make_store: MakeStore) -> None:
    levels = [
        level(f"CUP-{size}", 0, variant_key=f"{'long-handle-' * 40}|{size}",
              product_id="cup " * 90)
        for size in ("S", "M")
    ]  # fmt: skip
    units = {f"CUP-{size}": [1] * DAYS for size in ("S", "M")}
    store = make_store({**sold(units), "inventory_levels": levels})
    with store.database.transaction(store.workspace.id) as session:
        assert len(scan(session, store.warehouse, store.workspace, InsightAsk(as_of=TODAY))) >= 2


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def test_planted_stock_outs_raise_alerts(shops: Shops, shop: Shop) -> None:
    with shops.database.transaction(shop.workspace.id) as session:
        scan(session, open_warehouse(shop.settings), shop.workspace, InsightAsk(as_of=SHOP_TODAY))
        search = AlertSearch(kind="stock", status="all", limit=200)
        found = service.listed(session, shop.workspace, search).items
    units, longer = (
        inside(lines_of(shop), span).groupby("sku")["quantity"].sum() for span in (RANGE, LONGER)
    )
    planted = {
        each["sku"] for each in shop.truth["stock_outs"] if each["available_on_last_day"] == 0
    }
    told = {one.facts.get("sku"): one for one in found}
    assert planted
    for sku in planted:
        assert told[sku].title.endswith(" is out of stock")
        pace = units[sku] / DAYS if sku in units else longer[sku] / 90
        assert told[sku].facts["per_day"] == pytest.approx(pace)
    assert len(found) <= 11


def test_all_that_is_short_in_the_export_is_in_an_alert(shops: Shops, shop: Shop) -> None:
    stock = pd.read_csv(shop.file("inventory_export_1.csv"), dtype=str)
    counted = stock[stock["Available (not editable)"] != "not stocked"]
    available = counted["Available (not editable)"].astype(int).groupby(counted["SKU"]).sum()
    units, longer = (
        inside(lines_of(shop), span).groupby("sku")["quantity"].sum().reindex(available.index)
        for span in (RANGE, LONGER)
    )
    pace = (units / DAYS).fillna(0)
    long_out = (available <= 0) & (pace == 0) & (longer > 0)
    pace = pace.where(~long_out, longer / 90)
    short = available[(available < 0) | ((pace > 0) & (available < pace * LEAD))]
    with shops.database.transaction(shop.workspace.id) as session:
        scan(session, open_warehouse(shop.settings), shop.workspace, InsightAsk(as_of=SHOP_TODAY))
        search = AlertSearch(kind="stock", limit=200)
        found = service.listed(session, shop.workspace, search).items
    alone = [one for one in found if "sku" in one.facts]
    rest = sum(int(one.facts["variants"] or 0) for one in found if "variants" in one.facts)
    assert {str(one.facts["sku"]) for one in alone} <= set(short.index)
    assert len(alone) + rest == len(short)
    page = page_of(shop, "inventory", range=RANGE, limit=500)
    told = {row["sku"]: row["risk"] or 0 for row in rows_of(page, "stock")}
    risk = sum(told[sku] for sku in short.index if not long_out[sku])
    asked = [one for one in found if not long_out.get(str(one.facts.get("sku")), False)]
    assert -sum(one.effect or 0 for one in asked) == pytest.approx(risk, abs=0.5)
