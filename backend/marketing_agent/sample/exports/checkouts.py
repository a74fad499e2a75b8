"""Abandoned checkouts: the orders layout without nine columns, never paid."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed
from marketing_agent.sample.orders import variant_weights
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder

CHECKOUTS = header("checkouts")
_DAYS = 90
_SHARE_WITH_EMAIL = 0.35
_FIRST_NAME = 31_420_000_000_000


def write_checkouts(store: Store, folder: Folder) -> None:
    """The admin keeps three months of them."""
    folder.raw("sales/checkouts_export_1.csv", CHECKOUTS, _rows(store))


def _rows(store: Store) -> Iterator[list[str]]:
    rng, t = store.rng(7), store.timeline
    lost = store.traffic.checkouts - store.traffic.completed
    weights = variant_weights(store.shop, t)
    number = 0
    for day in range(t.days - 1, t.days - 1 - _DAYS, -1):
        if not len(store.customers):
            return
        for _ in range(int(rng.binomial(lost[day], _SHARE_WITH_EMAIL))):
            number += 1
            yield from _checkout(store, rng, day, number, weights[day] / weights[day].sum())


def _checkout(
    store: Store, rng: np.random.Generator, day: int, number: int, chance: np.ndarray
) -> Iterator[list[str]]:
    t = store.timeline
    span = int(t.midnights[day + 1] - t.midnights[day])
    epoch = np.array([int(t.midnights[day]) + int(rng.integers(0, span))])
    size = min(int(rng.geometric(0.6)), 4)
    picks = rng.choice(len(chance), size=size, replace=False, p=chance)
    customer = int(rng.integers(0, len(store.customers)))
    subtotal = sum(store.shop.variants[int(p)].price for p in picks)
    for position, pick in enumerate(picks.tolist()):
        row = dict.fromkeys(CHECKOUTS, "")
        row["Name"] = f"#{_FIRST_NAME + day * 1_000_000 + number}"
        row["Email"] = store.customers.emails[customer]
        row["Created at"] = t.stamps(epoch)[0]
        variant = store.shop.variants[pick]
        row |= {
            "Lineitem quantity": "1",
            "Lineitem name": variant.line_name,
            "Lineitem price": fixed(variant.price),
            "Lineitem sku": variant.sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "pending",
            "Vendor": variant.vendor,
            "Lineitem discount": "0.00",
        }
        if position == 0:
            row |= _head(store, customer, subtotal, number)
        yield list(row.values())


def _head(store: Store, customer: int, subtotal: int, number: int) -> dict[str, str]:
    place = store.shop.places[int(store.customers.place[customer])]
    cells = {
        "Financial Status": "pending",
        "Fulfillment Status": "unfulfilled",
        "Accepts Marketing": "yes" if store.customers.accepts_email[customer] else "no",
        "Currency": store.shop.currency,
        "Subtotal": fixed(subtotal),
        "Shipping": "0.00",
        "Taxes": "0.00",
        "Total": fixed(subtotal),
        "Discount Amount": "0.00",
        "Refunded Amount": "0.00",
        "Id": str(_FIRST_NAME + number),
        "Risk Level": "Low",
        "Source": "web",
    }
    for side in ("Billing", "Shipping"):
        cells |= {
            f"{side} Name": store.customers.name(customer),
            f"{side} City": place.city,
            f"{side} Zip": f"'{place.zip}",
            f"{side} Province": place.province_code,
            f"{side} Country": place.country_code,
        }
    return cells
