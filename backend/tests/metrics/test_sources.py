"""Which source answers, and what is said about it."""

from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.metrics.answers import answer_query
from marketing_agent.metrics.question import Question
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import cell, order, refund, sale
from tests.metrics.synthetic import DAYS, FIRST, TODAY, everything, only


def _note(store: Store, key: str, **ask: object) -> str:
    source = store.kpi(key, **ask).source
    assert source is not None
    return source.note or ""


def test_the_ledger_comes_first(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ledger"].kpi("total_sales")
    assert kpi.source is not None
    assert (kpi.source.kind, kpi.source.label, kpi.source.note) == (
        "ledger",
        "Shopify orders",
        None,
    )


def test_reports_alone_answer_and_are_named(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["report"].kpi("total_sales")
    assert kpi.source is not None
    assert kpi.source.label == 'report "Report of total_sales"'


def test_a_metric_without_a_file_names_the_file(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ads"].kpi("email_click_rate")
    assert (kpi.status, kpi.value, kpi.sql_id) == ("missing", None, None)
    assert kpi.missing == "Add Klaviyo's campaign performance export."


def test_days_outside_the_data_are_no_data(stores_by_source: dict[str, Store]) -> None:
    kpi = stores_by_source["ledger"].kpi("orders", range="2020-01-01..2020-01-31")
    assert (kpi.status, kpi.value, kpi.missing) == ("no_data", None, None)
    assert kpi.note is not None
    assert "Shopify orders covers" in kpi.note


def test_a_window_that_starts_before_the_data_says_so(stores_by_source: dict[str, Store]) -> None:
    start = FIRST - timedelta(days=10)
    ask = f"{start}..{FIRST + timedelta(days=9)}"
    kpi = stores_by_source["ledger"].kpi("orders", range=ask)
    assert kpi.status == "ok"
    assert "Data begins on" in _note(stores_by_source["ledger"], "orders", range=ask)
    assert [point.value for point in kpi.series[:10]] == [None] * 10
    assert kpi.series[10].value is not None


def test_refunds_without_a_day_let_the_report_answer(make_store: MakeStore) -> None:
    tables = everything()
    first = tables["orders"][-40]
    tables = tables | {
        "sales_ledger": [row for row in tables["sales_ledger"] if row["kind"] != "refund"]
        + [refund(first, first["order_date"], 100, known=False)]
    }
    store = make_store(tables)
    for key in ("total_sales", "returns", "net_sales"):
        kpi = store.kpi(key)
        assert kpi.source is not None
        assert kpi.source.kind == "report", key
        assert "on which day refunds were made" in (kpi.source.note or "")
        # A ledger that cannot know the day is no witness against the report.
        assert kpi.reconciliation.status == "none"
    gross = store.kpi("gross_sales")
    assert gross.source is not None
    assert gross.source.kind == "ledger"


def test_refunds_without_a_day_and_without_a_report_stand_on_the_orders_day(
    make_store: MakeStore,
) -> None:
    one = order("1", DAYS[-5], 10_000)
    rows = [sale(one), refund(one, DAYS[-1], 3_000, known=False)]
    store = make_store({"orders": [one], "sales_ledger": rows})
    kpi = store.kpi("returns")
    assert kpi.value == -30.0
    assert "on the order's day" in _note(store, "returns")
    by_day = {point.date: point.value for point in kpi.series}
    assert by_day[DAYS[-5]] == -30.0


def test_buckets_must_end_where_the_window_does(make_store: MakeStore) -> None:
    rows = []
    for month in range(1, 12):
        start, end = date(2026, month, 1), date(2026, month + 1, 1)
        rows.append(cell("sessions", "sessions", start, end, 1000 + month))
    store = make_store({"report_facts": rows})
    assert store.kpi("sessions", range="last_month").value == 1010
    kpi = store.kpi("sessions", range="last_month", compare="previous_period")
    assert kpi.previous == 1009
    assert [point.date for point in kpi.series] == [date(2026, 10, 1)]
    year = store.kpi("sessions", range="2026-01-01..2026-10-31")
    assert (year.value, len(year.series)) == (sum(range(1001, 1011)), 10)
    rolling = store.kpi("sessions", range="last_30_days")
    assert rolling.status == "no_data"
    assert "counts by month" in (rolling.note or "")


def test_a_month_that_was_exported_too_early_does_not_count(make_store: MakeStore) -> None:
    rows = [
        cell("sessions", "sessions", date(2026, 9, 1), date(2026, 10, 1), 900),
        cell(
            "sessions", "sessions", date(2026, 10, 1), date(2026, 11, 1), 300,
            exported_to=date(2026, 10, 12),
        ),
    ]  # fmt: skip
    store = make_store({"report_facts": rows})
    assert store.kpi("sessions", range="2026-09-01..2026-09-30").value == 900
    assert store.kpi("sessions", range="last_month").status == "no_data"


def test_two_whole_period_exports_are_never_added(make_store: MakeStore) -> None:
    start = date(2026, 1, 1)
    short = cell("sessions", "sessions", start, date(2026, 4, 1), 10, grain="none")
    # The same start would be the same cell; the second export starts a day later.
    second = cell("sessions", "sessions", date(2026, 1, 2), date(2026, 7, 1), 25, grain="none")
    store = make_store({"report_facts": [short, second]})
    assert store.kpi("sessions", range="2026-01-02..2026-06-30").value == 25
    assert store.kpi("sessions", range="2026-01-01..2026-06-30").status == "no_data"


def test_a_gap_in_a_report_is_a_gap(make_store: MakeStore) -> None:
    rows = [
        cell("sessions", "sessions", day, day + timedelta(days=1), 5)
        for day in DAYS[-30:]
        if day != DAYS[-10]
    ]
    kpi = make_store({"report_facts": rows}).kpi("sessions")
    values = {point.date: point.value for point in kpi.series}
    assert kpi.value == 5 * 29
    assert values[DAYS[-10]] is None
    assert "Some days" in _note_of(kpi)


def _note_of(kpi: object) -> str:
    from marketing_agent.metrics.schemas import Kpi

    assert isinstance(kpi, Kpi)
    assert kpi.source is not None
    return kpi.source.note or ""


def test_campaign_numbers_use_one_source(stores_by_source: dict[str, Store]) -> None:
    kinds = {}
    for name in ("ledger", "klaviyo", "ads"):
        source = stores_by_source[name].kpi("campaign_conversion_rate").source
        assert source is not None
        kinds[name] = (source.kind, source.note or "")
    assert kinds["ledger"] == ("report", "")
    assert kinds["klaviyo"] == (
        "klaviyo",
        "Klaviyo has no sessions, so unique clicks stand in for them. Klaviyo's own attribution; "
        "the ad platforms credit many of the same orders, so theirs are not added.",
    )
    assert kinds["ads"] == (
        "ads",
        "The ad platforms have no sessions, so clicks stand in for them.",
    )


def test_the_stores_own_figure_stands_beside(stores_by_source: dict[str, Store]) -> None:
    store = stores_by_source["ledger"]
    kpi = store.kpi("aov_all_campaigns_prior_30_days")
    window = f"{kpi.window.start}..{kpi.window.end}"
    assert kpi.store_wide is not None
    assert kpi.store_wide.label == "Average order value"
    assert kpi.store_wide.value == store.kpi("aov", range=window).value


def test_monthly_flows_count_only_in_whole_months(make_store: MakeStore) -> None:
    tables = only("email_messages", "email_flows")
    monthly = [row for row in tables["email_flows"] if row["grain"] == "month"]
    store = make_store(tables | {"email_flows": monthly})
    assert "Flows are left out" in _note(store, "email_revenue", range="last_30_days")
    october = store.kpi("email_revenue", range="last_month")
    assert "Flows" not in _note_of(october)
    letters = sum(
        row["revenue_minor"]
        for row in tables["email_messages"]
        if row["channel"] == "email" and row["send_date"].month == 10
    )
    flows = sum(r["revenue_minor"] for r in monthly if r["bucket_start"] == date(2026, 10, 1))
    assert october.value == pytest.approx((letters + flows) / 100)


def test_reconciliation(stores_by_source: dict[str, Store]) -> None:
    store = stores_by_source["ledger"]
    total, gross = store.kpi("total_sales"), store.kpi("gross_sales")
    assert total.reconciliation.status == "equal"
    assert total.reconciliation.difference == 0
    assert gross.reconciliation.status == "differs"
    assert gross.reconciliation.difference == -0.01
    assert gross.reconciliation.report == 'report "Report of total_sales"'
    assert store.kpi("units_sold").reconciliation.status == "none"
    page = store.summary()
    assert 0 < page.reconciled.equal < page.reconciled.total


def _ending(make_store: MakeStore, every: int, silent: int) -> Store:
    """An order every so many days, and none on the last days before today."""
    orders = [order(str(n), day, 1000) for n, day in enumerate(DAYS[:-silent][::-every])]
    return make_store({"orders": orders, "sales_ledger": [sale(o) for o in orders]})


@pytest.mark.parametrize("silent", [2, 4])
def test_days_after_the_data_are_unknown_and_days_within_are_not(
    make_store: MakeStore, silent: int
) -> None:
    """With an order every third day, two silent days at the end may be quiet, four are a gap."""
    store = _ending(make_store, 3, silent)
    orders, aov = store.kpis("orders", "aov")
    assert orders.series[-1].date == TODAY - timedelta(days=1)
    told = [1 if n % 3 == 0 else 0 for n in range(30 - silent)][::-1]
    assert [p.value for p in orders.series] == [*told, *[None] * silent]
    assert [p.value for p in aov.series[-silent - 1 :]] == [10.0, *[None] * silent]
    assert orders.value == sum(told)
    assert (_note_of(orders) == "") is (silent == 2)


def test_quiet_days_that_other_files_reach_over_are_told(make_store: MakeStore) -> None:
    orders = [order(str(n), day, 1000) for n, day in enumerate(DAYS[:-3][::-3])]
    visits = [cell("sessions", "sessions", d, d + timedelta(days=1), 5) for d in DAYS[:-1]]
    store = make_store(
        {"orders": orders, "sales_ledger": [sale(o) for o in orders], "report_facts": visits}
    )
    kpi = store.kpi("orders")
    assert [point.value for point in kpi.series[-4:]] == [1, 0, 0, None]


def test_stock_counted_today_does_not_tell_of_todays_sales(make_store: MakeStore) -> None:
    """An old export of orders and a new one of stock: the days between stay unknown."""
    orders = [order(str(n), day, 1000) for n, day in enumerate(DAYS[:-9][::-3])]
    stock = {"snapshot_date": TODAY, "variant_key": "M", "location": "Shop", "on_hand": 3}
    store = make_store(
        {"orders": orders, "sales_ledger": [sale(o) for o in orders], "inventory_levels": [stock]}
    )
    asked = {"metrics": ["orders"], "grain": "day", "time": "last_14_days"}
    query = Question.model_validate(asked).at(TODAY)
    with store.database.transaction(store.workspace.id) as session:
        found = answer_query(session, store.warehouse, store.workspace, query, TODAY)
    assert found.data_until == orders[0]["order_date"]
    assert [row[1] for row in found.rows][-8:] == [None] * 8


def test_no_letter_is_told_of_after_the_last_one(make_store: MakeStore) -> None:
    """An export of letters says nothing of the days after it was made, nor of those before it."""
    days = DAYS[-20:-6:7]
    letters = [row | {"message_id": str(n), "send_date": day}
               for n, (row, day) in enumerate(zip(_emails(), days, strict=False))]  # fmt: skip
    kpi = make_store({"email_messages": letters}).kpi("email_recipients", range="last_30_days")
    known = [point.date for point in kpi.series if point.value is not None]
    assert known == [d for d in DAYS[-30:] if days[0] <= d <= days[-1]]
    assert [p.date for p in kpi.series if p.value] == days
    assert kpi.value == sum(row["recipients"] for row in letters)


def _emails() -> list[dict[str, Any]]:
    return [r for r in everything()["email_messages"] if r["channel"] == "email"]


def test_customers_of_single_days_are_not_added(make_store: MakeStore) -> None:
    """Who buys on two days is one customer, so only a report of the whole month can tell."""
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(31)]
    by_day = [
        cell("total_sales", "returning_customers", day, day + timedelta(days=1), 3) for day in days
    ]
    kpi = make_store({"report_facts": by_day}).kpi("returning_customers", range="last_month")
    assert (kpi.status, kpi.value) == ("no_data", None)
    assert "who came on two days is in both" in (kpi.note or "")
    split = {"dims": '{"customer_type":"Returning"}', "dim_names": "customer_type"}
    month = cell("total_sales", "customers", days[0], date(2026, 11, 1), 40, **split)
    store = make_store({"report_facts": [*by_day, month]})
    assert store.kpi("returning_customers", range="last_month").value == 40
    assert "who came on two days" in _note(store, "returning_customers", range="last_month")


def test_months_of_flows_are_not_compared_with_days_that_cut_them(make_store: MakeStore) -> None:
    tables = only("email_messages", "email_flows")
    monthly = [row for row in tables["email_flows"] if row["grain"] == "month"]
    store = make_store(tables | {"email_flows": monthly})
    october = store.kpi("email_revenue", range="2026-10-01..2026-10-31")
    assert october.value is not None
    # The 31 days before begin on the last day of August.
    assert october.previous is None
    assert store.kpi("email_revenue", range="last_month").previous is not None


def test_an_unfinished_month_of_flows_counts_to_date(make_store: MakeStore) -> None:
    tables = only("email_messages", "email_flows")
    monthly = [row for row in tables["email_flows"] if row["grain"] == "month"]
    store = make_store(tables | {"email_flows": monthly})
    letters = sum(
        row["revenue_minor"]
        for row in tables["email_messages"]
        if row["channel"] == "email" and row["send_date"] >= date(2026, 11, 1)
    )
    flows = sum(r["revenue_minor"] for r in monthly if r["bucket_start"] == date(2026, 11, 1))
    assert flows > 0
    to_date = store.kpi("email_revenue", range="month_to_date")
    assert to_date.value == pytest.approx((letters + flows) / 100)
