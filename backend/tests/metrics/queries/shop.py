"""A small shop with everything that a question can split by, for hand-made oracles."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.metrics.stores import cell, order, refund, sale

TODAY = date(2026, 11, 24)
FIRST = TODAY - timedelta(days=120)
DAYS = [FIRST + timedelta(days=n) for n in range(120)]
ZONE = ZoneInfo("America/New_York")
Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

# Title, type, vendor, and the options of its variants; two products share a variant's name.
PRODUCTS = [
    ("aero-runner", "Aero Runner", "Shoes", "Kestrel", ["42", "43"]),
    ("camp-mug", "Camp Mug", "Accessories", "Northpeak", ["Default Title"]),
    ("trail-jacket", "Trail Jacket", "Jackets", "Northpeak", ["42", "L"]),
    ("alpine-beanie", "Alpine Beanie", "Accessories", "", ["Default Title"]),
]
COUNTRIES = ["US", "US", "DE", "CA", None]
CHANNELS = ["web", "web", "pos", "tiktok", "shopify_draft_order", None]
CODES = [None, None, "WELCOME10", "TRAIL15"]
CAMPAIGNS = ["", "spring", "it's 50% off"]


@cache
def shop() -> Tables:
    """All tables of the shop."""
    rng = random.Random(11)  # noqa: S311 - rows of a test
    orders, lines = _orders(rng)
    returns = [
        refund(one, one["order_date"] + timedelta(days=3), one["gross_sales_minor"] // 2)
        | {name: one[name] for name in ("sales_channel", "country", "customer_key")}
        for one in orders[::7]
        if one["order_date"] + timedelta(days=3) < TODAY
    ]
    ledger = [
        sale(one) | {"sales_channel": one["sales_channel"], "country": one["country"]}
        for one in orders
    ] + returns
    return {
        "orders": orders,
        "order_lines": lines,
        "sales_ledger": ledger,
        "products": [
            {"product_id": key, "title": title, "product_type": kind, "vendor": vendor or None}
            for key, title, kind, vendor, _ in PRODUCTS
        ],
        "variants": _variants(),
        "inventory_levels": _stock(rng),
        "report_facts": [*_by_product(lines), *_visits(rng), *_marketing(rng), *_pages()],
        "email_messages": _messages(rng),
        "email_flows": _flows(rng),
        "ad_spend": _ads(rng),
    }


def _variants() -> Rows:
    found: Rows = [
        {
            "variant_key": f"{key}|{option}",
            "product_id": key,
            "sku": f"{key}-{option}",
            "option1": option,
            "cost_minor": None if option == "L" else 400 + 25 * len(key),
        }
        for key, _, _, _, options in PRODUCTS
        for option in options
    ]
    # The same number on variants of two products names neither of them.
    found += [
        {"variant_key": f"{key}|twin", "product_id": key, "sku": "twin", "option1": "twin"}
        for key in ("camp-mug", "alpine-beanie")
    ]
    return found


def _name(title: str, option: str) -> str:
    return title if option == "Default Title" else f"{title} - {option}"


def _orders(rng: random.Random) -> tuple[Rows, Rows]:
    orders: Rows = []
    lines: Rows = []
    for day in DAYS:
        for _ in range(rng.choice([0, 1, 2, 4])):
            number = str(5000 + len(orders))
            mine = _lines(rng, number, day)
            hour = datetime(day.year, day.month, day.day, rng.randrange(24), 30, tzinfo=ZONE)
            orders.append(
                order(
                    number,
                    day,
                    sum(line["gross_sales_minor"] for line in mine),
                    created_at=hour.astimezone(UTC).replace(tzinfo=None),
                    discounts_minor=sum(line["discounts_minor"] for line in mine),
                    shipping_minor=rng.choice([0, 495]),
                    units=sum(line["quantity"] for line in mine),
                    customer_key=rng.choice([None, *[f"c{n}" for n in range(60)]]),
                    sales_channel=rng.choice(CHANNELS),
                    country=rng.choice(COUNTRIES),
                    province=rng.choice(["NY", "", None]),
                    discount_code=rng.choice(CODES),
                )
            )
            lines += mine
    return orders, lines


def _lines(rng: random.Random, number: str, day: date) -> Rows:
    found: Rows = []
    for place in range(1, rng.choice([1, 1, 2, 3]) + 1):
        key, title, _, vendor, options = rng.choice(PRODUCTS)
        option = rng.choice(options)
        odd = rng.random() < 0.05
        units = rng.randrange(1, 4)
        found.append(
            {
                "order_id": number,
                "line_no": place,
                "order_date": day,
                "line_name": "Gift wrap" if odd else _name(title, option),
                "sku": rng.choice([None, "twin"]) if odd else f"{key}-{option}",
                "vendor": None if odd else vendor or None,
                "quantity": units,
                "price_minor": 1500,
                "gross_sales_minor": 1500 * units,
                "discounts_minor": -rng.choice([0, 100]),
                "currency": "USD",
            }
        )
    return found


def title_of(line: dict[str, Any]) -> str:
    """The product of a line by its SKU, else the name on the line."""
    titles = {f"{key}-{o}": title for key, title, _, _, options in PRODUCTS for o in options}
    return titles.get(line["sku"], line["line_name"])


def _stock(rng: random.Random) -> Rows:
    return [
        {
            "variant_key": f"{key}|{option}",
            "product_id": key,
            "sku": f"{key}-{option}",
            "location": place,
            "snapshot_date": day,
            "available": rng.randrange(0, 30),
            "on_hand": rng.randrange(30, 60),
        }
        for day in (TODAY - timedelta(days=40), TODAY - timedelta(days=1))
        for key, _, _, _, options in PRODUCTS
        for option in options
        for place in ("Main Warehouse", "Berlin Store")
    ]


def _split(
    family: str, metric: str, day: date, amount: int, end: date | None = None, **dims: str
) -> dict[str, Any]:
    names = "+".join(sorted(dims))
    return cell(
        family,
        metric,
        day,
        end or day + timedelta(days=1),
        amount,
        dims=json.dumps(dict(sorted(dims.items())), separators=(",", ":")),
        dim_names=names,
        exported_from=FIRST,
        exported_to=TODAY - timedelta(days=1),
    )


def _by_product(lines: Rows) -> Rows:
    """Shopify's own report; it has no row on a day on which a product did nothing."""
    found: Rows = []
    for day in DAYS:
        for _, title, kind, vendor, _ in PRODUCTS:
            mine = [ln for ln in lines if ln["order_date"] == day and title_of(ln) == title]
            dims = {"product_title": title, "product_type": kind, "product_vendor": vendor}
            if mine:
                gross = sum(line["gross_sales_minor"] for line in mine)
                found.append(_split("total_sales", "gross_sales", day, gross, **dims))
                found.append(_split("total_sales", "total_sales", day, gross + 7, **dims))
                found.append(_split("total_sales", "returns", day, -gross // 10, **dims))
    return found


def _visits(rng: random.Random) -> Rows:
    found: Rows = []
    for day in DAYS:
        total = 0
        for device in ("Mobile", "Desktop"):
            sessions = rng.randrange(10, 90)
            total += sessions
            found.append(_split("sessions", "sessions", day, sessions, device_type=device))
            found.append(_split("sessions", "visitors", day, sessions - 3, device_type=device))
        end = day + timedelta(days=1)
        found.append(cell("sessions", "sessions", day, end, total))
        found.append(cell("sessions", "visitors", day, end, total - 5))
        parts = {"United States": total // 2, "Germany": total // 3, "Atlantis": 0}
        parts["Atlantis"] = total - sum(parts.values())
        for country, sessions in parts.items():
            dims = {"session_country": country, "session_city": f"{country} City"}
            found.append(_split("sessions", "sessions", day, sessions, **dims))
        found.append(cell("sessions", "bounces", day, end, total // 2))
        found.append(cell("profit", "gross_profit", day, end, total * 31))
        found.append(cell("profit", "net_sales", day, end, total * 77))
        found.append(cell("conversion", "sessions", day, end, total))
        found.append(cell("conversion", "sessions_reached_checkout", day, end, total // 5))
        found.append(cell("conversion", "sessions_completed_checkout", day, end, total // 9))
        found.append(cell("conversion", "sessions_with_cart_additions", day, end, total // 4))
    return found


MARKETING = [
    ("Email", "spring", "klaviyo", "email"),
    ("Google Ads", "it's 50% off", "google", "cpc"),
    ("Facebook & Instagram Ads", "spring", "facebook", "paid"),
    ("Google Search", "", "", ""),
    ("Direct", "", "", ""),
    ("Carrier pigeon", "", "", ""),
]


def _marketing(rng: random.Random) -> Rows:
    found: Rows = []
    for day in DAYS:
        for channel, campaign, source, medium in MARKETING:
            dims = {
                "referring_channel": channel,
                "utm_campaign": campaign,
                "utm_source": source,
                "utm_medium": medium,
            }
            for metric, low, high in (("sessions", 10, 90), ("orders", 0, 4)):
                found.append(_split("marketing", metric, day, rng.randrange(low, high), **dims))
            found.append(_split("marketing", "total_sales", day, rng.randrange(9999), **dims))
    return found


def _pages() -> Rows:
    """A report without dates, of its whole export."""
    return [
        _split("conversion", metric, FIRST, amount, end=TODAY, landing_page_path=page)
        | {"grain": "none", "report_key": "conversion/landing_page_path/none"}
        for page, sessions in (("/", 900), ("/products/camp-mug", 100))
        for metric, amount in (
            ("sessions", sessions),
            ("sessions_completed_checkout", sessions // 10),
        )
    ]


def _messages(rng: random.Random) -> Rows:
    found: Rows = []
    for number, day in enumerate(DAYS[::3]):
        recipients = rng.randrange(500, 5000)
        found.append(
            {
                "message_id": f"m{number}",
                "name": f"Letter {number % 9}",
                "channel": "sms" if number % 6 == 0 else "email",
                "lists": rng.choice(["VIP", "VIP, Newsletter", "Newsletter, At Risk", None]),
                "send_date": day,
                "recipients": recipients,
                "delivered": recipients - 9,
                "unique_opens": recipients // 3,
                "unique_clicks": recipients // 40,
                "orders": recipients // 900,
                "revenue_minor": recipients * 13,
                "unsubscribes": recipients // 700,
                "spam_complaints": recipients // 2500,
                "bounces": 9,
            }
        )
    return found


def _flows(rng: random.Random) -> Rows:
    found: Rows = []
    for day in DAYS:
        for flow in ("Welcome Series", "Win Back"):
            delivered = rng.randrange(20, 60)
            found.append(
                {
                    "flow_id": flow.lower(),
                    "message_id": "",
                    "bucket_start": day,
                    "bucket_end": day + timedelta(days=1),
                    "grain": "day",
                    "flow_name": flow,
                    "channel": "email",
                    "recipients": delivered + 1,
                    "delivered": delivered,
                    "unique_opens": delivered // 2,
                    "unique_clicks": delivered // 9,
                    "orders": delivered // 30,
                    "revenue_minor": delivered * 21,
                    "unsubscribes": delivered // 50,
                    "spam_complaints": delivered // 55,
                    "bounces": 1,
                }
            )
    return found


def _ads(rng: random.Random) -> Rows:
    return [
        {
            "platform": platform,
            "campaign_id": campaign,
            "ad_set": "",
            "ad": "",
            "date": day,
            "campaign_name": name,
            "spend_minor": rng.randrange(100, 4000),
            "currency": "USD",
            "impressions": rng.randrange(500, 2000),
            "clicks": rng.randrange(1, 60),
            "conversions": rng.choice([0.0, 1.0, 1.5]),
            "conversion_value_minor": rng.randrange(0, 9000),
        }
        for day in DAYS
        for platform, campaign, name in (
            ("meta_ads", "1", "Prospecting"),
            ("google_ads", "2", None),
        )
    ]
