"""The canonical tables as SQLModel classes, made from their declaration.

They have a registry of their own: the application's tables know nothing of them, and each version
of a workspace is one set of them in a schema of its own.
"""

import types
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
)
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

from marketing_agent.warehouse.canonical import Column as Declared
from marketing_agent.warehouse.canonical import Table as DeclaredTable
from marketing_agent.warehouse.canonical import canonical_tables

# Text sorts by its bytes, as in DuckDB, whatever the database was created with.
BYTES = "C"
_TYPES: dict[str, TypeEngine[Any]] = {
    "VARCHAR": Text(collation=BYTES),
    "BIGINT": BigInteger(),
    "INTEGER": Integer(),
    "DOUBLE": Double(),
    "DECIMAL(18,4)": Numeric(18, 4),
    "BOOLEAN": Boolean(),
    "DATE": Date(),
    "TIMESTAMP": DateTime(timezone=False),
}
# The day that windows cut: rows lie in its order, and an index finds them.
_DAYS = {
    "orders": "order_date",
    "order_lines": "order_date",
    "sales_ledger": "event_date",
    "customers": "first_order_date",
    "order_transactions": "transaction_date",
    "checkouts": "checkout_date",
    "payouts": "transaction_date",
    "inventory_levels": "snapshot_date",
    "email_messages": "send_date",
    "email_flows": "bucket_start",
    "ad_spend": "date",
    "report_facts": "bucket_start",
}


class CanonicalRow(SQLModel, registry=registry()):
    """Base of the canonical tables' rows."""


@cache
def row_classes() -> Mapping[str, type[CanonicalRow]]:
    """The SQLModel class of every canonical table, by the table's name."""
    found = {name: _row_class(table) for name, table in canonical_tables().items()}
    return MappingProxyType(found)


def sql_tables() -> list[Table]:
    """The tables of the classes, in the order in which they are filled."""
    return [CanonicalRow.metadata.tables[str(one.__tablename__)] for one in row_classes().values()]


def loading_order(table: str) -> tuple[str, ...]:
    """The columns that rows of a table are sorted by when they are loaded."""
    declared = canonical_tables()[table]
    return (*((_DAYS[table],) if table in _DAYS else ()), *declared.key)


def _row_class(table: DeclaredTable) -> type[CanonicalRow]:
    name = "".join(part.capitalize() for part in table.name.split("_"))
    stored = {column.name: _stored(table, column) for column in table.columns}
    body: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": table.description,
        "__tablename__": table.name,
        "__table_args__": _indexes(table),
        "__mapper_args__": {"primary_key": [stored[name] for name in table.key]},
        "__annotations__": {column.name: _python(column) for column in table.columns},
    }
    for column in table.columns:
        default = ... if column.required else None
        body[column.name] = Field(
            default=default, sa_column=stored[column.name], description=column.description
        )
    return types.new_class(
        f"{name}Row", (CanonicalRow,), {"table": True}, lambda space: space.update(body)
    )


def _python(column: Declared) -> Any:
    kind = _TYPES[column.type].python_type
    return kind if column.required else kind | None


def _stored(table: DeclaredTable, column: Declared) -> Column[Any]:
    """Keys are unique since a version was checked for it when it was built.

    Only a key of one column, by which rows are looked up, is an index: longer ones can hold text
    that no index takes.
    """
    return Column(
        column.name,
        _TYPES[column.type],
        primary_key=table.key == (column.name,),
        nullable=not column.required,
    )


def _indexes(table: DeclaredTable) -> tuple[Index, ...]:
    day = _DAYS.get(table.name)
    if day is None:
        return ()
    return (Index(f"{table.name}_{day}", day),)
