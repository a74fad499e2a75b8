"""Sales reports: over time, by product and variant, average order value, gross profit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.money import bare, fraction, sums
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder, Text

Ints = NDArray[np.int64]


def write_sales_reports(store: Store, folder: Folder) -> None:
    folder.report("sales", "Total sales over time", _over_time(store))
    folder.report("sales", "Total sales by product", _by_product(store))
    folder.report("sales", "Total sales by product variant", _by_variant(store))
    folder.report("sales", "Average order value over time", _average(store))
    folder.report("sales", "Gross profit by product", _profit(store))


def customers_by_day(store: Store) -> tuple[Ints, Ints]:
    """Distinct new and distinct returning customers of each day."""
    orders, days = store.orders, store.timeline.days
    new = np.bincount(orders.day[orders.is_new], minlength=days)
    back = (orders.customer >= 0) & ~orders.is_new
    pairs = np.unique(np.stack([orders.day[back], orders.customer[back]]), axis=1)
    return new.astype(np.int64), np.bincount(pairs[0], minlength=days).astype(np.int64)


def _over_time(store: Store) -> Iterator[list[str]]:
    days = store.timeline.days
    daily = store.ledger.daily(days)
    orders = np.bincount(store.orders.day, minlength=days)
    new, back = customers_by_day(store)
    for day, iso in enumerate(store.timeline.iso):
        money = {key: bare(int(values[day])) for key, values in daily.items()}
        yield [
            Text(iso),
            str(orders[day]),
            money["gross_sales"],
            money["discounts"],
            money["returns"],
            money["net_sales"],
            money["shipping"],
            "0",
            "0",
            money["taxes"],
            money["total_sales"],
            str(new[day]),
            str(back[day]),
        ]


def _line_sums(store: Store, groups: Ints, count: int) -> tuple[Ints, list[Ints]]:
    """Rows touched, units, gross, discounts, returns, net, taxes and total by group."""
    events = store.ledger.line_events
    touched = np.bincount(groups, minlength=count)
    units, gross, discounts, returns, taxes = (
        sums(groups, values, count)
        for values in (events.units, events.gross, events.discounts, events.returns, events.taxes)
    )
    net = gross + discounts + returns
    return touched, [units, gross, discounts, returns, net, taxes, net + taxes]


def _money(columns: list[Ints], row: int) -> list[str]:
    return [str(columns[0][row]), *(bare(int(values[row])) for values in columns[1:])]


def _by_product(store: Store) -> Iterator[list[str]]:
    shop, days = store.shop, store.timeline.days
    product = np.array([v.product for v in shop.variants], dtype=np.int64)
    events = store.ledger.line_events
    groups = product[events.variant] * days + events.day
    touched, columns = _line_sums(store, groups, (int(product.max()) + 1) * days)
    named = {v.product: v for v in shop.variants}
    for row in np.flatnonzero(touched):
        item = named[int(row) // days]
        yield [
            Text(item.title),
            Text(item.vendor),
            Text(item.product_type),
            Text(store.timeline.iso[int(row) % days]),
            *_money(columns, int(row)),
        ]


def _by_variant(store: Store) -> Iterator[list[str]]:
    shop = store.shop
    touched, columns = _line_sums(store, store.ledger.line_events.variant, len(shop.variants))
    # The admin lists the best seller first.
    for row in np.argsort(-columns[1], kind="stable"):
        item = shop.variants[int(row)]
        if touched[row]:
            yield [
                Text(item.title),
                Text(item.variant_title),
                Text(item.sku),
                *_money(columns, int(row)),
            ]


def _average(store: Store) -> Iterator[list[str]]:
    month_of, months = store.timeline.month_of, store.timeline.month_iso
    daily = store.ledger.daily(store.timeline.days)
    gross = sums(month_of, daily["gross_sales"], len(months))
    discounts = sums(month_of, daily["discounts"], len(months))
    orders = np.bincount(month_of[store.orders.day], minlength=len(months))
    for row, iso in enumerate(months):
        value = fraction(int(gross[row] + discounts[row]), int(orders[row]) * 100)
        yield [Text(iso), bare(int(gross[row])), bare(int(discounts[row])), str(orders[row]), value]


def _profit(store: Store) -> Iterator[list[str]]:
    shop = store.shop
    product = np.array([v.product for v in shop.variants], dtype=np.int64)
    events, count = store.ledger.line_events, int(product.max()) + 1
    touched, columns = _line_sums(store, product[events.variant], count)
    cost_of = np.array([v.cost for v in shop.variants], dtype=np.int64)
    cost = sums(product[events.variant], events.units * cost_of[events.variant], count)
    named = {v.product: v for v in shop.variants}
    for row in np.flatnonzero(touched):
        item, units, net = named[int(row)], columns[0][row], int(columns[4][row])
        profit = net - int(cost[row])
        yield [
            Text(item.title),
            Text(item.vendor),
            Text(item.product_type),
            str(units),
            bare(net),
            bare(int(cost[row])),
            fraction(profit, net),
            bare(profit),
        ]
