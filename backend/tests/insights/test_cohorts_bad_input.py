"""What cohorts say of stores that hold little: never a wrong number, and why it is blank."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.insights.pages import figures_of, gaps_of, part_of, rows_of, told
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import REPORTS, Shops
from tests.metrics.stores import order, refund, sale

DAY = date(2026, 9, 1)
WIDE = "2026-01-01..2026-10-31"


def _tables(orders: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"orders": orders, "sales_ledger": [sale(one) for one in orders]} | more


def _later(days: int) -> date:
    return DAY + timedelta(days=days)


def test_one_order(make_store: MakeStore) -> None:
    one = order("1", date(2026, 10, 20), 5000, customer_key="a")
    page = told(make_store(_tables([one])), "cohorts", range=WIDE)
    found = figures_of(page)
    assert (found["customers"], found["repeat_rate"], found["ltv_90"]) == (1, 0, None)
    (cell,) = rows_of(page, "cohorts")
    assert (cell["customers"], cell["retention"]) == (1, None)
    assert "no customer of these days has had 30 days" in gaps_of(page)["LTV of 30 days and more"]
    assert page["sentences"][0].startswith("1 customer placed")
    assert {part["key"] for part in page["parts"]}.isdisjoint({"average", "payback"}), "no line"


def test_without_ad_spend_no_line_says_what_a_customer_cost(make_store: MakeStore) -> None:
    orders = [order(str(n), _later(n), 5000, customer_key="a") for n in (0, 35)]
    tail = order("9", date(2026, 11, 20), 100)
    page = told(make_store(_tables([*orders, tail])), "cohorts", range=WIDE)
    lines = [(row["step"], row["series"], row["revenue"]) for row in rows_of(page, "payback")]
    assert lines == [(0, "All cohorts", 50), (1, "All cohorts", 100)]
    assert part_of(page, "payback")["title"] == "Net sales per customer, so far, all cohorts"


def test_orders_that_name_nobody(make_store: MakeStore) -> None:
    page = told(make_store(_tables([order("1", DAY, 5000)])), "cohorts", range=WIDE)
    assert page["parts"] == []
    assert "name no customer" in gaps_of(page)["Cohorts"]


def test_all_cancelled(make_store: MakeStore) -> None:
    one = order("1", DAY, 5000, customer_key="a", cancelled_date=_later(1))
    page = told(make_store(_tables([one])), "cohorts", range=WIDE)
    assert gaps_of(page)["Cohorts"] == "Every order of these days was cancelled."


def test_all_refunded(make_store: MakeStore) -> None:
    orders = [order(str(n), _later(n), 5000, customer_key=f"c{n}") for n in range(3)]
    ledger = [each for one in orders for each in (sale(one), refund(one, _later(9), 5000))]
    tables = {"orders": orders, "sales_ledger": ledger}
    tail = order("9", date(2026, 11, 20), 100)
    tables["orders"].append(tail)
    page = told(make_store(tables), "cohorts", range=WIDE, show="revenue")
    assert {row["revenue"] for row in rows_of(page, "cohorts")} == {0, None}
    assert rows_of(page, "ltv")[0]["ltv_30"] == 0


def test_three_days_of_history(make_store: MakeStore) -> None:
    orders = [order(str(n), date(2026, 11, 21 + n), 900, customer_key="a") for n in range(3)]
    page = told(make_store(_tables(orders)), "cohorts", range="last_30_days")
    assert figures_of(page)["repeat_rate"] == 1
    assert {row["retention"] for row in rows_of(page, "cohorts")} == {None}
    assert rows_of(page, "ltv")[0]["ltv_30"] is None
    assert "previous_customers" not in figures_of(page)
    assert any("nothing is compared" in note for note in page["notes"])


def test_reports_alone_and_nothing(make_store: MakeStore, shops: Shops) -> None:
    page = told(make_store(synthetic.only("report_facts")), "cohorts", range=WIDE)
    assert page["parts"] == []
    assert "No orders are here" in gaps_of(page)["Cohorts"]
    empty = shops.empty().get("/insights/cohorts")
    assert (empty["parts"], len(empty["gaps"])) == ([], 1)


@pytest.mark.parametrize("name", ["Avalon_Sunshine"])
def test_shopifys_report_stands_in_where_no_orders_are(shops: Shops, name: str) -> None:
    reported = shops.imported(name, *REPORTS).get("/insights/cohorts", range=WIDE)
    whole = shops.imported(name).get("/insights/cohorts", range=WIDE)
    cells = {(r["cohort"], r["step"]): r for r in rows_of(whole, "reported")}
    rows = rows_of(reported, "cohorts")
    assert len(rows) > 30
    for row in rows:
        known = cells.get((row["cohort"], row["step"]))
        if known and row["retention"] is not None:
            assert row["retention"] == pytest.approx(known["reported"] / row["customers"], abs=1e-6)


def test_cac_payback_and_margin(make_store: MakeStore) -> None:
    orders = [
        order("1", DAY, 5000, customer_key="a"),
        order("2", DAY, 3000, customer_key="b"),
        order("3", _later(35), 4000, customer_key="a"),
        order("4", date(2026, 11, 20), 4000, customer_key="c"),
    ]
    spend = [
        {"platform": "meta_ads", "campaign_id": "c", "date": day, "spend_minor": amount}
        for day, amount in ((DAY, 10_000), (date(2026, 9, 30), 0), (date(2026, 11, 23), 0))
    ]
    lines = [
        {"order_id": one["order_id"], "line_no": 1, "order_date": one["order_date"],
         "sku": sku, "quantity": 2, "gross_sales_minor": one["gross_sales_minor"]}
        for one, sku in zip(orders, "XYXX", strict=True)
    ]  # fmt: skip
    variants = [
        {"variant_key": "x", "product_id": "x", "sku": "X", "cost_minor": 700},
        {"variant_key": "y", "product_id": "y", "sku": "Y"},
    ]
    tables = _tables(orders, ad_spend=spend, order_lines=lines, variants=variants)
    store = make_store(tables)
    page = told(store, "cohorts", range="2026-09-01..2026-10-31")
    first = rows_of(page, "cohorts")[0]
    assert (first["cac"], first["payback"], first["first_aov"]) == (50, 1, 40)
    margin = told(store, "cohorts", range="2026-09-01..2026-10-31", show="margin")
    rows = rows_of(margin, "cohorts")
    assert [row["margin"] for row in rows] == [(80 - 14) / 2, (120 - 28) / 2, None]
    assert rows[0]["payback"] is None, "by margin the spend has not come back"
    assert any("known for 75.00% of the gross sales" in note for note in margin["notes"])


def test_margin_without_any_cost_is_a_gap(make_store: MakeStore) -> None:
    store = make_store(_tables([order("1", DAY, 5000, customer_key="a")]))
    page = told(store, "cohorts", range=WIDE, show="margin")
    assert "cohorts" not in {part["key"] for part in page["parts"]}
    assert "Gross margin" in gaps_of(page)


def test_a_window_that_cuts_a_month_says_so(make_store: MakeStore) -> None:
    orders = [order(str(n), _later(n - 20), 900, customer_key=f"c{n}") for n in range(40)]
    page = told(make_store(_tables(orders)), "cohorts", range="2026-09-05..2026-09-20")
    assert any("holds only those who came from 5 September 2026" in n for n in page["notes"])
    assert rows_of(page, "ltv")[0]["customers"] == 16
