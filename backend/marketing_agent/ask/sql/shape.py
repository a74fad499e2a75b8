"""The allow-list over the tree: every part, every table, every join. Fails closed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sqlglot import exp

from marketing_agent.ask.sql import vocabulary as words
from marketing_agent.ask.sql.errors import (
    ConstructRefused,
    FunctionRefused,
    JoinRefused,
    LimitRefused,
    NotASelect,
    ParameterRefused,
    QualifiedTable,
    RecursiveRefused,
    ShadowedTable,
    SqlTooComplex,
    StarRefused,
    TableFunction,
    TypeRefused,
    UnknownTable,
    WriteRefused,
)
from marketing_agent.warehouse.schemas import canonical_tables

MAX_NODES = 6_000
MAX_SELECTS = 60
_JSON_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
_Names = frozenset[str]
_NO_WRITES = "Only questions can be asked here: nothing is written or changed."


def check_shape(tree: exp.Query) -> None:
    """Raises a SqlRefused for the first part of the tree that is not allowed."""
    nodes = selects = 0
    stack: list[tuple[exp.Expr, _Names]] = [(tree, frozenset())]
    while stack:
        node, visible = stack.pop()
        nodes += 1
        selects += isinstance(node, exp.Select)
        if nodes > MAX_NODES or selects > MAX_SELECTS:
            raise SqlTooComplex("The statement has too many parts. Ask for less at once.")
        if type(node) not in words.ALLOWED:
            _check_unlisted(node)
        if isinstance(node, exp.Table):
            _check_table(node, visible)
        elif (check := _CHECKS.get(type(node))) is not None:
            check(node)
        stack.extend(_children(node, visible))


def _children(node: exp.Expr, visible: _Names) -> Iterator[tuple[exp.Expr, _Names]]:
    """The parts below, each with the common table expressions it can see.

    One is seen by those after it and by the query, never by itself: there its name would mean
    whatever the engine's catalogue has under it.
    """
    ctes = node.args.get("with_")
    if isinstance(ctes, exp.With):
        _check_with(ctes)
        for cte in ctes.expressions:
            yield cte, visible
            visible |= {cte.alias.lower()}
    for key, value in node.args.items():
        if key == "with_":
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, exp.Expr):
                yield part, visible


def _check_unlisted(node: exp.Expr) -> None:
    if isinstance(node, words.WRITES):
        raise WriteRefused(_NO_WRITES)
    if isinstance(node, exp.Command):
        raise NotASelect("Write one SELECT; other statements cannot be run here.")
    if isinstance(node, (exp.Placeholder, exp.Parameter, exp.SessionParameter)):
        raise ParameterRefused("Write the value itself in place of the parameter.")
    if isinstance(node, exp.Anonymous):
        if node.name.lower() not in words.NAMED_FUNCTIONS:
            raise FunctionRefused(f"The function {node.name[:60]} cannot be used here.")
    elif isinstance(node, exp.GenerateSeries):
        if not _is_day_list(node.parent):
            raise FunctionRefused("A series can only be a list of days in FROM.")
    elif isinstance(node, exp.Func):
        raise FunctionRefused(f"The function {node.sql_name().lower()} cannot be used here.")
    else:
        raise ConstructRefused(f"This part of SQL cannot be used here: {node.key}.")


def _check_with(node: exp.With) -> None:
    if node.args.get("recursive"):
        raise RecursiveRefused("WITH RECURSIVE cannot be used here.")
    if node.args.get("search"):
        raise ConstructRefused("SEARCH cannot be used here.")
    if not all(isinstance(cte, exp.CTE) for cte in node.expressions):
        raise ConstructRefused("WITH can only name queries here.")


def _check_cte(node: Any) -> None:
    name = node.alias.lower()
    if name in canonical_tables():
        raise ShadowedTable(f"{name} is a table: give the part of the WITH another name.")
    if not isinstance(node.this, words.QUERIES):
        refused = WriteRefused if isinstance(node.this, words.WRITES) else ConstructRefused
        raise refused("A part of a WITH can only be a SELECT.")
    _only(node, "this", "alias", "materialized")


def _check_table(node: exp.Table, visible: _Names) -> None:
    if not isinstance(node.this, exp.Identifier):
        raise TableFunction("Functions cannot stand in place of a table.")
    if node.args.get("db") or node.args.get("catalog"):
        raise QualifiedTable("Name the table alone, without schema or database.")
    name = node.name
    if name.lower() not in visible and name.lower() not in canonical_tables():
        known = ", ".join(canonical_tables())
        raise UnknownTable(f"There is no table {name[:60]!r}. There is: {known}.")
    _only(node, "this", "alias", "joins")


def _check_join(node: Any) -> None:
    kind, side = str(node.args.get("kind") or ""), str(node.args.get("side") or "")
    if node.args.get("method") or kind not in words.JOIN_KINDS | {"CROSS"}:
        raise JoinRefused("Only JOIN, LEFT, RIGHT and FULL JOIN with a condition can be used.")
    if kind == "CROSS" or not (node.args.get("on") or node.args.get("using")):
        raise JoinRefused("A join needs a condition: write JOIN … ON … or JOIN … USING (…).")
    if side not in words.JOIN_SIDES:
        raise JoinRefused("Only JOIN, LEFT, RIGHT and FULL JOIN with a condition can be used.")


def _check_unnest(node: Any) -> None:
    series = node.expressions[0].this if len(node.expressions) == 1 else None
    if not isinstance(series, exp.GenerateSeries) or not _is_day_list(series.parent):
        raise TableFunction("Only a list of days can be unnested.")
    _only(node, "expressions", "alias")


def _is_day_list(cast: exp.Expr | None) -> bool:
    """`CAST(GENERATE_SERIES(day, day, INTERVAL 'n' DAY) AS DATE[])` straight under UNNEST."""
    if not isinstance(cast, exp.Cast) or not isinstance(cast.parent, exp.Unnest):
        return False
    step = cast.this.args.get("step") if isinstance(cast.this, exp.GenerateSeries) else None
    return (
        isinstance(step, exp.Interval)
        and isinstance(step.this, exp.Literal)
        and step.this.name.isdecimal()
        and int(step.this.name) > 0
        and step.text("unit").upper() in words.CALENDAR_UNITS
    )


def _check_type(node: Any) -> None:
    kind = node.this
    if kind == exp.DType.ARRAY and _is_day_list(node.parent):
        return
    if kind not in words.TYPES or node.args.get("nested"):
        raise TypeRefused(f"The type {node.sql('duckdb')[:60]} cannot be used here.")


def _check_var(node: Any) -> None:
    # Printed as it stands: any other word could end the text around it.
    if node.name.upper().removesuffix("S") not in words.UNITS:
        raise ConstructRefused(f"{node.name[:60]!r} is no unit of time.")


def _check_interval(node: Any) -> None:
    unit = node.args.get("unit")
    if not isinstance(unit, exp.Var) or unit.name.upper().removesuffix("S") not in words.UNITS:
        raise ConstructRefused("Write an interval as INTERVAL '7' DAY.")


def _check_json_key(node: Any) -> None:
    # Printed inside a path: a name with signs of its own could become another path.
    if not isinstance(node.this, str) or not _JSON_KEY.fullmatch(node.this):
        raise ConstructRefused("Take a value out of JSON by a plain name: dims ->> 'name'.")


def _check_limit(node: Any) -> None:
    value = node.expression
    if not isinstance(value, exp.Literal) or not value.name.isdecimal() or len(value.name) > 9:
        raise LimitRefused("LIMIT and OFFSET take a plain number.")
    _only(node, "expression")


def _check_column(node: Any) -> None:
    if node.args.get("db") or node.args.get("catalog") or node.args.get("join_mark"):
        raise ConstructRefused("Name a column as column or table.column.")


def _check_star(node: Any) -> None:
    """Only as a whole projection or inside COUNT; `columns` bounds it further."""
    parent = node.parent
    if isinstance(parent, exp.Column):
        node, parent = parent, parent.parent
    projected = isinstance(parent, exp.Select) and node.arg_key == "expressions"
    counted = isinstance(parent, exp.Count) and isinstance(node, exp.Star)
    if not (projected or counted):
        raise StarRefused("* can only stand alone in SELECT or in COUNT(*).")
    if any(node.find(exp.Star).args.values()):
        raise StarRefused("Name the columns: * with EXCLUDE, REPLACE or RENAME cannot be used.")


def _check_select(node: Any) -> None:
    _only(
        node,
        *("with_", "distinct", "expressions", "from_", "joins", "where", "group", "having"),
        *("qualify", "windows", "order", "limit", "offset"),
    )
    if not node.expressions:
        raise ConstructRefused("SELECT needs a column.")


def _check_set_operation(node: Any) -> None:
    _only(node, "with_", "this", "expression", "distinct", "order", "limit", "offset")


def _check_subquery(node: Any) -> None:
    _only(node, "this", "alias", "with_")


def _only(node: exp.Expr, *allowed: str) -> None:
    for key, value in node.args.items():
        if value and key not in allowed:
            if key in ("into", "locks"):
                raise WriteRefused(_NO_WRITES)
            name = key.rstrip("_").replace("_", " ")
            raise ConstructRefused(f"This part of SQL cannot be used here: {node.key} {name}.")


_CHECKS: dict[type[exp.Expr], Callable[[Any], None]] = {
    exp.CTE: _check_cte,
    exp.Join: _check_join,
    exp.Unnest: _check_unnest,
    exp.DataType: _check_type,
    exp.Var: _check_var,
    exp.Interval: _check_interval,
    exp.JSONPathKey: _check_json_key,
    exp.Limit: _check_limit,
    exp.Offset: _check_limit,
    exp.Column: _check_column,
    exp.Star: _check_star,
    exp.Select: _check_select,
    exp.Union: _check_set_operation,
    exp.Intersect: _check_set_operation,
    exp.Except: _check_set_operation,
    exp.Subquery: _check_subquery,
}
