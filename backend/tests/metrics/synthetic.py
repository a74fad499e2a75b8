"""A store of 150 days with every table, made of plain rows so that oracles can add them by hand."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.metrics.stores import cell, order, refund, sale

TODAY = date(2026, 11, 24)
FIRST = TODAY - timedelta(days=150)
DAYS = [FIRST + timedelta(days=n) for n in range(150)]
Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


@cache
def everything() -> Tables:
    """All tables. The reports say what the rows say, except for one wrong day of gross sales."""
    rng = random.Random(7)  # noqa: S311 - rows of a test
    orders = _orders(rng)
    ledger = [sale(one) for one in orders] + _refunds(rng, orders)
    return {
        "orders": orders,
        "sales_ledger": ledger,
        "report_facts": [*_sales_report(orders, ledger), *_sessions(rng), *_marketing(rng)],
        "email_messages": _messages(rng),
        "email_flows": _flows(rng),
        "ad_spend": _ads(rng),
    }


def only(*names: str) -> Tables:
    """The store without its other tables."""
    return {name: everything()[name] for name in names}


def _orders(rng: random.Random) -> Rows:
    found = []
    for day in DAYS:
        # Some days without an order at all: a shop's real nights.
        for _ in range(rng.choice([0, 1, 3, 5])):
            number = 1000 + len(found)
            found.append(
                order(
                    str(number),
                    day,
                    rng.randrange(500, 20_000),
                    discounts_minor=-rng.choice([0, 0, 137, 999]),
                    shipping_minor=rng.choice([0, 495]),
                    taxes_minor=rng.randrange(0, 1500),
                    units=rng.randrange(1, 5),
                    customer_key=rng.choice([None, *[f"c{n}" for n in range(90)]]),
                )
            )
    return found


def _refunds(rng: random.Random, orders: Rows) -> Iterator[dict[str, Any]]:
    found = []
    for one in orders:
        day = one["order_date"] + timedelta(days=rng.randrange(1, 20))
        if rng.random() < 0.15 and day < TODAY:
            found.append(refund(one, day, rng.randrange(1, one["gross_sales_minor"])))
    return found


def _sales_report(orders: Rows, ledger: Rows) -> Iterator[dict[str, Any]]:
    names = {
        "gross_sales": "gross_sales_minor",
        "discounts": "discounts_minor",
        "returns": "returns_minor",
        "shipping_charges": "shipping_minor",
        "taxes": "taxes_minor",
        "total_sales": "total_sales_minor",
    }
    for day in DAYS:
        mine = [row for row in ledger if row["event_date"] == day]
        sums = {m: sum(row.get(c, 0) for row in mine) for m, c in names.items()}
        sums["net_sales"] = sums["gross_sales"] + sums["discounts"] + sums["returns"]
        if day == DAYS[-3]:
            sums["gross_sales"] += 1
        sums["orders"] = sum(one["order_date"] == day for one in orders)
        sums["new_customers"] = len(new_keys(orders, day))
        for metric, amount in sums.items():
            yield _day("total_sales", metric, day, amount)
        yield _day("total_sales", "net_items_sold", day, sums["orders"] * 2)
    month = DAYS[0].replace(day=1)
    while month < TODAY:
        end = (month + timedelta(days=32)).replace(day=1)
        yield cell("customers", "new_customers", month, end, 40 + month.month)
        yield cell("customers", "returning_customers", month, end, 10 + month.month)
        month = end


def new_keys(orders: Rows, day: date) -> set[str]:
    """Customers whose first order was on that day."""
    first: dict[str, date] = {}
    for one in orders:
        if one["customer_key"]:
            first[one["customer_key"]] = min(
                one["order_date"], first.get(one["customer_key"], one["order_date"])
            )
    return {key for key, when in first.items() if when == day}


def _day(family: str, metric: str, day: date, amount: int, **more: Any) -> dict[str, Any]:
    return cell(family, metric, day, day + timedelta(days=1), amount, **more)


def _sessions(rng: random.Random) -> Iterator[dict[str, Any]]:
    for day in DAYS:
        sessions = rng.randrange(50, 400)
        yield _day("sessions", "sessions", day, sessions)
        carts = sessions // rng.randrange(5, 15)
        yield _day("conversion", "sessions", day, sessions)
        yield _day("conversion", "sessions_with_cart_additions", day, carts)
        yield _day("conversion", "sessions_completed_checkout", day, carts // 3)


def _marketing(rng: random.Random) -> Iterator[dict[str, Any]]:
    for day in DAYS:
        for campaign in ("", "spring", "it's 50% off"):
            dims = json.dumps({"utm_campaign": campaign}, separators=(",", ":"))
            for metric, low, high in (("sessions", 10, 90), ("orders", 0, 4)):
                yield _utm(metric, day, rng.randrange(low, high), dims)
            yield _utm("total_sales", day, rng.randrange(0, 9_999), dims)


def _utm(metric: str, day: date, amount: int, dims: str) -> dict[str, Any]:
    return _day("marketing", metric, day, amount, dims=dims, dim_names="utm_campaign")


@cache
def split_reports() -> Tables:
    """Reports that hold no totals, only rows by channel, by product and by kind of customer."""
    rng = random.Random(11)  # noqa: S311 - rows of a test
    rows: Rows = [*_by_channel(rng), *_by_product(rng)]
    month = DAYS[0].replace(day=1)
    while month < TODAY:
        end = (month + timedelta(days=32)).replace(day=1)
        for kind in ("New", "Returning"):
            count = rng.randrange(5, 50)
            rows.append(
                cell("customers", "customers", month, end, count, **_split(customer_type=kind))
            )
        month = end
    return {"report_facts": rows}


def _by_channel(rng: random.Random) -> Iterator[dict[str, Any]]:
    channels = (("Direct", "direct"), ("Google", "organic"), ("Klaviyo", "marketing"))
    for day in DAYS:
        for platform, kind in (*channels, ("Meta", "paid")):
            split = _split(referring_platform=platform, referring_type=kind)
            yield _day("marketing", "sessions", day, rng.randrange(10, 90), **split)
            yield _day("marketing", "orders", day, rng.randrange(0, 4), **split)
            yield _day("marketing", "total_sales", day, rng.randrange(0, 9_999), **split)


def _by_product(rng: random.Random) -> Iterator[dict[str, Any]]:
    """On most days only some products sell; an item without a product has an empty title."""
    for day in DAYS:
        for title in ("Hat", "Scarf", ""):
            if rng.random() < 0.5 or day in (DAYS[0], DAYS[-1]):
                units = rng.randrange(-1, 6)
                split = _split(product_title=title)
                yield _day("total_sales", "net_items_sold", day, units, **split)


def _split(**dims: str) -> dict[str, Any]:
    text = json.dumps(dims, separators=(",", ":"), sort_keys=True)
    return {"dims": text, "dim_names": "+".join(sorted(dims))}


def _messages(rng: random.Random) -> Rows:
    found = []
    for number, day in enumerate(DAYS[::4]):
        channel = "sms" if number % 5 == 0 else "email"
        recipients = rng.randrange(500, 5000)
        found.append(
            {
                "message_id": f"m{number}",
                "name": f"Letter {number}",
                "subject": "=1+1" if number % 2 else "New in store",
                "channel": channel,
                "send_date": day,
                "recipients": recipients,
                "delivered": recipients - 7,
                "unique_opens": None if channel == "sms" else recipients // 3,
                "unique_clicks": recipients // 40,
                "orders": recipients // 900,
                "revenue_minor": recipients * 13,
                "unsubscribes": recipients // 700,
            }
        )
    # An export without deliveries: its clicks must not raise a rate.
    found.append(
        {"message_id": "odd", "channel": "email", "send_date": DAYS[-2]}
        | {
            "unique_clicks": 99,
            "unique_opens": 500,
            "orders": 4,
            "revenue_minor": 123,
        }
    )
    return found


def _flows(rng: random.Random) -> Rows:
    """The same flows by month, by day, and by day and message: only one cut may count."""
    found = []
    for day in DAYS:
        delivered = rng.randrange(20, 60)
        base = {
            "flow_id": "welcome",
            "flow_name": "Welcome",
            "channel": "email",
            "recipients": delivered + 1,
            "delivered": delivered,
            "unique_opens": delivered // 2,
            "unique_clicks": delivered // 9,
            "orders": delivered // 30,
            "revenue_minor": delivered * 21,
            "unsubscribes": delivered // 50,
        }
        bucket = {"bucket_start": day, "bucket_end": day + timedelta(days=1), "grain": "day"}
        found.append(base | bucket | {"message_id": ""})
        found.append(base | bucket | {"message_id": "first-letter"})
        if day.day == 1:
            end = (day + timedelta(days=32)).replace(day=1)
            month = {"bucket_start": day, "bucket_end": end, "grain": "month"}
            found.append(base | month | {"message_id": ""})
    return found


def _ads(rng: random.Random) -> Rows:
    return [
        {
            "platform": platform,
            "campaign_id": campaign,
            "ad_set": "",
            "ad": "",
            "date": day,
            "campaign_name": f"-{campaign}",
            "spend_minor": rng.randrange(100, 4000),
            "currency": "USD",
            "impressions": 1000,
            "clicks": rng.randrange(1, 60),
            "conversions": rng.choice([0.0, 1.0, 1.5]),
            "conversion_value_minor": rng.randrange(0, 9000),
        }
        for day in DAYS
        for platform, campaign in (("meta_ads", "prospecting"), ("google_ads", "brand"))
    ]
