"""The benchmark's arithmetic, by hand and against a scorer that goes the long way round."""

import math
from itertools import pairwise

import numpy as np
import pytest

from marketing_agent.insights.anomaly.nab import Series, optimum, probation, score_at, worths

ROWS = 1000  # the first 150 are not scored
WINDOW = (500, 599)


def alarms(*rows: int, windows: tuple[tuple[int, int], ...] = (WINDOW,)) -> Series:
    scores = np.zeros(ROWS)
    scores[list(rows)] = 1
    return Series(scores, windows)


def sigmoid(position: float) -> float:
    return 2 / (1 + math.exp(5 * position)) - 1


@pytest.mark.parametrize(
    ("series", "score"),
    [
        (alarms(), 0),
        (alarms(500), 100),
        (alarms(500, 520, 599), 100),  # the earliest alone counts
        (alarms(549), 100 * (1 + sigmoid(-0.51) / sigmoid(-1)) / 2),
        (alarms(599), 51.2667),  # (1 + 0.024995 / 0.986614) / 2
        (alarms(500, 200), 94.5),  # one false alarm costs 0.11 of 2
        (alarms(500, 999), 94.5),  # four windows' lengths behind it
        (alarms(500, 699), 100 * (2 + 0.11 * sigmoid(100 / 99)) / 2),
        (alarms(500, 600), 99.8612),  # one row late: 0.11 * -0.025246
        (alarms(149), 0),  # within the probation
        (alarms(150), -5.5),
    ],
)
def test_one_window_by_hand(series: Series, score: float) -> None:
    assert score_at([series], 0.5) == pytest.approx(score, abs=0.001)


def test_the_threshold_is_chosen_over_all_series() -> None:
    late, early = np.zeros(ROWS), np.zeros(ROWS)
    early[500], late[500], late[200] = 0.9, 0.4, 0.6
    both = [Series(early, (WINDOW,)), Series(late, (WINDOW,))]
    best = optimum(both)
    assert best.threshold == 0.4
    assert best.score == pytest.approx(100 * (4 - 0.11) / 4)
    assert score_at(both, 0.5) == pytest.approx(100 * (2 - 0.11) / 4)
    assert score_at(both, 0.95) == 0
    assert optimum([alarms(200)]).threshold > 1  # silence is better than that


def test_no_window_has_no_score() -> None:
    assert optimum([]).score is None
    assert optimum([alarms(700, windows=())]).score is None
    assert score_at([Series(np.empty(0))], 0.5) is None


@pytest.mark.parametrize(
    ("rows", "without"), [(0, 0), (10, 1), (1000, 150), (5000, 750), (22695, 750)]
)
def test_the_start_is_not_scored(rows: int, without: int) -> None:
    assert probation(rows) == without


def test_a_window_of_one_row_is_found_or_not() -> None:
    worth, inside = worths(20, [(10, 10)])
    assert worth[10] == pytest.approx(1)
    assert worth[9] == -0.11
    assert inside.tolist().count(0) == 1
    assert np.isfinite(worth).all()


def slow_score(series: list[Series], threshold: float) -> float:
    """Row by row, as the rules read."""
    total, count = 0.0, sum(len(one.windows) for one in series)
    for one in series:
        found = dict.fromkeys(one.windows, -1.0)
        for row in range(probation(len(one.scores)), len(one.scores)):
            if one.scores[row] < threshold:
                continue
            here = next((w for w in one.windows if w[0] <= row <= w[1]), None)
            before = [w for w in one.windows if w[1] < row]
            if here:
                place = -(here[1] - row + 1) / (here[1] - here[0] + 1)
                found[here] = max(found[here], sigmoid(place) / sigmoid(-1))
            elif before:
                place = (row - before[-1][1]) / (before[-1][1] - before[-1][0])
                total += 0.11 * (-1 if place > 3 else sigmoid(place))
            else:
                total -= 0.11
        total += sum(found.values())
    return 100 * (total + count) / (2 * count)


@pytest.mark.parametrize("seed", range(6))
def test_the_sweep_agrees_with_every_threshold_tried_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    series = []
    for rows in (120, 300, 90):
        edges = np.sort(rng.choice(np.arange(50, rows), 4, replace=False)).tolist()
        windows = ((edges[0], edges[1]), (edges[2], edges[3]))
        assert all(a[1] < b[0] for a, b in pairwise(windows))
        series.append(Series(np.round(rng.random(rows) ** 4, 2), windows))
    thresholds = sorted({float(s) for one in series for s in one.scores})
    tried = {threshold: slow_score(series, threshold) for threshold in [*thresholds, 1.1]}
    for threshold, expected in tried.items():
        assert score_at(series, threshold) == pytest.approx(expected)
    assert optimum(series).score == pytest.approx(max(tried.values()))
