"""Cohorts of the sample shops, counted again by hand from the exported orders."""

import pandas as pd
import pytest

from tests.insights.pages import figures_of, orders_of, page_of, part_of, rows_of
from tests.metrics.shops import NAMES, Shop, Shops

RANGE = "2025-11-01..2026-10-31"
PERIODS = {"month": "M", "quarter": "Q", "week": "W-SUN"}


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


@pytest.mark.parametrize("grain", PERIODS)
def test_retention_is_what_pandas_counts(shop: Shop, grain: str) -> None:
    orders = orders_of(shop)
    firsts = orders.groupby("customer")["day"].min().rename("first")
    joined = orders.join(firsts, on="customer")
    joined = joined[joined["first"].between(*RANGE.split(".."))]
    days, began = (joined[name].dt.to_period(PERIODS[grain]) for name in ("day", "first"))
    joined["cohort"], joined["step"] = began, (days - began).map(lambda gap: gap.n)
    wanted = joined.groupby(["cohort", "step"])["customer"].nunique()
    found = rows_of(page_of(shop, "cohorts", range=RANGE, grain=grain), "cohorts")
    assert len(found) > 12
    until = orders["day"].max()
    for row in found:
        key = (pd.Period(row["cohort"], PERIODS[grain]), row["step"])
        size = wanted[key[0], 0]
        assert row["customers"] == size
        if (key[0] + row["step"]).end_time.normalize() > until + pd.Timedelta(days=7):
            assert row["retention"] is None, "what is not over is blank"
        if row["retention"] is not None:
            assert row["retention"] == pytest.approx(wanted.get(key, 0) / size, abs=1e-6)
            assert row["step"] or row["retention"] == 1


def test_shopifys_own_report_says_the_same(shop: Shop) -> None:
    page = page_of(shop, "cohorts", range=RANGE)
    rows = rows_of(page, "reported")
    assert len(rows) > 20
    assert {row["difference"] for row in rows} == {0}
    assert part_of(page, "reported")["folded"]
    assert not part_of(page, "cohorts")["folded"]
    assert any("says the same in all" in note for note in page["notes"])


def test_what_the_orders_begin_with_is_told(shop: Shop) -> None:
    page = page_of(shop, "cohorts", range=RANGE)
    assert "orders begin on" in page["notes"][0]
    assert 2 <= len(page["sentences"]) <= 4
    assert f"{figures_of(page)['customers']:,} customers" in page["sentences"][0]


def test_the_first_product_is_the_dearest_line_of_the_first_order(shop: Shop) -> None:
    files = [pd.read_csv(file, dtype=str) for file in shop.folder.rglob("orders_export*.csv")]
    lines = pd.concat(files).drop_duplicates()
    orders = orders_of(shop)
    moments = pd.concat(files).dropna(subset=["Total"]).set_index("Name")["Created at"]
    orders["at"] = pd.to_datetime(
        orders["name"].map(moments[~moments.index.duplicated()]), utc=True
    )
    firsts = orders.sort_values("at").groupby("customer").first()
    firsts = firsts[firsts["day"].between(*RANGE.split(".."))]
    counted = rows_of(page_of(shop, "cohorts", range=RANGE, split="product", limit=500), "split")
    assert sum(row["customers"] for row in counted[1:]) == len(firsts) == counted[0]["customers"]
    ordered = orders.groupby("customer")["name"].count()
    repeated = (ordered[firsts.index] > 1).sum()
    assert counted[0]["repeat_rate"] == pytest.approx(repeated / len(firsts), abs=1e-6)
    lines = lines[lines["Name"].isin(firsts["name"])]
    assert len(counted) - 1 <= lines["Lineitem name"].nunique()


@pytest.mark.parametrize("split", ["channel", "discount", "country"])
def test_members_add_up_to_all(shop: Shop, split: str) -> None:
    page = page_of(shop, "cohorts", range=RANGE, split=split, limit=500)
    everyone, *members = rows_of(page, "split")
    assert everyone["member"] == "All"
    assert sum(row["customers"] for row in members) == everyone["customers"]
    assert sum(row["share"] for row in members) == pytest.approx(1, abs=1e-4)
    assert part_of(page, "split")["statements"]


def test_margin_says_how_much_of_the_sales_it_covers(shop: Shop) -> None:
    page = page_of(shop, "cohorts", range=RANGE, show="margin")
    known = [note for note in page["notes"] if "cost of goods is known" in note]
    assert known or "Gross margin" in {gap["what"] for gap in page["gaps"]}


def test_spend_of_the_exports_is_what_a_new_customer_cost(shop: Shop) -> None:
    page = page_of(shop, "cohorts", range=RANGE)
    spend = shop.kpi("ad_spend", range=RANGE)["value"]
    figures = figures_of(page)
    assert figures["cac"] == pytest.approx(spend / figures["customers"], abs=0.01)


@pytest.mark.parametrize("grain", PERIODS)
def test_lines_are_the_heatmap_together(shop: Shop, grain: str) -> None:
    page = page_of(shop, "cohorts", range=RANGE, grain=grain)
    cells = pd.DataFrame(rows_of(page, "cohorts")).dropna(subset=["retention"])
    cells["back"] = cells["retention"] * cells["customers"]
    sums = cells.groupby("step")[["back", "customers"]].sum()
    wanted = (sums["back"] / sums["customers"]).drop(0)
    told = {row["step"]: row["retention"] for row in rows_of(page, "average")}
    assert told == pytest.approx(wanted.to_dict(), abs=1e-5)


@pytest.mark.parametrize("shown", ["revenue", "margin"])
def test_what_a_customer_earned_stands_against_what_one_cost(shop: Shop, shown: str) -> None:
    page = page_of(shop, "cohorts", range=RANGE, show=shown)
    cells = pd.DataFrame(rows_of(page, "cohorts")).dropna(subset=[shown])
    cells["sum"] = cells[shown] * cells["customers"]
    sums = cells.groupby("step")[["sum", "customers"]].sum()
    lines = pd.DataFrame(rows_of(page, "payback")).pivot(
        index="step", columns="series", values=shown
    )
    wanted = (sums["sum"] / sums["customers"]).to_dict()
    assert lines["All cohorts"].to_dict() == pytest.approx(wanted, abs=0.02)
    assert set(lines["Ad spend per new customer"]) == {figures_of(page)["cac"]}
    assert "average" not in {each["key"] for each in page["parts"]}
