"""The sentence for a query that nothing answers: what is missing, and what could be asked."""

from collections.abc import Sequence
from datetime import date, timedelta

from marketing_agent.metrics.coverage import Coverage, Fit
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.errors import NoAnswer, UnsupportedQuery
from marketing_agent.metrics.holdings import Holdings, possible_dimensions, valid_dimensions
from marketing_agent.metrics.query import Grain
from marketing_agent.metrics.semantics import Metric


def no_split(
    held: Holdings, metric: Metric, fields: Sequence[Dimension]
) -> UnsupportedQuery | NoAnswer | None:
    """The refusal of a field that no data here carries for the metric."""
    possible = possible_dimensions(held, metric)
    for each in fields:
        if each.name not in possible and not each.listed:
            return _cannot_split(held, metric, each, possible)
    return None


def not_at_once(metric: Metric, fields: Sequence[Dimension], grain: Grain | None) -> NoAnswer:
    """The refusal of fields that are each there, and in no file together."""
    names = " and ".join(each.label.lower() for each in fields)
    trend = f", {grain} by {grain}" if grain else ""
    return NoAnswer(f"No file here tells {_name(metric)} by {names}{trend} at once.")


def uncovered(metric: Metric, label: str, fit: Fit, coverages: Sequence[Coverage]) -> NoAnswer:
    """The refusal of days that the data does not cover."""
    if not coverages:
        return NoAnswer(f"{metric.label}: {metric.missing}")
    if fit == "unaligned":
        grain = max((each.grain for each in coverages), key=("day", "week", "month", "none").index)
        buckets = "for the whole period of its export" if grain == "none" else f"by {grain}"
        return NoAnswer(f"{metric.label}: {label} counts {buckets}, which these days do not match.")
    first = max(coverage.spans[0].start for coverage in coverages)
    last = min(coverage.spans[-1].end for coverage in coverages) - timedelta(days=1)
    return NoAnswer(f"{metric.label}: {label} covers {_words(first)} to {_words(last)}.")


def too_coarse(metric: Metric, label: str, grain: Grain | None) -> NoAnswer:
    """The refusal of a trend that is finer than the data."""
    return NoAnswer(f"{metric.label} cannot be shown by {grain}: {label} is coarser.")


def _cannot_split(
    held: Holdings, metric: Metric, dimension: Dimension, possible: Sequence[str]
) -> UnsupportedQuery | NoAnswer:
    names = ", ".join(held.model.dimensions[name].label.lower() for name in possible)
    can = f"It can be split by {names}." if names else "Nothing here splits it."
    split = dimension.label.lower()
    if dimension.name in valid_dimensions(held.model, metric):
        return NoAnswer(f"{metric.label} by {split}: {dimension.missing} {can}")
    return UnsupportedQuery(f"{metric.label} cannot be split by {split}. {can}")


def _name(metric: Metric) -> str:
    return metric.label if metric.label.isupper() else metric.label.lower()


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
