"""Rows finer than a day: residual, spread, surprise against the surprise of before, silence."""

import numpy as np

from marketing_agent.insights.anomaly.configuration import ALARM, FINER, Horizon
from marketing_agent.insights.anomaly.trailing import (
    TO_SD,
    Flags,
    Floats,
    as_scores,
    evidence,
    medians,
    tail,
    trailing_mean,
    trailing_median,
)

_DAY_S = 86_400
_LEAST = 1e-9


def score(seconds: Floats, values: Floats) -> tuple[Floats, Flags]:
    """Scores 0..1 and alarms (a score of 0.5 and more), one a row; seconds count from anywhere.

    A row without a number has score 0 and is left out of what others are judged by.
    """
    known = np.isfinite(values)
    scores = np.zeros(len(values))
    if known.sum() > FINER.warm_up:
        scores[known] = _score(seconds[known], values[known])
    return scores, scores >= ALARM


def _score(seconds: Floats, values: Floats) -> Floats:
    found = np.max([_likelihood(np.log1p(odd), horizon) for odd in _oddness(seconds, values)
                    for horizon in FINER.horizons], axis=0)  # fmt: skip
    scores = as_scores(found, FINER.alarm)
    scores[: FINER.warm_up] = 0
    return _with_silence(scores)


def _oddness(seconds: Floats, values: Floats) -> tuple[Floats, Floats]:
    """How many spreads each row lies off: from its neighbours, and from the same time of day."""
    near = values - _or(trailing_median(values, FINER.rolling), values)
    same = values - _or(_same_time(seconds, values), values - near)
    level = trailing_median(np.abs(values), FINER.spread, FINER.spread_step)
    floor = FINER.floor * _or(level, np.abs(values)) + _LEAST
    same = same - _or(trailing_median(same, FINER.relevel), np.zeros(len(same)))
    return _in_spreads(near, floor), _in_spreads(same, floor)


def _in_spreads(residual: Floats, floor: Floats) -> Floats:
    far = np.abs(residual)
    spread = TO_SD * _or(trailing_median(far, FINER.spread, FINER.spread_step), far)
    return far / np.maximum(spread, floor)


def _same_time(seconds: Floats, values: Floats) -> Floats:
    """The median at the same time of the last days; a gap holds the value before it."""
    grain = _grain(seconds)
    cells = np.maximum(np.round((seconds - seconds[0]) / grain).astype(np.int64), 0)
    a_day = max(round(_DAY_S / grain), 1)
    before = np.full((len(values), FINER.days), np.nan)
    latest = np.maximum.accumulate(cells)
    for day in range(1, FINER.days + 1):
        wanted = cells - day * a_day
        rows = np.searchsorted(latest, wanted, side="right") - 1
        seen = (wanted >= 0) & (rows >= 0) & (rows < np.arange(len(values)))
        before[seen, day - 1] = values[rows[seen]]
    return medians(before)


def _grain(seconds: Floats) -> float:
    """Seconds between rows, told by the first of them."""
    apart = np.diff(seconds[: FINER.grain_rows + 1])
    apart = apart[apart > 0]
    return float(np.median(apart)) if len(apart) else float(_DAY_S)


def _likelihood(surprise: Floats, horizon: Horizon) -> Floats:
    """The evidence that surprise lately is more than it was before."""
    lately = trailing_mean(surprise, horizon.short)
    mean = trailing_mean(surprise, horizon.long, horizon.short)
    square = trailing_mean(surprise**2, horizon.long, horizon.short)
    spread = np.sqrt(np.maximum(square - mean**2, FINER.spread_of_surprise**2))
    return evidence(tail((lately - mean) / spread))


def _with_silence(scores: Floats) -> Floats:
    """After an alarm rows score 0 for a twentieth of the history: one disturbance, one alarm."""
    result, until = scores.copy(), -1.0
    for row in np.flatnonzero(scores >= ALARM):
        if row > until:
            until = row * (1 + FINER.silence)
            result[row + 1 : int(until) + 1] = 0
    return result


def _or(values: Floats, instead: Floats) -> Floats:
    return np.where(np.isfinite(values), values, instead)
