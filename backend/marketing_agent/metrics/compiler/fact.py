"""One fact over one period: its measures by what the query splits, and nothing of other facts."""

from collections.abc import Iterable, Iterator

from sqlglot import exp

from marketing_agent.metrics.compiler.fields import Fields, truncated, typed_parameter
from marketing_agent.metrics.compiler.parts import (
    Period,
    aggregates,
    conditions,
    is_present,
)
from marketing_agent.metrics.compiler.plan import FactPlan, Plan

PERIODS: tuple[Period, ...] = ("current", "previous")
_TYPES = {"flow_messages": "BOOLEAN"}


def fact_select(plan: Plan, fact: FactPlan, period: Period) -> exp.Select:
    """The fact's aggregates, one row per group that has rows."""
    fields = Fields(plan, fact)
    for path in _reached(fact):
        fields.reach(path)
    keys = _keys(plan, fact, fields)
    columns, asked = aggregates(fact.measures)
    where = [*_days(plan, fact, period), *_fixed(fact), *asked]
    where += [fields.condition(each) for each in plan.filters]
    named: list[exp.Expr] = [exp.alias_(value, key, copy=False) for key, value in keys.items()]
    select = exp.select(*named, *columns, copy=False).from_(
        exp.Table(this=exp.to_identifier(fact.entity.table)), copy=False
    )
    select = fields.joined(select).where(*where, copy=False)
    return _grouped(_qualified(select, fact), keys)


def period_days(period: Period) -> exp.Expr:
    """The days of a period as rows of one column `day`."""
    start, end = _bounds(period, "window")
    one = exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY"))
    last = exp.cast(exp.Sub(this=end, expression=one), "DATE")
    series = exp.GenerateDateArray(start=start, end=last, step=one.copy())
    alias = exp.TableAlias(this=exp.to_identifier("spine"), columns=[exp.to_identifier("day")])
    return exp.Unnest(expressions=[series], alias=alias)


def _keys(plan: Plan, fact: FactPlan, fields: Fields) -> dict[str, exp.Expr]:
    keys: dict[str, exp.Expr] = {}
    if plan.grain:
        keys["bucket"] = truncated(_time(fact), plan.grain)
    return keys | {dimension.name: fields.value(dimension) for dimension in plan.dimensions}


def _time(fact: FactPlan) -> exp.Column:
    """The day that the fact's rows count on."""
    return exp.column(fact.entity.time, fact.entity.through or fact.entity.table)


def _reached(fact: FactPlan) -> Iterator[str | None]:
    """The columns of lookups that the fact's own day and measures are made of."""
    if fact.entity.through:
        yield f"{fact.entity.through}.{fact.entity.time}"
    for measure in fact.measures:
        yield measure.times


def _grouped(select: exp.Select, keys: dict[str, exp.Expr]) -> exp.Select:
    """By position: the expressions of keys can be long, and a fixed word cannot be named."""
    places = [exp.Literal.number(place) for place in range(1, len(keys) + 1)]
    return select.group_by(*places, copy=False) if places else select


def _bounds(period: Period, days: str) -> tuple[exp.Expr, exp.Expr]:
    prefix = "previous_" if period == "previous" else ""
    middle = "pace_" if days == "pace" else ""
    return (
        typed_parameter(f"{prefix}{middle}start", "DATE"),
        typed_parameter(f"{prefix}{middle}end", "DATE"),
    )


def _days(plan: Plan, fact: FactPlan, period: Period) -> list[exp.Expr]:
    """Half-open: the first day counts, the end does not."""
    day = _time(fact)
    start, end = _bounds(period, fact.days)
    if fact.days == "snapshot":
        return [_last_state(plan, fact, end)]
    return [exp.GTE(this=day, expression=start), exp.LT(this=day.copy(), expression=end)]


def _last_state(plan: Plan, fact: FactPlan, end: exp.Expr) -> exp.Expr:
    """Of a period only the day of its last snapshot counts."""
    day = exp.column(fact.entity.time)
    last = exp.select(exp.Max(this=day)).from_(fact.entity.table)
    last = last.where(exp.LT(this=day.copy(), expression=end))
    if plan.grain:
        last = last.group_by(truncated(day.copy(), plan.grain))
    return exp.In(this=day.copy(), query=last.subquery())


def _fixed(fact: FactPlan) -> Iterable[exp.Expr]:
    """The conditions of the entity itself; a split report has other rows than its totals."""
    where = fact.entity.where
    if fact.carried is not None:
        where = {name: value for name, value in where.items() if name != "dims"}
    yield from conditions(where)
    for name, cut in fact.entity.parameters.items():
        value = typed_parameter(fact.parameter(name), _TYPES.get(name, "VARCHAR"))
        this = exp.column(cut.column) if cut.column else exp.paren(is_present(cut.target))
        yield exp.EQ(this=this, expression=value)


def _qualified(select: exp.Select, fact: FactPlan) -> exp.Select:
    """Every column that stands alone is the fact's own."""
    for column in list(select.find_all(exp.Column)):
        if not column.table and column.find_ancestor(exp.Subquery) is None:
            column.set("table", exp.to_identifier(fact.entity.table))
    return select
