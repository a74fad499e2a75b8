"""How many orders and visits to expect on each day from each source, before chance.

A *cell* is one store day of one channel and campaign (or of one source without a visit, such as a
till). Orders are drawn over cells, visits within them, so every count agrees with every other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.campaigns import (
    Campaign,
    Message,
    Window,
    launch_windows,
    plan_campaigns,
    plan_messages,
    promotion_windows,
)
from marketing_agent.sample.spec import Shop, common
from marketing_agent.sample.timeline import Timeline

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Share of a message's orders on the send day and the days after it.
_DECAY = (0.60, 0.21, 0.10, 0.06, 0.03)
CHANNELS = tuple(common()["channels"])
SOURCES = ("web", *common()["other_sources"])


@dataclass(frozen=True)
class Anomaly:
    kind: str
    day: int
    orders: float
    sessions: float


@dataclass(frozen=True)
class Plan:
    """Everything decided before chance: factors by day, campaigns, promotions, planted bad days."""

    factor: Floats
    baseline: Floats
    promotion_of: Ints
    windows: list[Window]
    messages: list[Message]
    campaigns: list[Campaign]
    anomalies: list[Anomaly]


@dataclass(frozen=True)
class Cells:
    """One row for each (day, channel, campaign) or (day, source without a visit).

    `orders` and `visits` are expected counts; `earliest` is the first second of the day at which
    an order can come (a message cannot sell before it is sent).
    """

    day: Ints
    channel: Ints
    source: Ints
    campaign: Ints
    earliest: Ints
    orders: Floats
    visits: Floats


def plan(shop: Shop, timeline: Timeline, rng: np.random.Generator) -> Plan:
    """Decides the calendar of one shop."""
    windows = [*promotion_windows(shop, timeline), *launch_windows(shop, timeline)]
    messages = plan_messages(timeline, windows, rng)
    baseline = _baseline(shop, timeline, rng)
    promotion_of = np.full(timeline.days, -1, dtype=np.int64)
    for index, window in enumerate(windows):
        if window.kind == "promotion":
            promotion_of[window.first : window.last + 1] = index
    return Plan(
        factor=baseline * _lift(timeline, windows),
        baseline=baseline,
        promotion_of=promotion_of,
        windows=windows,
        messages=messages,
        campaigns=plan_campaigns(timeline, messages),
        anomalies=_anomalies(timeline, promotion_of),
    )


def _baseline(shop: Shop, timeline: Timeline, rng: np.random.Generator) -> Floats:
    low, high = shop.raw["growth"]
    trend = np.linspace(low, high, timeline.days)
    weekday = np.array([shop.raw["weekday"][d.weekday()] for d in timeline.dates])
    season = np.array([_season(shop.raw["season"], d.month, d.day) for d in timeline.dates])
    noise = np.exp(rng.normal(0.0, 0.06, timeline.days))
    return np.asarray(trend * weekday * season * noise)


def _season(by_month: dict[int, float], month: int, day: int) -> float:
    """Between mid-months the season moves in a straight line."""
    position = (day - 15) / 30.5
    other = (month % 12 + 1) if position >= 0 else ((month - 2) % 12 + 1)
    return by_month[month] + abs(position) * (by_month[other] - by_month[month])


def _lift(timeline: Timeline, windows: list[Window]) -> Floats:
    lift = np.ones(timeline.days)
    for window in windows:
        span = np.arange(window.first, window.last + 1)
        fade = 0.85 ** (span - window.first) if window.kind == "launch" else np.ones(len(span))
        lift[span] *= 1.0 + (window.factor - 1.0) * fade
    return lift


def _anomalies(timeline: Timeline, promotion_of: Ints) -> list[Anomaly]:
    """Bad days on ordinary days: one inside a promotion is moved before it."""
    found = []
    for kind, before, orders, sessions in common()["anomalies"]:
        day = timeline.before_end(before)
        while promotion_of[day] >= 0:
            day -= 1
        found.append(Anomaly(kind, day, float(orders), float(sessions)))
    return sorted(found, key=lambda a: a.day)


def cells(timeline: Timeline, decided: Plan, orders: int) -> Cells:
    """Expected orders and visits of every cell, scaled so that orders sum to `orders`."""
    parts: list[tuple[int, int, int, Floats, Ints]] = []
    zero = np.zeros(timeline.days, dtype=np.int64)
    by_kind: dict[str, list[int]] = {}
    for index, campaign in enumerate(decided.campaigns):
        by_kind.setdefault(campaign.kind, []).append(index)
    for channel, key in enumerate(CHANNELS):
        part = float(common()["channels"][key][5])
        if key not in by_kind:
            parts.append((channel, 0, -1, _scaled(decided.factor, part), zero))
            continue
        members = by_kind[key]
        profiles = [_profile(timeline, decided, decided.campaigns[i]) for i in members]
        total = sum(float(profile.sum()) for profile, _ in profiles)
        for index, (profile, earliest) in zip(members, profiles, strict=True):
            parts.append((channel, 0, index, profile * (part / total), earliest))
    for source, key in enumerate(SOURCES[1:], start=1):
        part = float(common()["other_sources"][key])
        parts.append((-1, source, -1, _scaled(decided.factor, part), zero))
    return _stack(decided, parts, orders)


def _scaled(profile: Floats, part: float) -> Floats:
    return profile * (part / float(profile.sum()))


def _profile(timeline: Timeline, decided: Plan, campaign: Campaign) -> tuple[Floats, Ints]:
    """Relative orders by day of one campaign, and the earliest second of each day."""
    earliest = np.zeros(timeline.days, dtype=np.int64)
    if campaign.message < 0:
        return decided.factor**0.8 * campaign.share * _active(decided, campaign), earliest
    message = decided.messages[campaign.message]
    profile = np.zeros(timeline.days)
    reach = decided.baseline[message.day] * message.strength
    for step, part in enumerate(_DECAY[: timeline.days - message.day]):
        profile[message.day + step] = part * reach
    earliest[message.day] = message.second + 300
    return profile, earliest


def _active(decided: Plan, campaign: Campaign) -> Floats:
    if campaign.when == "always":
        return np.ones(len(decided.factor))
    active = np.zeros(len(decided.factor))
    for window in decided.windows:
        if window.kind == campaign.when:
            active[window.first : window.last + 1] = 6.0
    return active


def _stack(decided: Plan, parts: list[tuple[int, int, int, Floats, Ints]], orders: int) -> Cells:
    days = len(decided.factor)
    keep = [np.flatnonzero(part[3] > 0) for part in parts]
    total = sum(float(part[3].sum()) for part in parts)
    day = np.concatenate(keep)
    sizes = [len(rows) for rows in keep]
    expected = np.concatenate([p[3][rows] for p, rows in zip(parts, keep, strict=True)])
    expected *= orders / total
    channel = np.repeat([p[0] for p in parts], sizes).astype(np.int64)
    order_factor, visit_factor = np.ones(days), np.ones(days)
    for anomaly in decided.anomalies:
        order_factor[anomaly.day] = anomaly.orders
        visit_factor[anomaly.day] = anomaly.sessions
    rates = np.array([float(common()["channels"][key][6]) for key in CHANNELS] + [np.inf])
    on_sale = np.where(decided.promotion_of >= 0, 1.30, 1.0)
    return Cells(
        day=day.astype(np.int64),
        channel=channel,
        source=np.repeat([p[1] for p in parts], sizes).astype(np.int64),
        campaign=np.repeat([p[2] for p in parts], sizes).astype(np.int64),
        earliest=np.concatenate([p[4][rows] for p, rows in zip(parts, keep, strict=True)]),
        orders=expected * np.where(channel >= 0, order_factor[day], 1.0),
        visits=expected / (rates[channel] * on_sale[day]) * visit_factor[day],
    )
