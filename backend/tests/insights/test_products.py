"""Products of the sample shops against the exported lines, counted by pandas."""

from typing import Any

import pandas as pd
import pytest

from tests.insights.exports import costs_of, inside, lines_of
from tests.insights.pages import page_of, part_of, rows_of
from tests.metrics.shops import NAMES, ORDERS, REPORTS, Shop, Shops

RANGE = "2026-08-01..2026-10-31"
BEFORE = "2026-05-01..2026-07-31"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


@pytest.fixture
def avalon(shops: Shops) -> Shop:
    """The shop whose prices are without tax, so that exported prices are its gross sales."""
    return shops.imported("Avalon_Sunshine")


def _net(lines: pd.DataFrame) -> pd.DataFrame:
    """Each line with its share of the order's discount; nothing of orders taken back whole."""
    found = lines.copy()
    own = found["gross"] - found["discount"]
    per_order = own.groupby(found["order"]).transform("sum")
    # "Discount Amount" is what the whole order was lessened by, the lines' own discounts aside.
    rest = found["order_discount"] - found["discount"].groupby(found["order"]).transform("sum")
    found["off"] = found["discount"] + (rest * own / per_order).fillna(0)
    found["back"] = found["cancelled"] | (
        (found["refunded"] > 0) & (found["refunded"] >= found["total"] - 0.001)
    )
    found["net"] = (found["gross"] - found["off"]).where(~found["back"], 0.0)
    found["returned"] = (found["gross"] - found["off"]).where(found["back"], 0.0)
    return found


def _members(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["member"]: row for row in rows_of(page, "products")}


def test_money_by_sku_is_what_pandas_counts(avalon: Shop) -> None:
    lines = _net(lines_of(avalon))
    now, before = inside(lines, RANGE), inside(lines, BEFORE)
    found = _members(page_of(avalon, "products", range=RANGE, split="sku", limit=500))
    wanted = now.groupby("sku")[["gross", "off", "returned", "net", "quantity"]].sum()
    earlier = before.groupby("sku")["net"].sum()
    assert len(wanted) > 30
    for sku, row in wanted.iterrows():
        own = found[str(sku)]
        assert own["units"] == row["quantity"]
        assert own["gross"] == pytest.approx(row["gross"], abs=0.006)
        assert own["discounts"] == pytest.approx(-row["off"], abs=0.006)
        assert own["returns"] == pytest.approx(-row["returned"], abs=0.006)
        assert own["net"] == pytest.approx(row["net"], abs=0.006)
        assert own["previous_net"] == pytest.approx(earlier.get(sku, 0.0), abs=0.006)
        assert own["share"] == pytest.approx(row["net"] / wanted["net"].sum(), abs=1e-4)


def test_margin_is_over_what_has_a_cost(avalon: Shop) -> None:
    lines = inside(_net(lines_of(avalon)), RANGE)
    lines["cost"] = lines["sku"].map(costs_of(avalon)) * lines["quantity"]
    kept = lines[~lines["back"]]
    wanted = 1 - kept.groupby("sku")["cost"].sum() / kept.groupby("sku")["net"].sum()
    found = _members(page_of(avalon, "products", range=RANGE, split="sku", limit=500))
    some = [sku for sku in wanted.index if found[sku]["net"] > 0]
    assert len(some) > 20
    for sku in some:
        assert found[sku]["margin"] == pytest.approx(wanted[sku], abs=1e-3)


def test_who_buys_again(shop: Shop) -> None:
    """Of those who bought a variant in the window: who did so later, and who came back at all."""
    lines = lines_of(shop)
    lines = lines[~lines["cancelled"] & lines["customer"].notna()]
    lines = lines[lines["day"] <= pd.Timestamp("2026-11-24")]
    now = inside(lines, RANGE)
    last = lines.groupby("customer")["day"].max()
    last_of_it = lines.groupby(["variant", "customer"])["day"].max()
    firsts = now.groupby(["variant", "customer"])["day"].min()
    found = _members(page_of(shop, "products", range=RANGE, split="variant", limit=500))
    some = 0
    for variant, first in firsts.groupby("variant"):
        days = first.droplevel("variant")
        again = sum(last_of_it[variant, who] > day for who, day in days.items())
        back = sum(last[who] > day for who, day in days.items())
        assert found[variant]["repeat"] == pytest.approx(again / len(days), abs=1e-6)
        assert found[variant]["came_back"] == pytest.approx(back / len(days), abs=1e-6)
        some += back
    assert some > 10


def test_grades_cut_at_80_and_95_percent(shop: Shop) -> None:
    rows = rows_of(page_of(shop, "products", range=RANGE, split="sku", limit=500), "products")
    sold = [row for row in rows if row["units"]]
    whole = sum(row["net"] for row in sold if row["net"] > 0)
    above = 0.0
    for row in sold:
        wanted = "A" if above < 0.8 * whole else "B" if above < 0.95 * whole else "C"
        assert row["grade"] == (wanted if row["net"] > 0 else "C"), row
        above += max(row["net"], 0)
    assert {row["grade"] for row in rows if not row["units"]} <= {"U"}
    assert {"A", "B", "C"} <= {row["grade"] for row in sold}


def test_what_is_offered_and_sold_nothing_is_u(shop: Shop) -> None:
    """Of one day hardly anything is sold: the rest of the catalogue is graded U."""
    day = "2026-10-20..2026-10-20"
    catalogue = pd.read_csv(shop.file("products_export_1.csv"), dtype=str)
    skus = set(catalogue["Variant SKU"].dropna())
    sold = set(inside(lines_of(shop), day)["sku"])
    page = page_of(shop, "products", range=day, split="sku", compare="none", limit=500)
    if not sold:
        assert page["gaps"][0]["why"] == "Nothing was ordered in these days."
        return
    unsold = {row["member"] for row in rows_of(page, "products") if row["grade"] == "U"}
    assert unsold == skus - sold


def test_movers_are_the_largest_differences(shop: Shop) -> None:
    page = page_of(shop, "products", range=RANGE, limit=500)
    rows = rows_of(page, "products")
    moved = sorted((row["net"] - row["previous_net"], row["member"]) for row in rows)
    for key, wanted in (("risers", moved[-1]), ("fallers", moved[0])):
        first = rows_of(page, key)[0]
        assert first["net"] - first["previous_net"] == pytest.approx(wanted[0], abs=0.006)


def test_a_cut_list_keeps_its_totals(shop: Shop) -> None:
    whole = page_of(shop, "products", range=RANGE, split="sku", limit=500)
    cut = page_of(shop, "products", range=RANGE, split="sku", limit=5)
    assert rows_of(cut, "figures") == rows_of(whole, "figures")
    assert rows_of(cut, "grades") == rows_of(whole, "grades")
    assert len(rows_of(cut, "products")) == 5
    assert part_of(cut, "products")["total"] == len(rows_of(whole, "products"))
    text = shop.ask("/insights/products/products.csv", range=RANGE, split="sku", limit=5).text
    assert len(text.strip().splitlines()) == len(rows_of(whole, "products")) + 1


def test_units_agree_with_the_kpi_by_sku(shop: Shop) -> None:
    units = sum(row["units"] for row in rows_of(
        page_of(shop, "products", range=RANGE, split="sku", limit=500), "products"
    ))  # fmt: skip
    assert units == inside(lines_of(shop), RANGE)["quantity"].sum()


def test_reports_alone_tell_what_they_tell(shops: Shops) -> None:
    shop = shops.imported("Avalon_Sunshine", *REPORTS)
    page = page_of(shop, "products", range="2026-11-01..2026-11-20")
    assert rows_of(page, "reported")
    assert "orders export" in page["gaps"][0]["add"]
    assert [part["key"] for part in page["parts"]] == ["reported"]


def test_without_a_catalogue_the_gap_names_the_products_export(shops: Shops) -> None:
    shop = shops.imported("Avalon_Sunshine", *ORDERS)
    page = page_of(shop, "products", range=RANGE)
    gaps = {gap["what"]: gap["add"] for gap in page["gaps"]}
    assert "products export" in gaps["What did not sell"]
    assert "products export" in gaps["Margin"]
    assert all(row["margin"] is None for row in rows_of(page, "products"))


def test_nothing_at_all(shops: Shops) -> None:
    page = page_of(shops.empty(), "products")
    assert page["parts"] == []
    assert "orders export" in page["gaps"][0]["add"]


def test_an_unknown_split_is_refused_with_the_known_ones(shop: Shop) -> None:
    answer = shop.ask("/insights/products", split="collection")
    assert answer.status_code == 422
    assert "vendor" in answer.text
