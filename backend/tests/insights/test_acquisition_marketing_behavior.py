"""Acquisition, marketing and behaviour: the truth of the samples and the exported files."""

from datetime import date

import pandas as pd
import pytest

from tests.insights.pages import figures_of, gaps_of, page_of, part_of, rows_of, told
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import ADS, NAMES, ORDERS, Shop, Shops
from tests.metrics.stores import cell, order, sale

DAY = date(2026, 11, 2)


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def spend_of(part: dict[str, dict[str, int]], key: str) -> int:
    return sum(platform[key] for platform in part.values())


def report(shop: Shop, name: str) -> pd.DataFrame:
    return pd.read_csv(shop.file(f"{name} - *.csv"))


def test_acquisition_is_that_of_the_truth(shop: Shop) -> None:
    page = page_of(shop, "acquisition")
    found, truth = figures_of(page), shop.truth["last_30_days"]
    spend, sales = spend_of(truth["ads"], "spend"), truth["money"]["total_sales"]
    new = truth["counts"]["new_customers"]
    assert found["sessions"] == truth["sessions"]["sessions"]
    assert (found["new_customers"], found["ad_spend"]) == (new, spend / 100)
    assert found["cac"] == pytest.approx(spend / 100 / new, abs=0.005)
    assert found["mer"] == pytest.approx(sales / spend, abs=1e-6)
    assert found["ad_spend_share"] == pytest.approx(spend / sales, abs=1e-6)
    assert f"{truth['sessions']['sessions']:,} sessions" in page["sentences"][0]


def test_channels_are_those_of_the_marketing_report(shop: Shop) -> None:
    rows = rows_of(page_of(shop, "acquisition", limit=500), "split")
    lines = report(shop, "Marketing attribution by UTM")
    inside = lines[(lines["Day"] >= "2026-10-25") & (lines["Day"] <= "2026-11-23")]
    assert sum(row["sessions"] for row in rows) == inside["Sessions"].sum()
    assert sum(row["orders"] for row in rows) == inside["Orders"].sum()
    direct = inside[(inside["Referring channel"] == "Direct") & inside["UTM medium"].isna()]
    (mine,) = [row for row in rows if row["channel"] == "Direct"]
    assert (mine["sessions"], mine["total_sales"]) == (
        direct["Sessions"].sum(),
        pytest.approx(direct["Total sales"].sum(), abs=0.005),
    )


@pytest.mark.parametrize("name", ["device", "utm_source", "campaign", "referrer", "landing_page"])
def test_every_split_is_a_table_or_a_gap_with_its_file(shop: Shop, name: str) -> None:
    page = page_of(shop, "acquisition", split=name)
    if any(part["key"] == "split" for part in page["parts"]):
        assert rows_of(page, "split")
    else:
        assert "Where they came from" in ", ".join(gaps_of(page))


def test_marketing_is_that_of_the_truth(shop: Shop) -> None:
    page = page_of(shop, "marketing", limit=500)
    truth = shop.truth["last_30_days"]
    ads = truth["ads"]
    found, rows = figures_of(page), rows_of(page, "ads")
    for key in ("impressions", "clicks"):
        assert found[key] == spend_of(ads, key) == sum(row[key] or 0 for row in rows)
    value = spend_of(ads, "conversion_value")
    assert found["roas"] == pytest.approx(value / spend_of(ads, "spend"), abs=1e-6)
    assert round(sum(row["spend_minor"] for row in rows) * 100) == spend_of(ads, "spend")
    beside = {row["source"]: row for row in rows_of(page, "attribution")}
    for platform, label in (("meta_ads", "Meta Ads"), ("google_ads", "Google Ads")):
        mine = beside[f"{label}, its own count"]
        assert (mine["orders"], round((mine["sales"] or 0) * 100)) == (
            ads[platform]["conversions"],
            ads[platform]["conversion_value"],
        )
    last = beside["Shopify's marketing report, last click"]
    assert round(last["sales"] * 100) == truth["campaigns"]["sales"]
    klaviyo = beside["Klaviyo, its own count of e-mails"]
    assert round(klaviyo["sales"] * 100) == truth["email_campaigns"]["revenue"]
    assert "never added up" in part_of(page, "attribution")["note"]
    assert "First-click attribution" in gaps_of(page)


def test_the_funnel_is_that_of_the_truth(shop: Shop) -> None:
    page = page_of(shop, "behavior")
    now, before = (shop.truth[part]["sessions"] for part in ("last_30_days", "prior_30_days"))
    names = (
        "sessions", "sessions_with_cart_additions", "sessions_reached_checkout",
        "sessions_completed_checkout",
    )  # fmt: skip
    rows = rows_of(page, "funnel")
    assert [row["sessions"] for row in rows] == [now[name] for name in names]
    assert [row["previous_sessions"] for row in rows] == [before[name] for name in names]
    assert rows[2]["kept"] == pytest.approx(now[names[2]] / now[names[1]], abs=1e-6)
    assert page["sentences"][0].startswith(
        f"{now[names[3]] / now['sessions'] * 100:.2f}% of sessions ended in an order"
    )


def test_devices_are_those_of_the_report(shop: Shop) -> None:
    lines = report(shop, "Sessions by device type")
    inside = lines[(lines["Day"] >= "2026-10-25") & (lines["Day"] <= "2026-11-23")]
    theirs = inside.groupby("Session device type")["Sessions"].sum()
    mine = {row["device"]: row["sessions"] for row in rows_of(page_of(shop, "behavior"), "split")}
    assert mine == {str(name).capitalize(): count for name, count in theirs.items()}


def test_abandoned_checkouts_are_those_of_the_export(shop: Shop) -> None:
    lines = pd.concat(
        [pd.read_csv(f, dtype=str) for f in shop.folder.rglob("checkouts_export*.csv")]
    )
    lines = lines.dropna(subset=["Total"]).drop_duplicates("Name")
    zone = shop.workspace.timezone
    day = pd.to_datetime(lines["Created at"], utc=True).dt.tz_convert(zone).dt.strftime("%Y-%m-%d")
    inside = lines[(day >= "2026-10-25") & (day <= "2026-11-23")]
    (mine,) = rows_of(page_of(shop, "behavior"), "abandoned")
    assert mine["checkouts"] == len(inside)
    assert mine["value"] == pytest.approx(inside["Total"].astype(float).sum(), abs=0.005)


def test_searches_are_counted_by_their_words(make_store: MakeStore) -> None:
    rows = [
        cell("searches", "searches", DAY, date(2026, 11, 3), many,
             dims=f'{{"search_query":"{word}"}}', dim_names="search_query")
        for word, many in (("lamp", 3), ("vase", 8))
    ]  # fmt: skip
    page = told(make_store({"report_facts": rows}), "behavior")
    assert [tuple(row.values()) for row in rows_of(page, "searches")] == [("vase", 8), ("lamp", 3)]


def test_only_orders_only_ads_and_nothing(make_store: MakeStore, shops: Shops) -> None:
    orders = shops.imported(NAMES[0], *ORDERS)
    assert figures_of(page_of(orders, "acquisition"))["orders"] > 0
    for name in ("marketing", "behavior"):
        page = page_of(orders, name)
        assert page["parts"] == []
        assert len(page["gaps"]) > 2
    ads = shops.imported(NAMES[0], *ADS)
    assert "Last-click attribution" in gaps_of(page_of(ads, "marketing"))
    for name in ("acquisition", "marketing", "behavior"):
        empty = shops.empty().get(f"/insights/{name}")
        assert (empty["parts"], empty["sentences"]) == ([], [])
        assert empty["gaps"]


def test_three_days_and_ads_without_a_name(make_store: MakeStore) -> None:
    one = order("1", date(2026, 11, 21), 5000, customer_key="a")
    spend = {"platform": "meta_ads", "campaign_id": "c", "date": date(2026, 11, 21),
             "spend_minor": 1000, "impressions": 0, "clicks": 0}  # fmt: skip
    store = make_store({"orders": [one], "sales_ledger": [sale(one)], "ad_spend": [spend]})
    (ad,) = rows_of(told(store, "marketing"), "ads")
    assert (ad["campaign"], ad["ad"], ad["ctr"], ad["cpc"], ad["roas"]) == (
        "c",
        None,
        None,
        None,
        None,
    )
    found = figures_of(told(store, "acquisition"))
    assert (found["cac"], found["change_ad_spend"]) == (10, None)
    assert told(make_store(synthetic.only("ad_spend")), "behavior")["parts"] == []
