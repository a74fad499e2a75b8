"""Everything that can be asked of a workspace, and what is missing for the rest."""

from collections.abc import Iterator

from sqlmodel import Session

from marketing_agent.kernel.errors import NotFound
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.held import held
from marketing_agent.metrics.holdings import (
    Holdings,
    is_available,
    possible_dimensions,
    sources_of,
    valid_dimensions,
)
from marketing_agent.metrics.query_model import QueryModel
from marketing_agent.metrics.query_schemas import (
    DimensionInfo,
    DimensionValues,
    MetricCatalogue,
    MetricInfo,
    MetricSource,
)
from marketing_agent.metrics.semantics import Metric, Role, Source
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

MOST_SHOWN = 50


def metric_catalogue(
    session: Session, warehouse: Warehouse, workspace: Workspace
) -> MetricCatalogue:
    """Metrics and dimensions with what this workspace's data can answer of them."""
    holdings = held(session, warehouse, workspace).holdings
    metrics = tuple(_metric(holdings, metric) for metric in _asked(holdings.model))
    split_by = {name for metric in metrics for name in metric.available_dimensions}
    return MetricCatalogue(
        metrics=metrics,
        dimensions=tuple(
            _dimension(each, each.name in split_by or _filters(holdings, each))
            for each in holdings.model.dimensions.values()
        ),
        currency=workspace.currency,
        timezone=workspace.timezone,
        data_until=holdings.profile.data_until,
        model_version=holdings.model.version,
    )


def available_dimensions(
    session: Session, warehouse: Warehouse, workspace: Workspace, metric: Metric
) -> tuple[str, ...]:
    """Names of the dimensions that this workspace's data splits the metric by."""
    return possible_dimensions(held(session, warehouse, workspace).holdings, metric)


def dimension_values(
    session: Session, warehouse: Warehouse, workspace: Workspace, name: str, typed: str
) -> DimensionValues:
    """The most frequent values that hold every typed word; none where values are not listed.

    Raises NotFound where there is no such dimension.
    """
    known = held(session, warehouse, workspace)
    if name not in known.holdings.model.dimensions:
        raise NotFound(f"There is no dimension {name!r}.")
    words = typed.casefold().split()
    found = [
        value
        for value in known.values.by_dimension.get(name, ())
        if all(word in value.casefold() for word in words)
    ]
    return DimensionValues(items=tuple(found[:MOST_SHOWN]), more=len(found) > MOST_SHOWN)


def additivity(model: QueryModel, metric: Metric) -> str:
    """How parts of the metric make the whole."""
    return "semi_additive" if model.is_snapshot(metric) else metric.additivity


def _asked(model: QueryModel) -> Iterator[Metric]:
    """Metrics that bring a window of their own are tiles and are asked for by their plain name."""
    return (metric for metric in model.metrics.values() if metric.window is None)


def _metric(holdings: Holdings, metric: Metric) -> MetricInfo:
    available = is_available(holdings, metric)
    return MetricInfo(
        key=metric.key,
        label=metric.label,
        section=metric.section,
        formula=metric.formula,
        description=metric.description,
        unit=metric.unit,
        additivity=additivity(holdings.model, metric),
        better=metric.better,
        synonyms=metric.synonyms,
        tile=metric.key in holdings.model.tiles,
        sources=tuple(
            _source(source) for source in sources_of(holdings.model, metric, with_campaigns=False)
        ),
        dimensions=valid_dimensions(holdings.model, metric),
        available_dimensions=possible_dimensions(holdings, metric),
        available=available,
        missing=None if available else metric.missing,
    )


def _source(source: Source) -> MetricSource:
    return MetricSource(
        kind=source.kind,
        name=source.name,
        numerator=tuple(_terms(source, "numerator")),
        denominator=tuple(_terms(source, "denominator")),
        reports=source.families,
        note=source.note,
    )


def _terms(source: Source, role: Role) -> Iterator[str]:
    for term in source.terms(role):
        yield f"{'-' if term.sign < 0 else ''}{term.measure.name}"


def _dimension(dimension: Dimension, available: bool) -> DimensionInfo:
    return DimensionInfo(
        name=dimension.name,
        label=dimension.label,
        description=dimension.description,
        synonyms=dimension.synonyms,
        splits=not dimension.listed,
        available=available,
        missing=dimension.missing,
    )


def _filters(holdings: Holdings, dimension: Dimension) -> bool:
    return dimension.listed and any(name in holdings.profile.tables for name in dimension.columns)
