"""Every dimension splits as plain rows say."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest

from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import PRODUCTS, ZONE, shop, title_of

Rows = list[dict[str, Any]]


def _sums(rows: Rows, key: Callable[[dict[str, Any]], Any], column: str | None) -> dict[Any, int]:
    found: dict[Any, int] = defaultdict(int)
    for row in rows:
        found[key(row)] += row[column] if column else 1
    return dict(found)


def _order(row: dict[str, Any]) -> dict[str, Any]:
    return next(o for o in shop()["orders"] if o["order_id"] == row["order_id"])


CHANNEL_NAMES = {
    "web": "online_store",
    "tiktok": "marketplace",
    "shopify_draft_order": "draft_order",
}
ORDER_KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "country": lambda o: o["country"],
    "region": lambda o: o["province"] or None,
    "sales_channel": lambda o: CHANNEL_NAMES.get(o["sales_channel"], o["sales_channel"]),
    "discount_code": lambda o: o["discount_code"],
    "day_of_week": lambda o: f"{o['order_date']:%A}",
    "hour_of_day": lambda o: o["created_at"].replace(tzinfo=UTC).astimezone(ZONE).hour,
    "customer_type": lambda o: _customer_type(o),
    "cohort_month": lambda o: _cohort(o),
}


def _firsts() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(shop()["orders"], key=lambda o: (o["created_at"], o["order_id"])):
        if one["customer_key"]:
            found.setdefault(one["customer_key"], one)
    return found


def _customer_type(one: dict[str, Any]) -> str | None:
    if not one["customer_key"]:
        return None
    return "new" if _firsts()[one["customer_key"]]["order_id"] == one["order_id"] else "returning"


def _cohort(one: dict[str, Any]) -> Any:
    key = one["customer_key"]
    return _firsts()[key]["order_date"].replace(day=1) if key else None


@pytest.mark.parametrize("dimension", ORDER_KEYS)
def test_orders(asked: Shop, dimension: str) -> None:
    expected = _sums(shop()["orders"], ORDER_KEYS[dimension], None)
    assert dict(asked.rows("orders", by=dimension)) == expected


@pytest.mark.parametrize("dimension", [name for name in ORDER_KEYS if name != "day_of_week"])
def test_sales_of_the_ledger(asked: Shop, dimension: str) -> None:
    of_order = ORDER_KEYS[dimension]
    cents = _sums(shop()["sales_ledger"], lambda r: of_order(_order(r)), "total_sales_minor")
    assert dict(asked.rows("total_sales", by=dimension)) == {k: v / 100 for k, v in cents.items()}


KINDS = {title: kind for _, title, kind, _, _ in PRODUCTS}
LINE_KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "product": title_of,
    "variant": lambda line: line["line_name"],
    "sku": lambda line: line["sku"],
    "product_type": lambda line: KINDS.get(title_of(line)),
    "vendor": lambda line: line["vendor"],
}


@pytest.mark.parametrize("dimension", LINE_KEYS)
def test_units_of_lines(asked: Shop, dimension: str) -> None:
    expected = _sums(shop()["order_lines"], LINE_KEYS[dimension], "quantity")
    assert dict(asked.rows("units_sold", by=dimension)) == expected


def test_orders_of_a_product_are_counted_once_each(asked: Shop) -> None:
    holding: dict[str, set[str]] = defaultdict(set)
    for line in shop()["order_lines"]:
        holding[title_of(line)].add(line["order_id"])
    expected = {title: len(found) for title, found in holding.items()}
    assert dict(asked.rows("orders", by="product")) == expected


def _cells(family: str, metric: str, name: str) -> Rows:
    import json

    return [
        row | json.loads(row["dims"])
        for row in shop()["report_facts"]
        if row["family"] == family and row["metric"] == metric and name in row["dim_names"]
    ]


def test_sales_by_product_type_are_those_of_the_report(asked: Shop) -> None:
    cells = _cells("total_sales", "total_sales", "product_type")
    cents = _sums(cells, lambda c: c["product_type"], "amount")
    answer = asked.ask("total_sales", by="product_type")
    assert dict(answer.rows) == {k: v / 100 for k, v in cents.items()}
    assert answer.sources[0].kind == "report"


CHANNEL_OF = {
    "Email": "email",
    "Google Ads": "paid_search",
    "Facebook & Instagram Ads": "paid_social",
    "Google Search": "organic_search",
    "Direct": "direct",
    "Carrier pigeon": None,
}


@pytest.mark.parametrize(
    ("dimension", "key"),
    [
        ("channel", lambda c: CHANNEL_OF[c["referring_channel"]]),
        ("campaign", lambda c: c["utm_campaign"] or None),
        ("utm_source", lambda c: c["utm_source"] or None),
        ("utm_medium", lambda c: c["utm_medium"] or None),
    ],
)
def test_sessions_of_the_marketing_report(
    asked: Shop, dimension: str, key: Callable[[dict[str, Any]], Any]
) -> None:
    expected = _sums(_cells("marketing", "sessions", "utm_campaign"), key, "amount")
    assert dict(asked.rows("sessions", by=dimension)) == expected


def test_sessions_by_device_and_country(asked: Shop) -> None:
    devices = _cells("sessions", "sessions", "device_type")
    expected = _sums(devices, lambda c: c["device_type"].lower(), "amount")
    assert dict(asked.rows("sessions", by="device")) == expected
    codes = {"United States": "US", "Germany": "DE", "Atlantis": "Atlantis"}
    places = _cells("sessions", "sessions", "session_country")
    expected = _sums(places, lambda c: codes[c["session_country"]], "amount")
    assert dict(asked.rows("sessions", by="country")) == expected


def test_messages_and_flows(asked: Shop) -> None:
    letters = [m for m in shop()["email_messages"] if m["channel"] == "email"]
    flows = shop()["email_flows"]
    assert dict(asked.rows("email_recipients", by="message_type")) == {
        "campaign": sum(m["recipients"] for m in letters),
        "flow": sum(f["recipients"] for f in flows),
    }
    by_flow = _sums(flows, lambda f: f["flow_name"], "recipients")
    answer = asked.ask("email_recipients", by="flow")
    assert dict(answer.rows) == by_flow
    assert any("left out" in note for note in answer.notes)
    by_letter = _sums(letters, lambda m: m["name"], "recipients")
    assert dict(asked.rows("email_recipients", by="campaign")) == by_letter


def test_ads(asked: Shop) -> None:
    spend = _sums(shop()["ad_spend"], lambda a: a["platform"], "spend_minor")
    assert dict(asked.rows("ad_spend", by="ad_platform")) == {k: v / 100 for k, v in spend.items()}
    named = {"Prospecting": spend["meta_ads"] / 100, "2": spend["google_ads"] / 100}
    assert dict(asked.rows("ad_spend", by="ad_campaign")) == named


def test_stock_is_that_of_the_last_export(asked: Shop) -> None:
    last = max(row["snapshot_date"] for row in shop()["inventory_levels"])
    rows = [row for row in shop()["inventory_levels"] if row["snapshot_date"] == last]
    titles = {key: title for key, title, *_ in PRODUCTS}
    expected = _sums(rows, lambda r: titles[r["product_id"]], "on_hand")
    assert dict(asked.rows("inventory_on_hand", by="product")) == expected
    assert dict(asked.rows("inventory_on_hand", by="location")) == _sums(
        rows, lambda r: r["location"], "on_hand"
    )
    names = {
        f"{key}|{o}": title if o == "Default Title" else f"{title} - {o}"
        for key, title, _, _, options in PRODUCTS
        for o in options
    }
    assert dict(asked.rows("inventory_on_hand", by="variant")) == _sums(
        rows, lambda r: names[r["variant_key"]], "on_hand"
    )


def test_several_dimensions_at_once(asked: Shop) -> None:
    rows = asked.rows("orders", by="country sales_channel")
    pairs = _sums(
        shop()["orders"],
        lambda o: (o["country"], ORDER_KEYS["sales_channel"](o)),
        None,
    )
    assert {(a, b): n for a, b, n in rows} == pairs
