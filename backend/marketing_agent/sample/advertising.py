"""Ad spend by campaign and day, with the results that the ad platform claims for itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS, Cells, Plan
from marketing_agent.sample.money import sums
from marketing_agent.sample.orders import Orders
from marketing_agent.sample.timeline import Timeline
from marketing_agent.sample.traffic import Traffic

Ints = NDArray[np.int64]
# Platforms count people who saw an ad and bought later by another way.
_VIEW_THROUGH = 0.05
_CLICK_THROUGH = {"meta": 0.0125, "google_ads": 0.021}


@dataclass(frozen=True)
class Ads:
    """One row for each (campaign, day) with spend, sorted by day then campaign."""

    platform: str
    campaign: Ints
    day: Ints
    spend: Ints
    impressions: Ints
    clicks: Ints
    purchases: Ints
    value: Ints


def make_ads(
    platform: str,
    timeline: Timeline,
    plan: Plan,
    cells: Cells,
    orders: Orders,
    traffic: Traffic,
    rng: np.random.Generator,
) -> Ads:
    """`platform` is `meta` or `google_ads`."""
    rows = np.flatnonzero(cells.channel == CHANNELS.index(platform))
    rows = rows[np.lexsort((cells.campaign[rows], cells.day[rows]))]
    campaign, day = cells.campaign[rows], cells.day[rows]
    cost = np.array([c.cost for c in plan.campaigns])[campaign]
    order_value = float(orders.total.mean()) if len(orders) else 0.0
    spend = cells.orders[rows] * order_value * cost * rng.uniform(0.85, 1.15, len(rows))
    clicks = traffic.cell_sessions[rows] + rng.poisson(traffic.cell_sessions[rows] * 0.12)
    impressions = np.rint(clicks / _CLICK_THROUGH[platform] * rng.uniform(0.8, 1.2, len(rows)))
    count, value = _claimed(cells, orders, rows, rng)
    return Ads(
        platform=platform,
        campaign=campaign,
        day=day,
        spend=np.rint(spend).astype(np.int64),
        impressions=impressions.astype(np.int64),
        clicks=clicks,
        purchases=count,
        value=value,
    )


def _claimed(
    cells: Cells, orders: Orders, rows: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Orders after a click of the campaign, plus a share of unpaid visits' orders that day."""
    position = np.full(len(cells.day), -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    claimed = position[orders.cell]
    free = [CHANNELS.index(key) for key in ("direct", "google", "instagram", "facebook")]
    able = np.isin(cells.channel[orders.cell], free) & (rng.random(len(orders)) < _VIEW_THROUGH)
    first_of_day = {int(cells.day[row]): i for i, row in reversed(list(enumerate(rows)))}
    lookup = np.full(int(cells.day.max()) + 1, -1, dtype=np.int64)
    for day, index in first_of_day.items():
        lookup[day] = index
    claimed = np.where(able, lookup[orders.day], claimed)
    keep = claimed >= 0
    count = np.bincount(claimed[keep], minlength=len(rows)).astype(np.int64)
    return count, sums(claimed[keep], orders.total[keep], len(rows))
