"""Merging staged files into the file of the next version."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from marketing_agent.warehouse.canonical import Table, canonical_tables
from marketing_agent.warehouse.duck import statements
from marketing_agent.warehouse.duck.connect import Limits, open_writer
from marketing_agent.warehouse.duck.derive import derive, first_orders_of
from marketing_agent.warehouse.duck.letters import count_once
from marketing_agent.warehouse.duck.reader import first_line
from marketing_agent.warehouse.errors import CheckFailed, StagedMismatch
from marketing_agent.warehouse.schemas import MergedFile, StagedFile

_COLUMNS = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
_LEDGER_ADDS_UP = """
SELECT order_id FROM sales_ledger
WHERE total_sales_minor <> gross_sales_minor + discounts_minor + returns_minor + shipping_minor
    + duties_minor + fees_minor + taxes_minor
LIMIT 1
"""

# Their rows are made or moved to other keys after the merge.
_REKEYED = ("sales_ledger", "customers")


def build(
    path: Path,
    staged: Sequence[tuple[str, StagedFile, Path]],
    *,
    limits: Limits,
    temp_dir: Path,
) -> tuple[tuple[MergedFile, ...], dict[str, int]]:
    """See `engine.Engine.build`."""
    folders = sorted({file.parent for _, _, file in staged})
    connection = open_writer(path, limits, temp_dir, folders, ordered=False)
    try:
        connection.execute("BEGIN")
        _complete_tables(connection)
        merging = _Merging(connection)
        merged = tuple(merging.merge(*file) for file in staged)
        touched = {file.table for file in merged}
        if "email_messages" in touched:
            merged = _told_once(connection, merged)
        derive(connection, touched, typed=merging.typed >= {"orders", "sales_ledger"})
        _check(connection, touched - merging.proven)
        rows = {name: _one(connection, statements.count_rows(name)) for name in canonical_tables()}
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT").fetchall()
    except duckdb.ConstraintException as error:
        raise CheckFailed(f"A row breaks a rule of its table: {first_line(error)}") from error
    finally:
        connection.close()
    return merged, rows


def _complete_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes every table, and in the version of an earlier release the columns it did not have."""
    there: dict[str, set[str]] = defaultdict(set)
    for name, column in connection.execute(_COLUMNS).fetchall():
        there[name].add(column)
    for table in canonical_tables().values():
        if table.name not in there:
            connection.execute(statements.create_table(table))
            continue
        for column in table.columns:
            if column.name not in there[table.name]:
                connection.execute(statements.add_column(table.name, column))


class _Merging:
    """Merges files one after the other, with what the first file of a table makes unnecessary."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.proven: set[str] = set()
        """Tables filled by one file whose keys are unique."""
        self.typed: set[str] = set()
        """Tables whose rows got the type of their customer when they were inserted."""

    def merge(self, import_id: str, file: StagedFile, path: Path) -> MergedFile:
        table = canonical_tables()[file.table]
        _check_columns(self._connection, table, path)
        here = {"path": str(path)}
        repeated = bool(
            self._connection.execute(statements.repeated_keys(table, staged=True), here).fetchall()
        )
        replaced = 0
        if _one(self._connection, statements.count_rows(table.name)):
            replaced = _one(self._connection, statements.delete_replaced(table), here)
            self.proven.discard(table.name)
            self.typed.discard(table.name)
            insert = _insert(table, repeated=repeated)
        else:
            insert = self._first(table, path, repeated=repeated)
        rows = _one(self._connection, insert, here)
        return MergedFile(import_id, file.table, file.file_id, rows, replaced)

    def _first(self, table: Table, path: Path, *, repeated: bool) -> str:
        if repeated:
            return statements.insert_latest(table)
        if table.name not in _REKEYED:
            self.proven.add(table.name)
        if table.name == "orders":
            first_orders_of(self._connection, path)
        elif table.name != "sales_ledger" or "orders" not in self.typed:
            return statements.insert_staged(table)
        self.typed.add(table.name)
        return statements.insert_typed(table)


def _told_once(
    connection: duckdb.DuckDBPyConnection, merged: Sequence[MergedFile]
) -> tuple[MergedFile, ...]:
    repeated, doubtful = count_once(connection)
    return tuple(
        replace(
            file,
            repeated=repeated.get(file.file_id, 0),
            doubtful=doubtful.get(file.file_id, 0),
        )
        if file.table == "email_messages"
        else file
        for file in merged
    )


def _insert(table: Table, *, repeated: bool) -> str:
    return statements.insert_latest(table) if repeated else statements.insert_staged(table)


def _check_columns(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    found = connection.execute(statements.describe_staged(), {"path": str(path)}).fetchall()
    if [(row[0], row[1]) for row in found] != [(c.name, c.type) for c in table.staged_columns]:
        raise StagedMismatch(
            f"Staged rows of {table.name} were written for another version of the product: "
            "import their files again."
        )


def _check(connection: duckdb.DuckDBPyConnection, touched: set[str]) -> None:
    for name in sorted(touched):
        query = statements.repeated_keys(canonical_tables()[name], staged=False)
        repeated = connection.execute(query).fetchone()
        if repeated:
            raise CheckFailed(f"The key {repeated} appears twice in {name}.")
    wrong = connection.execute(_LEDGER_ADDS_UP).fetchone()
    if wrong:
        raise CheckFailed(f"The amounts of order {wrong[0]} do not add up to its total sales.")


def _one(
    connection: duckdb.DuckDBPyConnection, sql: str, params: dict[str, str] | None = None
) -> int:
    row = connection.execute(sql, params or {}).fetchone()
    return int(row[0]) if row else 0
