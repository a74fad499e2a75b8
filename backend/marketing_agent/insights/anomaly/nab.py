"""The scoring of the Numenta Anomaly Benchmark, standard profile.

Within a window the earliest alarm counts, worth more the earlier it comes; outside of windows each
alarm costs, more the farther it is from the window before; a window without an alarm costs one.
The first 15 % of a series, at most 750 rows, are not scored. No alarm at all is 0, a perfect
detector is 100.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from marketing_agent.insights.anomaly.trailing import Flags, Floats, Ints

_FALSE_ALARM = 0.11
_MISSED = 1.0
_STEEPNESS = 5
_FAR = 3.0  # windows' lengths past a window, from where on an alarm costs in full
_PROBATION = 0.15
_LONGEST_PROBATION = 750
_NEVER = 1.1  # a threshold that no score reaches

Window = tuple[int, int]  # first and last row, both within


@dataclass(frozen=True)
class Series:
    """One series: its scores, 0..1, and its windows in order."""

    scores: Floats
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Optimum:
    """The score (None where there is no window) and the lowest score that is an alarm there."""

    score: float | None
    threshold: float


@dataclass(frozen=True)
class _Rows:
    """Rows that are scored: what an alarm is worth, and the window it is in (-1: in none)."""

    scores: Floats
    worth: Floats
    window: Ints
    count: int


def optimum(series: Sequence[Series]) -> Optimum:
    """The best score that one threshold over all series gives, as the benchmark has it."""
    rows = _rows(series)
    thresholds, totals = _sweep(rows)
    best = int(np.argmax(totals))
    return Optimum(_normalised(float(totals[best]), rows.count), float(thresholds[best]))


def score_at(series: Sequence[Series], threshold: float) -> float | None:
    """The score when rows from the threshold on are alarms; None where there is no window."""
    rows = _rows(series)
    thresholds, totals = _sweep(rows)
    reached = totals[thresholds >= threshold]
    return _normalised(float(reached[-1] if len(reached) else totals[0]), rows.count)


def probation(rows: int) -> int:
    """How many rows at the start of a series are not scored."""
    return min(math.floor(_PROBATION * rows), _LONGEST_PROBATION)


def worths(rows: int, windows: Sequence[Window]) -> tuple[Floats, Ints]:
    """What an alarm at each row is worth, and the number of the window that it is in."""
    worth = np.full(rows, -_FALSE_ALARM)
    inside = np.full(rows, -1, dtype=np.int64)
    for number, (first, last) in enumerate(windows):
        length = last - first + 1
        after = np.arange(1, rows - last)
        worth[last + 1 :] = _FALSE_ALARM * _sigmoid(after / max(length - 1, 1))
        position = -np.arange(length, 0, -1) / length
        worth[first : last + 1] = _sigmoid(position) / _sigmoid(np.array([-1.0]))
        inside[first : last + 1] = number
    return worth, inside


def _sigmoid(position: Floats) -> Floats:
    """From almost 1 at a window's start (-1) over 0 at its end (0) to -1 far behind it."""
    near = 2 / (1 + np.exp(_STEEPNESS * np.minimum(position, _FAR))) - 1
    return np.where(position > _FAR, -1.0, near)


def _rows(series: Sequence[Series]) -> _Rows:
    scores, worth, window, count = [], [], [], 0
    for one in series:
        start = probation(len(one.scores))
        each, inside = worths(len(one.scores), one.windows)
        scores.append(one.scores[start:])
        worth.append(each[start:])
        window.append(np.where(inside < 0, -1, inside + count)[start:])
        count += len(one.windows)
    return _Rows(
        np.concatenate([np.empty(0), *scores]),
        np.concatenate([np.empty(0), *worth]),
        np.concatenate([np.empty(0, dtype=np.int64), *window]),
        count,
    )


def _sweep(rows: _Rows) -> tuple[Floats, Floats]:
    """Every threshold, downwards, and the total at each."""
    order = np.argsort(-rows.scores, kind="stable")
    scores = rows.scores[order]
    totals = np.cumsum(_gains(rows.worth[order], rows.window[order]))
    nothing = -_MISSED * len(np.unique(rows.window[rows.window >= 0]))
    last: Flags = np.append(scores[1:] != scores[:-1], True)[: len(scores)]
    return (
        np.append(_NEVER, scores[last]),
        np.append(nothing, nothing + totals[last]),
    )


def _gains(worth: Floats, window: Ints) -> Floats:
    """What each further alarm adds: within a window only what is better than the best so far."""
    gains = np.where(window < 0, worth, 0.0)
    best: dict[int, float] = {}
    for row in np.flatnonzero(window >= 0):
        number = int(window[row])
        before = best.get(number, -_MISSED)
        best[number] = max(before, float(worth[row]))
        gains[row] = best[number] - before
    return gains


def _normalised(total: float, count: int) -> float | None:
    return 100 * (total + _MISSED * count) / (2 * count) if count else None
