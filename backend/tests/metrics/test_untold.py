"""Exports that leave columns out: what nobody tells is missing and never nought."""

from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.warehouse.service import Warehouse
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import build, publish
from tests.metrics.synthetic import TODAY, only

OF_ORDERS = ("email_revenue", "placed_order_rate", "campaign_sales", "campaign_aov",
             "campaign_conversion_rate", "aov_all_campaigns_prior_30_days",
             "conversion_rate_all_campaigns_last_30_days")  # fmt: skip


def letter(number: int, day: date, **more: Any) -> dict[str, Any]:
    """A letter of Klaviyo's custom report, which tells neither orders nor revenue."""
    found = {"message_id": f"r{number}", "channel": "email", "send_date": day}
    return found | {"recipients": 1000, "delivered": 990, "unique_clicks": 33} | more


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.fixture(scope="module")
def untold(make_store: MakeStore) -> Store:
    """A store with letters whose orders and revenue no export tells."""
    return make_store({"email_messages": [letter(n, days_ago(n)) for n in range(1, 61)]})


@pytest.mark.parametrize("key", OF_ORDERS)
def test_what_no_export_tells_is_missing(untold: Store, key: str) -> None:
    kpi = untold.kpi(key)
    assert (kpi.status, kpi.value, kpi.numerator, kpi.sql_id) == ("missing", None, None, None)
    assert kpi.missing is not None
    assert "Klaviyo's campaign performance export" in kpi.missing


def test_what_it_tells_is_there(untold: Store) -> None:
    assert untold.kpi("email_click_rate").value == round(33 / 990, 8)
    assert untold.kpi("email_recipients").value == 30_000


def test_another_source_answers_in_its_place(make_store: MakeStore) -> None:
    letters = [letter(n, days_ago(n)) for n in range(1, 61)]
    store = make_store(only("ad_spend") | {"email_messages": letters})
    kpi = store.kpi("campaign_sales")
    assert kpi.source is not None
    assert (kpi.status, kpi.source.kind) == ("ok", "ads")
    assert kpi.value


def test_flows_alone_say_so(make_store: MakeStore) -> None:
    letters = [letter(n, days_ago(n)) for n in range(1, 61)]
    kpi = make_store(only("email_flows") | {"email_messages": letters}).kpi("email_revenue")
    assert kpi.value
    assert kpi.source is not None
    assert "Flows only: no campaign export tells it." in (kpi.source.note or "")


@pytest.fixture(scope="module")
def mixed(untold: Store, make_store: MakeStore, warehouse: Warehouse) -> Store:
    """The same letters, and a second file that tells of the five days before the last five."""
    store = make_store({"email_messages": [letter(n, days_ago(n)) for n in range(1, 61)]})
    told = [
        letter(100 + n, days_ago(n), orders=4, revenue_minor=20_000, unique_clicks=50)
        for n in range(6, 11)
    ]
    build(warehouse, store.workspace.id, {"email_messages": told}, version=2, base=1,
          import_id="import-2", file="second")  # fmt: skip
    return Store(store.database, warehouse, publish(store.database, store.workspace, 2))


@pytest.mark.parametrize(
    ("key", "top", "bottom"),
    [
        ("placed_order_rate", 20, 5_000),
        ("campaign_conversion_rate", 20, 250),
        ("campaign_aov", 1000.0, 20),
        ("email_click_rate", 30 * 33 + 5 * 50, 35 * 990),
    ],
)
def test_a_rate_counts_only_letters_that_tell_both_sides(
    mixed: Store, key: str, top: float, bottom: int
) -> None:
    kpi = mixed.kpi(key)
    assert (kpi.status, kpi.numerator, kpi.denominator) == ("ok", top, bottom)


def test_days_that_only_the_other_file_tells_are_no_data(mixed: Store) -> None:
    window = f"{days_ago(5)}..{days_ago(1)}"
    kpi = mixed.kpi("email_revenue", range=window)
    assert (kpi.status, kpi.value) == ("no_data", None)
    assert mixed.kpi("email_recipients", range=window).value == 5_000
    assert mixed.kpi("email_revenue").value == 1000.0
