"""Two years of a shop's days, and what is planted in them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from marketing_agent.insights.anomaly.schemas import Daily
from marketing_agent.insights.anomaly.service import find

FIRST = date(2024, 1, 1)  # a Monday
SATURDAY = 5
_WEEK = np.array([1.0, 0.95, 0.97, 1.0, 1.15, 0.0, 0.8])
KINDS = ("spike", "drop", "shift", "drift", "missing")


@dataclass(frozen=True)
class Planted:
    """What was planted, and the days on which an alarm has found it."""

    kind: str
    first: int
    last: int


def day(at: int) -> date:
    return FIRST + timedelta(days=at)


def daily(values: np.ndarray) -> Daily:
    """NaN is a day without a figure."""
    return Daily(
        {day(at): None if np.isnan(v) else Decimal(f"{v:.2f}") for at, v in enumerate(values)}
    )


def shop(
    seed: int = 0, *, days: int = 730, noise: float = 0.1, growth: float = 0.0006
) -> np.ndarray:
    """About 8,000 a day, growing by a half in two years, shut on Saturdays."""
    rng = np.random.default_rng(seed)
    at = np.arange(days)
    ratios = np.exp(growth * at + noise * rng.standard_normal(days))
    return 8000 * _WEEK[at % 7] * ratios


def plant(values: np.ndarray, seed: int) -> tuple[np.ndarray, list[Planted]]:
    """One of each kind, in an order and at days that the seed tells."""
    rng = np.random.default_rng([seed, 1])
    planted, values = [], values.copy()
    starts = np.linspace(80, 620, len(KINDS)).astype(int) + rng.integers(0, 30, len(KINDS))
    for kind, start in zip(rng.permutation(KINDS).tolist(), starts.tolist(), strict=True):
        first = start + (start % 7 == SATURDAY)
        planted.append(Planted(kind, first, first + _plant(values, kind, first, rng)))
    return values, planted


def _plant(values: np.ndarray, kind: str, first: int, rng: np.random.Generator) -> int:
    """Plants one in place; how many days later it must have been found."""
    sign = rng.choice([-1, 1])
    if kind == "spike":
        values[first] *= 1 + rng.uniform(0.6, 2)
    elif kind == "drop":
        values[first] = 0
    elif kind == "missing":
        values[first : first + 2] = np.nan
        return 1
    elif kind == "shift":
        values[first:] *= 1 + sign * rng.uniform(0.3, 0.5)
        return 13
    elif kind == "drift":
        length = int(rng.integers(28, 50))
        ramp = np.clip((np.arange(len(values)) - first) / length, 0, 1)
        values *= 1 + sign * rng.uniform(0.35, 0.5) * ramp
        return length + 14
    return 0


@dataclass(frozen=True)
class Hunt:
    """How many of each kind were found, and what else was raised."""

    found: dict[str, int]
    recall: float
    false_in_60_days: float


def _raised(series: Daily) -> set[date]:
    return {one.raised for one in find(series)}


def hunted(*, shops: int, noise: float, raised: Callable[[Daily], set[date]] = _raised) -> Hunt:
    """Hunts what is planted in so many shops; an alarm within its days has found it."""
    found: Counter[str] = Counter()
    false = days = 0
    for seed in range(shops):
        values, planted = plant(shop(seed, noise=noise), seed)
        alarms = set(raised(daily(values)))
        for one in planted:
            told = {day(at) for at in range(one.first, one.last + 1)} & alarms
            found[one.kind] += bool(told)
            alarms -= told
        false += len(alarms)
        days += len(values)
    recall = sum(found.values()) / (shops * len(KINDS))
    return Hunt(dict(found), recall, false / days * 60)
