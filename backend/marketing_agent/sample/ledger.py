"""Money events in Shopify's way: a sale on the order's day, its reversal on the reversal's day.

Where prices include tax, all of an order's taxes are taken out of its gross sales.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.money import sums
from marketing_agent.sample.orders import Lines, Orders
from marketing_agent.sample.reversals import Reversals, line_returns
from marketing_agent.sample.spec import Shop
from marketing_agent.sample.timeline import Timeline

Ints = NDArray[np.int64]
MONEY = ("gross_sales", "discounts", "returns", "net_sales", "shipping", "taxes", "total_sales")


@dataclass(frozen=True)
class Events:
    """Money of sales and reversals keyed by day; discounts and returns are not positive."""

    day: Ints
    gross: Ints
    discounts: Ints
    returns: Ints
    shipping: Ints
    taxes: Ints
    order: Ints

    @cached_property
    def net(self) -> Ints:
        return self.gross + self.discounts + self.returns

    @cached_property
    def total(self) -> Ints:
        return self.net + self.shipping + self.taxes

    def columns(self) -> dict[str, Ints]:
        """Values by metric, in the order of `MONEY`."""
        values = (
            self.gross,
            self.discounts,
            self.returns,
            self.net,
            self.shipping,
            self.taxes,
            self.total,
        )
        return dict(zip(MONEY, values, strict=True))


@dataclass(frozen=True)
class LineEvents:
    """The same without shipping, by line: `units` is negative for returns."""

    day: Ints
    variant: Ints
    units: Ints
    gross: Ints
    discounts: Ints
    returns: Ints
    taxes: Ints


@dataclass(frozen=True)
class Ledger:
    events: Events
    line_events: LineEvents

    def daily(self, days: int) -> dict[str, Ints]:
        """Each metric of `MONEY` by day."""
        return {
            key: sums(self.events.day, values, days)
            for key, values in self.events.columns().items()
        }


def make_ledger(
    shop: Shop, timeline: Timeline, orders: Orders, lines: Lines, reversals: Reversals
) -> Ledger:
    inside = 1 if shop.tax_inclusive else 0
    back = np.flatnonzero(reversals.amount > 0)
    nothing = np.zeros(len(back), dtype=np.int64)
    events = Events(
        day=np.concatenate([orders.day, reversals.day[back]]),
        gross=np.concatenate([orders.gross - inside * orders.tax, nothing]),
        discounts=np.concatenate([-orders.discount, nothing]),
        returns=np.concatenate([np.zeros(len(orders), np.int64), -reversals.returns[back]]),
        shipping=np.concatenate([orders.shipping, -reversals.shipping[back]]),
        taxes=np.concatenate([orders.tax, -reversals.tax[back]]),
        order=np.concatenate([np.arange(len(orders)), back]),
    )
    return Ledger(events, _line_events(inside, orders, lines, reversals))


def _line_events(inside: int, orders: Orders, lines: Lines, reversals: Reversals) -> LineEvents:
    units, net, tax = line_returns(orders, lines, reversals)
    back = np.flatnonzero((units > 0) & (reversals.amount[lines.order] > 0) | (net > 0) | (tax > 0))
    nothing = np.zeros(len(back), dtype=np.int64)
    none = np.zeros(len(lines.order), dtype=np.int64)
    return LineEvents(
        day=np.concatenate([orders.day[lines.order], reversals.day[lines.order[back]]]),
        variant=np.concatenate([lines.variant, lines.variant[back]]),
        units=np.concatenate([lines.quantity, -units[back]]),
        gross=np.concatenate([lines.gross - inside * lines.tax, nothing]),
        discounts=np.concatenate([-(lines.line_discount + lines.code_share), nothing]),
        returns=np.concatenate([none, -net[back]]),
        taxes=np.concatenate([lines.tax, -tax[back]]),
    )
