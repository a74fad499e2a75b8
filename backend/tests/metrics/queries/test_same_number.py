"""The same question gives the same number as a tile, whatever way it is asked."""

from datetime import date, timedelta

import pytest

from marketing_agent.metrics.loader import load_model
from tests.metrics.conftest import Store
from tests.metrics.queries.asking import Shop
from tests.metrics.synthetic import TODAY

MODEL = load_model()
KEYS = [key for key, metric in MODEL.metrics.items() if metric.window is None]
RANGES = {
    "last_30_days": (TODAY - timedelta(days=30), TODAY - timedelta(days=1)),
    "last_month": (date(2026, 10, 1), date(2026, 10, 31)),
}


@pytest.mark.parametrize("days", RANGES)
@pytest.mark.parametrize("source", ["ledger", "report", "klaviyo", "ads"])
def test_every_tile(stores_by_source: dict[str, Store], source: str, days: str) -> None:
    store = stores_by_source[source]
    tiles = {tile.key: tile for tile in store.kpis(*KEYS, range=days, compare="none")}
    answered = 0
    for key in KEYS:
        if tiles[key].status != "ok":
            continue
        answer = Shop(store).ask(key, days=RANGES[days])
        assert answer.rows[0][0] == tiles[key].value, key
        answered += 1
    assert answered > 3


@pytest.mark.parametrize(
    ("metric", "tile"),
    [
        ("aov", "aov_all_campaigns_prior_30_days"),
        ("conversion_rate", "conversion_rate_all_campaigns_last_30_days"),
    ],
)
@pytest.mark.parametrize("source", ["ledger", "klaviyo", "ads"])
def test_from_all_campaigns(
    stores_by_source: dict[str, Store], metric: str, tile: str, source: str
) -> None:
    kpi = stores_by_source[source].kpi(tile)
    window = (kpi.window.start, kpi.window.end)
    where = [("campaign", "is_not_null")]
    answer = Shop(stores_by_source[source]).ask(metric, days=window, where=where)
    assert answer.rows[0][0] == kpi.value


def test_email_campaigns_without_flows(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ledger"].kpi("email_ctr_all_campaigns_prior_30_days")
    where = [("message_type", "=", "campaign")]
    answer = Shop(stores_by_source["ledger"]).ask(
        "email_click_rate", days=(kpi.window.start, kpi.window.end), where=where
    )
    assert answer.rows[0][0] == kpi.value
