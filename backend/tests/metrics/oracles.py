"""Every metric and source worked out by hand from plain rows: no SQL, no product code.

An oracle takes the tables and a test of days and gives the value in major units, or None.
"""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.metrics.synthetic import DAYS, Rows, Tables, new_keys

Inside = Callable[[date], bool]
Oracle = Callable[[Tables, Inside], float | Fraction | None]


def _add(rows: Rows, column: str, day: str, inside: Inside, **where: Any) -> Fraction:
    return sum(
        (
            Fraction(row.get(column) or 0)
            for row in rows
            if inside(row[day]) and all(row.get(k) == v for k, v in where.items())
        ),
        Fraction(0),
    )


def ledger(*columns: str) -> Oracle:
    def value(t: Tables, inside: Inside) -> Fraction:
        return sum((_add(t["sales_ledger"], c, "event_date", inside) for c in columns), Fraction())

    return lambda t, inside: value(t, inside) / 100


def orders(column: str) -> Oracle:
    return lambda t, inside: _add(t["orders"], column, "order_date", inside)


def order_count(t: Tables, inside: Inside) -> Fraction:
    return Fraction(sum(inside(one["order_date"]) for one in t["orders"]))


def report(family: str, metric: str, *, scale: int = 1) -> Oracle:
    return lambda t, inside: (
        _add(t["report_facts"], "amount", "bucket_start", inside, family=family, metric=metric)
        / scale
    )


def campaign(metric: str, *, scale: int = 1) -> Oracle:
    def value(t: Tables, inside: Inside) -> Fraction:
        cells = [
            row
            for row in t["report_facts"]
            if row["family"] == "marketing" and json.loads(row["dims"]).get("utm_campaign")
        ]
        return _add(cells, "amount", "bucket_start", inside, metric=metric) / scale

    return value


def of_split(metric: str, *, scale: int = 1, **dims: tuple[str, ...]) -> Oracle:
    """Rows of a split report whose dimensions hold one of the values."""

    def value(t: Tables, inside: Inside) -> Fraction:
        rows = []
        for row in t["report_facts"]:
            cell = json.loads(row["dims"])
            if all(cell.get(name) in values for name, values in dims.items()):
                rows.append(row)
        return _add(rows, "amount", "bucket_start", inside, metric=metric) / scale

    return value


def email(column: str, *, needs: str | None = None, flows: bool = True, scale: int = 1) -> Oracle:
    """E-mails only; flows by day and whole flow, the one cut that fits any window."""
    return mail(column, needs=needs, flows=flows, scale=scale, channel="email")


def mail(
    column: str,
    *,
    needs: str | None = None,
    flows: bool = True,
    scale: int = 1,
    channel: str | None = None,
) -> Oracle:
    def value(t: Tables, inside: Inside) -> Fraction:
        known = [r for r in t["email_messages"] if not needs or r.get(needs) is not None]
        where = {"channel": channel} if channel else {}
        total = _add(known, column, "send_date", inside, **where)
        if flows:
            cut = {"grain": "day", "message_id": ""}
            total += _add(t["email_flows"], column, "bucket_start", inside, **cut)
        return total / scale

    return value


def ads(column: str, *, scale: int = 1) -> Oracle:
    return lambda t, inside: _add(t["ad_spend"], column, "date", inside) / scale


def over(top: Oracle, bottom: Oracle) -> Oracle:
    def value(t: Tables, inside: Inside) -> Fraction | None:
        below = bottom(t, inside)
        return Fraction(top(t, inside) or 0) / Fraction(below) if below else None

    return value


def minus(of: Oracle) -> Oracle:
    return lambda t, inside: -Fraction(of(t, inside) or 0)


def plus(*parts: Oracle) -> Oracle:
    return lambda t, inside: sum((Fraction(p(t, inside) or 0) for p in parts), Fraction())


def new_customers(t: Tables, inside: Inside) -> Fraction:
    days = [day for day in DAYS if inside(day)]
    return Fraction(sum(len(new_keys(t["orders"], day)) for day in days))


def returning_customers(t: Tables, inside: Inside) -> Fraction:
    """Customers with an order inside that is not their first ever."""
    seen: set[str] = set()
    back: set[str] = set()
    for one in sorted(t["orders"], key=lambda o: (o["created_at"], o["order_id"])):
        key = one["customer_key"]
        if key in seen and inside(one["order_date"]):
            back.add(key)
        if key:
            seen.add(key)
    return Fraction(len(back))


_TOTAL = ledger("total_sales_minor")
_REPORT_TOTAL = report("total_sales", "total_sales", scale=100)
_SPEND = ads("spend_minor", scale=100)
_AOV = over(
    plus(
        lambda t, i: orders("gross_sales_minor")(t, i) / 100,
        lambda t, i: orders("discounts_minor")(t, i) / 100,
    ),
    order_count,
)
_REPORT_AOV = over(
    plus(
        report("total_sales", "gross_sales", scale=100),
        report("total_sales", "discounts", scale=100),
    ),
    report("total_sales", "orders"),
)
_MAIL_ORDERS, _MAIL_REVENUE = mail("orders"), mail("revenue_minor", scale=100)
_CAMPAIGN_AOV = over(campaign("total_sales", scale=100), campaign("orders"))
_MAIL_AOV = over(_MAIL_REVENUE, _MAIL_ORDERS)
_ADS_AOV = over(ads("conversion_value_minor", scale=100), ads("conversions"))
_CAMPAIGN_RATE = over(campaign("orders"), campaign("sessions"))
_MAIL_RATE = over(_MAIL_ORDERS, mail("unique_clicks"))
_ADS_RATE = over(ads("conversions"), ads("clicks"))

_PAID = ("paid", "marketing")
_CHANNEL_SALES = of_split("total_sales", scale=100, referring_type=_PAID)
_CHANNEL_ORDERS = of_split("orders", referring_type=_PAID)
_CHANNEL_AOV = over(_CHANNEL_SALES, _CHANNEL_ORDERS)
_CHANNEL_RATE = over(_CHANNEL_ORDERS, of_split("sessions", referring_type=_PAID))
_NEW = of_split("customers", customer_type=("New",))
_RETURNING = of_split("customers", customer_type=("Returning",))

ORACLES: dict[str, Oracle] = {
    "aov_all_campaigns_prior_30_days.report_by_channel": _CHANNEL_AOV,
    "conversion_rate_all_campaigns_last_30_days.report_by_channel": _CHANNEL_RATE,
    "campaign_sales.report_by_channel": _CHANNEL_SALES,
    "campaign_aov.report_by_channel": _CHANNEL_AOV,
    "campaign_conversion_rate.report_by_channel": _CHANNEL_RATE,
    "units_sold.report_by_product": of_split("net_items_sold", product_title=("Hat", "Scarf", "")),
    "new_customers.report_by_type": _NEW,
    "returning_customers.report_by_type": _RETURNING,
    "returning_customer_rate.report_by_type": over(_RETURNING, plus(_NEW, _RETURNING)),
    "revenue_last_30_days.ledger": _TOTAL,
    "revenue_last_30_days.report": _REPORT_TOTAL,
    "aov_all_campaigns_prior_30_days.report": _CAMPAIGN_AOV,
    "aov_all_campaigns_prior_30_days.klaviyo": _MAIL_AOV,
    "aov_all_campaigns_prior_30_days.ads": _ADS_AOV,
    "conversion_rate_all_campaigns_last_30_days.report": _CAMPAIGN_RATE,
    "conversion_rate_all_campaigns_last_30_days.klaviyo": _MAIL_RATE,
    "conversion_rate_all_campaigns_last_30_days.ads": _ADS_RATE,
    "email_ctr_all_campaigns_prior_30_days.klaviyo": over(
        email("unique_clicks", needs="delivered", flows=False), email("delivered", flows=False)
    ),
    "total_sales.ledger": _TOTAL,
    "total_sales.report": _REPORT_TOTAL,
    "net_sales.ledger": ledger("gross_sales_minor", "discounts_minor", "returns_minor"),
    "net_sales.report": report("total_sales", "net_sales", scale=100),
    "gross_sales.ledger": ledger("gross_sales_minor"),
    "gross_sales.report": report("total_sales", "gross_sales", scale=100),
    "orders.ledger": order_count,
    "orders.report": report("total_sales", "orders"),
    "aov.ledger": _AOV,
    "aov.report": _REPORT_AOV,
    "units_sold.ledger": orders("units"),
    "units_sold.report": report("total_sales", "net_items_sold"),
    "discounts.ledger": ledger("discounts_minor"),
    "discounts.report": report("total_sales", "discounts", scale=100),
    "returns.ledger": ledger("returns_minor"),
    "returns.report": report("total_sales", "returns", scale=100),
    "refund_rate.ledger": over(minus(ledger("returns_minor")), ledger("gross_sales_minor")),
    "refund_rate.report": over(
        minus(report("total_sales", "returns")), report("total_sales", "gross_sales")
    ),
    "shipping.ledger": ledger("shipping_minor"),
    "shipping.report": report("total_sales", "shipping_charges", scale=100),
    "taxes.ledger": ledger("taxes_minor"),
    "taxes.report": report("total_sales", "taxes", scale=100),
    "new_customers.ledger": new_customers,
    "new_customers.report": report("total_sales", "new_customers"),
    "returning_customers.ledger": returning_customers,
    "returning_customers.report": report("customers", "returning_customers"),
    "returning_customer_rate.ledger": over(
        returning_customers, plus(new_customers, returning_customers)
    ),
    "returning_customer_rate.report": over(
        report("customers", "returning_customers"),
        plus(report("customers", "new_customers"), report("customers", "returning_customers")),
    ),
    "cac.ledger": over(_SPEND, new_customers),
    "cac.report": over(_SPEND, report("total_sales", "new_customers")),
    "sessions.report": report("sessions", "sessions"),
    "conversion_rate.report": over(
        report("conversion", "sessions_completed_checkout"), report("conversion", "sessions")
    ),
    "add_to_cart_rate.report": over(
        report("conversion", "sessions_with_cart_additions"), report("conversion", "sessions")
    ),
    "email_recipients.klaviyo": email("recipients"),
    "email_open_rate.klaviyo": over(email("unique_opens", needs="delivered"), email("delivered")),
    "email_click_rate.klaviyo": over(email("unique_clicks", needs="delivered"), email("delivered")),
    "placed_order_rate.klaviyo": over(email("orders", needs="recipients"), email("recipients")),
    "email_revenue.klaviyo": email("revenue_minor", scale=100),
    "unsubscribe_rate.klaviyo": over(email("unsubscribes", needs="delivered"), email("delivered")),
    "ad_spend.ads": _SPEND,
    "roas.ads": over(ads("conversion_value_minor"), ads("spend_minor")),
    "mer.ledger": over(_TOTAL, _SPEND),
    "mer.report": over(_REPORT_TOTAL, _SPEND),
    "ad_spend_share.ledger": over(_SPEND, _TOTAL),
    "ad_spend_share.report": over(_SPEND, _REPORT_TOTAL),
    "campaign_sales.report": campaign("total_sales", scale=100),
    "campaign_sales.klaviyo": _MAIL_REVENUE,
    "campaign_sales.ads": ads("conversion_value_minor", scale=100),
    "campaign_aov.report": _CAMPAIGN_AOV,
    "campaign_aov.klaviyo": _MAIL_AOV,
    "campaign_aov.ads": _ADS_AOV,
    "campaign_conversion_rate.report": _CAMPAIGN_RATE,
    "campaign_conversion_rate.klaviyo": _MAIL_RATE,
    "campaign_conversion_rate.ads": _ADS_RATE,
}
