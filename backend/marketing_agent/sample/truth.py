"""The planted truth of a shop: what a correct reader of the exports must find.

Money is minor units. `money` is Shopify's way (a reversal on its own day); `order_day` books
reversals on the day of the order, as one must who has no refund dates.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.advertising import Ads
from marketing_agent.sample.campaigns import Window
from marketing_agent.sample.ledger import MONEY
from marketing_agent.sample.mailing import Results
from marketing_agent.sample.reports.marketing import cell_sales
from marketing_agent.sample.store import Store

Ints = NDArray[np.int64]
Numbers = dict[str, int]
_WINDOW = 30


def truth(store: Store) -> dict[str, Any]:
    """Everything that is known about the shop, ready for JSON."""
    t = store.timeline
    return {
        "shop": store.shop.name,
        "currency": store.shop.currency,
        "timezone": store.shop.timezone,
        "tax_inclusive": store.shop.tax_inclusive,
        "money_unit": "minor",
        "order_name_prefix": store.shop.raw["order_prefix"],
        "from": t.iso[0],
        "until": t.iso[-1],
        "customers": len(store.customers),
        "totals": facts(store, 0, t.days - 1),
        "last_30_days": facts(store, t.days - _WINDOW, t.days - 1),
        "prior_30_days": facts(store, t.days - 2 * _WINDOW, t.days - _WINDOW - 1),
        "by_month": _by_month(store),
        "campaign_lifts": [*_window_lifts(store), *_message_lifts(store)],
        "anomaly_days": _anomalies(store),
        "stock_outs": _stock_outs(store),
    }


def _by_month(store: Store) -> dict[str, dict[str, Any]]:
    t = store.timeline
    found = {}
    for month, iso in enumerate(t.month_iso):
        days = np.flatnonzero(t.month_of == month)
        found[iso[:7]] = facts(store, int(days[0]), int(days[-1])) | {"flows": _flows(store, month)}
    return found


def facts(store: Store, first: int, last: int) -> dict[str, Any]:
    """Every metric of the store days `first`..`last`, both inclusive."""
    return {
        "start": store.timeline.iso[first],
        "end": store.timeline.iso[last],
        "money": _money(store, first, last),
        "order_day": _order_day(store, first, last),
        "counts": _counts(store, first, last),
        "sessions": _sessions(store, first, last),
        "campaigns": _campaigns(store, first, last),
        "email_campaigns": _messages(store, first, last, "Email"),
        "sms_campaigns": _messages(store, first, last, "SMS"),
        "ads": {
            "meta_ads": _ads(store.meta, first, last),
            "google_ads": _ads(store.google, first, last),
        },
    }


def _inside(days: Ints, first: int, last: int) -> NDArray[np.bool_]:
    return (days >= first) & (days <= last)


def _money(store: Store, first: int, last: int) -> Numbers:
    events = store.ledger.events
    inside = _inside(events.day, first, last)
    return {key: int(values[inside].sum()) for key, values in events.columns().items()}


def _order_day(store: Store, first: int, last: int) -> Numbers:
    events = store.ledger.events
    inside = _inside(store.orders.day[events.order], first, last)
    return {key: int(values[inside].sum()) for key, values in events.columns().items()}


def _counts(store: Store, first: int, last: int) -> Numbers:
    o, lines = store.orders, store.lines
    inside = _inside(o.day, first, last)
    back = inside & (o.customer >= 0) & ~o.is_new
    events = store.ledger.line_events
    return {
        "orders": int(inside.sum()),
        "units_sold": int(lines.quantity[inside[lines.order]].sum()),
        "net_items_sold": int(events.units[_inside(events.day, first, last)].sum()),
        "new_customers": int((inside & o.is_new).sum()),
        "returning_customers": len(np.unique(o.customer[back])),
        "customers": len(np.unique(o.customer[inside & (o.customer >= 0)])),
        "cancelled_orders": int((inside & (store.reversals.kind == 1)).sum()),
        "refunded_orders": int((inside & (store.reversals.refunded > 0)).sum()),
        "refunded_minor_of_these_orders": int(store.reversals.refunded[inside].sum()),
        "total_charged_minor": int(o.total[inside].sum()),
    }


def _sessions(store: Store, first: int, last: int) -> Numbers:
    t, part = store.traffic, slice(first, last + 1)
    return {
        "sessions": int(t.sessions[part].sum()),
        "sessions_with_cart_additions": int(t.carts[part].sum()),
        "sessions_reached_checkout": int(t.checkouts[part].sum()),
        "sessions_completed_checkout": int(t.completed[part].sum()),
        "sum_of_daily_visitors": int(t.visitors[part].sum()),
    }


def _campaigns(store: Store, first: int, last: int) -> dict[str, Any]:
    """Last click, each order once: rows of the attribution report that carry a UTM campaign."""
    cells, sales = store.cells, cell_sales(store)
    inside = _inside(cells.day, first, last) & (cells.campaign >= 0)
    kinds = np.array([c.kind for c in store.plan.campaigns])[cells.campaign]
    return _attributed(store, inside, sales) | {
        "by_kind": {
            str(kind): _attributed(store, inside & (kinds == kind), sales)
            for kind in np.unique(kinds[inside])
        }
    }


def _attributed(store: Store, rows: NDArray[np.bool_], sales: Ints) -> Numbers:
    return {
        "sales": int(sales[rows].sum()),
        "orders": int(store.traffic.cell_orders[rows].sum()),
        "sessions": int(store.traffic.cell_sessions[rows].sum()),
    }


def _messages(store: Store, first: int, last: int, channel: str) -> Numbers:
    """Messages sent in the window, with all that they brought later."""
    chosen = np.array(
        [first <= m.day <= last and m.channel == channel for m in store.plan.messages], dtype=bool
    )
    return {"messages": int(chosen.sum())} | _results(store.mailing.messages, chosen)


def _flows(store: Store, month: int) -> Numbers:
    months = len(store.timeline.month_iso)
    r = store.mailing.flows
    return _results(r, np.arange(len(r.delivered)) % months == month)


def _results(r: Results, chosen: NDArray[np.bool_]) -> Numbers:
    columns = {
        "recipients": r.recipients,
        "delivered": r.delivered,
        "unique_opens": r.unique_opens,
        "unique_clicks": r.unique_clicks,
        "clicks": r.clicks,
        "placed_orders": r.placed,
        "revenue": r.revenue,
        "unsubscribes": r.unsubscribes,
        "spam_complaints": r.complaints,
        "bounces": r.bounces,
    }
    return {key: int(values[chosen].sum()) for key, values in columns.items()}


def _ads(ads: Ads, first: int, last: int) -> Numbers:
    inside = _inside(ads.day, first, last)
    columns = {
        "spend": ads.spend,
        "impressions": ads.impressions,
        "clicks": ads.clicks,
        "conversions": ads.purchases,
        "conversion_value": ads.value,
    }
    return {key: int(values[inside].sum()) for key, values in columns.items()}


def _window_lifts(store: Store) -> list[dict[str, Any]]:
    """Promotions and launches: the planted factor, and orders with and without it expected."""
    return [_window_lift(store, window) for window in store.plan.windows]


def _window_lift(store: Store, window: Window) -> dict[str, Any]:
    days = _inside(store.cells.day, window.first, window.last)
    expected = float(store.cells.orders[days].sum())
    planned = store.plan
    span = slice(window.first, window.last + 1)
    without = expected * float(planned.baseline[span].sum() / planned.factor[span].sum())
    inside = _inside(store.orders.day, window.first, window.last)
    return {
        "kind": window.kind,
        "name": window.name,
        "code": window.code,
        "start": store.timeline.iso[window.first],
        "end": store.timeline.iso[window.last],
        "factor": window.factor,
        "orders": int(inside.sum()),
        "expected_orders": round(expected, 3),
        "expected_orders_without": round(without, 3),
        "money": {key: _money(store, window.first, window.last)[key] for key in MONEY},
    }


def _message_lifts(store: Store) -> list[dict[str, Any]]:
    """Sends: the orders that would not have come without them, against those the tool claims."""
    cells, sales = store.cells, cell_sales(store)
    found = []
    for index, campaign in enumerate(store.plan.campaigns):
        if campaign.message < 0:
            continue
        rows = cells.campaign == index
        message = store.plan.messages[campaign.message]
        found.append(
            {
                "kind": campaign.kind,
                "name": campaign.name,
                "message_id": message.message_id,
                "utm_campaign": campaign.utm_campaign,
                "start": store.timeline.iso[message.day],
                "expected_incremental_orders": round(float(cells.orders[rows].sum()), 3),
                "attributed": _attributed(store, rows, sales),
                "claimed_orders": int(store.mailing.messages.placed[campaign.message]),
                "claimed_revenue": int(store.mailing.messages.revenue[campaign.message]),
            }
        )
    return found


def _anomalies(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "date": store.timeline.iso[a.day],
            "kind": a.kind,
            "orders_factor": a.orders,
            "sessions_factor": a.sessions,
            "orders": int((store.orders.day == a.day).sum()),
            "sessions": int(store.traffic.sessions[a.day]),
        }
        for a in store.plan.anomalies
    ]


def _stock_outs(store: Store) -> list[dict[str, Any]]:
    t = store.timeline
    found = []
    for out in store.shop.stock_outs:
        variant, first = store.shop.variants[out.variant], t.before_end(out.starts)
        last = min(first + out.days - 1, t.days - 1)
        found.append(
            {
                "sku": variant.sku,
                "product": variant.title,
                "variant": variant.variant_title,
                "start": t.iso[first],
                "end": t.iso[last],
                "available_on_last_day": 0 if last == t.days - 1 else None,
            }
        )
    return found
