"""The small trees that every statement is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from marketing_agent.metrics.semantics import Condition, Entity, Holds, Horizon, Measure, Role

Period = Literal["current", "previous"]
_PARAMETER_TYPES = {
    "start": "DATE",
    "end": "DATE",
    "previous_start": "DATE",
    "previous_end": "DATE",
    "flow_messages": "BOOLEAN",
    "limit": "BIGINT",
    "offset": "BIGINT",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Measures of one entity over one period; `role` names the report parameter it obeys."""

    entity: Entity
    measures: tuple[Measure, ...]
    period: Period = "current"
    role: Role = "numerator"

    @property
    def alias(self) -> str:
        suffix = "_denominator" if self.role == "denominator" else ""
        return f"{self.period}_{self.entity.name}{suffix}"


def parameter(name: str) -> exp.Placeholder:
    """A named parameter with the type that every dialect needs to know."""
    kind = exp.DataType.build(_PARAMETER_TYPES.get(name, "VARCHAR"))
    return exp.Placeholder(this=name, kind=kind)


def measure_alias(measure: Measure) -> str:
    """The measure's name as a column name."""
    return measure.name.replace(".", "_")


def bounds(period: Period) -> tuple[exp.Expr, exp.Expr]:
    """The period's first day and the day after its last."""
    prefix = "previous_" if period == "previous" else ""
    return parameter(f"{prefix}start"), parameter(f"{prefix}end")


def in_window(entity: Entity, period: Period) -> list[exp.Expr]:
    """Half-open: the first day counts, the end does not."""
    start, end = bounds(period)
    return [
        exp.GTE(this=exp.column(entity.time), expression=start),
        exp.LT(this=exp.column(entity.time), expression=end),
    ]


def parameter_name(name: str, role: Role) -> str:
    """A ratio may read its two sides from two reports; other cuts are shared."""
    return f"denominator_{name}" if name == "report" and role == "denominator" else name


def cuts(entity: Entity, role: Role) -> list[exp.Expr]:
    """The conditions that keep the rows of one cut of the facts."""
    found: list[exp.Expr] = []
    for name, cut in entity.parameters.items():
        value = parameter(parameter_name(name, role))
        this = exp.column(cut.column) if cut.column else exp.paren(is_present(cut.target))
        found.append(exp.EQ(this=this, expression=value))
    return found


def conditions(where: dict[str, Condition]) -> list[exp.Expr]:
    """The fixed conditions of an entity or a measure."""
    return [_condition(name, value) for name, value in where.items()]


def _condition(name: str, value: Condition) -> exp.Expr:
    if isinstance(value, Holds):
        return is_present(name) if value.is_ == "present" else _is_known(name)
    if isinstance(value, tuple):
        return exp.In(this=_value(name), expressions=[exp.Literal.string(one) for one in value])
    return exp.EQ(this=_value(name), expression=exp.Literal.string(value))


def _is_known(name: str) -> exp.Expr:
    return exp.Not(this=exp.Is(this=_value(name), expression=exp.null()))


def is_present(name: str) -> exp.Expr:
    """The column, or the key of a JSON column (`dims.utm_campaign`), holds something."""
    held = exp.func("COALESCE", _value(name), exp.Literal.string(""))
    return exp.NEQ(this=held, expression=exp.Literal.string(""))


def _value(name: str) -> exp.Expr:
    """A column, or a key of a JSON column after a dot."""
    column, _, key = name.partition(".")
    if not key:
        return exp.column(column)
    path = exp.JSONPath(expressions=[exp.JSONPathRoot(), exp.JSONPathKey(this=key)])
    return exp.paren(exp.JSONExtractScalar(this=exp.column(column), expression=path))


def aggregate(measure: Measure) -> exp.Expr:
    """The measure's aggregate, without its conditions."""
    if measure.count == "rows":
        return exp.Count(this=exp.Star())
    if measure.count:
        return exp.Count(this=exp.Distinct(expressions=[exp.column(measure.count)]))
    summed = add(exp.column(name) for name in measure.sum)
    if measure.times:
        table, _, column = measure.times.rpartition(".")
        summed = exp.Mul(this=summed, expression=exp.column(column, table))
    return exp.Sum(this=summed)


def filtered(measure: Measure) -> exp.Expr:
    """The aggregate with the measure's own conditions as its FILTER."""
    asked = _asked(measure)
    if not asked:
        return aggregate(measure)
    where = exp.Where(this=exp.and_(*asked))
    return exp.Filter(this=aggregate(measure), expression=where)


def add(parts: Iterable[exp.Expr]) -> exp.Expr:
    """The parts joined by plus."""
    first, *rest = parts
    total = first
    for part in rest:
        total = exp.Add(this=total, expression=part)
    return total


def aggregates(measures: Sequence[Measure]) -> tuple[list[exp.Expr], list[exp.Expr]]:
    """Columns and conditions: what all measures ask alike is said once, in WHERE."""
    first = measures[0]
    shared = all((m.where, m.horizon) == (first.where, first.horizon) for m in measures)
    make = aggregate if shared else filtered
    columns: list[exp.Expr] = [exp.alias_(make(m), measure_alias(m)) for m in measures]
    return columns, _asked(first) if shared else []


def _asked(measure: Measure) -> list[exp.Expr]:
    """The measure's own conditions."""
    asked = conditions(measure.where)
    return asked + _within(measure.horizon) if measure.horizon else asked


def _within(horizon: Horizon) -> list[exp.Expr]:
    """Rows of the first days, of those whose first days are over."""
    since = _named(horizon.since)
    over = exp.Placeholder(this=f"over_{horizon.days}", kind=exp.DataType.build("DATE"))
    asked: list[exp.Expr] = [exp.LTE(this=since, expression=over)]
    if horizon.day:
        age = exp.DateDiff(this=_named(horizon.day), expression=since.copy(), unit=exp.var("DAY"))
        asked.append(exp.LT(this=age, expression=exp.Literal.number(horizon.days)))
    return asked


def _named(path: str) -> exp.Column:
    """A column of the fact, or of a lookup before the dot."""
    table, _, column = path.rpartition(".")
    return exp.column(column, table or None)


def by_day_and_in_all(day: exp.Expr) -> exp.Group:
    """Groups by day, and once more over the window: distinct counts do not add up over days."""
    sets = exp.GroupingSets(expressions=[exp.Tuple(expressions=[day]), exp.Tuple(expressions=[])])
    return exp.Group(grouping_sets=[sets])
