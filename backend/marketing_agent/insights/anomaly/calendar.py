"""Days in a row without gaps: which have a figure, which are closed, which are explained."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from marketing_agent.insights.anomaly.configuration import DAILY
from marketing_agent.insights.anomaly.schemas import Daily
from marketing_agent.insights.anomaly.trailing import Flags, Floats
from marketing_agent.kernel.errors import Invalid

WEEK = 7
_CENTURY = 36_525


@dataclass(frozen=True)
class Days:
    """Every day from the first to the last. `values` has NaN where there is no figure."""

    first: date
    values: Floats
    closed: Flags  # nothing is expected of them
    explained: Flags  # nothing about them is news

    def day(self, at: int) -> date:
        """The day at a place."""
        return self.first + timedelta(days=at)


def laid_out(series: Daily, closed: Collection[date], events: Collection[date]) -> Days:
    """The days of a series, the closed ones told by their weekday's last four weeks too.

    Raises Invalid for days that lie more than a century apart: one of them is a slip.
    """
    days = series.days
    length = (days[-1] - days[0]).days + 1 if days else 0
    if length > _CENTURY:
        raise Invalid(f"{days[0]} and {days[-1]} are more than a hundred years apart.")
    values = np.full(length, np.nan)
    for day in days:
        figure = series.figures[day]
        values[(day - days[0]).days] = np.nan if figure is None else float(figure)
    first = days[0] if days else date.min
    shut = _marked(first, length, closed) | _closed_weekdays(values)
    return Days(first, values, shut, _marked(first, length, events))


def _marked(first: date, length: int, days: Collection[date]) -> Flags:
    flags = np.zeros(length, dtype=np.bool_)
    for day in days:
        if 0 <= (day - first).days < length:
            flags[(day - first).days] = True
    return flags


def _closed_weekdays(values: Floats) -> Flags:
    """Days with nothing on them whose weekday had nothing in each of the last four weeks."""
    nothing: Flags = np.nan_to_num(values) == 0
    shut: Flags = nothing.copy()
    for week in range(1, DAILY.closed_weeks + 1):
        before = np.zeros(len(values), dtype=np.bool_)
        before[week * WEEK :] = nothing[: max(len(values) - week * WEEK, 0)]
        shut &= before
    return shut
