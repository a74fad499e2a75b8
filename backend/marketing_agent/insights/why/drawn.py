"""The figure by day with what it usually is, and its neighbours over the same days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from marketing_agent.insights.anomaly import service as anomalies
from marketing_agent.insights.anomaly.schemas import Band
from marketing_agent.insights.changes import words
from marketing_agent.insights.changes.watching import Series, cell
from marketing_agent.insights.page.answered import formula_of
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Annotation, Column, Part
from marketing_agent.insights.why.subject import Subject
from marketing_agent.metrics import phrases

_BESIDE = 3
_NEAR = {
    "total_sales": ("orders", "aov", "sessions"),
    "orders": ("sessions", "conversion_rate", "total_sales"),
    "aov": ("orders", "total_sales", "returns"),
    "sessions": ("conversion_rate", "orders", "ad_spend"),
    "conversion_rate": ("sessions", "orders", "aov"),
    "new_customers": ("orders", "sessions", "ad_spend"),
    "returns": ("orders", "total_sales", "aov"),
    "ad_spend": ("sessions", "new_customers", "total_sales"),
}
_BAND = (
    "Usually: what the day's weekday, the level of the last two weeks and the spread of the last "
    "eight let expect, in the band outside of which a day comes by chance once in a thousand."
)


def line(ground: Ground, of: Subject, events: Sequence[Annotation]) -> Part:
    """The figure itself, the days in question marked, with what happened around them."""
    metric = of.series.metric
    made = part(
        "line", f"{metric.label} by day", "lines",
        [column("day", "Day", "date", "step"), *_columns(of.series)],
        [{"day": day} | _cells(ground, of.series, of.bands, day) for day in of.shown],
        ground.currency, formula=f"{metric.label}: {metric.formula}. {_BAND}",
        note=headline(ground, of),
    )  # fmt: skip
    return made.model_copy(
        update={"annotations": (*_marked(of), *events), "statements": (of.series.evidence,)}
    )


def headline(ground: Ground, of: Subject) -> str:
    """How far it lies from what was to be expected."""
    if of.anomaly is not None:
        return str(words.told(of.series, of.anomaly, ground.currency, of.event))
    now, usual = _means(of.series, of.bands, of)
    label = of.series.metric.label
    if now is None:
        return f"{label} has no figure {of.when}."
    said = f"{label} came to {_figure(ground, of.series, now)} {_each(of)} {of.when}"
    if usual is None:
        return f"{said}; the days before are too few to say what is usual."
    return f"{said}; expected was about {_figure(ground, of.series, usual)}."


def beside(ground: Ground, of: Subject, series: Mapping[str, Series]) -> Part | None:
    """The neighbours of the figure, one drawing below the other, with the same days marked."""
    near = [series[key] for key in _NEAR[of.series.metric.key] if key in series][:_BESIDE]
    if not near:
        return None
    known = [(each, anomalies.bands(each.daily, set(of.events))) for each in near]
    rows = []
    for day in of.shown:
        row: dict[str, object] = {"day": day}
        for each, bands in known:
            row |= _cells(ground, each, bands, day)
        rows.append(row)
    columns = [column("day", "Day", "date", "step")]
    for each in near:
        columns += _columns(each)
    said = [*filter(None, (_said(ground, of, each, bands) for each, bands in known))]
    made = part(
        "beside", "Other figures on the same days", "lines", columns, rows, ground.currency,
        formula=f"{formula_of(each.metric.key for each in near)} {_BAND}",
        note=" ".join(said) or None,
    )  # fmt: skip
    evidence = tuple({each.evidence.sql_id: each.evidence for each in near}.values())
    return made.model_copy(update={"annotations": tuple(_marked(of)), "statements": evidence})


def _marked(of: Subject) -> Iterator[Annotation]:
    label = words.title(of.series, of.anomaly) if of.anomaly else "The days that are looked at"
    yield Annotation(at=of.first, until=of.last if of.last > of.first else None, label=label)


def _columns(series: Series) -> list[Column]:
    metric = series.metric
    key, unit = metric.key, metric.unit
    return [
        column(key, metric.label, unit, "value", metric.better, metric.formula),
        column(f"low_{key}", f"{metric.label}, usually from", unit, "low"),
        column(f"high_{key}", f"{metric.label}, usually to", unit, "high"),
    ]


def _cells(
    ground: Ground, series: Series, bands: Mapping[date, Band], day: date
) -> dict[str, object]:
    key, unit, band = series.metric.key, series.metric.unit, bands.get(day)
    return {
        key: cell(ground, unit, series.daily.figures.get(day)),
        f"low_{key}": cell(ground, unit, band.low if band else None),
        f"high_{key}": cell(ground, unit, band.high if band else None),
    }


def _said(ground: Ground, of: Subject, series: Series, bands: Mapping[date, Band]) -> str | None:
    now, usual = _means(series, bands, of)
    if now is None:
        return None
    said = f"{series.metric.label} {_figure(ground, series, now)} {_each(of)}".rstrip()
    expected = f", about {_figure(ground, series, usual)} expected" if usual is not None else ""
    return f"{said}{expected}."


def _means(
    series: Series, bands: Mapping[date, Band], of: Subject
) -> tuple[Decimal | None, Decimal | None]:
    """The mean of these days and of what was expected of them."""
    figures = [
        value
        for day, value in series.daily.figures.items()
        if of.holds(day) and value is not None
    ]  # fmt: skip
    usual = [band.expected for day, band in bands.items() if of.holds(day)]
    return _mean(figures), _mean(usual)


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


def _each(of: Subject) -> str:
    return "a day" if of.last > of.first else ""


def _figure(ground: Ground, series: Series, value: Decimal) -> str:
    whole = series.metric.unit == "count"
    number = round(float(value)) if whole else float(value)
    return phrases.figure(number, series.metric.unit, ground.currency)
