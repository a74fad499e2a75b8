"""The values of a result: ratios of sums, changes, shares and running totals."""

from collections.abc import Sequence

from sqlglot import exp

from marketing_agent.metrics.compiler.plan import MetricPlan, Plan


def result_columns(plan: Plan, current: str, previous: str) -> list[exp.Expr]:
    """For every metric its value, both sides of it, and what is asked beside it.

    A change is told by both values of its row; it has a column where rows are ordered by it.
    """
    ordered = {each.by for each in plan.order}
    columns: list[exp.Expr] = []
    for metric in plan.metrics:
        columns += _of_period(metric, current, "")
        if plan.compared:
            columns += _of_period(metric, previous, "previous_")
            changes = _changes(metric, current, previous)
            columns += [each for each in changes if each.alias in ordered]
        if plan.transform == "share_of_total":
            columns.append(exp.alias_(_share(plan, metric, current), f"{metric.key}_share"))
        if plan.transform == "cumulative":
            columns += _running(plan, metric, current)
    return columns


def _of_period(metric: MetricPlan, table: str, prefix: str) -> list[exp.Expr]:
    columns = [exp.alias_(_value(metric, *_sides(metric, table)), f"{prefix}{metric.key}")]
    columns.append(
        exp.alias_(exp.column(f"{metric.key}_numerator", table), f"{prefix}{metric.key}_numerator")
    )
    if metric.denominator:
        name = f"{metric.key}_denominator"
        columns.append(exp.alias_(exp.column(name, table), f"{prefix}{name}"))
    return columns


def _sides(metric: MetricPlan, table: str) -> tuple[exp.Expr, exp.Expr | None]:
    above = exp.column(f"{metric.key}_numerator", table)
    below = exp.column(f"{metric.key}_denominator", table) if metric.denominator else None
    return above, below


def _value(metric: MetricPlan, above: exp.Expr, below: exp.Expr | None) -> exp.Expr:
    """A ratio divides sums, only here, and has no value over nothing."""
    if below is None:
        return above
    top: exp.Expr = exp.cast(above, "DOUBLE")
    if metric.scale != 1:
        top = exp.Mul(this=top, expression=exp.Literal.number(metric.scale))
    if metric.paced:
        days = exp.Placeholder(this="pace_days", kind=exp.DataType.build("BIGINT"))
        top = exp.Mul(this=top, expression=days)
    return _divided(top, below)


def _divided(above: exp.Expr, below: exp.Expr) -> exp.Expr:
    bottom = exp.func("NULLIF", below, exp.Literal.number(0))
    return exp.Div(this=above, expression=bottom, typed=False, safe=False)


def _changes(metric: MetricPlan, current: str, previous: str) -> list[exp.Expr]:
    """A group that is in one period only counts as zero in the other, unless it is a ratio."""
    now, before = (_or_zero(metric, table) for table in (current, previous))
    change = exp.Sub(this=exp.paren(now), expression=exp.paren(before))
    base = exp.Abs(this=before.copy())
    percent = _divided(exp.cast(exp.paren(change.copy()), "DOUBLE"), base)
    return [
        exp.alias_(change, f"{metric.key}_change"),
        exp.alias_(percent, f"{metric.key}_change_pct"),
    ]


def _or_zero(metric: MetricPlan, table: str) -> exp.Expr:
    value = _value(metric, *_sides(metric, table))
    return value if metric.denominator else exp.func("COALESCE", value, exp.Literal.number(0))


def _share(plan: Plan, metric: MetricPlan, table: str) -> exp.Expr:
    """The part of the whole; with a trend and a split, of the whole of that day or month."""
    above, _ = _sides(metric, table)
    split = bool(plan.grain and plan.dimensions)
    keys: Sequence[exp.Expr] = [exp.column("bucket", table)] if split else []
    whole = exp.Window(this=exp.Sum(this=above.copy()), partition_by=list(keys))
    return _divided(exp.cast(above, "DOUBLE"), whole)


def _running(plan: Plan, metric: MetricPlan, table: str) -> list[exp.Expr]:
    """The sums so far, and of a ratio the ratio of these sums."""
    parts: list[exp.Expr] = [exp.column(each.name, table) for each in plan.dimensions]
    sides = [
        exp.Window(
            this=exp.Sum(this=side),
            partition_by=[part.copy() for part in parts],
            order=exp.Order(expressions=[exp.Ordered(this=exp.column("bucket", table))]),
        )
        for side in _sides(metric, table)
        if side is not None
    ]
    below = sides[1] if metric.denominator else None
    return [exp.alias_(_value(metric, sides[0], below), f"{metric.key}_cumulative")]
