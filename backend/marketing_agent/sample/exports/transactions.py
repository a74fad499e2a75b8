"""Order transactions export: the only raw file that knows on which day a refund was made."""

from __future__ import annotations

from collections.abc import Iterator

from marketing_agent.sample.exports.orders import gateway, order_name
from marketing_agent.sample.headers import header
from marketing_agent.sample.money import fixed
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder

_CHUNK = 20_000
_FAILED_FIRST = 61
_CARDS = ("visa", "mastercard", "american_express")


def write_transactions(store: Store, folder: Folder) -> None:
    folder.raw("sales/transactions_export_1.csv", header("transactions"), _rows(store))


def _rows(store: Store) -> Iterator[list[str]]:
    for first in range(0, len(store.orders), _CHUNK):
        part = slice(first, first + _CHUNK)
        created = store.timeline.stamps(store.orders.epoch[part] + 1)
        back = store.timeline.stamps(store.reversals.epoch[part])
        for offset, (paid_at, refunded_at) in enumerate(zip(created, back, strict=True)):
            yield from _order(store, first + offset, paid_at, refunded_at)


def _order(store: Store, order: int, paid_at: str, refunded_at: str) -> Iterator[list[str]]:
    r, total = store.reversals, int(store.orders.total[order])
    if not total or r.pending[order]:
        return
    if r.voided[order]:
        yield _row(store, order, "authorization", paid_at, "success", total)
        yield _row(store, order, "void", refunded_at, "success", total)
        return
    if order % _FAILED_FIRST == 5:
        yield _row(store, order, "sale", paid_at, "failure", total)
    yield _row(store, order, "sale", paid_at, "success", total)
    if r.amount[order]:
        yield _row(store, order, "refund", refunded_at, "success", int(r.amount[order]))


def _row(store: Store, order: int, kind: str, at: str, status: str, amount: int) -> list[str]:
    method = gateway(store, order)
    card = _CARDS[order % len(_CARDS)] if method == "Shopify Payments" else ""
    name = method.lower().replace(" ", "_")
    return [
        str(store.orders.order_id[order]),
        order_name(store, order),
        kind,
        name,
        at,
        status,
        fixed(amount),
        store.shop.currency,
        card,
    ]
