"""Which source answers a metric for a window, and why: the first in order that covers it whole.

A ledger whose refunds carry no day of their own steps back behind a report that books them on the
day of the return, and still answers where there is no such report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from marketing_agent.kernel.time import DateRange
from marketing_agent.metrics.choice import Choice, NoChoice, Question
from marketing_agent.metrics.coverage import GRAINS, Coverage, Fit, Span, intersection
from marketing_agent.metrics.profile import FlowProfile, Profile, ReportProfile
from marketing_agent.metrics.reasons import why, why_not
from marketing_agent.metrics.semantics import Entity, Role, Source
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


def choose(question: Question) -> Choice | NoChoice:
    """The best source, or why there is none."""
    found = candidates(question)
    usable = [choice for choice in found if choice.fit in ("full", "partial")]
    if usable:
        best = min(usable, key=lambda c: (_FIT_ORDER[c.fit], c.approximate))
        return replace(best, notes=(*best.notes, *why(best, found, question.window)))
    if not found:
        return NoChoice("missing", None)
    return NoChoice("no_data", why_not(min(found, key=lambda c: _FIT_ORDER[c.fit])))


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
        if any(params.get(name, value) != value for name, value in part.params.items()):
            return None
        params |= part.params
    if source.kind == "klaviyo":
        return _klaviyo(question, source, there, params)
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
    coverage = question.profile.coverage_for(source, entity.name)
    if coverage is None:
        return None
    fit = coverage.fit(question.window)
    return Choice(source, _sparse(fit) if entity.sparse else fit, "", {}, (coverage,))


def _sparse(fit: Fit) -> Fit:
    """Mail is sent now and then: days before the first or after the last are days without mail."""
    return "full" if fit == "partial" else fit


def _klaviyo(
    question: Question, source: Source, there: list[Choice], params: dict[str, str | bool]
) -> Choice:
    """Campaigns with the flows that fit the window; what does not fit is left out and named."""
    usable = [part for part in there if part.fit == "full"]
    flows = next((part for part in there if "flow_grain" in part.params), None)
    notes = [source.note]
    counted = flows.coverages[0] if flows and flows in usable else None
    if "email_flows" in source.entities():
        params = params if counted else _FLOWS_OFF
        notes.append(_flow_note(flows))
    if there == [flows]:
        notes.append("Flows only: no campaign export tells it.")
    return Choice(
        source=source,
        fit=_reach_of_mail(usable, question.window) if usable else _best_fit(there),
        label=_KIND_LABELS["klaviyo"],
        params=params,
        coverages=(_hull(usable or there),),
        notes=tuple(filter(None, notes)),
        sparse=True,
        flows=counted,
    )


def _best_fit(parts: list[Choice]) -> Fit:
    return min((part.fit for part in parts), key=_FIT_ORDER.__getitem__)


def _reach_of_mail(usable: list[Choice], window: Window) -> Fit:
    """Any days can be answered; those before the first letter and after the last are a guess.

    A source that knows its own days better goes first then, as over a month that is not over.
    """
    letters = [part for part in usable if not part.params] or usable
    return "full" if _hull(letters).spans[0].holds(window) else "partial"


def _flow_note(flows: Choice | None) -> str | None:
    if flows is None:
        return "Flows are left out where no flow export tells of them."
    if flows.fit == "unaligned":
        return "Flows are left out: their buckets do not end where this window does."
    if flows.fit == "outside":
        return "Flows are left out: their export does not reach these days."
    if flows.grain in ("week", "month"):
        return f"Each {flows.grain} of a flow stands on its first day."
    return None


def _hull(parts: list[Choice]) -> Coverage:
    spans = [span for part in parts for coverage in part.coverages for span in coverage.spans]
    whole = Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
    return Coverage(grain="day", spans=(whole,))


def _flow_part(question: Question, source: Source) -> Choice | None:
    """The finest cut of the flows that fits; whole flows before their messages."""

    def order(flow: FlowProfile) -> tuple[int, int, bool]:
        fit = _flow_fit(flow, question.window)
        return _FIT_ORDER[fit], GRAINS.index(flow.grain), flow.has_messages

    best = min(question.profile.flows, key=order, default=None)
    if best is None or question.profile.coverage_for(source, "email_flows") is None:
        return None
    params: dict[str, str | bool] = {"flow_grain": best.grain, "flow_messages": best.has_messages}
    return Choice(source, _flow_fit(best, question.window), "", params, (best.known,))


def _flow_fit(flow: FlowProfile, window: Window) -> Fit:
    """A month fits when the window holds it whole, or all of it that has happened."""
    fits = flow.coverage.fit(window), flow.known.fit(_so_far(window, flow.known))
    return min(map(_sparse, fits), key=_FIT_ORDER.__getitem__)


def _so_far(window: Window, known: Coverage) -> Window:
    """A window to date holds what is known until today, and the days since then hold nothing."""
    end = known.spans[-1].end
    if window.rule == "to_date" and window.start < end < window.end:
        return replace(window, range=DateRange(window.start, end))
    return window


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
    groups: dict[str, list[ReportProfile]] = {}
    for cell in profile.reports:
        if cell.entity == entity.name and cell.family in source.families:
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
