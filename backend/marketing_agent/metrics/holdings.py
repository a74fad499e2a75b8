"""What a warehouse version holds, and which splits its data can answer at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.profile import Profile
from marketing_agent.metrics.query_model import QueryModel
from marketing_agent.metrics.report_index import SplitReport
from marketing_agent.metrics.semantics import Entity, Metric, Source


@dataclass(frozen=True)
class Holdings:
    """What a warehouse version holds, beside the model that reads it."""

    model: QueryModel
    profile: Profile
    reports: tuple[SplitReport, ...]

    def entities(self, source: Source) -> list[Entity]:
        """The entities that a source reads."""
        return [self.model.model.entities[name] for name in source.entities()]

    def reports_for(
        self, source: Source, entity: str, fields: Iterable[Dimension]
    ) -> Iterator[SplitReport]:
        """Reports of the source's families that hold its metrics split by all these fields."""
        carriers = self.model.vocabulary.channel_carriers
        own = self.model.model.entities[entity].dimension
        metrics = report_metrics(source, entity)
        wanted = tuple(fields)
        for report in self.reports:
            if report.family not in source.families or not metrics <= set(report.metrics):
                continue
            if own is not None and own not in report.carried:
                continue
            if all(each.report_parts(report.carried, carriers) is not None for each in wanted):
                yield report


def report_metrics(source: Source, entity: str) -> set[str]:
    """The metrics of a report that a source reads through that entity."""
    terms = source.numerator + source.denominator
    return {term.measure.report_metric for term in terms if term.measure.entity == entity}


def sources_of(model: QueryModel, metric: Metric, *, with_campaigns: bool) -> tuple[Source, ...]:
    """Every way to a metric, best first; with campaigns, what is credited to them before all."""
    campaigns = model.attributed(metric) if with_campaigns else None
    ways = model.ways.get(metric.key, ())
    # A way without a note means the very same figure, so it goes before what differs from it.
    exact = [way for way in ways if way.note is None]
    ledger = [source for source in metric.sources if source.kind == "ledger"]
    first = (*(campaigns.sources if campaigns else ()), *ledger, *exact)
    rest = [source for source in (*metric.sources, *ways) if source not in first]
    return (*first, *rest)


def valid_dimensions(model: QueryModel, metric: Metric) -> tuple[str, ...]:
    """Dimensions that some source of the metric could carry, whatever data there is."""
    sources = sources_of(model, metric, with_campaigns=True)
    return tuple(
        dimension.name
        for dimension in model.dimensions.values()
        if not dimension.listed and any(_may_carry(model, source, dimension) for source in sources)
    )


def possible_dimensions(held: Holdings, metric: Metric) -> tuple[str, ...]:
    """Dimensions that some data of this workspace splits the metric by, whatever the days."""
    return tuple(
        dimension.name
        for dimension in held.model.dimensions.values()
        if not dimension.listed and _is_possible(held, metric, dimension)
    )


def is_available(held: Holdings, metric: Metric) -> bool:
    """Whether any source of the metric has any data here."""
    totals = {(r.entity, r.family, r.metric) for r in held.profile.reports}
    for source in metric.sources:
        there = []
        for entity in held.entities(source):
            if not entity.is_report:
                there.append(held.profile.coverage_for(source, entity.name) is not None)
                continue
            metrics = report_metrics(source, entity.name)
            there.append(
                any(
                    all((entity.name, family, each) in totals for each in metrics)
                    for family in source.families
                )
            )
        if any(there) if source.kind == "klaviyo" else all(there):
            return True
    return False


def _is_possible(held: Holdings, metric: Metric, dimension: Dimension) -> bool:
    campaigns = dimension.name == "campaign"
    for source in sources_of(held.model, metric, with_campaigns=campaigns):
        there = [_carries(held, source, entity, dimension) for entity in held.entities(source)]
        if any(there) if source.kind == "klaviyo" else all(there):
            return True
    return False


def _carries(held: Holdings, source: Source, entity: Entity, dimension: Dimension) -> bool:
    if not entity.is_report:
        return (
            dimension.column(entity.name) is not None
            and held.profile.coverage_for(source, entity.name) is not None
        )
    return next(held.reports_for(source, entity.name, (dimension,)), None) is not None


def _may_carry(model: QueryModel, source: Source, dimension: Dimension) -> bool:
    carries = [
        bool(dimension.reports)
        if model.model.entities[name].is_report
        else dimension.column(name) is not None
        for name in source.entities()
    ]
    return any(carries) if source.kind == "klaviyo" else all(carries)
