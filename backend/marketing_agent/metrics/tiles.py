"""From figures to a tile: value, change, series, source, and how it compares with the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics import windows
from marketing_agent.metrics.choice import Choice, NoChoice, Question
from marketing_agent.metrics.figures import Figurer, Figures, Number, Pair, Side
from marketing_agent.metrics.profile import Profile
from marketing_agent.metrics.schemas import (
    Kpi,
    Point,
    Reconciliation,
    SourceInfo,
    StoreWide,
    WindowInfo,
)
from marketing_agent.metrics.semantics import Metric, Model, Role, Source
from marketing_agent.metrics.sources import candidates, choose
from marketing_agent.metrics.windows import Compare, Window

RATE_DIGITS = 8
_NOT_COMPARED = Reconciliation(status="none", report=None, report_value=None, difference=None)


@dataclass(frozen=True)
class Page:
    """What all tiles of one request share."""

    model: Model
    profile: Profile
    currency: str
    today: date
    window: Window
    compare: Compare
    figures: Figurer

    def window_of(self, metric: Metric) -> Window:
        """A metric with a window of its own ignores the page's range."""
        return windows.fixed(metric.window, self.today) if metric.window else self.window

    def question(self, metric: Metric) -> Question:
        return Question(self.model, self.profile, metric, self.window_of(metric))

    def compared(self, metric: Metric) -> Window | None:
        return windows.compared_with(self.window_of(metric), self.compare)


def build(page: Page, metric: Metric, sql_id: str | None) -> Kpi:
    """The tile of a metric, also when nothing can answer it."""
    choice = choose(page.question(metric))
    if isinstance(choice, NoChoice):
        return _without_value(page, metric, choice)
    window, previous = page.window_of(metric), page.compared(metric)
    usable = previous if previous and choice.answers(previous) else None
    figures = page.figures(metric, choice, window, usable)
    notes = list(choice.notes)
    if previous and not usable:
        notes.append("The window compared with is not in the data.")
    return _tile(page, metric, choice, figures, sql_id, tuple(notes))


def _tile(
    page: Page,
    metric: Metric,
    choice: Choice,
    figures: Figures,
    sql_id: str | None,
    notes: tuple[str, ...],
) -> Kpi:
    scale = _Scale(choice.source, metric, page.currency)
    current = scale.value(figures.current.total)
    previous = scale.value(figures.previous.total) if figures.previous else None
    window, compared = page.window_of(metric), page.compared(metric)
    return Kpi(
        **_identity(page, metric),
        value=current,
        numerator=scale.side(figures.current.total.numerator, "numerator"),
        denominator=scale.side(figures.current.total.denominator, "denominator"),
        previous=previous,
        change=_change(metric, current, previous),
        is_new=bool(current) and previous == 0 and metric.unit != "percent",
        series=tuple(_series(scale, choice, figures.current, window)),
        previous_series=tuple(_series(scale, choice, figures.previous, compared)),
        sql_id=sql_id,
        source=SourceInfo(
            kind=choice.source.kind, label=choice.label, note=" ".join(notes) or None
        ),
        status="ok",
        missing=None,
        note=choice.source.note,
        store_wide=_store_wide(page, metric),
        reconciliation=_reconcile(page, metric, choice, figures, scale),
    )


def _without_value(page: Page, metric: Metric, none: NoChoice) -> Kpi:
    return Kpi(
        **_identity(page, metric),
        value=None,
        numerator=None,
        denominator=None,
        previous=None,
        change=None,
        is_new=False,
        series=(),
        previous_series=(),
        sql_id=None,
        source=None,
        status="missing" if none.status == "missing" else "no_data",
        missing=metric.missing if none.status == "missing" else None,
        note=none.note,
        store_wide=_store_wide(page, metric),
        reconciliation=_NOT_COMPARED,
    )


def _identity(page: Page, metric: Metric) -> dict[str, object]:
    compared = page.compared(metric)
    return {
        "key": metric.key,
        "label": metric.label,
        "section": metric.section,
        "unit": metric.unit,
        "currency": page.currency if metric.unit == "money" else None,
        "better": metric.better,
        "window": _info(page.window_of(metric)),
        "previous_window": _info(compared) if compared else None,
    }


def _info(window: Window) -> WindowInfo:
    return WindowInfo(start=window.start, end=window.range.last, label=window.label)


@dataclass(frozen=True)
class _Scale:
    """Brings figures into the units of a tile: money from minor to major, exact to the cent."""

    source: Source
    metric: Metric
    currency: str

    def value(self, pair: Pair) -> float | None:
        if pair.denominator is None:
            return self.side(pair.numerator, "numerator")
        if not pair.denominator:
            return None
        exact = self._exact(pair.numerator, "numerator") / self._exact(
            pair.denominator, "denominator"
        )
        if self.metric.unit == "money":
            return float(rounded(exact, minor_digits(self.currency)))
        return float(rounded(exact, RATE_DIGITS))

    def side(self, amount: Number | None, role: Role) -> float | None:
        return None if amount is None else float(self._exact(amount, role))

    def _exact(self, amount: Number, role: Role) -> Decimal:
        exact = Decimal(str(amount))
        if self.source.is_money(role):
            return exact.scaleb(-minor_digits(self.currency))
        return exact


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up, as people round money."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _change(metric: Metric, current: float | None, previous: float | None) -> float | None:
    """Points for percentages; else relative, where discounts of -120 after -100 are 20 % up."""
    if current is None or previous is None:
        return None
    if metric.unit == "percent":
        return round(current - previous, RATE_DIGITS)
    if previous == 0:
        return None
    base = previous if metric.negative else abs(previous)
    return round((current - previous) / base, RATE_DIGITS)


def _series(
    scale: _Scale, choice: Choice, side: Side | None, window: Window | None
) -> Iterator[Point]:
    """Days without rows are zero, or nothing for a ratio; before and after the data, unknown."""
    if side is None or window is None:
        return
    empty = Pair(0, 0 if scale.source.denominator else None)
    for offset in range(window.range.days):
        day = window.start + timedelta(days=offset)
        if choice.has_point(day):
            value = scale.value(side.days.get(day, empty)) if choice.tells(day) else None
            yield Point(date=day, value=value)


def _store_wide(page: Page, metric: Metric) -> StoreWide | None:
    """The whole store's figure over the same days."""
    if metric.store_wide is None:
        return None
    other = page.model.metric(metric.store_wide)
    window = page.window_of(metric)
    choice = choose(Question(page.model, page.profile, other, window))
    if isinstance(choice, NoChoice):
        return StoreWide(label=other.label, value=None)
    total = page.figures(other, choice, window, None).current.total
    value = _Scale(choice.source, other, page.currency).value(total)
    return StoreWide(label=other.label, value=value)


def _reconcile(
    page: Page, metric: Metric, choice: Choice, figures: Figures, scale: _Scale
) -> Reconciliation:
    """Ours against Shopify's own report over the same days, where both cover them whole."""
    report = _report_beside(page, metric, choice)
    if report is None:
        return _NOT_COMPARED
    ours = figures.current.total
    theirs = page.figures(metric, report, page.window_of(metric), None).current.total
    value, other = scale.value(ours), _Scale(report.source, metric, page.currency).value(theirs)
    difference = None if value is None or other is None else round(value - other, RATE_DIGITS)
    return Reconciliation(
        status="equal" if ours == theirs else "differs",
        report=" and ".join(report.reports),
        report_value=other,
        difference=difference,
    )


def _report_beside(page: Page, metric: Metric, choice: Choice) -> Choice | None:
    if choice.source.kind != "ledger" or choice.fit != "full" or choice.approximate:
        return None
    for other in candidates(page.question(metric)):
        if other.source.kind == "report" and other.fit == "full" and other.source.reconcile:
            return other
    return None
