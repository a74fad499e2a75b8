"""Every metric that has no tile equals what plain rows add up to."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from marketing_agent.metrics.query_model import load_query_model
from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import DAYS, TODAY, shop

MODEL = load_query_model()
Inside = Callable[[date], bool]
Oracle = Callable[[Inside], Fraction | None]
WINDOW = (date(2026, 9, 7), date(2026, 10, 18))
# Cells of these do not add up, so a day of their own is asked for.
ONE_DAY = {"visitors": (DAYS[40], DAYS[40])}


def _sum(table: str, day: str, column: str, scale: int = 1, **where: Any) -> Oracle:
    def value(inside: Inside) -> Fraction:
        rows = [r for r in shop()[table] if all(r.get(k) == v for k, v in where.items())]
        return Fraction(sum(r.get(column) or 0 for r in rows if inside(r[day]))) / scale

    return value


def _cell(family: str, metric: str) -> Oracle:
    return _sum("report_facts", "bucket_start", "amount", family=family, metric=metric, dims="{}")


def _mail(column: str, scale: int = 1) -> Oracle:
    letters = _sum("email_messages", "send_date", column, scale, channel="email")
    flows = _sum("email_flows", "bucket_start", column, scale)
    return lambda inside: Fraction(letters(inside) or 0) + Fraction(flows(inside) or 0)


def _over(above: Oracle, below: Oracle, times: int = 1) -> Oracle:
    return lambda i: Fraction(above(i) or 0) * times / Fraction(below(i) or 0) if below(i) else None


def _plus(one: Oracle, other: Oracle, sign: int = 1) -> Oracle:
    return lambda inside: Fraction(one(inside) or 0) + sign * Fraction(other(inside) or 0)


def _orders(inside: Inside) -> Fraction:
    return Fraction(sum(inside(one["order_date"]) for one in shop()["orders"]))


def _known_orders(inside: Inside) -> Fraction:
    return Fraction(
        sum(inside(o["order_date"]) and bool(o["customer_key"]) for o in shop()["orders"])
    )


def _customers(inside: Inside) -> Fraction:
    keys = {o["customer_key"] for o in shop()["orders"] if inside(o["order_date"])}
    return Fraction(len(keys - {None}))


def _first_days() -> dict[str, date]:
    found: dict[str, date] = {}
    for one in shop()["orders"]:
        key = one["customer_key"]
        if key:
            found[key] = min(one["order_date"], found.get(key, one["order_date"]))
    return found


def _acquired(inside: Inside) -> Fraction:
    return Fraction(sum(inside(day) for day in _first_days().values()))


def _lifetime(inside: Inside) -> Fraction:
    keys = {key for key, day in _first_days().items() if inside(day)}
    cents = sum(
        o["total_minor"] - o["refunded_minor"]
        for o in shop()["orders"]
        if o["customer_key"] in keys
    )
    return Fraction(cents, 100)


def _lifetime_within(days: int, **first: Any) -> Oracle:
    """Sales of the first days per customer, of customers whose days are over by the last order."""
    span, until = timedelta(days=days), max(o["order_date"] for o in shop()["orders"])

    def value(inside: Inside) -> Fraction | None:
        by_id = {o["order_id"]: o for o in shop()["orders"]}
        mine = {
            key: day
            for key, day in _first_days().items()
            if inside(day)
            and day + span <= until + timedelta(days=1)
            and all(by_id[_first_orders()[key]][name] == held for name, held in first.items())
        }
        cents = sum(
            row["total_sales_minor"]
            for row in shop()["sales_ledger"]
            if row["customer_key"] in mine and row["event_date"] - mine[row["customer_key"]] < span
        )
        return Fraction(cents, 100 * len(mine)) if mine else None

    return value


def _stock(column: str) -> Oracle:
    def value(inside: Inside) -> Fraction:
        # Of the exports up to the window's end, the last.
        end = max(day for day in DAYS if inside(day))
        last = max(r["snapshot_date"] for r in _levels() if r["snapshot_date"] <= end)
        return Fraction(sum(r[column] for r in _levels() if r["snapshot_date"] == last))

    return value


def _levels() -> list[dict[str, Any]]:
    return shop()["inventory_levels"]


_LINES = _sum("order_lines", "order_date", "quantity")
_SALES = _sum("sales_ledger", "event_date", "total_sales_minor", 100)
_SESSIONS = _cell("conversion", "sessions")
_CARTS = _cell("conversion", "sessions_with_cart_additions")
_DONE = _cell("conversion", "sessions_completed_checkout")
_SPEND = _sum("ad_spend", "date", "spend_minor", 100)
_AD_CLICKS = _sum("ad_spend", "date", "clicks")
_AD_VIEWS = _sum("ad_spend", "date", "impressions")
_AD_BUYS = _sum("ad_spend", "date", "conversions")


def _by_type(kind: str) -> Oracle:
    """Total sales of the ledger whose order was the first of its customer, or a later one."""

    def value(inside: Inside) -> Fraction:
        first = _first_orders()
        rows = [r for r in shop()["sales_ledger"] if inside(r["event_date"]) and r["customer_key"]]
        new = {
            "new": [r for r in rows if first[r["customer_key"]] == r["order_id"]],
            "returning": [r for r in rows if first[r["customer_key"]] != r["order_id"]],
        }
        return Fraction(sum(r["total_sales_minor"] for r in new[kind]), 100)

    return value


def _first_orders() -> dict[str, str]:
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(shop()["orders"], key=lambda o: (o["created_at"], o["order_id"])):
        found.setdefault(one["customer_key"], one)
    return {key: one["order_id"] for key, one in found.items()}


def _stock_value(inside: Inside) -> Fraction:
    costs = {v["variant_key"]: v.get("cost_minor") or 0 for v in shop()["variants"]}
    last = max(r["snapshot_date"] for r in _levels() if inside(r["snapshot_date"]))
    now = [r for r in _levels() if r["snapshot_date"] == last]
    return Fraction(sum(r["on_hand"] * costs.get(r["variant_key"], 0) for r in now), 100)


def _by_order_day(column: str, scale: int = 100) -> Oracle:
    return _sum("sales_ledger", "order_date", column, scale)


_NET_BY_ORDER_DAY = _plus(
    _by_order_day("gross_sales_minor"),
    _plus(_by_order_day("discounts_minor"), _by_order_day("returns_minor")),
)
_PROFIT = _sum("report_facts", "bucket_start", "amount", 100, metric="gross_profit", dims="{}")
ORACLES: dict[str, Oracle] = {
    "total_sales_by_order_day": _by_order_day("total_sales_minor"),
    "net_sales_by_order_day": _NET_BY_ORDER_DAY,
    "returns_by_order_day": _by_order_day("returns_minor"),
    "refund_rate_by_order_day": _over(
        lambda i: -Fraction(_by_order_day("returns_minor")(i) or 0),
        _by_order_day("gross_sales_minor"),
    ),
    "new_customer_sales": _by_type("new"),
    "returning_customer_sales": _by_type("returning"),
    "new_customer_roas": _over(_by_type("new"), _SPEND),
    "gross_profit_after_ads": _plus(_PROFIT, _SPEND, -1),
    "poas": _over(_PROFIT, _SPEND),
    "inventory_value": _stock_value,
    "email_delivered": _mail("delivered"),
    "email_delivery_rate": _over(_mail("delivered"), _mail("recipients")),
    "email_aov": _over(_mail("revenue_minor", 100), _mail("orders")),
    "email_revenue_share": _over(_mail("revenue_minor", 100), _SALES),
    "visitors": _cell("sessions", "visitors"),
    "reached_checkout_rate": _over(_cell("conversion", "sessions_reached_checkout"), _SESSIONS),
    "checkout_completion_rate": _over(_DONE, _cell("conversion", "sessions_reached_checkout")),
    "cart_abandonment_rate": _over(_plus(_CARTS, _DONE, -1), _CARTS),
    "bounce_rate": _over(_cell("sessions", "bounces"), _cell("sessions", "sessions")),
    "revenue_per_session": _over(_SALES, _cell("sessions", "sessions")),
    "customers": _customers,
    "orders_per_customer": _over(_known_orders, _customers),
    "ltv": _over(_lifetime, _acquired),
    **{f"ltv_{days}": _lifetime_within(days) for days in (30, 60, 90, 180, 365)},
    "items_per_order": _over(_sum("orders", "order_date", "units"), _orders),
    "discount_rate": _over(
        lambda i: -Fraction(_sum("sales_ledger", "event_date", "discounts_minor")(i) or 0),
        _sum("sales_ledger", "event_date", "gross_sales_minor"),
    ),
    "gross_profit": _PROFIT,
    "gross_margin": _over(_cell("profit", "gross_profit"), _cell("profit", "net_sales")),
    "inventory_on_hand": _stock("on_hand"),
    "inventory_available": _stock("available"),
    "days_of_inventory": _over(_stock("available"), _LINES, (WINDOW[1] - WINDOW[0]).days + 1),
    "sell_through_rate": _over(_LINES, _plus(_LINES, _stock("on_hand"))),
    "click_to_open_rate": _over(_mail("unique_clicks"), _mail("unique_opens")),
    "spam_complaint_rate": _over(_mail("spam_complaints"), _mail("delivered")),
    "email_bounce_rate": _over(_mail("bounces"), _mail("recipients")),
    "revenue_per_recipient": _over(_mail("revenue_minor", 100), _mail("recipients")),
    "email_orders": _mail("orders"),
    "impressions": _AD_VIEWS,
    "clicks": _AD_CLICKS,
    "cpc": _over(_SPEND, _AD_CLICKS),
    "cpm": _over(_SPEND, _AD_VIEWS, 1000),
    "ad_click_rate": _over(_AD_CLICKS, _AD_VIEWS),
    "ad_conversions": _AD_BUYS,
    "cpa": _over(_SPEND, _AD_BUYS),
}


def test_every_metric_has_an_oracle() -> None:
    assert set(ORACLES) == set(MODEL.metrics) - MODEL.tiles


@pytest.mark.parametrize("key", ORACLES)
def test_equals_its_oracle(asked: Shop, key: str) -> None:
    first, last = ONE_DAY.get(key, WINDOW)
    expected = ORACLES[key](lambda day: first <= day <= last)
    unit = MODEL.metrics[key].unit
    digits = 2 if unit == "money" else 8
    assert asked.value(key, days=(first, last)) == _half_up(expected, digits)


@pytest.mark.parametrize("key", [k for k, m in MODEL.metrics.items() if m.window is None])
def test_says_what_it_means(key: str) -> None:
    metric = MODEL.metrics[key]
    assert len(metric.formula) > 10
    assert metric.synonyms
    assert metric.missing.startswith("Add ")


def test_a_refund_lessens_its_own_day_or_the_day_of_its_order(asked: Shop) -> None:
    """The switch: the same money, on other days."""
    day = (date(2026, 10, 5), date(2026, 10, 11))
    own, order = (asked.value(key, days=day) for key in ("returns", "returns_by_order_day"))
    assert own != order
    whole = [asked.value(k) for k in ("total_sales", "total_sales_by_order_day")]
    assert whole[0] == whole[1]


@pytest.mark.parametrize("days", [30, 60, 90])
def test_lifetime_value_of_so_many_days_leaves_out_whoever_had_fewer(
    asked: Shop, days: int
) -> None:
    """Over the whole shop: the younger customers count on neither side, and the answer says so."""
    first, last = DAYS[0], DAYS[-1]
    found = asked.ask(f"ltv_{days}", days=(first, last))
    expected = _lifetime_within(days)(lambda day: first <= day <= last)
    assert expected is not None
    assert found.rows[0][-1] == _half_up(expected, 2)
    assert any(f"their first {days} days are not over" in note for note in found.notes)
    young = asked.ask(f"ltv_{days}", days=(last - timedelta(days=days - 2), last))
    assert young.rows[0][-1] is None


def test_lifetime_value_splits_by_where_the_first_order_came_from(asked: Shop) -> None:
    found = asked.rows("ltv_30", by="sales_channel", where=[("sales_channel", "=", "pos")])
    expected = _lifetime_within(30, sales_channel="pos")(lambda day: DAYS[0] <= day <= DAYS[-1])
    assert found == [("pos", _half_up(expected, 2))]


def test_words_mean_one_metric() -> None:
    own = [metric for metric in MODEL.metrics.values() if metric.window is None]
    words = [word.casefold() for metric in own for word in {*metric.synonyms, metric.label}]
    assert sorted(w for w in words if words.count(w) > 1) == []


def test_days_of_inventory_look_back_thirty_days_from_one_day(asked: Shop) -> None:
    as_of = TODAY - timedelta(days=1)
    sold = sum(
        line["quantity"]
        for line in shop()["order_lines"]
        if as_of - timedelta(days=30) < line["order_date"] <= as_of
    )
    there = sum(r["available"] for r in _levels() if r["snapshot_date"] == as_of)
    assert asked.value("days_of_inventory", days=(as_of, as_of)) == _half_up(
        Fraction(there * 30, sold), 8
    )


def _half_up(value: Fraction | None, digits: int) -> float | None:
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
