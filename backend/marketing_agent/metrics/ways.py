"""Which facts answer a metric that is split or filtered, in the data that a workspace has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from marketing_agent.metrics.choice import Choice, NoChoice, Question
from marketing_agent.metrics.coverage import GRAINS, Coverage, Fit
from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.errors import NoAnswer, UnsupportedQuery
from marketing_agent.metrics.holdings import Holdings, report_metrics, sources_of
from marketing_agent.metrics.query import Grain
from marketing_agent.metrics.query_model import QueryModel
from marketing_agent.metrics.refusals import no_split, not_at_once, too_coarse, uncovered
from marketing_agent.metrics.report_index import SplitReport
from marketing_agent.metrics.semantics import Metric, Role, Source
from marketing_agent.metrics.sources import candidates, choose
from marketing_agent.metrics.windows import Window

_FITS: tuple[Fit, ...] = ("full", "partial", "unaligned", "outside")
_USABLE = _FITS[:2]
# Which buckets of a report make up the periods of a trend.
_TRENDS: dict[str, tuple[Grain | None, ...]] = {
    "day": (None, "day", "week", "month", "quarter", "year"),
    "week": (None, "week"),
    "month": (None, "month", "quarter", "year"),
    "none": (None,),
}


@dataclass(frozen=True)
class Asked:
    """What a query wants of every metric. `campaigns` asks for what some campaign is credited."""

    fields: tuple[Dimension, ...]
    grain: Grain | None
    window: Window
    campaigns: bool = False


@dataclass(frozen=True)
class Way:
    """A source with the reports or cuts it is read by."""

    metric: Metric
    source: Source
    fit: Fit
    label: str
    params: dict[str, str | bool] = field(default_factory=dict)
    reports: dict[str, SplitReport] = field(default_factory=dict)
    coverages: tuple[Coverage, ...] = ()
    notes: tuple[str, ...] = ()
    approximate: bool = False
    sparse: bool = False
    lasting: bool = False
    """A state, which holds until the next one is told."""

    def parameter(self, role: Role, cut: str) -> str | bool:
        """The value of a cut for one side; a ratio may read its sides from two reports."""
        name = f"denominator_{cut}" if role == "denominator" else cut
        return self.params[name] if name in self.params else self.params[cut]


def find_way(held: Holdings, metric: Metric, asked: Asked) -> Way:
    """The best way; raises UnsupportedQuery or NoAnswer with the reason where there is none."""
    tile = held.model.attributed(metric) if asked.campaigns else metric
    if tile is not None and not asked.fields:
        plain = _plain(held, tile, asked)
        if plain is not None:
            return plain
    found = list(_ways(held, metric, asked))
    usable = [way for way in found if way.fit in _USABLE]
    if usable:
        return min(usable, key=lambda way: (_FITS.index(way.fit), way.approximate))
    raise _refusal(held, metric, asked, found)


def _plain(held: Holdings, metric: Metric, asked: Asked) -> Way | None:
    """The choice that the metric's tile makes, as long as its buckets give the trend."""
    if held.model.is_snapshot(metric):
        return None
    choice = choose(Question(held.model.model, held.profile, metric, asked.window))
    if isinstance(choice, NoChoice) or not _gives_trend(choice, asked.grain):
        return None
    return _of_choice(held.model, metric, choice, asked.grain)


def _gives_trend(choice: Choice, grain: Grain | None) -> bool:
    return all(grain in _TRENDS[coverage.grain] for coverage in choice.coverages)


def _of_choice(model: QueryModel, metric: Metric, choice: Choice, grain: Grain | None) -> Way:
    notes, params = list(choice.notes), dict(choice.params)
    if "flow_grain" in params and grain not in _TRENDS.get(str(params["flow_grain"]), (grain,)):
        params |= {"flow_grain": "off", "flow_messages": False}
        notes.append(f"Flows are left out: their export does not tell single {grain}s.")
    return Way(
        metric=metric,
        source=choice.source,
        fit=choice.fit,
        label=choice.label,
        params=params,
        coverages=choice.coverages,
        notes=tuple(notes),
        approximate=choice.approximate,
        sparse=choice.sparse,
    )


def _ways(held: Holdings, metric: Metric, asked: Asked) -> Iterator[Way]:
    campaigns = asked.campaigns or any(each.name == "campaign" for each in asked.fields)
    for source in sources_of(held.model, metric, with_campaigns=campaigns):
        fields = asked.fields
        own = source in held.model.sources(metric)
        if asked.campaigns and own:
            fields = (*fields, held.model.dimension("campaign"))
        if not fields and source not in metric.sources and not asked.campaigns:
            continue
        way = _way(held, metric, source, replace(asked, fields=fields))
        if way is not None:
            yield way


def _way(held: Holdings, metric: Metric, source: Source, asked: Asked) -> Way | None:
    entities = held.entities(source)
    if any(entity.is_report for entity in entities):
        return _by_report(held, metric, source, asked)
    kept, notes = _carrying(held, source, asked.fields)
    if kept is None:
        return None
    if held.model.is_snapshot(metric):
        return _by_snapshot(held, metric, kept, asked)
    question = Question(
        held.model.model,
        held.profile,
        metric.model_copy(update={"sources": (kept,)}),
        asked.window,
    )
    for choice in candidates(question):
        if _gives_trend(choice, asked.grain):
            way = _of_choice(held.model, metric, choice, asked.grain)
            return replace(way, notes=(*way.notes, *notes))
    return None


def _carrying(
    held: Holdings, source: Source, fields: Sequence[Dimension]
) -> tuple[Source | None, list[str]]:
    """The source if it carries all fields; of Klaviyo's campaigns and flows either will do."""
    entities = held.entities(source)
    fit = [e for e in entities if all(each.column(e.name) is not None for each in fields)]
    if len(fit) == len(entities):
        return source, []
    if not fit or source.kind != "klaviyo":
        return None, []
    names = {entity.name for entity in fit}
    kept = source.model_copy(
        update={
            "numerator": tuple(t for t in source.numerator if t.measure.entity in names),
            "denominator": tuple(t for t in source.denominator if t.measure.entity in names),
        }
    )
    left = next(e for e in entities if e.name not in names)
    lacking = next(each for each in fields if each.column(left.name) is None)
    return kept, [f"{left.label} are left out: they have no {lacking.label.lower()}."]


def _by_snapshot(held: Holdings, metric: Metric, source: Source, asked: Asked) -> Way | None:
    tables = [held.profile.tables.get(name) for name in source.entities()]
    if any(table is None for table in tables):
        return None
    states = [held.profile.tables[n] for n in source.entities() if n in held.model.snapshots]
    there = all(table.first < asked.window.end for table in states)
    if metric.key in held.model.paced and asked.grain:
        raise UnsupportedQuery(f"{metric.label} has no trend: it is the state of one day.")
    last = max(table.last for table in states)
    note = f"Stock as exported on {last.day} {last:%B %Y}." if last < asked.window.end else None
    return Way(
        metric=metric,
        source=source,
        fit="full" if there else "outside",
        label=" and ".join(held.model.model.entities[n].label for n in source.entities()),
        coverages=tuple(table.coverage for table in states),
        notes=tuple(filter(None, [source.note, note])),
        sparse=True,
        lasting=True,
    )


def _by_report(held: Holdings, metric: Metric, source: Source, asked: Asked) -> Way | None:
    """One report per entity that holds both sides and is split by all that is asked."""
    reports: dict[str, SplitReport] = {}
    fits: list[Fit] = []
    coverages: list[Coverage] = []
    for name in source.entities():
        entity = held.model.model.entities[name]
        if entity.is_report:
            found = _best_report(held, source, name, asked)
            if found is None:
                return None
            reports[name], fit, coverage = found
        else:
            told = held.profile.coverage_for(source, name)
            if told is None or any(each.column(name) is None for each in asked.fields):
                return None
            fit, coverage = told.fit(asked.window), told
        fits.append(fit)
        coverages.append(coverage)
    return Way(
        metric=metric,
        source=source,
        fit=max(fits, key=_FITS.index),
        label=" and ".join(f'report "{report.name}"' for report in reports.values()),
        reports=reports,
        coverages=tuple(coverages),
        notes=(source.note,) if source.note else (),
    )


def _best_report(
    held: Holdings, source: Source, entity: str, asked: Asked
) -> tuple[SplitReport, Fit, Coverage] | None:
    terms = [t for t in source.numerator + source.denominator if t.measure.entity == entity]
    metrics = report_metrics(source, entity)
    additive = all(term.measure.additive for term in terms)
    found = []
    for report in held.reports_for(source, entity, asked.fields):
        if not additive and not _is_exact(held, report, asked):
            continue
        if asked.grain not in _TRENDS[report.grain]:
            continue
        # A trend takes each bucket alone, so that what does not add up may still be shown.
        fit = report.fit(metrics, asked.window, additive=additive or asked.grain is not None)
        found.append((report, fit, report.coverage(metrics)))

    def order(each: tuple[SplitReport, Fit, Coverage]) -> tuple[int, int, int, int]:
        report, fit, _ = each
        family = source.families.index(report.family)
        # Of reports that all fail, the finest tells best what is missing.
        place = _FITS.index(fit) if fit in _USABLE else len(_FITS)
        return place, GRAINS.index(report.grain), family, len(report.carried)

    return min(found, key=order, default=None)


def _is_exact(held: Holdings, report: SplitReport, asked: Asked) -> bool:
    """Whether no two cells of the report would have to be added up."""
    entries = [
        each.report_parts(report.carried, held.model.vocabulary.channel_carriers) or ""
        for each in asked.fields
    ]
    return {name for entry in entries for name in entry.split("+")} >= report.carried and (
        asked.grain is None or report.grain == asked.grain
    )


def _refusal(
    held: Holdings, metric: Metric, asked: Asked, found: Sequence[Way]
) -> UnsupportedQuery | NoAnswer:
    refused = no_split(held, metric, asked.fields)
    if refused is not None:
        return refused
    if found:
        best = min(found, key=lambda way: _FITS.index(way.fit))
        return uncovered(metric, best.label, best.fit, best.coverages)
    if asked.fields:
        return not_at_once(metric, asked.fields, asked.grain)
    plain = choose(Question(held.model.model, held.profile, metric, asked.window))
    if isinstance(plain, NoChoice):
        return NoAnswer(f"{metric.label}: {plain.note or metric.missing}")
    return too_coarse(metric, plain.label, asked.grain)
