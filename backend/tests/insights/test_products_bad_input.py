"""Products of stores that lack much: no wrong figure, and what is lacking is said."""

from datetime import date, timedelta
from typing import Any

from marketing_agent.insights import service
from marketing_agent.insights.page.schemas import Insight, InsightAsk
from tests.insights.pages import rows_of
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.stores import order, sale
from tests.metrics.synthetic import TODAY

YESTERDAY = TODAY - timedelta(days=1)
Rows = list[dict[str, Any]]


def _line(of: dict[str, Any], name: str = "Cup", **more: Any) -> dict[str, Any]:
    found = {
        "order_id": of["order_id"],
        "line_no": 1,
        "order_date": of["order_date"],
        "line_name": name,
        "sku": name.upper(),
        "quantity": 1,
        "price_minor": of["gross_sales_minor"],
        "gross_sales_minor": of["gross_sales_minor"],
        "discounts_minor": 0,
        "currency": "USD",
    }
    return found | more


def _page(store: Store, **asked: Any) -> dict[str, Any]:
    ask = InsightAsk.model_validate({"as_of": TODAY} | asked)
    with store.database.transaction(store.workspace.id) as session:
        found = service.insight(session, store.warehouse, store.workspace, "products", ask)
    assert isinstance(found, Insight)
    return found.model_dump(mode="json")


def _store(make_store: MakeStore, orders: Rows, lines: Rows | None = None) -> Store:
    return make_store(
        {
            "orders": orders,
            "sales_ledger": [sale(one) for one in orders],
            "order_lines": [_line(one) for one in orders] if lines is None else lines,
        }
    )


def _gaps(page: dict[str, Any]) -> set[str]:
    return {gap["what"] for gap in page["gaps"]}


def test_what_was_not_sold_before_rises_from_nothing(make_store: MakeStore) -> None:
    orders = [
        order("1", date(2026, 9, 1), 1000), order("2", date(2026, 10, 20), 1000),
        order("3", date(2026, 11, 10), 5000),
    ]  # fmt: skip
    lines = [_line(orders[0]), _line(orders[1]), _line(orders[2], "Bowl")]
    page = _page(_store(make_store, orders, lines), range="2026-11-01..2026-11-20")
    told = "Bowl rose most: $50.00, where nothing was sold on the days compared with."
    assert told in page["sentences"]
    assert {column["label"] for column in page["parts"][0]["columns"]} >= {"Products sold"}


def test_one_order(make_store: MakeStore) -> None:
    page = _page(_store(make_store, [order("1", YESTERDAY, 1000)]))
    (row,) = rows_of(page, "products")
    assert (row["net"], row["grade"], row["share"]) == (10.0, "A", 1.0)
    # It names no customer, has no cost, and nothing came before it.
    for name in ("new_share", "repeat", "came_back", "margin"):
        assert row[name] is None
    assert {"What rose and what fell", "Margin", "What did not sell"} <= _gaps(page)


def test_all_refunded(make_store: MakeStore) -> None:
    """Everything came back: nothing is left to share out, and nobody earns an A."""
    orders = [
        order(str(n), YESTERDAY, 1000, refunded_minor=1000, customer_key=f"c{n}") for n in range(3)
    ]
    page = _page(_store(make_store, orders))
    (row,) = rows_of(page, "products")
    assert (row["net"], row["returns"], row["units"]) == (0.0, -30.0, 3)
    assert (row["grade"], row["share"], row["margin"]) == ("C", None, None)


def test_a_part_refund_is_told_and_taken_off_nothing(make_store: MakeStore) -> None:
    page = _page(_store(make_store, [order("1", YESTERDAY, 1000, refunded_minor=400)]))
    (row,) = rows_of(page, "products")
    assert (row["net"], row["returns"]) == (10.0, 0.0)
    (gap,) = [gap for gap in page["gaps"] if gap["what"] == "Part refunds by product"]
    assert "$4.00" in gap["why"]


def test_an_order_discount_is_shared_by_value(make_store: MakeStore) -> None:
    """3.00 off a whole order of a line of 10.00 and one of 20.00 less 5.00 of its own: by value
    that is 10 to 15."""
    one = order("1", YESTERDAY, 3000, discounts_minor=-800, units=2)
    lines = [
        _line(one, "Cup", gross_sales_minor=1000),
        _line(one, "Pot", line_no=2, gross_sales_minor=2000, discounts_minor=-500),
    ]
    rows = {r["member"]: r for r in rows_of(_page(_store(make_store, [one], lines)), "products")}
    assert rows["Cup"]["discounts"] == -1.2
    assert rows["Pot"]["discounts"] == -6.8
    assert rows["Cup"]["net"] + rows["Pot"]["net"] == 22.0


def test_nothing_sold_in_these_days(make_store: MakeStore) -> None:
    page = _page(_store(make_store, [order("1", date(2020, 1, 1), 1000)]))
    assert page["parts"] == []
    assert page["gaps"][0]["why"] == "Nothing was ordered in these days."


def test_free_gifts_alone(make_store: MakeStore) -> None:
    page = _page(_store(make_store, [order("1", YESTERDAY, 0)]))
    (row,) = rows_of(page, "products")
    assert (row["net"], row["share"], row["grade"]) == (0.0, None, "C")
