"""One simulated shop: every report and export is a view of this."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from marketing_agent.sample.advertising import Ads, make_ads
from marketing_agent.sample.demand import Cells, Plan, cells, plan
from marketing_agent.sample.ledger import Ledger, make_ledger
from marketing_agent.sample.mailing import Mailing, make_mailing
from marketing_agent.sample.orders import Lines, Orders, make_orders
from marketing_agent.sample.people import Customers
from marketing_agent.sample.reversals import Reversals, make_reversals
from marketing_agent.sample.spec import Shop
from marketing_agent.sample.timeline import Timeline
from marketing_agent.sample.traffic import Traffic, make_traffic


@dataclass(frozen=True)
class Store:
    shop: Shop
    timeline: Timeline
    plan: Plan
    cells: Cells
    orders: Orders
    lines: Lines
    customers: Customers
    reversals: Reversals
    traffic: Traffic
    mailing: Mailing
    meta: Ads
    google: Ads
    seed: int

    @cached_property
    def ledger(self) -> Ledger:
        return make_ledger(self.shop, self.timeline, self.orders, self.lines, self.reversals)

    def rng(self, purpose: int) -> np.random.Generator:
        """A stream of its own for each writer, so that one cannot disturb another."""
        return np.random.default_rng([*_entropy(self.seed, self.shop), purpose])


def simulate(shop: Shop, timeline: Timeline, orders: int, seed: int) -> Store:
    """Runs 24 months of one shop. The same arguments give the same store."""
    streams = np.random.default_rng(_entropy(seed, shop)).spawn(7)
    decided = plan(shop, timeline, streams[0])
    table = cells(timeline, decided, orders)
    basket = make_orders(shop, timeline, decided, table, orders, streams[1])
    made = basket.orders
    reversals = make_reversals(shop, timeline, made, basket.lines, streams[2])
    traffic = make_traffic(shop, timeline, table, made, streams[3])
    return Store(
        shop=shop,
        timeline=timeline,
        plan=decided,
        cells=table,
        orders=made,
        lines=basket.lines,
        customers=basket.customers,
        reversals=reversals,
        traffic=traffic,
        mailing=make_mailing(timeline, decided, table, made, traffic, streams[4]),
        meta=make_ads("meta", timeline, decided, table, made, traffic, streams[5]),
        google=make_ads("google_ads", timeline, decided, table, made, traffic, streams[6]),
        seed=seed,
    )


def _entropy(seed: int, shop: Shop) -> list[int]:
    """Different streams for different shops under one seed."""
    return [seed, zlib.crc32(shop.name.encode())]
