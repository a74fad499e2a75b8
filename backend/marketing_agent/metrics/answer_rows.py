"""Rows of a result as people read them: money in major units, exact to the cent, days by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.held import Held
from marketing_agent.metrics.planner import WEEKDAYS, Planned
from marketing_agent.metrics.query import Grain
from marketing_agent.metrics.query_model import QueryModel
from marketing_agent.metrics.query_schemas import AnswerColumn, ColumnRole, ColumnUnit
from marketing_agent.metrics.schemas import Cell
from marketing_agent.metrics.semantics import Metric
from marketing_agent.metrics.tiles import RATE_DIGITS, rounded
from marketing_agent.metrics.ways import Way
from marketing_agent.metrics.windows import months_later
from marketing_agent.warehouse.schemas import QueryResult

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def answer_columns(model: QueryModel, planned: Planned) -> tuple[AnswerColumn, ...]:
    """The columns of an answer, in order."""
    return tuple(_columns(model, planned))


def answer_rows(held: Held, planned: Planned, result: QueryResult) -> tuple[tuple[Cell, ...], ...]:
    """The rows of an answer, its cells in the order of the columns."""
    columns = answer_columns(held.holdings.model, planned)
    row_of = _Rows(held, planned)
    names = result.columns
    return tuple(
        tuple(row_of.cells(dict(zip(names, row, strict=True)), columns)) for row in result.rows
    )


@dataclass(frozen=True)
class Side:
    """What a value is made of, in major units: None above is no data, below is what divides it."""

    above: Decimal | None
    below: Decimal | None


@dataclass(frozen=True)
class PartRow:
    """A row of one metric: its members, and the value of both windows before it is divided."""

    members: tuple[Cell, ...]
    now: Side
    before: Side


def part_rows(held: Held, planned: Planned, result: QueryResult) -> tuple[PartRow, ...]:
    """The rows of the first metric of a compared query, exact."""
    key, row_of = planned.shown[0], _Rows(held, planned)
    found = []
    for values in result.rows:
        row = dict(zip(result.columns, values, strict=True))
        dimensions = planned.plan.dimensions
        members = tuple(_named(each, row[each.name]) for each in dimensions)
        now, before = (row_of.side(key, row, prefix) for prefix in ("", "previous_"))
        found.append(PartRow(members, now, before))
    return tuple(found)


def _columns(model: QueryModel, planned: Planned) -> Iterator[AnswerColumn]:
    plan = planned.plan
    if plan.grain:
        yield _column("date", plan.grain.capitalize(), "date", "date")
        if plan.compared:
            yield _column("previous_date", "Compared with", "date", "previous_date")
    for dimension in plan.dimensions:
        unit: ColumnUnit = "date" if dimension.kind == "month" else "text"
        unit = "count" if dimension.kind == "hour" else unit
        yield _column(dimension.name, dimension.label, unit, "dimension", dimension.name)
    for key in planned.shown:
        yield from _metric_columns(planned, model.metrics[key])


def _metric_columns(planned: Planned, metric: Metric) -> Iterator[AnswerColumn]:
    key, label, unit = metric.key, metric.label, metric.unit
    yield _column(key, label, unit, "value", key)
    if planned.plan.compared:
        yield _column(f"previous_{key}", f"{label}, before", unit, "previous", key)
        yield _column(f"{key}_change", f"{label}, change", unit, "change", key)
        yield _column(f"{key}_change_pct", f"{label}, change in %", "percent", "change_pct", key)
    if planned.plan.transform == "share_of_total":
        yield _column(f"{key}_share", f"{label}, share", "percent", "share", key)
    if planned.plan.transform == "cumulative":
        yield _column(f"{key}_cumulative", f"{label}, running total", unit, "cumulative", key)


def _column(
    name: str, label: str, unit: ColumnUnit, role: ColumnRole, of: str | None = None
) -> AnswerColumn:
    return AnswerColumn(name=name, label=label, unit=unit, role=role, of=of)


@dataclass(frozen=True)
class _Rows:
    held: Held
    planned: Planned

    def cells(self, row: dict[str, object], columns: tuple[AnswerColumn, ...]) -> Iterator[Cell]:
        for column in columns:
            if column.role in ("date", "previous_date"):
                yield _date(row[column.name])
            elif column.role == "dimension":
                yield _named(self.held.holdings.model.dimensions[column.name], row[column.name])
            else:
                yield self._cell(row, column)

    def side(self, key: str, row: dict[str, object], prefix: str) -> Side:
        """Both parts of a value, the one above with the metric's factor."""
        way, above = self.planned.ways[key], row[f"{prefix}{key}_numerator"]
        below = row.get(f"{prefix}{key}_denominator")
        ratio = self.held.holdings.model.metrics[key].is_ratio
        return Side(
            None if above is None else self._major(way, "numerator", above) * self._factor(key),
            self._major(way, "denominator", below or 0) if ratio else None,
        )

    def _cell(self, row: dict[str, object], column: AnswerColumn) -> Cell:
        key = str(column.of)
        if column.role == "value":
            return self._value(key, row, "")
        if column.role == "previous":
            return self._value(key, row, "previous_")
        if column.role == "cumulative":
            return self._running(key, row)
        if column.role == "share":
            return _rate(row[column.name])
        return self._change(key, row, column.role)

    def _value(self, key: str, row: dict[str, object], prefix: str) -> float | None:
        """From both sides, exactly, so that the same question gives the same number everywhere."""
        above = row[f"{prefix}{key}_numerator"]
        if above is None or self._unknown(key, row, prefix):
            return self._nothing(key, row, prefix)
        metric, way = self.held.holdings.model.metrics[key], self.planned.ways[key]
        exact = self._major(way, "numerator", above)
        if not metric.is_ratio:
            return _number(exact, whole=metric.unit == "count")
        below = self._major(way, "denominator", row[f"{prefix}{key}_denominator"] or 0)
        if not below:
            return None
        return self._rounded(metric, exact * self._factor(key) / below)

    def _nothing(self, key: str, row: dict[str, object], prefix: str) -> float | None:
        """A group that the other period alone has counts as zero here, if its days are known."""
        ratio = self.held.holdings.model.metrics[key].is_ratio
        unknown = self._unknown(key, row, prefix)
        grained = self.planned.plan.grain is not None
        return None if ratio or unknown or grained else 0

    def _unknown(self, key: str, row: dict[str, object], prefix: str) -> bool:
        """Whether the row is of a day that no file tells about."""
        day = row.get(f"{prefix}date")
        way = self.planned.ways[key]
        if not isinstance(day, date) or way.lasting:
            return False
        after = _next_bucket(day, self.planned.plan.grain or "day")
        return not all(coverage.tells(day, after) for coverage in way.coverages)

    def _running(self, key: str, row: dict[str, object]) -> float | None:
        value = row[f"{key}_cumulative"]
        if value is None or self._unknown(key, row, ""):
            return None
        metric, way = self.held.holdings.model.metrics[key], self.planned.ways[key]
        exact = Decimal(str(value))
        if not metric.is_ratio:
            return _number(self._major(way, "numerator", value), whole=metric.unit == "count")
        if way.source.is_money("numerator") != way.source.is_money("denominator"):
            exact = self._major(way, "numerator", value)
        return self._rounded(metric, exact)

    def _change(self, key: str, row: dict[str, object], role: str) -> float | None:
        now, before = self._value(key, row, ""), self._value(key, row, "previous_")
        if now is None or before is None:
            return None
        change = Decimal(str(now)) - Decimal(str(before))
        if role == "change":
            return _number(change, whole=isinstance(now, int) and isinstance(before, int))
        return _rate(change / abs(Decimal(str(before)))) if before else None

    def _rounded(self, metric: Metric, exact: Decimal) -> float:
        digits = self.held.store.digits if metric.unit == "money" else RATE_DIGITS
        return float(rounded(exact, digits))

    def _major(self, way: Way, role: str, amount: object) -> Decimal:
        exact = Decimal(str(amount))
        money = way.source.is_money("numerator" if role == "numerator" else "denominator")
        return exact.scaleb(-self.held.store.digits) if money else exact

    def _factor(self, key: str) -> int:
        model = self.held.holdings.model
        days = self.planned.params.get("pace_days", 1) if key in model.paced else 1
        return model.scales.get(key, 1) * int(str(days))


def _next_bucket(day: date, grain: Grain) -> date:
    if grain in _DAYS:
        return day + timedelta(days=_DAYS[grain])
    return months_later(day, _MONTHS[grain])


def _number(exact: Decimal, *, whole: bool) -> float:
    """Counts are whole, but for those that a platform gives in fractions."""
    return int(exact) if whole and exact == exact.to_integral_value() else float(exact)


def _rate(value: object) -> float | None:
    return None if value is None else float(rounded(Decimal(str(value)), RATE_DIGITS))


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _named(dimension: Dimension, value: object) -> Cell:
    if dimension.kind == "weekday" and isinstance(value, int):
        return WEEKDAYS[value - 1].capitalize()
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)
