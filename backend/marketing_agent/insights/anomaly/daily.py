"""What each day was expected to be: its weekday at the level of late, and how far days stray."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from marketing_agent.insights.anomaly.calendar import WEEK, Days
from marketing_agent.insights.anomaly.configuration import DAILY
from marketing_agent.insights.anomaly.trailing import TO_SD, Flags, Floats, medians, windows

_FARTHEST = 300.0  # its sinh is still a number
_OF_MEDIAN = 1.2533  # the standard deviation of a median, over that of a mean


@dataclass(frozen=True)
class Expected:
    """What each day was expected to be, on the scale of `Scale`; NaN where history is too short.

    `residual` is what it was less that, `spread` one standard deviation of it. `moved` is how far
    the last two weeks lie from four weeks before, beyond what such a time moved before.
    """

    middle: Floats
    residual: Floats
    spread: Floats
    moved: Floats

    @property
    def z(self) -> Floats:
        """Residuals in standard deviations."""
        return self.residual / self.spread

    @property
    def drift(self) -> Floats:
        """What it moved, in standard deviations of such a median of differences."""
        one: float = _OF_MEDIAN * math.sqrt(2 / DAILY.drift_days)
        return self.moved / (self.spread * one)


class Scale(NamedTuple):
    """Figures as ratios where they are large, as they are around nothing and below it."""

    unit: float

    def there(self, values: Floats) -> Floats:
        """From the metric's unit."""
        scaled: Floats = np.arcsinh(values / self.unit)
        return scaled

    def back(self, values: Floats) -> Floats:
        """Into the metric's unit."""
        figures: Floats = np.sinh(np.clip(values, -_FARTHEST, _FARTHEST)) * self.unit
        return figures


def scale_of(days: Days) -> Scale:
    """The scale, told by the days of the warm-up, so that no day changes what is before it."""
    early = np.abs(days.values[: DAILY.warm_up])
    early = early[np.isfinite(early) & (early > 0)]
    return Scale(DAILY.linear * float(np.median(early)) if len(early) else 1.0)


def expected(days: Days, scale: Scale) -> Expected:
    """What the weekday is beyond its week, over eight weeks, on the level of the last two."""
    usable = np.isfinite(days.values) & ~days.closed & ~days.explained
    figures = np.where(usable, scale.there(days.values), np.nan)
    weekday = _weekdays(figures)
    apart = windows(figures - weekday, DAILY.relevel)
    level = np.where(_count(apart) >= DAILY.relevel_least, medians(apart), 0.0)
    middle = weekday + level
    residual = np.where(days.closed, np.nan, scale.there(days.values) - middle)
    spread = _spreads(np.where(usable, residual, np.nan))
    return Expected(middle, residual, spread, _moved(figures))


def _moved(figures: Floats) -> Floats:
    change = figures - _later(figures, DAILY.drift_back)
    lately = windows(np.append(change, np.nan), DAILY.drift_days)[1:]  # the day itself too
    usual = windows(_later(change, DAILY.drift_back), DAILY.drift_usual)
    enough = (_count(lately) >= DAILY.drift_days / 2) & (_count(usual) >= DAILY.drift_usual / 2)
    return np.where(enough, medians(lately) - medians(usual), np.nan)


def _later(values: Floats, days: int) -> Floats:
    """Moved to later days; NaN where none came from."""
    moved = np.full(len(values), np.nan)
    moved[days:] = values[: max(len(values) - days, 0)]
    return moved


def _weekdays(figures: Floats) -> Floats:
    """How far the weekday lies from the middle of its week: a new level leaves that as it is."""
    beyond = figures - medians(windows(np.append(figures, np.nan), WEEK)[1:])
    weeks = range(1, DAILY.weeks + 1)
    before = np.column_stack([_later(beyond, week * WEEK) for week in weeks])
    return np.where(_count(before) >= DAILY.least_weeks, medians(before), np.nan)


def _spreads(residual: Floats) -> Floats:
    """One standard deviation of the days before: by their middle, and by their far ones.

    Days that keep lying far off on one side are one event, and widen the spread once; what comes
    back again and again, as days without a sale do in a small shop, widens it for good.
    """
    far = windows(np.abs(_once(residual)), DAILY.spread)
    middle = TO_SD * medians(far)
    few = _count(far) < DAILY.warm_up / 2
    ordered = np.sort(far, axis=1)
    at = np.maximum((_count(far) * DAILY.far_part).astype(int) - 1, 0)
    outer = ordered[np.arange(len(far)), at] / DAILY.far
    spread = np.fmax(np.fmax(middle, outer), DAILY.floor)
    return np.where(few, np.nan, spread)


def _once(residual: Floats) -> Floats:
    """Without the days that go on being as far off as the day before, on the same side."""
    middle = TO_SD * medians(windows(np.abs(residual), DAILY.spread))
    side = np.where(np.abs(residual) > 3 * np.fmax(middle, DAILY.floor), np.sign(residual), 0.0)
    goes_on: Flags = np.zeros(len(residual), dtype=np.bool_)
    goes_on[1:] = (side[1:] != 0) & (side[1:] == side[:-1])
    return np.where(goes_on, np.nan, residual)


def _count(rows: Floats) -> Floats:
    counts: Floats = np.isfinite(rows).sum(axis=1).astype(np.float64)
    return counts
