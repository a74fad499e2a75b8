"""Unusual days as alerts: those of the last days, with what drove them."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from marketing_agent.insights.alerts import findings
from marketing_agent.insights.alerts.schemas import Finding, Severity
from marketing_agent.insights.anomaly.schemas import Anomaly
from marketing_agent.insights.changes import telling, words
from marketing_agent.insights.changes.page import evidence_under, examined
from marketing_agent.insights.changes.watching import (
    Series,
    found_in,
    known_events,
    last_day,
    series_of,
)
from marketing_agent.insights.page.answered import formula_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.saying import Said, join
from marketing_agent.insights.page.schemas import Source
from marketing_agent.kernel.money import to_minor

_RECENT = timedelta(days=7)
_LASTING = ("shift", "drift")
_WHY = 2
_GRAVE = Decimal("0.5")


def find(ground: Ground) -> Iterator[Finding]:
    """What was raised in the last week of the data, once for each metric and day.

    What a known event explains is no alert.
    """
    until = last_day(ground)
    if until is None:
        return
    events = known_events(ground, until)
    for series, anomaly, event in found_in(series_of(ground, until), until - _RECENT, events):
        if event is None:
            yield _finding(ground, series, anomaly)


def _finding(ground: Ground, series: Series, anomaly: Anomaly) -> Finding:
    metric = series.metric
    said = join(" ", (words.told(series, anomaly, ground.currency), *_why(ground, series, anomaly)))
    money = metric.unit == "money"
    return Finding(
        **findings.told(said, words.judged_as(series) if money else None)._asdict(),
        key=f"{metric.key}:{anomaly.kind}:{anomaly.day}",
        kind="shift" if anomaly.kind in _LASTING else "anomaly",
        severity=_severity(series, anomaly),
        title=words.title(series, anomaly),
        day=anomaly.day,
        effect_minor=to_minor(anomaly.effect, ground.currency) if money else None,
        page=words.why(series, anomaly),
        facts={
            "metric": metric.key,
            "value": None if anomaly.value is None else float(anomaly.value),
            "expected": float(anomaly.expected),
            "score": anomaly.score,
        },
    )


def _why(ground: Ground, series: Series, anomaly: Anomaly) -> Iterator[Said]:
    """What drove it, each number with the statements of its breakdown."""
    found = examined(ground, series, anomaly)
    if found is None or not found.change.change:
        return
    for each in telling.broken_down(found.change)[:_WHY]:
        formula = f"{formula_of((series.metric.key,))} {telling.adds_up(each)}"
        source = Source(formula=formula, statements=evidence_under(found, each))
        yield telling.told(found.change, each, source)


def _severity(series: Series, anomaly: Anomaly) -> Severity:
    """Good news is a notice; what halves, or doubles the wrong way, is grave."""
    if not words.is_bad(series, anomaly):
        return "notice"
    grave = abs(anomaly.effect) >= abs(anomaly.expected) * _GRAVE
    return "critical" if grave else "warning"
