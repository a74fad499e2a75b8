"""Show me why: planted days told in order, held against the exported files."""

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.insights.anomaly import service as anomalies
from marketing_agent.insights.anomaly.schemas import Band, Daily
from marketing_agent.insights.changes.factors import contributions
from tests.insights.pages import gaps_of, page_of, part_of, rows_of, told
from tests.insights.test_email_page import letter
from tests.insights.test_known_events import DAYS, store_of
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops
from tests.metrics.synthetic import TODAY


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def planted(shop: Shop, *kinds: str) -> list[dict[str, Any]]:
    return [one for one in shop.truth["anomaly_days"] if one["kind"] in kinds]


def why(shop: Shop, day: str, show: str) -> dict[str, Any]:
    asked = {"range": f"{day}..{day}", "show": show, "compare": "weekday_matched"}
    return page_of(shop, "why", limit=500, **asked)


def test_a_planted_day_is_told_in_order(shop: Shop) -> None:
    one = planted(shop, "bot_traffic", "site_down")[0]
    page = why(shop, one["date"], "sessions")
    keys = [part["key"] for part in page["parts"]]
    assert 3 <= len(keys) <= 6
    assert keys[0] == "line"
    assert keys.index("beside") > max(keys.index(key) for key in keys if key.startswith("by_"))
    line = part_of(page, "line")
    assert {"at": one["date"], "kind": "change"}.items() <= line["annotations"][0].items()
    drawn = {row["day"]: row for row in rows_of(page, "line")}
    day = drawn[one["date"]]
    assert day["sessions"] == one["sessions"]
    assert not day["low_sessions"] <= day["sessions"] <= day["high_sessions"]
    first = date.fromisoformat(one["date"]) - timedelta(days=56)
    assert min(drawn) == str(max(first, date.fromisoformat(shop.truth["from"])))
    for part in page["parts"]:
        assert part["statements"], part["key"]
        assert all(each["hash"] and each["sql"] for each in part["statements"])


def test_a_sentence_names_the_first_of_its_table_and_what_went_against_them(shop: Shop) -> None:
    page = page_of(shop, "why", show="total_sales", limit=500)
    for part in [part for part in page["parts"] if part["key"].startswith("by_")]:
        named, amount = (part["columns"][at]["name"] for at in (0, 1))
        rests = ("Others", "Not in this split")
        rows = [r for r in rows_of(page, part["key"]) if r[amount] and r[named] not in rests]
        (line,) = [line for line in page["sentences"] if line == part["note"]]
        assert line.split(": ", 1)[1].startswith(str(rows[0][named]))
        said = [
            row[amount] for row in rows if f"{row[named]} {'+' if row[amount] > 0 else '-'}" in line
        ]
        assert len(said) == min(4, len(rows))
        assert {each > 0 for each in said} == {row[amount] > 0 for row in rows}


def test_a_change_is_what_the_page_of_changes_says_it_is(shop: Shop) -> None:
    changed = rows_of(page_of(shop, "changes", range="last_90_days", limit=500), "found")
    assert changed
    told_there = {row["how"] for row in changed}
    for row in changed:
        asked = dict(parse_qsl(urlsplit(row["why"]).query))
        assert page_of(shop, "why", **asked)["sentences"][0] in told_there, row["what"]


def test_most_days_lie_within_their_band(shop: Shop) -> None:
    page = page_of(shop, "why", range="last_30_days", show="orders", limit=500)
    columns = ("low_orders", "orders", "high_orders")
    drawn = [[row[column] for column in columns] for row in rows_of(page, "line")]
    known = [each for each in drawn if each[0] is not None]
    inside = sum(low <= figure <= high for low, figure, high in known)
    assert len(known) >= 30
    assert inside >= 0.9 * len(known)


def orders_by_day(make_store: MakeStore, spread: float, odd: float) -> dict[str, Any]:
    """About forty orders a day, from day to day so far apart; on the last of them `odd` times."""
    draw = Random(7)  # noqa: S311 - rows of a test
    days = [TODAY - timedelta(days=back) for back in range(DAYS, 1, -1)]
    factors = {day: draw.lognormvariate(0, spread) for day in days}
    store = store_of(make_store, [], factors | {TODAY - timedelta(days=1): odd})
    yesterday = f"{TODAY - timedelta(days=1)}"
    return told(store, "why", show="orders", range=f"{yesterday}..{yesterday}", limit=500)


def test_a_calm_figure_has_the_range_it_usually_lies_in(make_store: MakeStore) -> None:
    page = orders_by_day(make_store, 0.05, 2)
    rows = [row for row in rows_of(page, "line") if row["low_orders"] is not None]
    assert len(rows) >= 50
    assert all(0 < row["low_orders"] < 40 < row["high_orders"] < 80 for row in rows)
    assert re.search(r"expected was about \d+, usually \d+ to \d+\.", page["sentences"][0])


def test_a_range_that_would_say_nothing_is_drawn_and_not_told(make_store: MakeStore) -> None:
    page = orders_by_day(make_store, 0.7, 40)
    rows = [row for row in rows_of(page, "line") if row["low_orders"] is not None]
    assert len(rows) >= 50
    assert all(row["low_orders"] < 40 < 80 < row["high_orders"] for row in rows)
    assert re.search(
        r"expected was about \d+, but days like it differ much\.", page["sentences"][0]
    )
    assert part_of(page, "line")["note"] == page["sentences"][0]


@pytest.mark.parametrize(
    ("low", "expected", "high", "wide"),
    [
        (0, 1, 3, True),
        (0, 1, 2, False),
        (50, 100, 200, False),
        (-30, -10, 0, True),
        (0, 0, 1, True),
    ],
)
def test_a_band_is_wide_past_what_was_expected_each_way(
    low: int, expected: int, high: int, wide: bool
) -> None:
    band = Band(low=Decimal(low), expected=Decimal(expected), high=Decimal(high))
    assert band.is_wide is wide


@pytest.mark.parametrize("show", ["total_sales", "orders", "ad_spend", "conversion_rate"])
def test_factors_and_splits_add_up_to_the_change(shop: Shop, show: str) -> None:
    day = planted(shop, "site_down", "checkout_outage")[0]["date"]
    page = why(shop, day, show)
    keys = [each["key"] for each in page["parts"] if each["mark"] == "bars"]
    assert "factors" in keys
    sums = []
    for key in keys:
        rows = rows_of(page, key)
        assert sum(row["share"] for row in rows) == pytest.approx(1, abs=0.001)
        sums.append(sum(row["part"] for row in rows))
    assert max(sums) - min(sums) == pytest.approx(0, abs=0.0101)


def test_orders_are_those_of_the_export(shops: Shops) -> None:
    shop = shops.imported(NAMES[0])
    day = planted(shop, "checkout_outage", "site_down", "discount_leak")[0]["date"]
    page = why(shop, day, "orders")
    files = sorted(shop.folder.rglob("orders_export*.csv"))
    rows = pd.concat([pd.read_csv(file, dtype=str) for file in files])
    heads = rows.dropna(subset=["Total"]).drop_duplicates("Name", keep="last")
    zone = shop.workspace.timezone
    days = pd.to_datetime(heads["Created at"], utc=True).dt.tz_convert(zone).dt.strftime("%Y-%m-%d")
    counts = days.value_counts()
    drawn = {row["day"]: row["orders"] for row in rows_of(page, "line")}
    assert drawn[day] == counts.get(day, 0)
    before = str(date.fromisoformat(day) - timedelta(days=7))
    change = int(counts.get(day, 0)) - int(counts.get(before, 0))
    if change:
        assert sum(row["part"] for row in rows_of(page, "factors")) == change
        assert sum(row["part"] for row in rows_of(page, "by_1")) == change


FACTORS = st.lists(
    st.tuples(
        st.decimals(1, 5000, places=3), st.decimals(1, 5000, places=3)
    ),
    min_size=2, max_size=3,
)  # fmt: skip


@given(FACTORS)
def test_factors_share_what_every_order_of_moving_gives(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    now, before = ([pair[at] for pair in pairs] for at in (0, 1))
    found = contributions(now, before)
    whole = math.prod(map(float, now)) - math.prod(map(float, before))
    scale = math.prod(max(map(float, pair)) for pair in pairs)
    assert float(sum(found)) == pytest.approx(whole, abs=1e-9 * scale)
    orders = list(permutations(range(len(pairs))))
    expected = [0.0] * len(pairs)
    for order in orders:
        at = list(map(float, before))
        for moved in order:
            was = math.prod(at)
            at[moved] = float(now[moved])
            expected[moved] += (math.prod(at) - was) / len(orders)
    assert list(map(float, found)) == pytest.approx(expected, abs=1e-9 * scale)


def test_a_band_holds_an_even_series_and_starts_late() -> None:
    first = date(2026, 1, 1)
    figures = {first + timedelta(days=at): Decimal(100 + at % 7) for at in range(90)}
    found = anomalies.bands(Daily(figures))
    assert min(found) >= first + timedelta(days=14)
    for day, band in found.items():
        assert band.low <= figures[day] <= band.high
        assert band.low <= band.expected <= band.high


def test_what_happened_then_is_told_and_never_as_cause(shops: Shops) -> None:
    shop = shops.imported(NAMES[0])
    files = pd.read_csv(shop.file("klaviyo_campaigns*.csv"), dtype=str)
    sent = pd.to_datetime(files["Send Time"]).dt.date
    day = max(each for each in sent if each < date(2026, 11, 20))
    page = why(shop, str(day), "total_sales")
    rows = rows_of(page, "meanwhile")
    around = {day, day - timedelta(days=1)}
    names = set(files.loc[sent.isin(around), "Campaign Name"])
    assert {row["what"] for row in rows if row["kind"] == "Campaign sent"} == names
    assert "proves nothing" in part_of(page, "meanwhile")["note"]
    said = [line for line in page["sentences"] if line.startswith("At the same time")]
    assert len(said) == 1
    assert said[0].endswith("That does not make it the cause.")
    marked = part_of(page, "line")["annotations"]
    assert {each["at"] for each in marked if each["kind"] == "event"} <= {str(d) for d in around}


def test_a_window_without_an_odd_day_is_compared_as_the_page_is(shops: Shops) -> None:
    shop = shops.imported(NAMES[0])
    page = page_of(shop, "why", range="last_month", show="ad_spend", compare="previous_year")
    assert page["parts"][0]["annotations"][0]["at"] >= page["window"]["start"]


def test_gaps_stand_where_nothing_is_known(shops: Shops, make_store: MakeStore) -> None:
    empty = page_of(shops.empty(), "why", show="sessions")
    assert (empty["parts"], list(gaps_of(empty))) == ([], ["Sessions"])
    later = page_of(shops.imported(NAMES[0]), "why", range="2031-01-01..2031-01-31")
    assert list(gaps_of(later)) == ["Total sales"]
    letters = [letter(datetime(2026, 11, 2, 10), 20)]
    alone = told(make_store({"email_messages": letters}), "why", range="last_30_days")
    assert alone["parts"] == []
    reported = page_of(shops.imported(NAMES[0], *REPORTS), "why", show="sessions")
    assert rows_of(reported, "line")
