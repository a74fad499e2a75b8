"""SQL from constant templates: words of the template are replaced by expressions, never by text."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from sqlglot import exp, parse_one

_PARAMETER = re.compile(r"\$([a-z_]+)")


@cache
def _parsed(template: str) -> exp.Expr:
    return parse_one(template, dialect="duckdb")


def sql(template: str, **parts: exp.Expr) -> exp.Expr:
    """The template with each column named as one of `parts` replaced by that expression."""

    def replace(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and node.name in parts:
            return exp.paren(parts[node.name], copy=True)
        return node

    return _parsed(template).transform(replace)


def select(statement: str) -> exp.Select:
    """A constant SELECT as an expression to build on."""
    parsed = _parsed(statement).copy()
    if not isinstance(parsed, exp.Select):
        raise TypeError("not a SELECT")
    return parsed


def text(expression: exp.Expr) -> str:
    """The expression as DuckDB reads it."""
    return expression.sql(dialect="duckdb", copy=False)


def literal(value: str) -> exp.Expr:
    """A string literal."""
    return exp.Literal.string(value)


def column(name: str) -> exp.Expr:
    """A quoted column."""
    return exp.column(name, quoted=True)


def alias(expression: exp.Expr, name: str) -> exp.Expr:
    """The expression under a name; unlike SQLGlot's own it copies nothing, which takes long."""
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def null(kind: str = "VARCHAR") -> exp.Expr:
    """A typed NULL."""
    return exp.cast(exp.null(), kind, dialect="duckdb")


def coalesce(parts: Iterable[exp.Expr]) -> exp.Expr:
    """The first value there is; a typed NULL without parts."""
    found = list(parts)
    if not found:
        return null()
    return found[0] if len(found) == 1 else exp.func("COALESCE", *found, dialect="duckdb")


def create_table(name: str, query: exp.Query) -> str:
    """CREATE TEMP TABLE of a query."""
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    table = exp.to_table(name, dialect="duckdb")
    return text(exp.Create(this=table, kind="TABLE", expression=query, properties=temporary))


def create_view(name: str, query: exp.Query) -> str:
    """CREATE TEMP VIEW of a query without parameters."""
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    table = exp.to_table(name, dialect="duckdb")
    return text(exp.Create(this=table, kind="VIEW", expression=query, properties=temporary))


def used(statement: str, params: Mapping[str, object]) -> dict[str, object]:
    """The parameters that the statement names: the engine refuses any others."""
    named = set(_PARAMETER.findall(statement))
    return {name: value for name, value in params.items() if name in named}
