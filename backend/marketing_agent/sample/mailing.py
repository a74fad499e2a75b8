"""What the e-mail tool reports: deliveries, opens, clicks, and the orders it claims.

The tool claims the orders that came through its links, and also some that came by another way
within its window. So its revenue overlaps with the shop's and with the ads'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS, Cells, Plan
from marketing_agent.sample.money import sums
from marketing_agent.sample.orders import Orders
from marketing_agent.sample.spec import common
from marketing_agent.sample.timeline import Timeline
from marketing_agent.sample.traffic import Traffic

Ints = NDArray[np.int64]
_WINDOW_DAYS = 5
_CLAIMED = 0.10


@dataclass(frozen=True)
class Results:
    """One row for each message, or for each (flow, month) flattened month-last."""

    recipients: Ints
    delivered: Ints
    opens: Ints
    unique_opens: Ints
    clicks: Ints
    unique_clicks: Ints
    orders: Ints
    placed: Ints
    revenue: Ints
    unsubscribes: Ints
    complaints: Ints

    @property
    def bounces(self) -> Ints:
        return self.recipients - self.delivered


@dataclass(frozen=True)
class Mailing:
    """`claimed` is the message of each order (-1 for none), `flow` its flow."""

    messages: Results
    flows: Results
    claimed: Ints
    flow: Ints


def make_mailing(
    timeline: Timeline,
    plan: Plan,
    cells: Cells,
    orders: Orders,
    traffic: Traffic,
    rng: np.random.Generator,
) -> Mailing:
    campaign = cells.campaign[orders.cell]
    message_of = np.array([c.message for c in plan.campaigns] + [-1], dtype=np.int64)
    flow_of = np.array([c.flow for c in plan.campaigns] + [-1], dtype=np.int64)
    known = orders.customer >= 0
    direct = np.where(known, message_of[campaign], -1)
    claimed = np.where(direct >= 0, direct, _window_claims(plan, timeline, cells, orders, rng))
    flow = np.where(known, flow_of[campaign], -1)
    cell_message, cell_flow = message_of[cells.campaign], flow_of[cells.campaign]
    return Mailing(
        messages=_messages(plan, orders, traffic, cell_message, claimed, rng),
        flows=_flows(timeline, cells, orders, traffic, cell_flow, flow, rng),
        claimed=claimed,
        flow=flow,
    )


def _window_claims(
    plan: Plan, timeline: Timeline, cells: Cells, orders: Orders, rng: np.random.Generator
) -> Ints:
    """The latest e-mail before a direct or search order of a known person, for some of them."""
    sent = [(m.day, i) for i, m in enumerate(plan.messages) if m.channel == "Email"]
    if not sent:
        return np.full(len(orders), -1, dtype=np.int64)
    times = np.array([timeline.midnights[d] + plan.messages[i].second for d, i in sent])
    index = np.array([i for _, i in sent], dtype=np.int64)
    rank = np.searchsorted(times, orders.epoch, side="right") - 1
    recent = (rank >= 0) & (orders.epoch - times[rank] < _WINDOW_DAYS * 86400)
    channel = cells.channel[orders.cell]
    open_channels = [CHANNELS.index("direct"), CHANNELS.index("google")]
    able = recent & np.isin(channel, open_channels) & (orders.customer >= 0) & ~orders.is_new
    return np.where(able & (rng.random(len(orders)) < _CLAIMED), index[rank], -1)


def _distinct(groups: Ints, customers: Ints, count: int) -> Ints:
    """Distinct customers of each group; rows of group -1 are left out."""
    keep = groups >= 0
    pairs = np.unique(np.stack([groups[keep], customers[keep]]), axis=1)
    return np.bincount(pairs[0], minlength=count).astype(np.int64)


def _claims(groups: Ints, orders: Orders, count: int) -> tuple[Ints, Ints, Ints]:
    keep = groups >= 0
    total = sums(groups[keep], orders.total[keep], count)
    number = np.bincount(groups[keep], minlength=count).astype(np.int64)
    return number, _distinct(groups, orders.customer, count), total


def _messages(
    plan: Plan,
    orders: Orders,
    traffic: Traffic,
    cell_message: Ints,
    claimed: Ints,
    rng: np.random.Generator,
) -> Results:
    count = len(plan.messages)
    linked = cell_message >= 0
    visits = sums(cell_message[linked], traffic.cell_sessions[linked], count)
    text = np.array([m.channel == "SMS" for m in plan.messages], dtype=bool)
    strength = np.array([m.strength for m in plan.messages])
    growth = np.array([plan.baseline[m.day] for m in plan.messages])
    typical = visits.sum() / max(float((strength * growth).sum()), 1e-9)
    reach = np.where(text, 14.0, 62.0) * typical * growth**0.5
    reach *= rng.uniform(0.92, 1.08, count)
    open_rate = np.where(text, 0.0, rng.uniform(0.36, 0.55, count))
    return _results(visits, reach, open_rate, _claims(claimed, orders, count), rng)


def _flows(
    timeline: Timeline,
    cells: Cells,
    orders: Orders,
    traffic: Traffic,
    cell_flow: Ints,
    flow: Ints,
    rng: np.random.Generator,
) -> Results:
    months = len(timeline.month_iso)
    rows = common()["flows"]
    count = len(rows) * months
    linked = cell_flow >= 0
    month = timeline.month_of[cells.day]
    visits = sums((cell_flow * months + month)[linked], traffic.cell_sessions[linked], count)
    groups = np.where(flow >= 0, flow * months + timeline.month_of[orders.day], -1)
    click_rate = np.repeat([row[4] for row in rows], months)
    open_rate = np.repeat([row[5] for row in rows], months)
    reach = visits / click_rate * rng.uniform(0.93, 1.07, count)
    return _results(visits, reach, open_rate, _claims(groups, orders, count), rng)


def _results(
    visits: Ints,
    reach: NDArray[np.float64],
    open_rate: NDArray[np.float64],
    claims: tuple[Ints, Ints, Ints],
    rng: np.random.Generator,
) -> Results:
    """Clicks come from the visits, the rest from chance; opens never fall below clicks."""
    clicks = visits + rng.poisson(visits * 0.06)
    unique_clicks = rng.binomial(clicks, 0.80)
    delivered = np.maximum(np.rint(reach).astype(np.int64), np.maximum(clicks, claims[1]))
    drawn = rng.binomial(delivered, open_rate)
    unique_opens = np.where(open_rate > 0, np.maximum(drawn, unique_clicks), 0)
    return Results(
        recipients=delivered + rng.binomial(delivered, 0.006),
        delivered=delivered,
        opens=unique_opens + rng.poisson(unique_opens * 0.31),
        unique_opens=unique_opens,
        clicks=clicks,
        unique_clicks=unique_clicks,
        orders=claims[0],
        placed=claims[1],
        revenue=claims[2],
        unsubscribes=rng.binomial(delivered, 0.0021),
        complaints=rng.binomial(delivered, 0.00006),
    )
