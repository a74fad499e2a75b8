"""What a tile shows: exact money, change in the right direction, points where data is."""

from datetime import timedelta

import pytest

from marketing_agent.metrics.schemas import Kpi
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, refund, sale
from tests.metrics.synthetic import DAYS, Rows

WEEK = f"{DAYS[-7]}..{DAYS[-1]}"


def _store(make_store: MakeStore, orders: Rows, *more: object, currency: str = "USD") -> Store:
    # An old order lets the compared week be inside the data.
    first = order("0", DAYS[0], 1)
    ledger = [sale(one) for one in [first, *orders]] + list(more)
    return make_store({"orders": [first, *orders], "sales_ledger": ledger}, currency)


def test_change_is_relative_for_money_and_counts(make_store: MakeStore) -> None:
    store = _store(make_store, [order("1", DAYS[-10], 10_000), order("2", DAYS[-2], 12_500)])
    kpi = store.kpi("total_sales", range=WEEK)
    assert (kpi.value, kpi.previous, kpi.change, kpi.is_new) == (125.0, 100.0, 0.25, False)


def test_from_nothing_is_new_and_not_infinite(make_store: MakeStore) -> None:
    kpi = _store(make_store, [order("1", DAYS[-2], 5_000)]).kpi("total_sales", range=WEEK)
    assert (kpi.previous, kpi.change, kpi.is_new) == (0.0, None, True)


def test_nothing_after_something_is_minus_all(make_store: MakeStore) -> None:
    store = _store(make_store, [order("1", DAYS[-10], 5_000), order("2", DAYS[-14], 1)])
    kpi = store.kpi("orders", range=WEEK)
    assert (kpi.value, kpi.change, kpi.is_new) == (0.0, -1.0, False)


def test_more_discounts_are_up_and_that_is_bad(make_store: MakeStore) -> None:
    store = _store(
        make_store,
        [
            order("1", DAYS[-10], 9_000, discounts_minor=-100),
            order("2", DAYS[-2], 9_000, discounts_minor=-120),
        ],
    )
    kpi = store.kpi("discounts", range=WEEK)
    assert (kpi.value, kpi.change, kpi.better) == (-1.2, 0.2, "down")


def test_rates_change_in_points(make_store: MakeStore) -> None:
    before, after = order("1", DAYS[-10], 10_000), order("2", DAYS[-3], 10_000)
    back = refund(before, DAYS[-9], 1_000), refund(after, DAYS[-2], 3_000)
    kpi = _store(make_store, [before, after], *back).kpi("refund_rate", range=WEEK)
    assert (kpi.value, kpi.previous, kpi.change, kpi.unit) == (0.3, 0.1, 0.2, "percent")


def test_refunds_count_on_their_own_day(make_store: MakeStore) -> None:
    bought = order("1", DAYS[-10], 10_000)
    kpi = _store(make_store, [bought], refund(bought, DAYS[-2], 2_500)).kpi(
        "total_sales", range=WEEK
    )
    assert (kpi.value, kpi.previous) == (-25.0, 100.0)
    assert {p.date: p.value for p in kpi.series}[DAYS[-2]] == -25.0


def test_sums_are_zero_and_ratios_nothing_on_days_without_orders(make_store: MakeStore) -> None:
    store = _store(make_store, [order(str(n), DAYS[-n], 1_000) for n in (2, 4, 9)])
    orders, aov = store.kpis("orders", "aov", range=WEEK)
    # Nothing tells of the day after the last order.
    assert [p.value for p in orders.series] == [0, 0, 0, 1, 0, 1, None]
    assert [p.value for p in aov.series] == [None, None, None, 10.0, None, 10.0, None]
    assert [p.date for p in orders.previous_series] == DAYS[-14:-7]


def test_an_average_divides_sums_and_not_averages(make_store: MakeStore) -> None:
    orders = [order("1", DAYS[-2], 1_000), order("2", DAYS[-2], 2_000), order("3", DAYS[-3], 9_001)]
    kpi = _store(make_store, orders).kpi("aov", range=WEEK)
    assert (kpi.value, kpi.numerator, kpi.denominator) == (40.0, 120.01, 3.0)


def test_money_is_exact_far_beyond_floats(make_store: MakeStore) -> None:
    orders = [order(str(n), DAYS[-2], 900_000_000_000_000 + n) for n in range(1, 9)]
    kpi = _store(make_store, orders).kpi("gross_sales", range=WEEK)
    assert kpi.value == 72_000_000_000_000.36


@pytest.mark.parametrize(("currency", "value"), [("USD", 12.34), ("JPY", 1234.0), ("KWD", 1.234)])
def test_minor_units_follow_the_currency(
    make_store: MakeStore, currency: str, value: float
) -> None:
    store = _store(make_store, [order("1", DAYS[-2], 1234)], currency=currency)
    kpi = store.kpi("total_sales", range=WEEK)
    assert (kpi.value, kpi.currency) == (value, currency)


def test_a_returning_customer_is_counted_once_in_the_window(make_store: MakeStore) -> None:
    orders = [order(str(n), DAYS[-n], 1_000, customer_key="c1") for n in range(2, 6)] + [
        order("9", DAYS[-2], 1_000, customer_key="c2")
    ]
    store = _store(make_store, orders)
    back, new = store.kpis("returning_customers", "new_customers", range=WEEK)
    assert (back.value, sum(p.value or 0 for p in back.series)) == (1, 3)
    assert new.value == 2


def test_windows_of_unequal_length_show_all_days(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ledger"].kpi("orders", range="last_month")
    assert (len(kpi.series), len(kpi.previous_series)) == (31, 30)


def test_without_comparison(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ledger"].kpi("orders", compare="none")
    assert (kpi.previous, kpi.change, kpi.previous_window) == (None, None, None)
    assert kpi.previous_series == ()


def test_named_metrics_keep_their_own_days(stores_by_source: dict[str, Store]) -> None:
    store = stores_by_source["ledger"]

    def shown(range_: str) -> list[Kpi]:
        keys = ["revenue_last_30_days", "email_ctr_all_campaigns_prior_30_days"]
        return store.kpis(*keys, range=range_)

    assert shown("last_7_days") == shown("last_90_days")
    revenue, ctr = shown("last_7_days")
    assert revenue.window.end - revenue.window.start == timedelta(days=29)
    assert ctr.window.end == revenue.window.start - timedelta(days=1)
    assert revenue.value == store.kpi("total_sales", range="last_30_days").value
