"""Rows of a result as people read them: money in major units, exact to the cent, days by name."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from marketing_agent.metrics.dimensions import Dimension
from marketing_agent.metrics.held import Held
from marketing_agent.metrics.measured import Measure, Row, Side, rate
from marketing_agent.metrics.planner import Planned
from marketing_agent.metrics.query_model import QueryModel
from marketing_agent.metrics.query_schemas import AnswerColumn, ColumnRole, ColumnUnit
from marketing_agent.metrics.schemas import Cell
from marketing_agent.metrics.semantics import Metric
from marketing_agent.metrics.typed import WEEKDAYS
from marketing_agent.warehouse.schemas import QueryResult


def answer_columns(model: QueryModel, planned: Planned) -> tuple[AnswerColumn, ...]:
    """The columns of an answer, in order."""
    return tuple(_columns(model, planned))


def answer_rows(
    held: Held, planned: Planned, columns: Sequence[AnswerColumn], result: QueryResult
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of an answer, its cells in the order of the columns."""
    readers = [_reader(held, planned, column) for column in columns]
    rows = (dict(zip(result.columns, row, strict=True)) for row in result.rows)
    return tuple(tuple(read(row) for read in readers) for row in rows)


@dataclass(frozen=True)
class PartRow:
    """A row of one metric: its members, and the value of both windows before it is divided."""

    members: tuple[Cell, ...]
    now: Side
    before: Side


def part_rows(held: Held, planned: Planned, result: QueryResult) -> tuple[PartRow, ...]:
    """The rows of the first metric of a compared query, exact."""
    measure = Measure(held, planned, planned.shown[0])
    found = []
    for values in result.rows:
        row = dict(zip(result.columns, values, strict=True))
        dimensions = planned.plan.dimensions
        members = tuple(_named(each, row[each.name]) for each in dimensions)
        now, before = (measure.side(row, prefix) for prefix in ("", "previous_"))
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


def _reader(held: Held, planned: Planned, column: AnswerColumn) -> Callable[[Row], Cell]:
    """How a cell of the column is read from a row."""
    name = column.name
    if column.role in ("date", "previous_date"):
        return lambda row: _date(row[name])
    if column.role == "dimension":
        dimension = held.holdings.model.dimensions[name]
        return lambda row: _named(dimension, row[name])
    if column.role == "share":
        return lambda row: rate(row[name])
    return _measured(Measure(held, planned, str(column.of)), column.role)


def _measured(measure: Measure, role: ColumnRole) -> Callable[[Row], Cell]:
    if role == "previous":
        return lambda row: measure.value(row, "previous_")
    readers = {"cumulative": measure.running, "change": measure.change}
    return {"change_pct": measure.change_pct, **readers}.get(role, measure.value)


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _named(dimension: Dimension, value: object) -> Cell:
    if dimension.kind == "weekday" and isinstance(value, int):
        return WEEKDAYS[value - 1].capitalize()
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)
