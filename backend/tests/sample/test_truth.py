"""truth.json says what an independent reading of the files finds, and what was planted is there."""

from typing import Any

import pandas as pd
import pytest

from tests.sample.shopfolder import MONEY, ShopFolder, cents

LEAKED_CODES = ("STAFF50", "TEAM50")


def windows(shop: ShopFolder) -> list[dict[str, Any]]:
    truth = shop.truth
    named = [truth["totals"], truth["last_30_days"], truth["prior_30_days"]]
    return [*named, *truth["by_month"].values()]


def inside(days: "pd.Series[str]", window: dict[str, Any]) -> "pd.Series[bool]":
    return (days >= window["start"]) & (days <= window["end"])


def test_windows_lie_where_they_should(shop: ShopFolder) -> None:
    truth = shop.truth
    assert (truth["from"], truth["until"]) == ("2024-11-23", "2026-11-22")
    last, prior = truth["last_30_days"], truth["prior_30_days"]
    assert (last["start"], last["end"]) == ("2026-10-24", "2026-11-22")
    assert (prior["start"], prior["end"]) == ("2026-09-24", "2026-10-23")
    assert next(iter(truth["by_month"])) == "2024-11"
    assert len(truth["by_month"]) == 25


def test_money_to_the_cent(shop: ShopFolder) -> None:
    ordered_on = shop.orders["day"].reindex(shop.events["Name"]).reset_index(drop=True)
    for window in windows(shop):
        own_day = shop.events[inside(shop.events["day"], window)][MONEY].sum()
        assert own_day.to_dict() == window["money"]
        order_day = shop.events[inside(ordered_on, window)][MONEY].sum()
        assert order_day.to_dict() == window["order_day"]


def test_counts(shop: ShopFolder) -> None:
    for window in windows(shop):
        o = shop.orders[inside(shop.orders["day"], window)]
        lines = shop.lines[inside(shop.lines["day"], window)]
        counts = window["counts"]
        assert counts["orders"] == len(o)
        assert counts["units_sold"] == lines["quantity"].sum()
        assert counts["new_customers"] == o["is_new"].sum()
        returning = o[o["known"] & ~o["is_new"]]["Email"].nunique()
        assert counts["returning_customers"] == returning
        assert counts["customers"] == o[o["known"]]["Email"].nunique()
        assert counts["cancelled_orders"] == (o["Cancelled at"] != "").sum()
        assert counts["refunded_minor_of_these_orders"] == o["refunded"].sum()
        assert counts["total_charged_minor"] == o["Total"].sum()


def test_sessions(shop: ShopFolder) -> None:
    report = shop.read("behavior/Online store conversion over time*")
    columns = {
        "sessions": "Sessions",
        "sessions_with_cart_additions": "Sessions with cart additions",
        "sessions_reached_checkout": "Sessions that reached checkout",
        "sessions_completed_checkout": "Sessions that completed checkout",
    }
    for window in windows(shop):
        chosen = report[inside(report["Day"], window)]
        for key, column in columns.items():
            assert window["sessions"][key] == chosen[column].astype(int).sum()


def test_campaigns(shop: ShopFolder) -> None:
    rows = shop.read("marketing/Marketing attribution by UTM - *.csv")
    rows = rows[rows["UTM campaign"] != ""]
    for window in windows(shop):
        chosen, known = rows[inside(rows["Day"], window)], window["campaigns"]
        assert known["sales"] == cents(chosen["Total sales"]).sum()
        assert known["orders"] == chosen["Orders"].astype(int).sum()
        assert known["sessions"] == chosen["Sessions"].astype(int).sum()
        by_kind = known["by_kind"].values()
        assert sum(kind["orders"] for kind in by_kind) == known["orders"]


@pytest.mark.parametrize("channel", ["Email", "SMS"])
def test_sends(shop: ShopFolder, channel: str) -> None:
    rows = shop.read("marketing/klaviyo_campaigns.csv")
    rows = rows[rows["Campaign Channel"] == channel]
    columns = {
        "recipients": "Total Recipients",
        "delivered": "Successful Deliveries",
        "unique_clicks": "Unique Clicks",
        "placed_orders": "Unique Placed Order",
        "unsubscribes": "Unsubscribes",
        "bounces": "Bounces",
    }
    for window in windows(shop):
        chosen = rows[inside(rows["Send Time"].str[:10], window)]
        known = window[f"{channel.lower()}_campaigns"]
        assert known["messages"] == len(chosen)
        for key, column in columns.items():
            assert known[key] == chosen[column].astype(float).sum()
        assert known["revenue"] == cents(chosen["Revenue"]).sum()
    opens = rows["Unique Opens"]
    assert (opens == "").all() if channel == "SMS" else (opens != "").all()


def test_percent_strings_agree_with_their_counts(shop: ShopFolder) -> None:
    rows = shop.read("marketing/klaviyo_campaigns.csv")
    clicks, delivered = (rows[c].astype(float) for c in ("Unique Clicks", "Successful Deliveries"))
    assert (rows["Click Rate"] == (100 * clicks / delivered).map("{:.2f}%".format)).all()
    assert (rows["Total Clicks"].astype(float) >= clicks).all()


def test_flows_by_month(shop: ShopFolder) -> None:
    rows = shop.read("marketing/klaviyo_flows_monthly.csv")
    for name, window in shop.truth["by_month"].items():
        chosen = rows[rows["Month"] == f"{name[5:]}/{name[:4]}"]
        assert window["flows"]["revenue"] == cents(chosen["Revenue"]).sum()
        assert window["flows"]["delivered"] == chosen["Delivered"].astype(float).sum()
        assert window["flows"]["placed_orders"] == chosen["Placed Order"].astype(float).sum()


def test_ads(shop: ShopFolder) -> None:
    meta = shop.read("marketing/meta_ads_daily.csv", encoding="utf-8-sig")
    google = shop.read("marketing/google_ads_daily.csv", skiprows=2)
    spend = f"Amount spent ({shop.truth['currency']})"
    for window in windows(shop):
        m, g = meta[inside(meta["Day"], window)], google[inside(google["Day"], window)]
        known = window["ads"]
        assert known["meta_ads"]["spend"] == cents(m[spend]).sum()
        assert known["meta_ads"]["clicks"] == m["Link clicks"].astype(int).sum()
        assert known["meta_ads"]["conversion_value"] == cents(m["Purchases conversion value"]).sum()
        assert known["google_ads"]["spend"] == cents(g["Cost"].str.replace(",", "")).sum()
        value = cents(g["Conv. value"].str.replace(",", ""))
        assert known["google_ads"]["conversion_value"] == value.sum()
        assert known["google_ads"]["conversions"] == g["Conversions"].astype(float).sum()


def test_nothing_sells_while_out_of_stock(shop: ShopFolder) -> None:
    stock = shop.read("sales/inventory_export_1.csv")
    for out in shop.truth["stock_outs"]:
        mine = shop.lines[shop.lines["Lineitem sku"] == out["sku"]]
        assert len(mine) > 0
        assert not inside(mine["day"], {"start": out["start"], "end": out["end"]}).any()
        if out["end"] == shop.truth["until"]:
            available = stock[stock["SKU"] == out["sku"]]["Available (not editable)"]
            assert set(available) <= {"0", "not stocked"}


def test_bad_days_show(shop: ShopFolder) -> None:
    report = shop.read("behavior/Online store conversion over time*").set_index("Day")
    sessions = report["Sessions"].astype(int)
    normal = sessions.rolling(29, center=True, min_periods=10).median()
    kinds = {a["kind"]: a for a in shop.truth["anomaly_days"]}
    bots, lost = kinds["bot_traffic"]["date"], kinds["tracking_loss"]["date"]
    assert sessions[bots] > 2 * normal[bots]
    assert sessions[lost] < 0.5 * normal[lost]
    leaked = shop.orders[shop.orders["Discount Code"].isin(LEAKED_CODES)]
    assert set(leaked["day"]) == {kinds["discount_leak"]["date"]}
    assert (leaked["Discount Amount"] >= leaked["merchandise"] // 2).all()


def test_promotions_sell_more_and_their_code_is_used(shop: ShopFolder) -> None:
    promotions = [x for x in shop.truth["campaign_lifts"] if x["kind"] == "promotion"]
    assert len(promotions) >= 8
    for promotion in promotions:
        assert promotion["expected_orders"] > promotion["expected_orders_without"]
        during = shop.orders[inside(shop.orders["day"], promotion)]
        assert promotion["orders"] == len(during)
    used = shop.orders["Discount Code"].value_counts()
    listed = shop.read("sales/discounts_export_1.csv").set_index("Name")["Times Used In Total"]
    for code, times in listed.items():
        assert used.get(code, 0) == int(times)


def test_messages_claim_more_than_they_bring(shop: ShopFolder) -> None:
    sent = [x for x in shop.truth["campaign_lifts"] if x["kind"] in ("email", "sms")]
    rows = shop.read("marketing/Marketing attribution by UTM - *.csv")
    by_campaign = rows["Orders"].astype(int).groupby(rows["UTM campaign"]).sum()
    for message in sent:
        found = by_campaign.get(message["utm_campaign"], 0)
        assert found == message["attributed"]["orders"]
    email = [x for x in sent if x["kind"] == "email"]
    claimed = sum(x["claimed_orders"] for x in email)
    assert claimed > sum(x["attributed"]["orders"] for x in email)
