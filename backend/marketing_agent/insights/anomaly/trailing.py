"""Trailing windows over an array: row `i` sees rows before it, never itself or a later one."""

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from marketing_agent.insights.anomaly.configuration import ALARM

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# Normal: the middle of absolute deviations times this is the standard deviation.
TO_SD = 1.4826
_DIGITS = 4
_BLOCK = 50_000  # rows at a time: a window is a view, its median needs a copy
_KNOTS = np.linspace(-9, 9, 3601)
_TAILS = np.array([0.5 * math.erfc(knot / math.sqrt(2)) for knot in _KNOTS])
_NO_CHANCE = 1e-10


def windows(values: Floats, width: int) -> Floats:
    """For each row the `width` rows before it, oldest first; NaN where there were none."""
    padded = np.concatenate([np.full(width, np.nan), values])
    return np.lib.stride_tricks.sliding_window_view(padded, width)[: len(values)]


def medians(rows: Floats) -> Floats:
    """The median of each row's numbers, NaN where it has none."""
    blocks = [_medians(rows[at : at + _BLOCK]) for at in range(0, len(rows), _BLOCK)]
    return np.concatenate([np.empty(0), *blocks])


def _medians(rows: Floats) -> Floats:
    partial = np.isnan(rows).any(axis=1)
    result = np.full(len(rows), np.nan)
    if not partial.all():
        result[~partial] = np.median(rows[~partial], axis=1)
    if partial.any():
        result[partial] = _partial_medians(rows[partial])
    return result


def _partial_medians(rows: Floats) -> Floats:
    ordered = np.sort(rows, axis=1)  # NaN comes last
    counts = np.isfinite(rows).sum(axis=1)
    at = np.arange(len(rows))
    low = ordered[at, np.maximum(counts - 1, 0) // 2]
    high = ordered[at, np.minimum(counts // 2, rows.shape[1] - 1)]
    return np.where(counts > 0, (low + high) / 2, np.nan)


def trailing_median(values: Floats, width: int, step: int = 1) -> Floats:
    """The median of the rows before each row; measured every `step` rows and held between."""
    measured = medians(windows(values, width)[::step])
    return np.repeat(measured, step)[: len(values)]


def trailing_mean(values: Floats, width: int, lag: int = 0) -> Floats:
    """The mean of the `width` rows that end `lag` rows before each row; 0 where none are."""
    sums: Floats = np.concatenate([[0.0], np.cumsum(values)])
    end = np.maximum(np.arange(len(values)) + 1 - lag, 0)
    start = np.maximum(end - width, 0)
    means: Floats = (sums[end] - sums[start]) / np.maximum(end - start, 1)
    return means


def tail(z: Floats) -> Floats:
    """The chance that a standard normal number is above `z`."""
    chance: Floats = np.interp(z, _KNOTS, _TAILS)
    return chance


def evidence(chance: Floats) -> Floats:
    """How much a chance speaks against it: 0 for certain, 1 for one in ten thousand million."""
    found: Floats = np.log(np.clip(chance, _NO_CHANCE, 1)) / math.log(_NO_CHANCE)
    return found


def as_scores(found: Floats, alarm: float) -> Floats:
    """Evidence as scores: 0 to 0, 1 to 1, and the evidence of an alarm to a half."""
    return np.round(found ** (math.log(ALARM) / math.log(alarm)), _DIGITS)


def greatest_alarm(alarm: float) -> float:
    """The greatest chance whose score, rounded as it is, is still an alarm."""
    least = ALARM - 0.5 * 10**-_DIGITS
    found: float = least ** (math.log(alarm) / math.log(ALARM))
    chance: float = _NO_CHANCE**found
    return chance


def both_tails(z: float) -> float:
    """The chance that a standard normal number is as far from 0 as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))
