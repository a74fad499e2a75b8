"""Who orders: new and returning customers, guests, and their fictional names and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from marketing_agent.sample.demand import CHANNELS, SOURCES
from marketing_agent.sample.spec import Shop, common

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
GUEST = -1
_CUSTOMER_STEP = 7919


@dataclass(frozen=True)
class Customers:
    """One row for each person with an e-mail address; index = order of first purchase."""

    first: Ints
    last: Ints
    place: Ints
    street: Ints
    house: Ints
    accepts_email: Bools
    accepts_sms: Bools

    def __len__(self) -> int:
        return len(self.first)

    def person(self, customer: int) -> tuple[str, str]:
        data = common()
        return (
            data["first_names"][self.first[customer]],
            data["last_names"][self.last[customer]],
        )

    def email(self, customer: int) -> str:
        first, last = self.person(customer)
        return f"{first}.{last}.{customer + 1}@example.com".lower()

    def name(self, customer: int) -> str:
        return " ".join(self.person(customer))

    @cached_property
    def emails(self) -> list[str]:
        return [self.email(c) for c in range(len(self))]

    def address(self, customer: int) -> str:
        return f"{self.house[customer]} {common()['streets'][self.street[customer]]}"

    def phone(self, customer: int) -> str:
        """A number of the range kept for fiction."""
        return f"+1202555{100 + customer % 100:04d}"

    def export_id(self, customer: int) -> int:
        return 7_210_000_000_000 + customer * _CUSTOMER_STEP


@dataclass(frozen=True)
class Assignment:
    """Customer of each order (`GUEST` without e-mail) and whether it is that person's first."""

    customer: Ints
    is_new: Bools
    count: int


def assign(source: Ints, channel: Ints, orders: int, rng: np.random.Generator) -> Assignment:
    """Gives each order, in time order, to a new or a known customer."""
    known = _return_chance(source, channel, orders)
    guest = _guest_chance(source)
    draws = rng.random((len(source), 4))
    customer = np.full(len(source), GUEST, dtype=np.int64)
    is_new = np.zeros(len(source), dtype=np.bool_)
    history: list[int] = []
    count = 0
    rows = zip(draws.tolist(), known.tolist(), guest.tolist(), strict=True)
    for index, ((u, v, w, x), chance, unnamed) in enumerate(rows):
        if u < unnamed:
            continue
        if history and v < chance:
            customer[index] = history[_pick(len(history), w, x)]
        else:
            customer[index], is_new[index] = count, True
            count += 1
        history.append(int(customer[index]))
    return Assignment(customer, is_new, count)


def _pick(size: int, w: float, x: float) -> int:
    """An earlier order whose customer comes back: mostly a recent one."""
    if w < 0.6:
        return max(size - 1 - int(-np.log1p(-x) * 0.12 * size), 0)
    return int(x * size)


def _return_chance(source: Ints, channel: Ints, orders: int) -> Floats:
    position = np.arange(len(source)) / max(orders, 1)
    chance = 0.46 * (1.0 - np.exp(-position / 0.22))
    for key, factor in (("email", 1.6), ("sms", 1.7), ("flow", 0.8), ("meta", 0.4)):
        chance = np.where(channel == CHANNELS.index(key), chance * factor, chance)
    subscription = SOURCES.index("subscription_contract")
    return np.where(source == subscription, 0.97, np.minimum(chance, 0.9))


def _guest_chance(source: Ints) -> Floats:
    return np.where(source == SOURCES.index("pos"), 0.35, np.where(source == 0, 0.015, 0.0))


def make_customers(shop: Shop, count: int, rng: np.random.Generator) -> Customers:
    """Fictional people, their places and what they consented to."""
    data = common()
    return Customers(
        first=rng.integers(0, len(data["first_names"]), count),
        last=rng.integers(0, len(data["last_names"]), count),
        place=draw_places(shop, count, rng),
        street=rng.integers(0, len(data["streets"]), count),
        house=rng.integers(1, 240, count),
        accepts_email=rng.random(count) < 0.62,
        accepts_sms=rng.random(count) < 0.17,
    )


def draw_places(shop: Shop, count: int, rng: np.random.Generator) -> Ints:
    weights = np.array([place.weight for place in shop.places])
    return rng.choice(len(weights), size=count, p=weights / weights.sum()).astype(np.int64)
