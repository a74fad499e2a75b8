"""What happens after the sale: cancellations, refunds with lag, payment and fulfilment states.

An order has at most one reversal. It gives back goods with their tax first and shipping last; the
tax is `goods * taxes / (net + taxes)`, rounded down. Nothing after the end of the last day has
happened yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import SOURCES
from marketing_agent.sample.money import allocate, ratio, share
from marketing_agent.sample.orders import Lines, Orders
from marketing_agent.sample.spec import Shop
from marketing_agent.sample.timeline import Timeline

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NONE, CANCEL, FULL, LINE, GOODWILL = range(5)
_HOUR, _DAY = 3600, 86400


@dataclass(frozen=True)
class Reversals:
    """One row for each order. `epoch` and `day` are those of the reversal (0 and -1 for none).

    `amount` is what was reversed, `tax` and `shipping` its parts that are not goods, `line` the
    returned line of kind LINE.
    `voided` marks cancelled orders that were never paid: reversed, but nothing was paid back.
    """

    kind: Ints
    epoch: Ints
    day: Ints
    amount: Ints
    tax: Ints
    shipping: Ints
    line: Ints
    voided: Bools
    pending: Bools
    fulfilled: Ints

    @cached_property
    def refunded(self) -> Ints:
        """Money paid back: the export's `Refunded Amount`."""
        return np.where(self.voided, 0, self.amount)

    @cached_property
    def returns(self) -> Ints:
        """Net sales reversed (not negative)."""
        return self.amount - self.tax - self.shipping


def make_reversals(
    shop: Shop, timeline: Timeline, orders: Orders, lines: Lines, rng: np.random.Generator
) -> Reversals:
    kind = _kinds(orders, rng)
    epoch = orders.epoch + _lags(kind, rng)
    line = _returned_line(orders, lines, rng)
    amount = _amounts(shop, orders, lines, kind, line, rng)
    happened = (kind != NONE) & (epoch < timeline.end) & (amount > 0)
    kind, amount = np.where(happened, kind, NONE), np.where(happened, amount, 0)
    epoch = np.where(happened, epoch, 0)
    goods, tax = _goods_and_tax(orders, amount)
    pending = _pending(timeline, orders, kind, rng)
    return Reversals(
        kind=kind,
        epoch=epoch,
        day=np.where(happened, timeline.day_of(epoch), -1),
        amount=amount,
        tax=tax,
        shipping=amount - goods,
        line=np.where(kind == LINE, line, -1),
        voided=(kind == CANCEL) & (rng.random(len(kind)) < 0.22),
        pending=pending,
        fulfilled=_fulfilled(timeline, orders, kind, rng),
    )


def _goods_and_tax(orders: Orders, amount: Ints) -> tuple[Ints, Ints]:
    """How much of a reversal is goods with tax, and the tax in it."""
    whole = orders.total - orders.shipping
    goods = np.minimum(amount, whole)
    return goods, goods * orders.tax // np.maximum(whole, 1)


def _kinds(orders: Orders, rng: np.random.Generator) -> Ints:
    draw = rng.random(len(orders))
    bounds = np.array([0.012, 0.012 + 0.024, 0.012 + 0.047, 0.012 + 0.058])
    kinds = np.array([CANCEL, FULL, LINE, GOODWILL, NONE])
    found = kinds[np.searchsorted(bounds, draw, side="right")]
    at_till = orders.source == SOURCES.index("pos")
    return np.where(at_till & (found == CANCEL), NONE, found)


def _lags(kind: Ints, rng: np.random.Generator) -> Ints:
    """Cancelled within two days; returned after a few days, most within three weeks."""
    soon = rng.integers(300, 40 * _HOUR, len(kind))
    later = 2 * _DAY + rng.gamma(2.2, 5.0 * _DAY, len(kind)).astype(np.int64)
    return np.where(kind == CANCEL, soon, later)


def _returned_line(orders: Orders, lines: Lines, rng: np.random.Generator) -> Ints:
    starts = np.searchsorted(lines.order, np.arange(len(orders)))
    sizes = np.bincount(lines.order, minlength=len(orders))
    return starts + np.floor(rng.random(len(orders)) * sizes).astype(np.int64)


def _amounts(
    shop: Shop, orders: Orders, lines: Lines, kind: Ints, line: Ints, rng: np.random.Generator
) -> Ints:
    paid = lines.net[line]
    if not shop.tax_inclusive:
        paid = paid + ratio(paid, orders.tax, orders.subtotal)
    # Whole units: nobody gives 7.43 back as a gesture.
    gesture = share(orders.total, rng.integers(800, 2600, len(orders))) // 100 * 100
    return np.select(
        [kind == LINE, kind == GOODWILL, kind == NONE], [paid, gesture, 0], orders.total
    )


def _pending(timeline: Timeline, orders: Orders, kind: Ints, rng: np.random.Generator) -> Bools:
    age = timeline.days - 1 - orders.day
    draft = orders.source == SOURCES.index("shopify_draft_order")
    chance = np.where(draft & (age < 30), 0.5, np.where(age < 3, 0.06, 0.0))
    unpaid = rng.random(len(orders)) < chance
    return np.asarray(unpaid & (kind == NONE) & (orders.total > 0))


def _fulfilled(timeline: Timeline, orders: Orders, kind: Ints, rng: np.random.Generator) -> Ints:
    """When the goods left (0 = not yet, or never because cancelled)."""
    packed = orders.epoch + rng.integers(5 * _HOUR, 70 * _HOUR, len(orders))
    at_till = orders.source == SOURCES.index("pos")
    packed = np.where(at_till, orders.epoch, packed)
    return np.where((packed < timeline.end) & (kind != CANCEL), packed, 0)


def line_returns(orders: Orders, lines: Lines, reversals: Reversals) -> tuple[Ints, Ints, Ints]:
    """Returned units, returned net and returned tax of each line, summing to the order's."""
    kind = reversals.kind[lines.order]
    own = reversals.line[lines.order] == np.arange(len(lines.order))
    weight = np.where(kind == LINE, own.astype(np.int64), lines.net)
    units = np.where((kind == CANCEL) | (kind == FULL) | own, lines.quantity, 0)
    net = allocate(reversals.returns, lines.order, weight)
    tax = allocate(reversals.tax, lines.order, weight)
    return units, net, tax
