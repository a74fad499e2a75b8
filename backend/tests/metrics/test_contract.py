"""The contract of the KPI routes and of `kpis --json`: fields, parameters, and their edges."""

import csv
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.metrics.loader import load_model
from tests.metrics.shops import ORDERS, TODAY, UNTIL, Shop, Shops

COMMAND = [sys.executable, "-c", "from marketing_agent.cli.main import run; run()", "kpis"]
PROMISED = {
    "key", "label", "value", "numerator", "denominator", "unit", "currency", "previous", "change",
    "series", "sql_id", "source",
}  # fmt: skip
KEYS = list(load_model().metrics)
UNDER = ("sql", "rows", "rows.csv", "lineage")


@pytest.fixture(scope="module")
def shop(shops: Shops) -> Shop:
    """A shop that gave its orders."""
    return shops.imported("Avalon_Sunshine", *ORDERS)


@pytest.fixture(scope="module")
def bare(shops: Shops) -> Shop:
    """A workspace on its first day."""
    return shops.empty()


def test_each_tile_has_the_promised_fields(shop: Shop) -> None:
    tiles = shop.get("/kpis")
    assert [tile["key"] for tile in tiles] == KEYS
    for tile in tiles:
        assert set(tile) >= PROMISED
        assert (tile["status"] == "ok") == (tile["sql_id"] is not None)
        assert (tile["unit"] == "money") == (tile["currency"] == "USD")


def test_keys_choose_and_order_tiles(shop: Shop) -> None:
    assert [t["key"] for t in shop.get("/kpis", keys="orders, aov,orders")] == [
        "orders",
        "aov",
        "orders",
    ]


def test_a_workspace_without_files_says_what_to_add(bare: Shop) -> None:
    tiles = bare.get("/kpis")
    assert [tile["key"] for tile in tiles] == KEYS
    for tile in tiles:
        assert (tile["status"], tile["value"], tile["previous"]) == ("missing", None, None)
        assert (tile["sql_id"], tile["source"], tile["series"]) == (None, None, [])
        assert tile["missing"].startswith("Add ")
    summary = bare.get("/summary")
    assert summary["freshness"] == {"data_until": None, "imported_at": None, "version": 0}
    assert summary["reconciled"] == {"equal": 0, "total": 0}


@pytest.mark.parametrize("part", UNDER)
def test_nothing_lies_under_a_missing_number(bare: Shop, part: str) -> None:
    answer = bare.ask(f"/kpis/total_sales/{part}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_answer")
    assert answer.json()["title"].startswith("Add Shopify's orders export")


@pytest.mark.parametrize("part", UNDER)
def test_an_unknown_key_is_404(shop: Shop, part: str) -> None:
    answer = shop.ask(f"/kpis/profit/{part}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_metric")


@pytest.mark.parametrize("route", ["/kpis", "/summary", "/kpis/orders/sql", "/kpis/orders/rows"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"range": "last_31_days"},
        {"range": ""},
        {"range": "2026-10-31..2026-10-01"},
        {"range": "2026-02-30..2026-03-01"},
        {"range": "2026-10-01"},
        {"range": "2026-10-01..2026-10-31; DROP TABLE orders"},
        {"range": "1989-12-31..1990-01-05"},
        {"range": "2000-01-01..2026-10-01"},
        {"compare": "last_week"},
        {"as_of": "yesterday"},
        {"as_of": "2026-13-01"},
        {"as_of": "0001-01-01"},
        {"as_of": "9999-12-31"},
    ],
    ids=str,
)
def test_a_parameter_that_means_nothing_is_422(
    shop: Shop, route: str, wrong: dict[str, str]
) -> None:
    answer = shop.ask(route, **wrong)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("as_of", ["2027-06-01", "2199-12-31", "1995-01-01"])
def test_a_today_far_from_the_data_has_no_data_and_says_how_far_it_reaches(
    shop: Shop, as_of: str
) -> None:
    tile = shop.kpi("orders", as_of=as_of)
    assert (tile["status"], tile["value"], tile["missing"]) == ("no_data", None, None)
    last = _last_day(shop)
    assert tile["note"].endswith(f"to {last.day} {last:%B %Y}.")


def _last_day(shop: Shop) -> date:
    """The day of the last order or refund in the files."""
    moments = []
    for name, column in (("orders_export_1.csv", "Created at"), ("transactions*", "Created At")):
        with open(shop.file(name), encoding="utf-8", newline="") as file:
            moments += [row[column] for row in csv.DictReader(file)]
    return date.fromisoformat(max(moments)[:10])


def test_a_range_before_the_data(shop: Shop) -> None:
    tile = shop.kpi("total_sales", range="2020-01-01..2020-12-31")
    assert (tile["status"], tile["value"]) == ("no_data", None)
    assert "covers" in tile["note"]


def test_one_day(shop: Shop) -> None:
    days = shop.kpi("orders", range=f"{UNTIL - timedelta(days=60)}..{UNTIL}")["series"]
    day = max(days, key=lambda point: point["value"] or 0)  # a day without data is null
    tile = shop.kpi("orders", range=f"{day['date']}..{day['date']}")
    assert tile["value"] == day["value"] > 0
    assert tile["series"] == [day]
    before = str(date.fromisoformat(day["date"]) - timedelta(days=1))
    assert tile["previous_window"]["start"] == tile["previous_window"]["end"] == before
    assert tile["previous"] == {point["date"]: point["value"] for point in days}.get(before)


def test_today_is_not_over_so_it_is_not_in_the_last_days(shop: Shop) -> None:
    window = shop.kpi("orders", range="last_7_days")["window"]
    assert (window["start"], window["end"]) == (str(UNTIL - timedelta(days=6)), str(UNTIL))
    assert shop.kpi("orders", range="month_to_date")["window"]["end"] == str(TODAY)


@pytest.mark.parametrize(
    ("days", "before"),
    [
        ("2028-02-29..2028-02-29", ("2027-02-28", "2027-02-28")),
        ("2028-02-01..2028-02-29", ("2027-02-01", "2027-02-28")),
        ("2029-02-01..2029-02-28", ("2028-02-01", "2028-02-28")),
        ("2028-03-01..2028-03-31", ("2027-03-01", "2027-03-31")),
    ],
)
def test_a_year_before_a_leap_day(shop: Shop, days: str, before: tuple[str, str]) -> None:
    window = shop.kpi("orders", range=days, compare="previous_year")["previous_window"]
    assert (window["start"], window["end"]) == before


def test_a_year_before_is_the_same_days_a_year_before(shop: Shop) -> None:
    now = shop.kpi("orders", range="2026-03-01..2026-03-31", compare="previous_year")
    then = shop.kpi("orders", range="2025-03-01..2025-03-31", compare="none")
    assert now["previous"] == then["value"] > 0
    assert now["previous_series"] == then["series"]
    assert now["change"] == pytest.approx(now["value"] / then["value"] - 1, abs=1e-8)


def _command(shop: Shop, *arguments: str) -> subprocess.CompletedProcess[str]:
    state: Any = shop.client.app.state  # type: ignore[attr-defined]
    fixed = ["--workspace", shop.workspace.slug, "--data-dir", str(shop.settings.data_dir)]
    return subprocess.run(
        [*COMMAND, *fixed, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"DATABASE_URL": state.database.url},
    )


def test_the_command_line_refuses_in_one_document(shop: Shop) -> None:
    done = _command(shop, "--range", "2026-10-31..2026-10-01", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "bad_range"


def test_the_command_line_knows_wrong_usage(shop: Shop) -> None:
    done = _command(shop, "--compare", "last_week", "--json")
    assert (done.returncode, done.stdout) == (2, "")


def test_the_command_line_on_a_workspace_without_files(bare: Shop) -> None:
    done = _command(bare, "--as-of", str(TODAY), "--json")
    assert done.returncode == 0
    tiles = json.loads(done.stdout)
    assert [tile["key"] for tile in tiles] == KEYS
    assert {tile["value"] for tile in tiles} == {None}
