"""The Summary of the sample shops equals the truth that they were simulated from, to the cent."""

import csv
import json
import os
import subprocess
import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest

from tests.metrics.shops import TODAY, UNTIL, Shop, Shops

Truth = dict[str, Any]
Values = dict[str, Fraction | None]
COMMAND = [sys.executable, "-c", "from marketing_agent.cli.main import run; run()", "kpis"]
_EMAIL = ("recipients", "delivered", "unique_opens", "unique_clicks", "placed_orders", "revenue")


def of_sales(part: Truth) -> Values:
    money = {key: Fraction(value, 100) for key, value in part["money"].items()}
    orders = part["counts"]["orders"]
    plain = ("total_sales", "net_sales", "gross_sales", "discounts", "returns", "shipping", "taxes")
    return {key: money[key] for key in plain} | {
        "orders": Fraction(orders),
        "aov": _ratio(money["gross_sales"] + money["discounts"], orders),
        "refund_rate": _ratio(-money["returns"], money["gross_sales"]),
    }


def of_customers(part: Truth) -> Values:
    new, back = part["counts"]["new_customers"], part["counts"]["returning_customers"]
    return {
        "new_customers": Fraction(new),
        "returning_customers": Fraction(back),
        "returning_customer_rate": _ratio(back, new + back),
    }


def of_store(part: Truth) -> Values:
    counts = part["sessions"]
    return {
        "sessions": Fraction(counts["sessions"]),
        "conversion_rate": _ratio(counts["sessions_completed_checkout"], counts["sessions"]),
        "add_to_cart_rate": _ratio(counts["sessions_with_cart_additions"], counts["sessions"]),
    }


def of_email(part: Truth) -> Values:
    """Campaigns, and the flows where the window is a month that their export tells."""
    sums = {key: part["email_campaigns"][key] for key in (*_EMAIL, "unsubscribes")}
    for key in sums:
        sums[key] += part.get("flows", {}).get(key, 0)
    return {
        "email_recipients": Fraction(sums["recipients"]),
        "email_open_rate": _ratio(sums["unique_opens"], sums["delivered"]),
        "email_click_rate": _ratio(sums["unique_clicks"], sums["delivered"]),
        "placed_order_rate": _ratio(sums["placed_orders"], sums["recipients"]),
        "email_revenue": Fraction(sums["revenue"], 100),
        "unsubscribe_rate": _ratio(sums["unsubscribes"], sums["delivered"]),
    }


def of_ads(part: Truth) -> Values:
    spend = sum(platform["spend"] for platform in part["ads"].values())
    value = sum(platform["conversion_value"] for platform in part["ads"].values())
    sales, new = part["money"]["total_sales"], part["counts"]["new_customers"]
    return {
        "ad_spend": Fraction(spend, 100),
        "roas": _ratio(value, spend),
        "mer": _ratio(sales, spend),
        "ad_spend_share": _ratio(spend, sales),
        "cac": _ratio(Fraction(spend, 100), new),
    }


def of_campaigns(part: Truth) -> Values:
    found = part["campaigns"]
    return {
        "campaign_sales": Fraction(found["sales"], 100),
        "campaign_aov": _ratio(Fraction(found["sales"], 100), found["orders"]),
        "campaign_conversion_rate": _ratio(found["orders"], found["sessions"]),
    }


def of_everything(part: Truth) -> Values:
    units = {"units_sold": Fraction(part["counts"]["units_sold"])}
    parts = (of_sales, of_customers, of_store, of_email, of_ads, of_campaigns)
    return units | {key: value for known in parts for key, value in known(part).items()}


def of_reports(part: Truth) -> Values:
    """What reports tell: their units are net of the items that came back."""
    units = {"units_sold": Fraction(part["counts"]["net_items_sold"])}
    parts = (of_sales, of_customers, of_store, of_campaigns)
    return units | {key: value for known in parts for key, value in known(part).items()}


def of_exports(part: Truth) -> Values:
    """What orders, Klaviyo and ads tell: nobody's sessions, and no campaign of the shop's own."""
    units = {"units_sold": Fraction(part["counts"]["units_sold"])}
    parts = (of_sales, of_customers, of_email, of_ads)
    return units | {key: value for known in parts for key, value in known(part).items()}


def _ratio(top: Fraction | int, bottom: Fraction | int) -> Fraction | None:
    return Fraction(top) / Fraction(bottom) if bottom else None


def _shown(value: Fraction | None, unit: str) -> float | None:
    """As a tile shows it: money to the cent, rates to eight digits, halves away from zero."""
    if value is None:
        return None
    digits = 2 if unit == "money" else 8
    size = floor(abs(value) * 10**digits + Fraction(1, 2))
    return (-size if value < 0 else size) / 10**digits


def _months(truth: Truth) -> Iterator[tuple[str, Truth]]:
    """Whole calendar months, as the truth's first and last month are only begun."""
    for month, part in truth["by_month"].items():
        year, number = (int(word) for word in month.split("-"))
        yield f"{month}-01..{month}-{monthrange(year, number)[1]}", part


def _differences(tiles: dict[str, Any], expected: Values) -> list[Any]:
    wrong = []
    for key, value in expected.items():
        tile = tiles[key]
        want = _shown(value, tile["unit"])
        if tile["status"] != "ok" or tile["value"] != want:
            wrong.append((key, want, tile["value"], tile["source"], tile["note"]))
    return wrong


def test_every_month_of_a_shop_with_all_its_files(whole: Shop) -> None:
    months = list(_months(whole.truth))
    assert len(months) == 25
    for days, part in months:
        assert _differences(whole.tiles(range=days), of_everything(part)) == [], days


def test_every_month_from_reports_alone(reported: Shop) -> None:
    for days, part in _months(reported.truth):
        tiles = reported.tiles(range=days)
        assert _differences(tiles, of_reports(part)) == [], days
        kinds = {tile["source"]["kind"] for tile in tiles.values() if tile["source"]}
        assert kinds == {"report"}


def test_every_month_from_orders_klaviyo_and_ads(exported: Shop) -> None:
    for days, part in _months(exported.truth):
        assert _differences(exported.tiles(range=days), of_exports(part)) == [], days


@pytest.mark.parametrize("window", ["last_30_days", "prior_30_days"])
def test_thirty_days(whole: Shop, window: str) -> None:
    part = whole.truth[window]
    tiles = whole.tiles(range=f"{part['start']}..{part['end']}")
    assert _differences(tiles, of_everything(part)) == []


def test_all_two_years(whole: Shop) -> None:
    part = whole.truth["totals"]
    tiles = whole.tiles(range=f"{part['start']}..{part['end']}", compare="none")
    expected = of_sales(part) | of_customers(part) | of_store(part) | of_ads(part)
    assert _differences(tiles, expected | of_campaigns(part)) == []


@pytest.mark.parametrize("preset", ["month_to_date", "year_to_date"])
def test_to_date_holds_the_month_that_is_not_over(whole: Shop, preset: str) -> None:
    year = [f"2026-{month:02d}" for month in range(1, 12)]
    parts = [whole.truth["by_month"][month] for month in (year if "year" in preset else year[-1:])]
    tiles = whole.tiles(range=preset)
    for key, column in (("email_revenue", "revenue"), ("email_recipients", "recipients")):
        total = sum(part[kind][column] for part in parts for kind in ("email_campaigns", "flows"))
        assert tiles[key]["value"] == (total / 100 if column == "revenue" else total)
    sales = sum(part["money"]["total_sales"] for part in parts)
    assert tiles["total_sales"]["value"] == sales / 100
    credited = sum(part["campaigns"]["sales"] for part in parts)
    assert tiles["campaign_sales"]["value"] == credited / 100


def test_the_command_line_shows_the_same(whole: Shop) -> None:
    month = list(whole.truth["by_month"])[-2]
    part = whole.truth["by_month"][month]
    arguments = ["--workspace", whole.workspace.slug, "--as-of", str(TODAY), "--json"]
    arguments += ["--range", f"{part['start']}..{part['end']}", "--compare", "previous_year"]
    arguments += ["--data-dir", str(whole.settings.data_dir)]
    done = subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=os.environ | {"DATABASE_URL": whole.client.app.state.database.url},  # type: ignore[attr-defined]
    )
    tiles = {tile["key"]: tile for tile in json.loads(done.stdout)}
    assert _differences(tiles, of_everything(part)) == []
    asked = {"range": f"{part['start']}..{part['end']}", "compare": "previous_year"}
    assert tiles == {tile["key"]: tile for tile in whole.get("/kpis", **asked)}


def test_days_are_days_on_the_shops_own_clock(whole: Shop) -> None:
    """Around both changes of the clock, and at nights when it is tomorrow already in UTC."""
    created = _orders_created(whole)
    by_clock = Counter(moment[:10] for moment in created)
    offsets = {moment[-5:] for moment in created}
    assert len(offsets) == 2, "the sample has no change of the clock"
    assert sum(moment[:10] != _in_utc(moment) for moment in created) > 0
    first = date.fromisoformat(whole.truth["from"])
    series = whole.kpi("orders", range=f"{first}..{UNTIL}", compare="none")["series"]
    assert [point["date"] for point in series] == [
        str(first + timedelta(days=n)) for n in range((UNTIL - first).days + 1)
    ]
    assert {p["date"]: p["value"] for p in series if p["value"]} == dict(by_clock)


def _orders_created(shop: Shop) -> list[str]:
    with open(shop.file("orders_export_1.csv"), encoding="utf-8", newline="") as file:
        return [row["Created at"] for row in csv.DictReader(file) if row["Id"]]


def _in_utc(moment: str) -> str:
    return str(datetime.strptime(moment, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC).date())


def test_each_day_of_sales_is_the_reports_day(whole: Shop) -> None:
    with open(whole.file("Total sales over time*.csv"), encoding="utf-8", newline="") as file:
        report = {row["Day"]: float(row["Total sales"]) for row in csv.DictReader(file)}
    # Before its first order a shop's ledger knows nothing.
    first = min(moment[:10] for moment in _orders_created(whole))
    tile = whole.kpi("total_sales", range=f"{first}..{UNTIL}", compare="none")
    assert tile["source"]["kind"] == "ledger"
    days = {point["date"]: point["value"] for point in tile["series"]}
    assert days == {day: value for day, value in report.items() if day >= first}
    assert tile["reconciliation"]["status"] == "equal"


def test_channel_performance_alone_tells_the_campaigns_of_its_days(shops: Shops) -> None:
    shop = shops.imported("Avalon_Sunshine", "channel_performance_*.csv")
    part = shop.truth["totals"]
    tiles = shop.tiles(range=f"{part['start']}..{part['end']}")
    assert _differences(tiles, of_campaigns(part)) == []
    assert tiles["campaign_sales"]["note"].startswith("Channels of the types paid and marketing")
    assert shop.tiles(range="last_30_days")["campaign_sales"]["status"] == "no_data"
