"""Which source answers a metric for a window, and why: the first in order that covers it whole.

A ledger whose refunds carry no day of their own steps back behind a report that books them on the
day of the return, and still answers where there is no such report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from marketing_agent.metrics.coverage import GRAINS, Coverage, Fit, Grain, Span, intersection
from marketing_agent.metrics.profile import FlowProfile, Profile, ReportProfile
from marketing_agent.metrics.semantics import Entity, Metric, Model, Role, Source
from marketing_agent.metrics.windows import Window

# A return is rarely booked later than half a year after its order.
_REFUND_REACH = timedelta(days=183)
_FIT_ORDER: dict[Fit, int] = {"full": 0, "partial": 1, "unaligned": 2, "outside": 3}
_FLOWS_OFF: dict[str, str | bool] = {"flow_grain": "off", "flow_messages": False}
_KIND_LABELS = {
    "ledger": "Shopify orders",
    "report": "Shopify report",
    "klaviyo": "Klaviyo",
    "ads": "Ad platforms",
}
Status = Literal["ok", "missing", "no_data"]


@dataclass(frozen=True)
class Choice:
    """A source with everything its stored SQL needs beside the window."""

    source: Source
    fit: Fit
    label: str
    params: dict[str, str | bool]
    coverages: tuple[Coverage, ...]
    notes: tuple[str, ...] = ()
    approximate: bool = False
    """Refunds stand on the order's day, because no export tells theirs."""
    reports: tuple[str, ...] = ()
    sparse: bool = False
    """Rows come now and then: a day without one is a day on which nothing happened."""

    @property
    def grain(self) -> Grain:
        """The coarsest grain among the facts: finer points do not exist."""
        return max((coverage.grain for coverage in self.coverages), key=GRAINS.index)

    def covers(self, day: date) -> bool:
        return self.sparse or all(coverage.covers(day) for coverage in self.coverages)

    def has_point(self, day: date) -> bool:
        return all(coverage.starts_bucket(day) for coverage in self.coverages)

    def answers(self, window: Window) -> bool:
        """Whether the same reading of the same facts answers another window whole."""
        enough = ("full", "partial") if self.sparse else ("full",)
        return all(coverage.fit(window) in enough for coverage in self.coverages)


@dataclass(frozen=True)
class NoChoice:
    """No source answers: `missing` when nothing was added yet, else the days do not fit."""

    status: Status
    note: str | None


@dataclass(frozen=True)
class Question:
    """A metric over a window in a version of the warehouse."""

    model: Model
    profile: Profile
    metric: Metric
    window: Window


def choose(question: Question) -> Choice | NoChoice:
    """The best source, or why there is none."""
    found = candidates(question)
    usable = [choice for choice in found if choice.fit in ("full", "partial")]
    if usable:
        best = min(usable, key=lambda c: (_FIT_ORDER[c.fit], c.approximate))
        return replace(best, notes=(*best.notes, *_why(best, found, question.window)))
    if not found:
        return NoChoice("missing", None)
    return NoChoice("no_data", _why_not(min(found, key=lambda c: _FIT_ORDER[c.fit])))


def candidates(question: Question) -> list[Choice]:
    """Every source that has any data, in the order of the model."""
    found = (_candidate(question, source) for source in question.metric.sources)
    return [choice for choice in found if choice is not None]


def _candidate(question: Question, source: Source) -> Choice | None:
    parts = [
        _part(question, source, role, question.model.entities[name])
        for role in source.roles
        for name in source.entities(role)
    ]
    return _joined(question, source, parts)


def _joined(question: Question, source: Source, parts: list[Choice | None]) -> Choice | None:
    """All parts of a ratio are needed; of Klaviyo's campaigns and flows either will do."""
    there = [part for part in parts if part is not None]
    if not there or (source.kind != "klaviyo" and len(there) < len(parts)):
        return None
    params: dict[str, str | bool] = {}
    for part in there:
        params |= part.params
    if source.kind == "klaviyo":
        return _klaviyo(source, there, params)
    approximate = source.refunds and _refunds_unknown(question)
    names = tuple(dict.fromkeys(name for part in there for name in part.reports))
    return Choice(
        source=source,
        fit=max((part.fit for part in there), key=_FIT_ORDER.__getitem__),
        label=_label(source, names, question),
        params=params,
        coverages=tuple(c for part in there for c in part.coverages),
        notes=tuple(filter(None, [source.note, _REFUND_NOTE if approximate else None])),
        approximate=approximate,
        reports=names,
    )


_REFUND_NOTE = "Refunds are booked on the order's day, since no export tells their own."


def _label(source: Source, reports: tuple[str, ...], question: Question) -> str:
    kinds = [question.model.entities[name].kind for name in source.entities()]
    names = {kind: _KIND_LABELS[kind] for kind in kinds}
    if reports:
        names["report"] = " and ".join(reports)
    return " and ".join(names.values())


def _part(question: Question, source: Source, role: Role, entity: Entity) -> Choice | None:
    if entity.is_report:
        return _report_part(question, source, role, entity)
    if entity.name == "email_flows":
        return _flow_part(question, source)
    table = question.profile.tables.get(entity.name)
    if table is None:
        return None
    fit = table.coverage.fit(question.window)
    return Choice(source, _sparse(fit) if entity.sparse else fit, "", {}, (table.coverage,))


def _sparse(fit: Fit) -> Fit:
    """Mail is sent now and then: days before the first or after the last are days without mail."""
    return "full" if fit == "partial" else fit


def _klaviyo(source: Source, there: list[Choice], params: dict[str, str | bool]) -> Choice:
    """Campaigns with the flows that fit the window; what does not fit is left out and named."""
    usable = [part for part in there if part.fit == "full"]
    flows = next((part for part in there if "flow_grain" in part.params), None)
    notes = [source.note]
    if "email_flows" in source.entities():
        params = params if flows in usable else _FLOWS_OFF
        notes.append(_flow_note(flows))
    return Choice(
        source=source,
        fit="full" if usable else min((p.fit for p in there), key=_FIT_ORDER.__getitem__),
        label=_KIND_LABELS["klaviyo"],
        params=params,
        coverages=(_hull(usable or there),),
        notes=tuple(filter(None, notes)),
        sparse=True,
    )


def _flow_note(flows: Choice | None) -> str | None:
    if flows is None:
        return "Campaigns only: no flow export was added."
    if flows.fit == "unaligned":
        return "Flows are left out: their buckets do not end where this window does."
    return None


def _hull(parts: list[Choice]) -> Coverage:
    spans = [span for part in parts for coverage in part.coverages for span in coverage.spans]
    whole = Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
    return Coverage(grain="day", spans=(whole,))


def _flow_part(question: Question, source: Source) -> Choice | None:
    """The finest cut of the flows that fits; whole flows before their messages."""

    def order(flow: FlowProfile) -> tuple[int, int, bool]:
        fit = _sparse(flow.coverage.fit(question.window))
        return _FIT_ORDER[fit], GRAINS.index(flow.grain), flow.has_messages

    best = min(question.profile.flows, key=order, default=None)
    if best is None:
        return None
    params: dict[str, str | bool] = {"flow_grain": best.grain, "flow_messages": best.has_messages}
    return Choice(source, _sparse(best.coverage.fit(question.window)), "", params, (best.coverage,))


def _report_part(question: Question, source: Source, role: Role, entity: Entity) -> Choice | None:
    """The report that answers this side; one report for both sides wherever there is one."""
    both = {m for each in source.roles for m in _report_metrics(source, each, entity)}
    mine = _report_metrics(source, role, entity)
    for metrics in (both, mine):
        found = list(_reports_with(question, source, entity, metrics))
        best = min(found, key=lambda part: _FIT_ORDER[part.fit], default=None)
        if best and (best.fit in ("full", "partial") or metrics == mine):
            name = "denominator_report" if role == "denominator" else "report"
            return replace(best, params={name: best.params["report"]})
    return None


def _report_metrics(source: Source, role: Role, entity: Entity) -> set[str]:
    terms = source.terms(role)
    return {t.measure.report_metric for t in terms if t.measure.entity == entity.name}


def _reports_with(
    question: Question, source: Source, entity: Entity, metrics: set[str]
) -> Iterator[Choice]:
    """Reports holding all these metrics: families in the source's order, finest grain first."""
    additive = all(
        term.measure.additive
        for term in source.numerator + source.denominator
        if term.measure.report_metric in metrics
    )
    for cells in _by_report(question.profile, source, entity):
        mine = [cell for cell in cells if cell.metric in metrics]
        if {cell.metric for cell in mine} != metrics:
            continue
        coverage = intersection([cell.coverage for cell in mine])
        fit = coverage.fit(question.window, additive=additive)
        params: dict[str, str | bool] = {"report": mine[0].report_key}
        yield Choice(source, fit, "", params, (coverage,), reports=(_quoted(mine[0].name),))


def _quoted(name: str) -> str:
    return f'report "{name}"'


def _by_report(profile: Profile, source: Source, entity: Entity) -> Iterable[list[ReportProfile]]:
    totals = entity.name == "report_totals"
    groups: dict[str, list[ReportProfile]] = {}
    for cell in profile.reports:
        if cell.is_total == totals and cell.family in source.families:
            groups.setdefault(cell.report_key, []).append(cell)

    def order(cells: list[ReportProfile]) -> tuple[int, int]:
        grain = cells[0].coverage.grain
        return source.families.index(cells[0].family), GRAINS.index(grain)

    return sorted(groups.values(), key=order)


def _refunds_unknown(question: Question) -> bool:
    """Whether a refund without a day of its own could belong in the window."""
    unknown = question.profile.unknown_refunds
    if unknown is None:
        return False
    return unknown.start < question.window.end and (
        question.window.start - _REFUND_REACH < unknown.end
    )


def _why(best: Choice, found: list[Choice], window: Window) -> list[str]:
    """Words on a source that is not the first choice, or does not reach over all days."""
    notes: list[str] = []
    first = found[0]
    if first.source is not best.source and first.approximate and first.fit == best.fit:
        notes.append(
            "Chosen because the orders export does not tell on which day refunds were made."
        )
    elif first.source is not best.source:
        notes.append(f"Chosen because {first.label} does not cover these days.")
    if best.fit == "partial":
        notes.append(_reach(best, window))
    return notes


def _reach(choice: Choice, window: Window) -> str:
    first = max(c.spans[0].start for c in choice.coverages)
    last = min(c.spans[-1].end for c in choice.coverages) - timedelta(days=1)
    if first > window.start:
        return f"Data begins on {_words(first)}; earlier days are not in it."
    if last < window.range.last:
        return f"Data ends on {_words(last)}; later days are not in it."
    return "Some days of this window are in no export."


def _why_not(choice: Choice) -> str:
    if choice.fit == "unaligned":
        return f"{choice.label} counts by {_BUCKETS[choice.grain]}, which these days do not match."
    first = min(c.spans[0].start for c in choice.coverages)
    last = max(c.spans[-1].end for c in choice.coverages) - timedelta(days=1)
    return f"{choice.label} covers {_words(first)} to {_words(last)}."


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_BUCKETS: dict[Grain, str] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "none": "the whole period of its export",
}
