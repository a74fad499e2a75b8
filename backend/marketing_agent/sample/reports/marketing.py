"""Marketing reports: last-click attribution by day and campaign, and channel performance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS
from marketing_agent.sample.headers import header
from marketing_agent.sample.money import bare, fraction, sums
from marketing_agent.sample.spec import common
from marketing_agent.sample.store import Store
from marketing_agent.sample.writers import Folder, Text

Ints = NDArray[np.int64]


def write_marketing_reports(store: Store, folder: Folder) -> None:
    folder.report("marketing", "Marketing attribution by UTM", _attribution(store))
    first, last = folder.period
    folder.raw(
        f"marketing/channel_performance_{first}_{last}.csv",
        header("channel_performance"),
        _channels(store),
    )


def cell_sales(store: Store) -> Ints:
    """Totals of the orders of each cell at the time of sale: every order once, last click."""
    return sums(store.orders.cell, store.orders.total, len(store.cells.day))


def _attribution(store: Store) -> Iterator[list[str]]:
    cells, traffic, sales = store.cells, store.traffic, cell_sales(store)
    seen = (cells.channel >= 0) & ((traffic.cell_sessions > 0) | (traffic.cell_orders > 0))
    rows = np.flatnonzero(seen)
    rows = rows[np.lexsort((cells.campaign[rows], cells.channel[rows], cells.day[rows]))]
    names = [str(common()["channels"][key][0]) for key in CHANNELS]
    for row in rows.tolist():
        index = int(cells.campaign[row])
        campaign = store.plan.campaigns[index] if index >= 0 else None
        utm = (
            (campaign.utm_campaign, campaign.utm_source, campaign.utm_medium)
            if campaign
            else ("", "", "")
        )
        yield [
            Text(store.timeline.iso[cells.day[row]]),
            Text(names[cells.channel[row]]),
            *map(Text, utm),
            str(traffic.cell_sessions[row]),
            str(traffic.cell_orders[row]),
            bare(int(sales[row])),
        ]


@dataclass(frozen=True)
class _Channel:
    sessions: int
    sales: int
    orders: int
    new: int
    returning: int
    cost: int
    clicks: int
    impressions: int


def _channels(store: Store) -> Iterator[list[str]]:
    groups: dict[tuple[str, str, str], list[int]] = {}
    for index, key in enumerate(CHANNELS):
        name, platform, kind = common()["channels"][key][:3]
        groups.setdefault((platform, name, kind), []).append(index)
    sales = cell_sales(store)
    for names, members in groups.items():
        yield [*names, *_channel_cells(_channel(store, members, sales))]


def _channel(store: Store, members: list[int], sales: Ints) -> _Channel:
    orders, cells = store.orders, store.cells
    rows = np.isin(cells.channel, members)
    mine = rows[orders.cell]
    ads = [
        a
        for key, a in (("meta", store.meta), ("google_ads", store.google))
        if CHANNELS.index(key) in members
    ]
    return _Channel(
        sessions=int(store.traffic.cell_sessions[rows].sum()),
        sales=int(sales[rows].sum()),
        orders=int(mine.sum()),
        new=int((mine & orders.is_new).sum()),
        returning=int((mine & ~orders.is_new & (orders.customer >= 0)).sum()),
        cost=sum(int(a.spend.sum()) for a in ads),
        clicks=sum(int(a.clicks.sum()) for a in ads),
        impressions=sum(int(a.impressions.sum()) for a in ads),
    )


def _channel_cells(c: _Channel) -> list[str]:
    paid = c.cost > 0
    return [
        str(c.sessions),
        bare(c.sales),
        str(c.orders),
        fraction(c.orders, c.sessions),
        bare(c.cost) if paid else "",
        fraction(c.sales, c.cost) if paid else "",
        fraction(c.cost, c.orders * 100) if paid else "",
        fraction(c.clicks, c.impressions) if paid else "",
        fraction(c.sales, c.orders * 100),
        str(c.new),
        str(c.returning),
    ]
