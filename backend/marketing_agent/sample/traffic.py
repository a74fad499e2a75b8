"""Visits: sessions of every cell with the funnel to the orders, and their breakdowns by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS, Cells
from marketing_agent.sample.money import sums
from marketing_agent.sample.orders import Orders
from marketing_agent.sample.spec import Shop, common
from marketing_agent.sample.timeline import Timeline

Ints = NDArray[np.int64]
_VISITORS_PER_SESSION = 0.87


@dataclass(frozen=True)
class Traffic:
    """`cell_*` have one row per cell, the funnel one per day, breakdowns one per (day, member).

    Every breakdown of a day sums to that day's sessions. Visitors are people: not additive.
    """

    cell_sessions: Ints
    cell_orders: Ints
    sessions: Ints
    carts: Ints
    checkouts: Ints
    completed: Ints
    visitors: Ints
    by_channel: Ints
    by_place: Ints
    by_device: Ints
    by_page: Ints
    page_carts: Ints
    page_checkouts: Ints


def landing_pages(shop: Shop) -> list[tuple[str, str, float]]:
    """(type, path, weight) of every landing page; the product share is spread by popularity."""
    found: list[tuple[str, str, float]] = []
    handles: dict[str, float] = {}
    for variant in shop.variants[:-1]:
        handles[variant.handle] = handles.get(variant.handle, 0.0) + variant.weight
    for kind, path, weight in common()["landing_pages"]:
        if path:
            found.append((kind, path, weight))
            continue
        total = sum(handles.values())
        found += [(kind, f"/products/{h}", weight * w / total) for h, w in handles.items()]
    return found


def make_traffic(
    shop: Shop, timeline: Timeline, cells: Cells, orders: Orders, rng: np.random.Generator
) -> Traffic:
    count = len(cells.day)
    cell_orders = np.bincount(orders.cell, minlength=count).astype(np.int64)
    online = cells.channel >= 0
    scale = float(shop.raw["session_scale"])
    browsing = rng.poisson(np.where(online, np.maximum(cells.visits * scale - cells.orders, 0), 0))
    cell_sessions = np.where(online, cell_orders + browsing, 0)
    sessions = sums(cells.day, cell_sessions, timeline.days)
    completed = sums(cells.day[online], cell_orders[online], timeline.days)
    checkouts = completed + rng.binomial(sessions - completed, 0.027)
    carts = checkouts + rng.binomial(sessions - checkouts, 0.042)
    pages = landing_pages(shop)
    by_page = _split(sessions, [p[2] for p in pages], rng)
    page_carts = _split_total(int(carts.sum()), by_page.sum(axis=0), rng)
    return Traffic(
        cell_sessions=cell_sessions,
        cell_orders=np.where(online, cell_orders, 0),
        sessions=sessions,
        carts=carts,
        checkouts=checkouts,
        completed=completed,
        visitors=visitors(sessions, rng),
        by_channel=_by_channel(timeline, cells, cell_sessions),
        by_place=_split(sessions, [p.weight for p in shop.places], rng),
        by_device=_split(sessions, [row[0] for row in common()["devices"].values()], rng),
        by_page=by_page,
        page_carts=page_carts,
        page_checkouts=_split_total(int(checkouts.sum()), page_carts, rng),
    )


def visitors(sessions: Ints, rng: np.random.Generator) -> Ints:
    """People behind the sessions of one bucket."""
    return np.maximum(rng.binomial(sessions, _VISITORS_PER_SESSION), np.minimum(sessions, 1))


def _split(totals: Ints, weights: list[float], rng: np.random.Generator) -> Ints:
    chance = np.array(weights) / sum(weights)
    return rng.multinomial(totals, chance).astype(np.int64)


def _split_total(total: int, within: Ints, rng: np.random.Generator) -> Ints:
    """Spreads a count over pages without giving any page more than `within`."""
    if not total:
        return np.zeros_like(within)
    return rng.multivariate_hypergeometric(within, total, method="marginals")


def _by_channel(timeline: Timeline, cells: Cells, cell_sessions: Ints) -> Ints:
    online = cells.channel >= 0
    keys = cells.day[online] * len(CHANNELS) + cells.channel[online]
    flat = sums(keys, cell_sessions[online], timeline.days * len(CHANNELS))
    return flat.reshape(timeline.days, len(CHANNELS))
