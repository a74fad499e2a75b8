"""One statement per metric and source: total and days of the window beside the compared window.

Row -1 is the whole window; rows 0, 1, 2 … are its days. The compared window lies beside it by
position, so that windows of unequal length (February against March) still show every day.
"""

from collections.abc import Iterator

from sqlglot import exp

from marketing_agent.metrics.compiler.parts import (
    Fact,
    Period,
    add,
    aggregates,
    bounds,
    by_day_and_in_all,
    conditions,
    cuts,
    in_window,
    measure_alias,
)
from marketing_agent.metrics.semantics import Metric, Model, Role, Source, Term

_PERIODS: tuple[Period, ...] = ("current", "previous")


def kpi_statement(model: Model, metric: Metric, source: Source) -> exp.Select:
    """Value, numerator and denominator of the window, its days and the compared window."""
    statement = _outer(source)
    for period in _PERIODS:
        facts = list(_facts(model, source, period))
        for fact in facts:
            statement = statement.with_(fact.alias, as_=_fact(fact))
        statement = statement.with_(f"{period}_days", as_=_days(period))
        statement = statement.with_(f"{period}_period", as_=_period(source, facts, period))
    return statement


def _facts(model: Model, source: Source, period: Period) -> Iterator[Fact]:
    """Facts never join facts: each aggregates alone, once for both sides of a ratio if it can."""
    seen: set[str] = set()
    for role in source.roles:
        for name in source.entities(role):
            entity = model.entities[name]
            if name in seen and not entity.is_report:
                continue
            seen.add(name)
            roles = (role,) if entity.is_report else source.roles
            measures = {
                term.measure.name: term.measure
                for each in roles
                for term in source.terms(each)
                if term.measure.entity == name
            }
            yield Fact(
                entity, tuple(measures.values()), period, role if entity.is_report else "numerator"
            )


def _fact(fact: Fact) -> exp.Select:
    day = exp.column(fact.entity.time)
    columns, asked = aggregates(fact.measures)
    where = [
        *in_window(fact.entity, fact.period),
        *conditions(fact.entity.where),
        *cuts(fact.entity, fact.role),
        *asked,
    ]
    select = exp.select(exp.alias_(day, "date"), *columns).from_(fact.entity.table)
    select = select.where(*where)
    select.set("group", by_day_and_in_all(day.copy()))
    return select


def _days(period: Period) -> exp.Expr:
    """The spine: position -1 without a date for the whole window, then every day in it."""
    start, end = bounds(period)
    day = exp.column("day")
    last = exp.Sub(
        this=end, expression=exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY"))
    )
    series = exp.GenerateDateArray(
        start=start,
        end=exp.cast(last, "DATE"),
        step=exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY")),
    )
    alias = exp.TableAlias(this=exp.to_identifier("spine"), columns=[exp.to_identifier("day")])
    position = exp.DateDiff(this=day, expression=start.copy(), unit=exp.var("DAY"))
    whole = exp.select(
        exp.alias_(exp.cast(exp.null(), "DATE"), "date"),
        exp.alias_(exp.cast(exp.Literal.number(-1), "BIGINT"), "position"),
    )
    each = exp.select(
        exp.alias_(exp.cast(day.copy(), "DATE"), "date"),
        exp.alias_(exp.cast(position, "BIGINT"), "position"),
    ).from_(exp.Unnest(expressions=[series], alias=alias))
    return exp.union(whole, each, distinct=False)


def _period(source: Source, facts: list[Fact], period: Period) -> exp.Select:
    """The facts of a period laid on its spine; a covered day without rows is zero."""
    days = f"{period}_days"
    columns = [
        exp.alias_(_sum_of_terms(source.terms(role), facts, role), role) for role in source.roles
    ]
    select = exp.select(exp.column("position", days), exp.column("date", days), *columns).from_(
        days
    )
    for fact in facts:
        same_day = exp.NullSafeEQ(
            this=exp.column("date", fact.alias), expression=exp.column("date", days)
        )
        select = select.join(fact.alias, on=same_day, join_type="left")
    return select


def _sum_of_terms(terms: tuple[Term, ...], facts: list[Fact], role: Role) -> exp.Expr:
    return add(_term(term, _fact_of(term, facts, role)) for term in terms)


def _term(term: Term, fact: Fact) -> exp.Expr:
    name = exp.column(measure_alias(term.measure), fact.alias)
    value = exp.func("COALESCE", name, exp.Literal.number(0))
    return exp.Neg(this=value) if term.sign < 0 else value


def _fact_of(term: Term, facts: list[Fact], role: Role) -> Fact:
    mine = [fact for fact in facts if fact.entity.name == term.measure.entity]
    return next((fact for fact in mine if fact.role == role), mine[0])


def _outer(source: Source) -> exp.Select:
    position = exp.func(
        "COALESCE",
        exp.column("position", "current_period"),
        exp.column("position", "previous_period"),
    )
    columns = [exp.alias_(position, "position"), *_values(source, "current", "")]
    columns += _values(source, "previous", "previous_")
    same_position = exp.EQ(
        this=exp.column("position", "current_period"),
        expression=exp.column("position", "previous_period"),
    )
    select = exp.select(*columns).from_("current_period")
    return select.join("previous_period", on=same_position, join_type="full").order_by("position")


def _values(source: Source, period: Period, prefix: str) -> list[exp.Expr]:
    table = f"{period}_period"
    names = ["date", *source.roles]
    columns: list[exp.Expr] = [
        exp.alias_(exp.column(name, table), f"{prefix}{name}") for name in names
    ]
    return [*columns, exp.alias_(_value(source, table), f"{prefix}value")]


def _value(source: Source, table: str) -> exp.Expr:
    """A ratio divides sums, only here, and has no value over nothing."""
    numerator = exp.column("numerator", table)
    if not source.denominator:
        return numerator
    return exp.Div(
        this=exp.cast(numerator, "DOUBLE"),
        expression=exp.func("NULLIF", exp.column("denominator", table), exp.Literal.number(0)),
        typed=False,
        safe=False,
    )
