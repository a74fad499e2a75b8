"""A store whose days change in one value of one dimension, and whether that is what is named.

Every second Wednesday something is planted: so many fewer or more orders (or visits) of one
channel, country, discount code, product or device than a week before. Whole days move by a tenth
besides, as those of the planted anomalies do, and orders fall to their values by chance.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from marketing_agent.insights.changes.schemas import ChangeQuestion
from marketing_agent.insights.changes.service import explain
from tests.metrics.conftest import Store
from tests.metrics.stores import cell, order, sale

FIRST = date(2024, 1, 3)  # a Wednesday
TODAY = date(2026, 11, 24)
_WEEK = timedelta(days=7)
_ORDERS, _SESSIONS = 250, 4000
_NOISE = 0.1
_LEAST = 0.1
"""Of the day: what changes less is left alone by what watches it."""
_SHARES: dict[str, dict[str | None, float]] = {
    "sales_channel": {"web": 0.6, "pos": 0.25, "tiktok": 0.15},
    "country": {"US": 0.45, "DE": 0.25, "CA": 0.15, "GB": 0.15},
    "discount_code": {None: 0.6, "WELCOME10": 0.2, "TRAIL15": 0.2},
    "product": {"Camp Mug": 0.3, "Trail Jacket": 0.25, "Beanie": 0.2, "Runner": 0.15, "Rope": 0.1},
    "device": {"Mobile": 0.6, "Desktop": 0.3, "Tablet": 0.1},
}
_SHOWN_AS = {"web": "online_store", "tiktok": "marketplace"}
_OF_ORDERS = tuple(name for name in _SHARES if name != "device")
Rng = np.random.Generator


@dataclass(frozen=True)
class Case:
    """What was planted on a day: a value of a dimension by `size`, a share of its own."""

    day: date
    dimension: str
    member: str
    size: float

    @property
    def metric(self) -> str:
        return "sessions" if self.dimension == "device" else "total_sales"


@dataclass(frozen=True)
class Named:
    """How often what was planted is the driver named first, and one of the first three."""

    cases: int
    first: int
    in_three: int
    missed: tuple[Case, ...]

    @property
    def share(self) -> float:
        return self.first / self.cases


def cases(many: int, seed: int) -> list[Case]:
    """Random dimensions, values and sizes of -60 % to +150 %, each a tenth of its day or more."""
    rng = np.random.default_rng([seed, 1])
    found: list[Case] = []
    while len(found) < many:
        dimension = str(rng.choice(list(_SHARES)))
        members = [name for name in _SHARES[dimension] if name]
        member, size = str(rng.choice(members)), float(rng.uniform(-0.6, 1.5))
        if abs(size) * _SHARES[dimension][member] >= _LEAST:
            day = FIRST + (2 * len(found) + 1) * _WEEK
            found.append(Case(day, dimension, member, size))
    return found


def tables(planted: list[Case], seed: int) -> dict[str, list[dict[str, Any]]]:
    """The days of all cases, each with the Wednesday a week before it."""
    rng = np.random.default_rng([seed, 2])
    orders, facts = [], []
    for case in planted:
        for day, change in ((case.day - _WEEK, None), (case.day, case)):
            bought = list(_bought(rng, day, change))
            orders += bought
            facts += [*_by_product(day, bought), *_visits(rng, day, change)]
    ours = [{key: each for key, each in one.items() if key != "product"} for one in orders]
    return {"orders": ours, "sales_ledger": [_sale(one) for one in ours], "report_facts": facts}


def _sale(one: dict[str, Any]) -> dict[str, Any]:
    return sale(one) | {key: one[key] for key in ("sales_channel", "country")}


def _bought(rng: Rng, day: date, change: Case | None) -> Iterator[dict[str, Any]]:
    many = round(_ORDERS * float(np.exp(_NOISE * rng.standard_normal())))
    for number in range(many):
        one = {name: _drawn(rng, name) for name in _OF_ORDERS}
        copies, product = _copies(rng, one, change), one.pop("product")
        for copy in range(copies):
            gross = int(rng.lognormal(8, 0.5))
            yield order(f"{day}-{number}-{copy}", day, gross, **one) | {"product": product}


def _drawn(rng: Rng, dimension: str) -> str | None:
    members = _SHARES[dimension]
    return list(members)[int(rng.choice(len(members), p=list(members.values())))]


def _copies(rng: Rng, one: dict[str, Any], change: Case | None) -> int:
    """How many orders come of one: of the planted value by chance none, or one or two more."""
    if change is None or one.get(change.dimension) != change.member:
        return 1
    wanted = 1 + change.size
    return int(wanted) + int(rng.random() < wanted - int(wanted))


def _by_product(day: date, bought: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for title in _SHARES["product"]:
        amount = sum(one["total_minor"] for one in bought if one["product"] == title)
        dims = {"product_title": title}
        yield _split("total_sales", "total_sales", day, amount, dims)


def _visits(rng: Rng, day: date, change: Case | None) -> Iterator[dict[str, Any]]:
    whole = _SESSIONS * float(np.exp(_NOISE * rng.standard_normal()))
    total = 0
    for device, share in _SHARES["device"].items():
        grown = 1 + change.size if change and change.member == device else 1
        sessions = int(rng.poisson(whole * share * grown))
        total += sessions
        yield _split("sessions", "sessions", day, sessions, {"device_type": device})
    yield cell("sessions", "sessions", day, day + timedelta(days=1), total)


def _split(
    family: str, metric: str, day: date, amount: int, dims: dict[str, Any]
) -> dict[str, Any]:
    return cell(
        family, metric, day, day + timedelta(days=1), amount,
        dims=json.dumps(dims, separators=(",", ":")), dim_names="+".join(dims),
        exported_from=FIRST, exported_to=TODAY,
    )  # fmt: skip


def named(store: Store, planted: list[Case]) -> Named:
    """Asks what changed on each day, and looks for what was planted among what is named."""
    places = [_place(store, case) for case in planted]
    missed = tuple(case for case, place in zip(planted, places, strict=True) if place != 0)
    in_three = sum(place is not None and place < 3 for place in places)
    return Named(len(planted), places.count(0), in_three, missed)


def _place(store: Store, case: Case) -> int | None:
    """The place of what was planted among the drivers in the order in which they are shown."""
    asked = ChangeQuestion(
        metric=case.metric, time=f"{case.day}..{case.day}", compare="weekday_matched"
    )
    with store.database.transaction(store.workspace.id) as session:
        change = explain(session, store.warehouse, store.workspace, asked, TODAY)
    drivers = [
        (split.dimension, driver.member)
        for split in change.breakdowns
        if split.kind == "dimension"
        for driver in split.drivers
    ]
    for split in change.breakdowns:
        parts = sum((each.contribution for each in split.drivers), split.others)
        assert parts + split.unexplained == change.change
    # Channels and devices go by the product's own codes.
    member = case.member.lower() if case.dimension == "device" else case.member
    wanted = (case.dimension, _SHOWN_AS.get(member, member))
    return drivers.index(wanted) if wanted in drivers else None
