"""Anomalies planted in two years of days: how many are found, and how many others are raised."""

import numpy as np
import pytest

from marketing_agent.insights.anomaly.service import find
from tests.insights.anomaly.daily_series import daily, hunted, shop


@pytest.mark.parametrize("noise", [0.05, 0.1, 0.15])
def test_planted_anomalies_are_found_with_few_false_alarms(noise: float) -> None:
    hunt = hunted(shops=16, noise=noise)
    assert hunt.recall >= 0.85, hunt
    assert hunt.false_in_60_days <= 1, hunt


def test_the_hunt_itself_tells_a_deaf_detector_and_a_nervous_one() -> None:
    assert hunted(shops=2, noise=0.1, raised=lambda series: set()).recall == 0
    nervous = hunted(shops=2, noise=0.1, raised=lambda series: set(series.figures))
    assert nervous.recall == 1
    assert nervous.false_in_60_days > 50


def test_noise_alone_raises_little() -> None:
    """Days like the days before are odd once in a thousand: twelve shops, 8,760 days."""
    raised = sum(len(find(daily(shop(seed)))) for seed in range(100, 112))
    assert raised <= 8_760 / 60 / 2


def test_a_shop_that_is_always_the_same_raises_nothing() -> None:
    assert find(daily(shop(noise=0, growth=0))) == ()
    assert find(daily(np.zeros(400))) == ()
    assert find(daily(np.full(400, 12.5))) == ()
