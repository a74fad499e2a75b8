"""Anomalies planted in two years of days: how many are found, and how many others are raised."""

from collections import Counter

import numpy as np
import pytest

from marketing_agent.predict.anomaly.service import find
from tests.predict.anomaly.daily_series import KINDS, daily, day, plant, shop

_SHOPS = 16


@pytest.mark.parametrize("noise", [0.05, 0.1, 0.15])
def test_planted_anomalies_are_found_with_few_false_alarms(noise: float) -> None:
    found: Counter[str] = Counter()
    false = days = 0
    for seed in range(_SHOPS):
        values, planted = plant(shop(seed, noise=noise), seed)
        raised = {one.raised for one in find(daily(values))}
        for one in planted:
            told = {day(at) for at in range(one.first, one.last + 1)} & raised
            found[one.kind] += bool(told)
            raised -= told
        false += len(raised)
        days += len(values)
    recall = sum(found.values()) / (_SHOPS * len(KINDS))
    assert recall >= 0.85, found
    assert false / days * 60 <= 1, false


def test_noise_alone_raises_little() -> None:
    """Days like the days before are odd once in a thousand: twelve shops, 8,760 days."""
    raised = sum(len(find(daily(shop(seed)))) for seed in range(100, 112))
    assert raised <= 8_760 / 60 / 2


def test_a_shop_that_is_always_the_same_raises_nothing() -> None:
    assert find(daily(shop(noise=0, growth=0))) == ()
    assert find(daily(np.zeros(400))) == ()
    assert find(daily(np.full(400, 12.5))) == ()
