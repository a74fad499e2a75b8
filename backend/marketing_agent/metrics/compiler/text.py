"""Printing a tree as SQL text, with its hash and the parameters it needs."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict
from sqlglot import exp, parse_one

Dialect = Literal["duckdb", "postgres", "clickhouse", "spark"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)


class Statement(BaseModel):
    """SQL text ready to store: `parameters` maps each name to its type."""

    model_config = ConfigDict(frozen=True)

    sql: str
    parameters: dict[str, str]
    dialect: Dialect

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def fixed(text: str) -> exp.Expr:
    """A SELECT of the product's own that never changes, as a tree that any dialect can print."""
    return parse_one(text, read="duckdb")


def print_sql(tree: exp.Expr, dialect: Dialect = "duckdb") -> Statement:
    """The tree as text of that dialect, laid out for reading."""
    if dialect in _ADAPTERS:
        tree = _ADAPTERS[dialect](tree)
    found = {str(p.this): _type_name(p) for p in tree.find_all(exp.Placeholder)}
    return Statement(
        sql=tree.sql(dialect=dialect, pretty=True, copy=False),
        parameters=dict(sorted(found.items())),
        dialect=dialect,
    )


def _type_name(placeholder: exp.Expr) -> str:
    kind = placeholder.args.get("kind")
    return str(kind.sql()).lower() if isinstance(kind, exp.Expr) else "varchar"


def _with_typed_parameters(tree: exp.Expr) -> exp.Expr:
    """Engines that take parameters as untyped text are told which of them are days."""

    def typed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder) and _type_name(node) == "date":
            return exp.cast(node, "DATE")
        return node

    return tree.copy().transform(typed)


def _with_numbered_days(tree: exp.Expr) -> exp.Expr:
    """ClickHouse has no series of dates; it counts numbers and adds them to the first day."""

    def counted(node: exp.Expr) -> exp.Expr:
        series = node.find(exp.GenerateDateArray) if isinstance(node, exp.Unnest) else None
        if series is None:
            return node
        start, last = series.args["start"], series.args["end"]
        length = exp.DateDiff(this=last, expression=start, unit=exp.var("DAY"))
        many = exp.Add(this=length, expression=exp.Literal.number(1))
        numbers = exp.Table(this=exp.Anonymous(this="numbers", expressions=[many]))
        day = exp.Anonymous(this="addDays", expressions=[start.copy(), exp.column("number")])
        return exp.select(exp.alias_(day, "day")).from_(numbers).subquery("spine")

    return tree.copy().transform(counted)


def _for_postgres(tree: exp.Expr) -> exp.Expr:
    """PostgreSQL counts weekdays from Monday only in EXTRACT, and is told how to read text.

    Columns sort by their bytes, as all text does in DuckDB; what functions make of text has to be
    told so again. Its lower case knows only the letters of a collation: `letters` knows all.
    """

    def extracted(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.DayOfWeekIso):
            return exp.Extract(this=exp.var("ISODOW"), expression=node.this)
        return node

    adapted = _with_typed_parameters(tree).transform(extracted, copy=False)
    for cell in list(adapted.find_all(exp.JSONExtractScalar)):
        cell.set("this", exp.cast(cell.this, "JSON"))
        cell.replace(_by_bytes(cell.copy()))
    for lower in list(adapted.find_all(exp.Lower)):
        letters = exp.to_identifier("letters")
        text = exp.paren(lower.this) if isinstance(lower.this, exp.Binary) else lower.this
        lower.set("this", exp.Collate(this=text, expression=letters))
        lower.replace(_by_bytes(lower.copy()))
    return adapted


def _by_bytes(text: exp.Expr) -> exp.Expr:
    return exp.Collate(this=text, expression=exp.to_identifier("C", quoted=True))


def _for_clickhouse(tree: exp.Expr) -> exp.Expr:
    """ClickHouse turns an instant to another zone by a function of its own."""

    def turned(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.ConvertTimezone):
            parts = [node.args["timestamp"], node.args["target_tz"]]
            return exp.Anonymous(this="toTimeZone", expressions=parts)
        return node

    return _with_numbered_days(tree).transform(turned, copy=False)


_ADAPTERS: dict[Dialect, Callable[[exp.Expr], exp.Expr]] = {
    "postgres": _for_postgres,
    "spark": _with_typed_parameters,
    "clickhouse": _for_clickhouse,
}
