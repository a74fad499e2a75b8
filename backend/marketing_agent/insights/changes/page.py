"""The page of what changed: days and levels that depart from the days before, and why."""

from collections.abc import Iterator
from datetime import date

from marketing_agent.insights.anomaly.schemas import Anomaly
from marketing_agent.insights.changes import service, telling, words
from marketing_agent.insights.changes.schemas import Breakdown, Change, ChangeQuestion
from marketing_agent.insights.changes.watching import (
    WATCHED,
    Odd,
    Series,
    cell,
    found_in,
    known_events,
    last_day,
    series_of,
    too_few,
)
from marketing_agent.insights.page.answered import evidence_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.page import Page, Told, show
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Annotation, Gap, Part, PartSql
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics import phrases

_LEAST_DAYS = 28
_SAID = 3
_BROKEN_DOWN = 3
_MARKED = 8


def _build(ground: Ground) -> Told:
    told = Told()
    until = last_day(ground)
    series = series_of(ground, until) if until else {}
    if until is None or not series:
        told.gaps.append(_nothing())
        return told
    if until < ground.window.start:
        told.gaps.append(_later(until))
        return told
    told.gaps.extend(_short(series))
    found = found_in(series, ground.window.start, known_events(ground, until))
    chosen = ground.chosen("show")
    one = series.get(chosen) or next(iter(series.values()))
    if _judged(series):
        told.sentences.extend(_sentences(ground, found))
        told.parts.append(_list(ground, found))
    own = [odd for odd in found if odd.series.metric.key == one.metric.key]
    told.parts.append(_line(ground, one, until, own))
    mine = next(iter(own), None)
    told.parts.extend(_drivers(ground, mine.series, mine.anomaly) if mine else ())
    return told


def _nothing() -> Gap:
    return Gap(
        what="What changed",
        why="No file here tells any of the watched figures by day.",
        add="Add Shopify's orders export, or its report “Total sales over time” by day.",
    )


def _later(until: date) -> Gap:
    return Gap(
        what="What changed",
        why=f"None of these days is known: the data ends on {phrases.day_name(until)}.",
        add="Add newer exports.",
    )


def _judged(series: dict[str, Series]) -> set[str]:
    """The figures that have days enough, and enough on them, to call one of them odd."""
    short = {key for key, one in series.items() if len(one.daily.days) <= _LEAST_DAYS}
    return series.keys() - short - set(too_few(series))


def _short(series: dict[str, Series]) -> Iterator[Gap]:
    short = [one.metric.label for one in series.values() if len(one.daily.days) <= _LEAST_DAYS]
    if short:
        why = "Four weeks of days must be known before one of them can be called odd."
        yield Gap(what=", ".join(short), why=why)
    few = [series[key].metric.label for key in too_few(series)]
    if few:
        why = "Most days have too few of them, so that no day alone can be called odd."
        yield Gap(what=", ".join(few), why=why)


def _sentences(ground: Ground, found: list[Odd]) -> Iterator[str]:
    if not found:
        yield "Nothing unusual: every figure that can be judged is where its own days let expect."
        return
    many = len(found)
    yield f"{many} unusual {'day or change' if many == 1 else 'days and changes'} in these days."
    for series, anomaly, event in found[:_SAID]:
        yield str(words.told(series, anomaly, ground.currency, event))


def _list(ground: Ground, found: list[Odd]) -> Part:
    rows = [
        {
            "day": anomaly.day,
            "metric": series.metric.label,
            "what": words.title(series, anomaly, event),
            "how": str(words.told(series, anomaly, ground.currency, event)),
            "off": anomaly.effect / anomaly.expected if anomaly.expected else None,
            "score": anomaly.score,
            "why": words.why(series, anomaly),
        }
        for series, anomaly, event in found
    ]
    columns = [
        column("day", "Day", "date", "name"),
        column("metric", "Figure", "text", "name"),
        column("what", "What happened", "text", "name"),
        column("off", "Against expected", "percent", "change"),
        column("score", "Oddness", "number", help="0.5 and more is unusual, 1 the most"),
        column("how", "In numbers", "text", "name"),
        column("why", "Show me why", "text", "link"),
    ]
    evidence = tuple({s.evidence.sql_id: s.evidence for s, _, _ in found}.values())
    made = part(
        "found", "Unusual days", "table", columns, rows, ground.currency, formula=words.FORMULA
    )
    return made.model_copy(update={"statements": evidence})


def _line(ground: Ground, series: Series, until: date, own: list[Odd]) -> Part:
    """The figure by day beside the days compared with, what is odd of it marked."""
    first, before = ground.window.start, ground.compared
    metric, unit, figures = series.metric, series.metric.unit, series.daily.figures
    days = [day for day in series.daily.days if first <= day <= until]
    rows = [{"day": day, "value": cell(ground, unit, figures[day])} for day in days]
    columns = [
        column("day", "Day", "date", "step"),
        column("value", metric.label, unit, "value", metric.better, metric.formula),
    ]
    if before is not None:
        columns.append(column("before", f"{metric.label}, before", unit, "previous"))
        for row, day in zip(rows, days, strict=True):
            then = before.start + (day - first)
            row["before"] = cell(ground, unit, figures.get(then) if then < before.end else None)
    made = part(
        "line", f"{metric.label} by day", "lines", columns, rows, ground.currency,
        formula=metric.formula,
    )  # fmt: skip
    marks = tuple(_mark(odd, first) for odd in own[:_MARKED])
    return made.model_copy(update={"statements": (series.evidence,), "annotations": marks})


def _mark(odd: Odd, first: date) -> Annotation:
    series, anomaly, event = odd
    since, last = max(anomaly.day, first), words.last_day(anomaly)
    label = words.title(series, anomaly, event)
    return Annotation(at=since, until=last if last > since else None, label=label)


def examined(ground: Ground, series: Series, anomaly: Anomaly) -> service.Examined | None:
    """What drove it: an odd day against the same weekday before, a new level against as many days
    before it; None where nothing can be compared."""
    time = f"{anomaly.day}..{words.last_day(anomaly)}"
    asked = ChangeQuestion(metric=series.metric.key, time=time, compare="weekday_matched")
    try:
        return service.examine(
            ground.session, ground.warehouse, ground.workspace, asked, ground.today
        )
    except AppError:
        return None  # these days cannot be compared or split: the line still stands


def _drivers(ground: Ground, series: Series, anomaly: Anomaly) -> Iterator[Part]:
    found = examined(ground, series, anomaly)
    if found is None or not found.change.change:
        return
    for number, breakdown in enumerate(found.change.breakdowns[:_BROKEN_DOWN]):
        made = _bars(ground, series, found.change, breakdown, number)
        yield made.model_copy(update={"statements": evidence_under(found, breakdown)})


def evidence_under(found: service.Examined, breakdown: Breakdown) -> tuple[PartSql, ...]:
    """The statements that a breakdown came from, those of the whole change last."""
    ids = dict.fromkeys((*breakdown.sql_ids, found.change.sql_id))
    return tuple(evidence_of(found.ran[each]) for each in ids)


def _bars(
    ground: Ground, series: Series, change: Change, breakdown: Breakdown, number: int
) -> Part:
    unit = series.metric.unit
    rows = [
        {"name": each.label, "value": cell(ground, unit, each.contribution), "share": each.share}
        for each in breakdown.drivers
    ]
    rows += [
        {"name": name, "value": cell(ground, unit, value), "share": value / change.change}
        for name, value in telling.rests(breakdown)
        if value and change.change
    ]
    said = change.sentences[1:][number] if len(change.sentences) > number + 1 else ""
    days = f"{telling.days(change.window)} against {telling.days(change.previous)}."
    columns = [
        column("name", breakdown.label, "text", "name"),
        column("value", f"Part of the change in {series.metric.label.lower()}", unit),
        column("share", "Share of the change", "percent"),
    ]
    return part(
        f"why_{number + 1}", f"Why: {breakdown.label}", "bars", columns, rows, ground.currency,
        formula=telling.adds_up(breakdown), note=f"{days} {said}".strip(),
    )  # fmt: skip


PAGE = Page(
    name="changes",
    title="What changed",
    description="Unusual days, new levels and slow drifts of the main figures, and why.",
    needs="Shopify's orders export, or daily reports",
    build=_build,
    options=(show("total_sales", list(WATCHED.items())),),
)
