"""Columns of a statement's result, told apart by their types so that a chart can be chosen."""

from marketing_agent.boards.statements import Table
from marketing_agent.metrics.query_schemas import AnswerColumn, ColumnRole, ColumnUnit

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
          "UINTEGER", "UBIGINT", "UHUGEINT")  # fmt: skip
_BROKEN = ("DECIMAL", "DOUBLE", "FLOAT", "REAL")
_DAYS = ("DATE", "TIMESTAMP")


def columns_of(table: Table) -> tuple[AnswerColumn, ...]:
    """Days are an axis, numbers are values, everything else splits."""
    return tuple(map(_column, table.columns, table.types))


def _column(name: str, kind: str) -> AnswerColumn:
    unit, role = _meaning(kind.upper())
    return AnswerColumn(name=name, label=name.replace("_", " "), unit=unit, role=role, of=None)


def _meaning(kind: str) -> tuple[ColumnUnit, ColumnRole]:
    if kind.startswith(_DAYS):
        return "date", "date"
    if kind in _WHOLE:
        return "count", "value"
    if kind.startswith(_BROKEN):
        return "ratio", "value"
    return "text", "dimension"
