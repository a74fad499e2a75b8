"""What other modules call: anomalies of daily metrics, one by one and across metrics."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from marketing_agent.insights.anomaly.calendar import laid_out
from marketing_agent.insights.anomaly.daily import Scale, expected, scale_of
from marketing_agent.insights.anomaly.judging import Finding, Walk
from marketing_agent.insights.anomaly.schemas import Anomaly, Band, Daily

__all__ = ["alarms_across", "bands", "find"]

_FALSE_SHARE = 0.01
"""Of what is raised on a day, at most one in a hundred comes by chance."""
_BAND_SDS = 3.3  # a day outside of the band is an alarm by itself
_DECIMALS = 4


def find(
    series: Daily,
    *,
    closed: Collection[date] = (),
    events: Collection[date] = (),
    least_effect: Decimal = Decimal(0),
) -> tuple[Anomaly, ...]:
    """What departs from the days before, by the day it began; nothing in the first four weeks.

    Nothing is expected of `closed` days and of weekdays that had nothing for four weeks; nothing
    on a day of `events` is news. What is off by less than `least_effect`, in the metric's unit,
    is left out.
    """
    walk = Walk(laid_out(series, closed, events), float(least_effect))
    return tuple(_told(walk, one) for one in sorted(walk.findings, key=lambda one: one.began))


def bands(series: Daily, events: Collection[date] = ()) -> dict[date, Band]:
    """What each day was expected to be, by the days before it; those too early are left out.

    Days of `events` teach nothing for later days, as where alarms are looked for.
    """
    days = laid_out(series, (), events)
    scale = scale_of(days)
    known = expected(days, scale)
    return {
        days.day(at): _band(scale, middle, spread)
        for at, (middle, spread) in enumerate(zip(known.middle, known.spread, strict=True))
        if np.isfinite(middle + spread) and not days.closed[at]
    }


def alarms_across(
    metrics: Mapping[str, Daily],
    *,
    closed: Collection[date] = (),
    events: Collection[date] = (),
    least_effect: Mapping[str, Decimal] | None = None,
) -> dict[str, tuple[Anomaly, ...]]:
    """What is found in each metric, and holds although so many were looked at on that day.

    Benjamini and Hochberg's step-up over all metrics with a figure on the day it was raised. Each
    is an alarm by itself already, once in a thousand days; with more than ten metrics, one that
    stands alone must be less likely by chance than that.
    """
    least = least_effect or {}
    found = {
        name: find(series, closed=closed, events=events, least_effect=least.get(name, Decimal(0)))
        for name, series in metrics.items()
    }
    limits = _limits(metrics, found)
    return {
        name: tuple(one for one in each if one.chance <= limits[one.raised])
        for name, each in found.items()
    }


def _limits(
    metrics: Mapping[str, Daily], found: Mapping[str, tuple[Anomaly, ...]]
) -> dict[date, float]:
    """The greatest chance that still counts, for each day on which something was raised."""
    chances: dict[date, list[float]] = defaultdict(list)
    for each in found.values():
        for one in each:
            chances[one.raised].append(one.chance)
    return {
        day: _step_up(sorted(of_day), sum(day in series.figures for series in metrics.values()))
        for day, of_day in chances.items()
    }


def _step_up(chances: list[float], tried: int) -> float:
    """Benjamini and Hochberg: the greatest chance that is at most its rank's share."""
    kept = [
        chance
        for rank, chance in enumerate(chances, start=1)
        if chance <= _FALSE_SHARE * rank / max(tried, rank)
    ]
    return max(kept, default=-1.0)


def _told(walk: Walk, found: Finding) -> Anomaly:
    value = walk.days.values[found.at]
    middle, spread = walk.expected.middle[found.at], walk.expected.spread[found.at]
    if found.kind == "drift":  # where it would be had it gone on as before
        middle = walk.scale.there(value) - found.off
    band = _band(walk.scale, middle, spread)
    nothing = np.isnan(value)
    return Anomaly(
        day=walk.days.day(found.began),
        raised=walk.days.day(found.raised),
        seen=walk.days.day(found.at),
        kind=found.kind,
        value=None if nothing else _decimal(value),
        expected=band.expected,
        low=band.low,
        high=band.high,
        effect=-band.expected if nothing else _decimal(value) - band.expected,
        score=found.score,
        chance=found.chance,
    )


def _band(scale: Scale, middle: float, spread: float) -> Band:
    edges = scale.back(middle + spread * np.array([-_BAND_SDS, 0, _BAND_SDS]))
    low, usual, high = map(_decimal, edges)
    return Band(low=low, expected=usual, high=high)


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.{_DECIMALS}f}")
