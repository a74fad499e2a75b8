"""Many metrics on one day: what would be raised alone need not hold among many."""

import numpy as np

from marketing_agent.insights.anomaly.service import alarms_across, find
from tests.insights.anomaly.daily_series import daily, day, shop

MET = 300


def test_one_metric_alone_is_as_it_would_be_found() -> None:
    series = daily(shop(1))
    assert alarms_across({"orders": series}) == {"orders": find(series)}


def test_among_many_metrics_chance_is_not_news_and_an_outage_is() -> None:
    metrics = {f"metric_{n}": shop(n) for n in range(60)}
    metrics["metric_7"][MET] = 0
    series = {name: daily(values) for name, values in metrics.items()}
    alone = {name: find(one) for name, one in series.items()}
    held = alarms_across(series)
    assert day(MET) in {one.day for one in held["metric_7"]}
    for name, each in held.items():
        assert set(each) <= set(alone[name])
    assert sum(map(len, held.values())) < sum(map(len, alone.values())) / 2


def test_what_happens_to_all_of_them_at_once_holds_for_the_faint_ones_too() -> None:
    """By Bonferroni only what is below a twentieth of the limit would be left."""
    values = {str(n): shop(n, noise=0.08) for n in range(20)}
    for each in values.values():
        each[MET] *= 0.72
    held = alarms_across({name: daily(each) for name, each in values.items()})
    chances = [one.chance for each in held.values() for one in each if one.raised == day(MET)]
    assert len(chances) > 10
    assert max(chances) > 0.001 / 20


def test_a_least_effect_is_of_its_metric_alone() -> None:
    values = shop(2)
    values[MET] *= 3
    series = {"a": daily(values), "b": daily(values)}
    effect = next(one.effect for one in find(series["a"]) if one.day == day(MET))
    held = alarms_across(series, least_effect={"b": effect * 2})
    assert day(MET) in {one.day for one in held["a"]}
    assert day(MET) not in {one.day for one in held["b"]}
    assert np.isfinite([one.score for one in held["a"]]).all()
