"""Numbers out of stored statements: one statement per metric, or one per fact for a whole page.

Both ways give the same figures; a test holds them together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, cast

from marketing_agent.metrics.choice import Choice
from marketing_agent.metrics.semantics import Entity, Metric, Model, Role, Term
from marketing_agent.metrics.stored import TemplateKey
from marketing_agent.metrics.windows import Window
from marketing_agent.warehouse.schemas import QueryResult

Number = int | float | Decimal
Params = dict[str, date | str | int | bool]
Run = Callable[[TemplateKey, Params], QueryResult]
WHOLE = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of a number; a plain sum has no denominator."""

    numerator: Number
    denominator: Number | None


@dataclass(frozen=True, slots=True)
class Side:
    """One window: its total, which days need not add up to, and its days that have rows."""

    total: Pair
    days: dict[date, Pair] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    current: Side
    previous: Side | None


class Figurer(Protocol):
    """A way to the figures of a metric."""

    def __call__(
        self, metric: Metric, choice: Choice, window: Window, previous: Window | None
    ) -> Figures: ...


def window_params(choice: Choice, window: Window, previous: Window | None) -> Params:
    """Parameters of a metric's own statement; without a compared window that one is empty."""
    return {
        **choice.params,
        "start": window.start,
        "end": window.end,
        "previous_start": previous.start if previous else window.start,
        "previous_end": previous.end if previous else window.start,
    }


@dataclass(frozen=True)
class ByStatement:
    """Runs the metric's own stored statement."""

    run: Run

    def __call__(
        self, metric: Metric, choice: Choice, window: Window, previous: Window | None
    ) -> Figures:
        name = TemplateKey(kind="kpi", key=metric.key, source=choice.source.name)
        result = self.run(name, window_params(choice, window, previous))
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        return Figures(_side(rows, ""), _side(rows, "previous_") if previous else None)


def _side(rows: list[dict[str, object]], prefix: str) -> Side:
    days: dict[date, Pair] = {}
    total = Pair(0, None)
    for row in rows:
        day = row[f"{prefix}date"]
        if row["position"] == WHOLE:
            total = _pair(row, prefix)
        elif isinstance(day, date):
            days[day] = _pair(row, prefix)
    return Side(total, days)


def _pair(row: dict[str, object], prefix: str) -> Pair:
    denominator = row.get(f"{prefix}denominator")
    return Pair(
        cast(Number, row[f"{prefix}numerator"]),
        None if denominator is None else cast(Number, denominator),
    )


@dataclass(frozen=True, slots=True)
class _Series:
    """One measure over a window."""

    total: Number = 0
    days: dict[date, Number] = field(default_factory=dict)


@dataclass
class ByFact:
    """Runs one stored statement per fact and window and shares it among all metrics of a page."""

    model: Model
    run: Run
    _facts: dict[tuple[object, ...], dict[str, _Series]] = field(default_factory=dict)

    def __call__(
        self, metric: Metric, choice: Choice, window: Window, previous: Window | None
    ) -> Figures:
        before = self._side(choice, previous) if previous else None
        return Figures(self._side(choice, window), before)

    def _side(self, choice: Choice, window: Window) -> Side:
        sums = {role: self._sum(choice, role, window) for role in choice.source.roles}
        top, bottom = sums["numerator"], sums.get("denominator")
        days = set(top.days) | (set(bottom.days) if bottom else set())
        return Side(
            Pair(top.total, bottom.total if bottom else None),
            {
                day: Pair(top.days.get(day, 0), bottom.days.get(day, 0) if bottom else None)
                for day in days
            },
        )

    def _sum(self, choice: Choice, role: Role, window: Window) -> _Series:
        total: Number = 0
        days: dict[date, Number] = {}
        for term in choice.source.terms(role):
            series = self._series(choice, role, term, window)
            total = _plus(total, term.sign, series.total)
            for day, value in series.days.items():
                days[day] = _plus(days.get(day, 0), term.sign, value)
        return _Series(total, days)

    def _series(self, choice: Choice, role: Role, term: Term, window: Window) -> _Series:
        entity = self.model.entity_of(term.measure)
        name = term.measure.name.replace(".", "_")
        if entity.is_report:
            report = choice.params["denominator_report" if role == "denominator" else "report"]
            name = f"{report}\n{term.measure.report_metric}"
        return self._fact(entity, choice, window).get(name, _Series())

    def _fact(self, entity: Entity, choice: Choice, window: Window) -> dict[str, _Series]:
        cuts = {} if entity.is_report else {k: choice.params[k] for k in entity.parameters}
        key = (entity.name, window.start, window.end, *cuts.values())
        if key not in self._facts:
            template = TemplateKey(kind="summary", key=entity.name, source=entity.kind)
            params: Params = {**cuts, "start": window.start, "end": window.end}
            result = self.run(template, params)
            self._facts[key] = _of_reports(result) if entity.is_report else _of_columns(result)
        return self._facts[key]


def _plus(total: Number, sign: int, value: Number) -> Number:
    """Integers stay integers; only counts that a platform gives as fractions are floats."""
    if isinstance(total, float) or isinstance(value, float):
        return float(total) + sign * float(value)
    return total + sign * value


def _of_columns(result: QueryResult) -> dict[str, _Series]:
    names = result.columns[1:]
    totals: dict[str, Number] = {}
    days: dict[str, dict[date, Number]] = {name: {} for name in names}
    for day, *values in result.rows:
        for name, value in zip(names, cast(list[Number | None], values), strict=True):
            if isinstance(day, date):
                days[name][day] = value or 0
            else:
                totals[name] = value or 0
    return {name: _Series(totals.get(name, 0), days[name]) for name in names}


def _of_reports(result: QueryResult) -> dict[str, _Series]:
    days: dict[str, dict[date, Number]] = {}
    for report_key, metric, day, amount in result.rows:
        cells = days.setdefault(f"{report_key}\n{metric}", {})
        cells[cast(date, day)] = cast(Number, amount or 0)
    return {name: _Series(sum(cells.values()), cells) for name, cells in days.items()}
