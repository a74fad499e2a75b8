"""How rows of two tables are told to be the same, in a form that every engine can hash."""

from collections.abc import Sequence

from sqlglot import exp

from marketing_agent.metrics.compiler.plan import Plan

# Buckets, places and parts of dates are never empty, so that a plain equality holds.
_PLAIN = ("bucket", "place")


def coalesced(key: str, tables: Sequence[str]) -> exp.Expr:
    """The key from whichever table has the row."""
    columns = [exp.column(key, table) for table in tables]
    return columns[0] if len(columns) == 1 else exp.func("COALESCE", *columns)


def same_keys(plan: Plan, keys: Sequence[str], left: Sequence[str], right: str) -> exp.Expr:
    """Equal in all keys, where nothing equals nothing."""
    kinds = {dimension.name: dimension.kind for dimension in plan.dimensions}
    same: list[exp.Expr] = []
    for key in keys:
        mine, other = coalesced(key, left), exp.column(key, right)
        if key in _PLAIN or kinds[key] in ("weekday", "hour"):
            same.append(exp.EQ(this=mine, expression=other))
        else:
            same += _null_safe(mine, other)
    return exp.and_(*same, copy=False)


def _null_safe(mine: exp.Expr, other: exp.Expr) -> list[exp.Expr]:
    """Not `IS NOT DISTINCT FROM`, by which PostgreSQL cannot FULL JOIN."""
    text = [
        exp.func("COALESCE", exp.cast(each.copy(), "VARCHAR"), exp.Literal.string(""))
        for each in (mine, other)
    ]
    nothing = [exp.paren(exp.Is(this=each.copy(), expression=exp.null())) for each in (mine, other)]
    return [
        exp.EQ(this=text[0], expression=text[1]),
        exp.EQ(this=nothing[0], expression=nothing[1]),
    ]


def key_columns(plan: Plan, current: str, previous: str) -> list[exp.Expr]:
    """The columns that name a row: its date, the date compared with, and its dimensions."""
    columns: list[exp.Expr] = []
    if plan.grain:
        columns.append(exp.alias_(exp.column("bucket", current), "date"))
        if plan.compared:
            columns.append(exp.alias_(exp.column("bucket", previous), "previous_date"))
    tables = [current, previous] if plan.compared else [current]
    for dimension in plan.dimensions:
        columns.append(exp.alias_(coalesced(dimension.name, tables), dimension.name))
    return columns
