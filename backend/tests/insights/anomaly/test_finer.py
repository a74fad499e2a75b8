"""Rows finer than a day: what is odd, when, and that no later row has a say."""

import numpy as np
import pytest

from marketing_agent.insights.anomaly import finer

DAY = 288
N = 10 * DAY


def curve(seed: int = 0, rows: int = N) -> tuple[np.ndarray, np.ndarray]:
    """Ten days of five minutes with a daily course."""
    at = np.arange(rows)
    noise = np.random.default_rng(seed).standard_normal(rows)
    return at * 300.0, 100 + 40 * np.sin(2 * np.pi * at / DAY) + 2 * noise


def test_a_jump_is_raised_within_a_quarter_of_an_hour_and_once() -> None:
    seconds, values = curve()
    values[7 * DAY :] += 60
    scores, alarms = finer.score(seconds, values)
    raised = np.flatnonzero(alarms[7 * DAY : 8 * DAY])
    assert len(raised) >= 1
    assert raised[0] <= 3
    assert not alarms[7 * DAY + raised[0] + 1 : 7 * DAY + raised[0] + 100].any()
    assert (alarms == (scores >= 0.5)).all()


def test_the_usual_course_of_a_day_is_no_news() -> None:
    _scores, alarms = finer.score(*curve())
    assert alarms.sum() <= 3


def test_what_is_usual_at_noon_is_odd_at_night() -> None:
    seconds, values = curve(2)
    noon, night = 8 * DAY + DAY // 4, 8 * DAY + 3 * DAY // 4
    values[night : night + 6] = values[noon : noon + 6]
    _scores, alarms = finer.score(seconds, values)
    assert alarms[night : night + 6].any()
    assert not alarms[noon : noon + 6].any()


@pytest.mark.parametrize("value", [0.0, -3.5, 1e99])
def test_a_constant_is_no_news(value: float) -> None:
    scores, alarms = finer.score(np.arange(900) * 300.0, np.full(900, value))
    assert not alarms.any()
    assert (scores < 0.1).all()


def test_rows_without_a_number_say_nothing_and_change_nothing() -> None:
    seconds, values = curve(3)
    values[5 * DAY + 7] += 90
    holes = np.zeros(N, dtype=bool)
    holes[::13] = True
    with_holes = np.where(holes, np.nan, values)
    scores, _alarms = finer.score(seconds, with_holes)
    assert (scores[holes] == 0).all()
    without = finer.score(seconds[~holes], values[~holes])[0]
    assert scores[~holes].tolist() == without.tolist()


def test_no_later_row_changes_the_score_of_a_row() -> None:
    rng = np.random.default_rng(4)
    seconds, values = curve(4)
    seconds = seconds + np.cumsum(np.where(rng.random(N) < 0.02, 900.0, 0.0))  # gaps
    seconds[1500:] -= 3300  # and a clock set back
    values[rng.integers(0, N, 30)] *= 3
    whole = finer.score(seconds, values)[0]
    assert (whole >= 0.5).any()
    for rows in (101, 640, 1501, 2222):
        assert finer.score(seconds[:rows], values[:rows])[0].tolist() == whole[:rows].tolist()


@pytest.mark.parametrize("rows", [0, 1, 2, 99, 101])
def test_little_history_is_no_error(rows: int) -> None:
    scores, alarms = finer.score(np.zeros(rows), np.arange(rows, dtype=float))
    assert len(scores) == len(alarms) == rows
    assert not alarms[:100].any()
