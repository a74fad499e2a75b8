"""The four numbers of the headline, against SQL written by hand on the exported files.

The oracles read the files with DuckDB's own reader and know nothing of the product.
"""

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from tests.metrics.shops import KLAVIYO, NAMES, ORDERS, TODAY, Shop, Shops

LAST_30 = (TODAY - timedelta(days=30), TODAY)
PRIOR_30 = (TODAY - timedelta(days=60), TODAY - timedelta(days=30))
REVENUE = "revenue_last_30_days"
AOV = "aov_all_campaigns_prior_30_days"
RATE = "conversion_rate_all_campaigns_last_30_days"
CTR = "email_ctr_all_campaigns_prior_30_days"
WINDOWS = {REVENUE: LAST_30, AOV: PRIOR_30, RATE: LAST_30, CTR: PRIOR_30}

_SALES_OF_REPORT = """
SELECT sum("Total sales"::DECIMAL(18, 2)), NULL FROM read_csv($file, all_varchar = true)
WHERE "Day"::DATE >= $start AND "Day"::DATE < $end
"""
# What was charged in the window, less what was given back in it: the total is on an order's first
# row only, and the first ten letters of a moment are the day on the shop's own clock.
_SALES_OF_ORDERS = """
SELECT (
  SELECT sum("Total"::DECIMAL(18, 2)) FROM read_csv($file, all_varchar = true)
  WHERE "Created at"[:10]::DATE >= $start AND "Created at"[:10]::DATE < $end
) - coalesce((
  SELECT sum("Amount"::DECIMAL(18, 2)) FROM read_csv($other, all_varchar = true)
  WHERE "Kind" = 'refund' AND "Status" = 'success'
    AND "Created At"[:10]::DATE >= $start AND "Created At"[:10]::DATE < $end
), 0), NULL
"""
_OF_UTM = """
SELECT sum("{top}"::DECIMAL(18, 2)), sum("{bottom}"::DECIMAL(18, 2))
FROM read_csv($file, all_varchar = true)
WHERE "UTM campaign" <> '' AND "Day"::DATE >= $start AND "Day"::DATE < $end
"""
_OF_KLAVIYO = """
SELECT sum("{top}"::DECIMAL(18, 2)), sum("{bottom}"::DECIMAL(18, 2))
FROM read_csv($file, all_varchar = true)
WHERE "Campaign Channel" IN {channels}
  AND "Send Time"[:10]::DATE >= $start AND "Send Time"[:10]::DATE < $end
"""
_ALL, _EMAIL = "('Email', 'SMS')", "('Email')"
_UTM_FILE, _LETTERS = "Marketing attribution by UTM*.csv", "klaviyo_campaigns.csv"
FROM_REPORTS = {
    REVENUE: (_SALES_OF_REPORT, "Total sales over time*.csv", None),
    AOV: (_OF_UTM.format(top="Total sales", bottom="Orders"), _UTM_FILE, None),
    RATE: (_OF_UTM.format(top="Orders", bottom="Sessions"), _UTM_FILE, None),
}
FROM_EXPORTS = {
    REVENUE: (_SALES_OF_ORDERS, "orders_export_1.csv", "transactions_export_1.csv"),
    AOV: (
        _OF_KLAVIYO.format(top="Revenue", bottom="Unique Placed Order", channels=_ALL),
        _LETTERS,
        None,
    ),
    RATE: (
        _OF_KLAVIYO.format(top="Unique Placed Order", bottom="Unique Clicks", channels=_ALL),
        _LETTERS,
        None,
    ),
    CTR: (
        _OF_KLAVIYO.format(top="Unique Clicks", bottom="Successful Deliveries", channels=_EMAIL),
        _LETTERS,
        None,
    ),
}
Oracle = tuple[str, str, str | None]


@pytest.fixture(scope="module", params=NAMES)
def mailed(shops: Shops, request: pytest.FixtureRequest) -> Shop:
    """Orders plus Klaviyo, and nothing else."""
    return shops.imported(request.param, *ORDERS, *KLAVIYO)


def by_hand(shop: Shop, oracle: Oracle, window: tuple[date, date]) -> tuple[Any, Any]:
    statement, file, other = oracle
    params: dict[str, Any] = {"file": shop.file(file), "start": window[0], "end": window[1]}
    if other:
        params["other"] = shop.file(other)
    found = duckdb.connect().execute(statement, params).fetchone()
    assert found is not None
    return found


def check(tile: dict[str, Any], found: tuple[Any, Any]) -> None:
    top, bottom = found
    assert tile["status"] == "ok"
    assert tile["numerator"] == pytest.approx(float(top), abs=1e-9)
    value = float(top)
    if bottom is not None:
        assert tile["denominator"] == pytest.approx(float(bottom), abs=1e-9)
        value = float(top) / float(bottom)
    assert value
    digits = 0.005 if tile["unit"] == "money" else 5e-9
    assert tile["value"] == pytest.approx(value, abs=digits * 1.001)


@pytest.mark.parametrize("key", FROM_REPORTS)
def test_from_reports_alone(reported: Shop, key: str) -> None:
    tile = reported.kpi(key)
    check(tile, by_hand(reported, FROM_REPORTS[key], WINDOWS[key]))
    assert tile["source"]["kind"] == "report"


@pytest.mark.parametrize("key", FROM_EXPORTS)
def test_from_orders_plus_klaviyo(mailed: Shop, key: str) -> None:
    tile = mailed.kpi(key)
    check(tile, by_hand(mailed, FROM_EXPORTS[key], WINDOWS[key]))
    assert tile["source"]["kind"] == ("ledger" if key == REVENUE else "klaviyo")


@pytest.mark.parametrize("key", WINDOWS)
def test_with_all_files_a_sale_is_credited_once(whole: Shop, key: str) -> None:
    """The UTM report credits each order once over all channels, so nothing is added to it."""
    oracle = FROM_REPORTS[key] if key in (AOV, RATE) else FROM_EXPORTS[key]
    tile = whole.kpi(key)
    check(tile, by_hand(whole, oracle, WINDOWS[key]))


@pytest.mark.parametrize("key", WINDOWS)
def test_windows_are_whole_store_days_that_end_yesterday(whole: Shop, key: str) -> None:
    start, end = WINDOWS[key]
    # The page's own range moves none of them.
    tile = whole.kpi(key, range="last_7_days")
    assert tile["window"]["start"] == str(start)
    assert tile["window"]["end"] == str(end - timedelta(days=1))
    assert len(tile["series"]) == 30
    assert tile["previous_window"]["end"] == str(start - timedelta(days=1))


@pytest.mark.parametrize(("key", "beside"), [(AOV, "aov"), (RATE, "conversion_rate")])
def test_the_stores_own_figure_stands_beside(whole: Shop, key: str, beside: str) -> None:
    start, end = WINDOWS[key]
    own = whole.kpi(beside, range=f"{start}..{end - timedelta(days=1)}")
    assert own["value"] is not None
    assert whole.kpi(key)["store_wide"] == {"label": own["label"], "value": own["value"]}


def test_a_tile_says_that_clicks_stand_in(mailed: Shop, reported: Shop) -> None:
    assert "clicks stand in" in mailed.kpi(RATE)["note"]
    assert reported.kpi(RATE)["note"] is None


def test_a_tile_says_that_others_are_not_added(mailed: Shop) -> None:
    assert "theirs are not added" in mailed.kpi(AOV)["note"]


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        (REVENUE, 'Add Shopify\'s orders export or its report "Total sales over time".'),
        (AOV, "Add Shopify's marketing report by UTM campaign, or Klaviyo's campaign performance "),
        (
            RATE,
            "Add Shopify's marketing report by UTM campaign, or Klaviyo's campaign performance ",
        ),
        (CTR, "Add Klaviyo's campaign performance export."),
    ],
)
def test_without_a_file_the_tile_names_it(shops: Shops, key: str, sentence: str) -> None:
    tile = shops.empty().kpi(key)
    assert (tile["status"], tile["value"], tile["sql_id"]) == ("missing", None, None)
    assert tile["missing"].startswith(sentence)


def test_reports_alone_have_no_click_rate_and_say_what_to_add(reported: Shop) -> None:
    tile = reported.kpi(CTR)
    assert tile["missing"] == "Add Klaviyo's campaign performance export."
