"""A planned semantic query as one statement.

Facts aggregate in CTEs of their own and meet by FULL JOIN on what they are split by. Trends lie on
a spine of days, periods compared meet by FULL JOIN, and ratios divide sums after every join.
"""

from collections.abc import Callable, Iterator, Sequence

from sqlglot import exp

from marketing_agent.metrics.compiler.fact import PERIODS, fact_select, period_days
from marketing_agent.metrics.compiler.fields import compare, truncated, typed_parameter
from marketing_agent.metrics.compiler.keys import coalesced, key_columns, same_keys
from marketing_agent.metrics.compiler.parts import Period, measure_alias
from marketing_agent.metrics.compiler.plan import MetricPlan, Plan, TermPlan
from marketing_agent.metrics.compiler.values import result_columns

_ZERO = exp.Literal.number(0)


def query_statement(plan: Plan) -> exp.Select:
    """The whole statement: one row per group, its values in minor units."""
    periods = PERIODS if plan.compared else PERIODS[:1]
    statement = exp.Select()
    for period in periods:
        for name, select in _period(plan, period):
            statement = statement.with_(name, as_=select, copy=False)
    if plan.grain:
        statement = _on_spines(plan, statement, periods)
    return _answer(plan, statement)


def _period(plan: Plan, period: Period) -> Iterator[tuple[str, exp.Select]]:
    """The values of one period by key: of its only fact, or of its facts side by side.

    Every layer costs the engine time to plan, so that one fact has none of its own.
    """
    facts = {f"{period}_{fact.name}": fact_select(plan, fact, period) for fact in plan.facts}
    if len(facts) == 1:
        yield f"{period}_period", _alone(plan, *facts.values())
        return
    yield from facts.items()
    yield f"{period}_period", _side_by_side(plan, period, list(facts))


def _alone(plan: Plan, fact: exp.Select) -> exp.Select:
    """The values in place of the measures that they are made of."""
    found = {column.alias: column for column in fact.expressions}

    def measured(term: TermPlan) -> exp.Expr:
        value: exp.Expr = found[measure_alias(term.measure)].this
        return value.copy()

    keys = [found[key] for key in plan.keys]
    fact.set("expressions", [*keys, *_values(plan, measured)])
    return fact


def _side_by_side(plan: Plan, period: Period, names: list[str]) -> exp.Select:
    def measured(term: TermPlan) -> exp.Expr:
        return exp.column(measure_alias(term.measure), f"{period}_{term.fact}")

    columns = [exp.alias_(coalesced(key, names), key, copy=False) for key in plan.keys]
    select = exp.select(*columns, *_values(plan, measured), copy=False)
    select = select.from_(_table(names[0]), copy=False)
    for count, name in enumerate(names[1:], start=1):
        select = _full_join(plan, select, names[:count], name, plan.keys)
    return select


def _values(plan: Plan, measured: Callable[[TermPlan], exp.Expr]) -> list[exp.Expr]:
    return [
        exp.alias_(_sum(terms, measured), f"{metric.key}_{side}", copy=False)
        for metric in plan.metrics
        for side, terms in _sides(metric)
    ]


def _sides(metric: MetricPlan) -> list[tuple[str, tuple[TermPlan, ...]]]:
    sides = [("numerator", metric.numerator)]
    return [*sides, ("denominator", metric.denominator)] if metric.denominator else sides


def _sum(terms: Sequence[TermPlan], measured: Callable[[TermPlan], exp.Expr]) -> exp.Expr:
    total: exp.Expr | None = None
    for term in terms:
        value = _or_zero(measured(term))
        value = exp.Neg(this=value) if term.sign < 0 else value
        total = value if total is None else exp.Add(this=total, expression=value)
    return total if total is not None else _ZERO.copy()


def _or_zero(value: exp.Expr) -> exp.Expr:
    """Nothing is zero; a count is never nothing."""
    counted = value.this if isinstance(value, exp.Filter) else value
    return value if isinstance(counted, exp.Count) else exp.func("COALESCE", value, _ZERO.copy())


def _full_join(
    plan: Plan, select: exp.Select, left: list[str], right: str, keys: Sequence[str]
) -> exp.Select:
    """One more table beside the others; without keys every table has exactly one row."""
    if not keys:
        return _joined(select, right, kind="CROSS")
    return _joined(select, right, side="FULL", on=same_keys(plan, keys, left, right))


def _joined(select: exp.Select, table: str, **how: object) -> exp.Select:
    """Without reading names as SQL, which costs more than all the rest."""
    select.append("joins", exp.Join(this=_table(table), **how))
    return select


def _table(name: str) -> exp.Table:
    return exp.Table(this=exp.to_identifier(name))


def _on_spines(plan: Plan, statement: exp.Select, periods: Sequence[Period]) -> exp.Select:
    """Each period laid on all its buckets, and on every member of the dimensions."""
    if plan.dimensions:
        statement = statement.with_("members", as_=_members(plan, periods), copy=False)
    for period in periods:
        statement = statement.with_(f"{period}_buckets", as_=_buckets(plan, period), copy=False)
        statement = statement.with_(f"{period}_rows", as_=_rows(plan, period), copy=False)
    return statement


def _members(plan: Plan, periods: Sequence[Period]) -> exp.Expr:
    """What the trends are of: everything that occurs, or the first by the order asked for."""
    names = [dimension.name for dimension in plan.dimensions]
    if plan.limited:
        return _top_members(plan, names)
    found = [
        exp.select(*map(exp.column, names), copy=False).from_(
            _table(f"{period}_period"), copy=False
        )
        for period in periods
    ]
    whole: exp.Expr = found[0].distinct()
    for more in found[1:]:
        whole = exp.union(whole, more, distinct=True)
    return whole


def _top_members(plan: Plan, names: list[str]) -> exp.Expr:
    ranked = next(
        (m for order in plan.order for m in plan.metrics if m.key == order.by), plan.metrics[0]
    )
    down = next((order.dir == "desc" for order in plan.order if order.by == ranked.key), True)
    value: exp.Expr = exp.Sum(this=exp.column(f"{ranked.key}_numerator"))
    if ranked.denominator:
        below = exp.Sum(this=exp.column(f"{ranked.key}_denominator"))
        value = _divided(value, below)
    order: list[exp.Expr] = [exp.Ordered(this=value, desc=down, nulls_first=False)]
    order += [exp.Ordered(this=exp.column(name), nulls_first=False) for name in names]
    select = exp.select(*map(exp.column, names), copy=False)
    select = select.from_(_table("current_period"), copy=False)
    select = select.group_by(*map(exp.column, names), copy=False).order_by(*order, copy=False)
    return select.limit(typed_parameter("limit", "BIGINT"), copy=False)


def _divided(above: exp.Expr, below: exp.Expr) -> exp.Expr:
    bottom = exp.func("NULLIF", below, _ZERO.copy())
    return exp.Div(this=exp.cast(above, "DOUBLE"), expression=bottom, typed=False, safe=False)


def _buckets(plan: Plan, period: Period) -> exp.Select:
    """Every day, week or month of the window; with its place where periods are compared."""
    bucket = exp.alias_(truncated(exp.column("day"), plan.grain or "day"), "bucket", copy=False)
    days = exp.select(bucket, copy=False).from_(period_days(period), copy=False)
    if plan.grain != "day":
        days = days.distinct(copy=False)
    if not plan.compared:
        return days
    place = exp.Window(
        this=exp.RowNumber(), order=exp.Order(expressions=[exp.Ordered(this=exp.column("bucket"))])
    )
    columns = [exp.column("bucket"), exp.alias_(place, "place", copy=False)]
    return exp.select(*columns, copy=False).from_(days.subquery("days", copy=False), copy=False)


def _rows(plan: Plan, period: Period) -> exp.Select:
    """The period on its spine: nothing on a day is zero."""
    buckets, found = f"{period}_buckets", f"{period}_period"
    columns = [exp.column("bucket", buckets)]
    columns += [exp.column("place", buckets)] if plan.compared else []
    names = [dimension.name for dimension in plan.dimensions]
    columns += [exp.column(name, "members") for name in names]
    values: list[exp.Expr] = []
    for metric in plan.metrics:
        for side, _ in _sides(metric):
            name = f"{metric.key}_{side}"
            values.append(
                exp.alias_(exp.func("COALESCE", exp.column(name, found), _ZERO.copy()), name)
            )
    select = exp.select(*columns, *values, copy=False).from_(_table(buckets), copy=False)
    same: list[exp.Expr] = [
        exp.EQ(this=exp.column("bucket", buckets), expression=exp.column("bucket", found))
    ]
    if names:
        select = _joined(select, "members", kind="CROSS")
        same.append(same_keys(plan, names, ["members"], found))
    return _joined(select, found, side="LEFT", on=exp.and_(*same, copy=False))


def _answer(plan: Plan, statement: exp.Select) -> exp.Select:
    """The rows asked for, in the order asked for."""
    select = _chosen(plan, statement) if plan.having else _result(plan, statement)
    for order in plan.order:
        ordered = exp.Ordered(
            this=exp.column(order.by), desc=order.dir == "desc", nulls_first=False
        )
        select = select.order_by(ordered, copy=False)
    if plan.limited and not (plan.grain and plan.dimensions):
        select = select.limit(typed_parameter("limit", "BIGINT"), copy=False)
    return select


def _chosen(plan: Plan, statement: exp.Select) -> exp.Select:
    """The rows whose values are as asked for."""
    statement = statement.with_("result", as_=_result(plan, exp.Select()), copy=False)
    select = statement.select(exp.Star(), copy=False).from_(_table("result"), copy=False)
    for having in plan.having:
        value = exp.column(having.metric)
        select = select.where(compare(value, having.op, having.values, "DOUBLE"), copy=False)
    return select


def _result(plan: Plan, statement: exp.Select) -> exp.Select:
    """Both periods side by side with every value worked out."""
    suffix = "rows" if plan.grain else "period"
    current, previous = f"current_{suffix}", f"previous_{suffix}"
    columns = [*key_columns(plan, current, previous), *result_columns(plan, current, previous)]
    select = statement.select(*columns, copy=False).from_(_table(current), copy=False)
    if not plan.compared:
        return select
    keys = [dimension.name for dimension in plan.dimensions]
    keys = ["place", *keys] if plan.grain else keys
    return _full_join(plan, select, [current], previous, keys)
