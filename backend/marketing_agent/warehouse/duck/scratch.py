"""A bounded private database for reading CSV files and staging canonical rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from marketing_agent.warehouse.canonical import Table, canonical_tables
from marketing_agent.warehouse.duck import statements
from marketing_agent.warehouse.duck.connect import Limits, open_writer
from marketing_agent.warehouse.duck.reader import fetch, first_line
from marketing_agent.warehouse.engine import Layer, Params
from marketing_agent.warehouse.errors import CheckFailed, QueryRefused, StagedMismatch
from marketing_agent.warehouse.files import publish_file, remove
from marketing_agent.warehouse.schemas import QueryResult, RejectedLine, StagedFile

_REASONS = {
    "UNQUOTED VALUE": "A quote in the row is not closed or not doubled.",
    "LINE SIZE OVER MAXIMUM": "The row is longer than two million bytes.",
    "INVALID ENCODING": "The row is not valid UTF-8.",
}
_LONGEST_TEXT = 1000


class DuckScratch:
    """See `engine.Scratch`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        work_dir: Path,
        staged_dir: Path,
        import_id: str,
    ) -> None:
        self._connection = connection
        self._work_dir = work_dir
        self._staged_dir = staged_dir
        self._import_id = import_id

    @property
    def work_dir(self) -> Path:
        return self._work_dir

    def read_csv(
        self,
        name: str,
        path: Path,
        columns: Sequence[str],
        keep: Sequence[str] | None = None,
        layers: Sequence[Layer] = (),
        params: Params | None = None,
    ) -> int:
        source = {
            "path": str(path),
            "columns": dict.fromkeys(columns, "VARCHAR"),
            "errors": _errors(name),
            "scans": f"{name}_scans",
        }
        statement = statements.read_csv(name, keep or columns, layers)
        return self.execute(statement, source | dict(params or {}))

    def rejected_count(self, name: str) -> int:
        result = self.query(statements.count_rejected(_errors(name)))
        return int(str(result.rows[0][0]))

    def rejected_lines(self, name: str, limit: int = 10_000) -> list[RejectedLine]:
        result = self.query(statements.rejected(_errors(name), _LONGEST_TEXT), {"limit": limit})
        return [
            RejectedLine(int(str(line)), _reason(str(kind), str(message)), str(text or ""))
            for line, kind, message, text in result.rows
        ]

    def execute(self, sql: str, params: Params | None = None) -> int:
        try:
            self._connection.execute(sql, dict(params or {}))
            changed = self._connection.fetchall()
        except duckdb.Error as error:
            raise QueryRefused(f"The rows cannot be read: {first_line(error)}") from error
        return changed[0][0] if changed and isinstance(changed[0][0], int) else 0

    def query(self, sql: str, params: Params | None = None) -> QueryResult:
        return fetch(self._connection, sql, params or {})

    def stage(self, table: str, file_id: str, source: str) -> StagedFile:
        declared = canonical_tables()[table]
        self._check_columns(declared, source)
        with publish_file(self._staged_dir / table / f"{file_id}.parquet") as path:
            self._write(statements.staged_rows(declared, source, self._import_id, file_id), path)
            rows = self._check_required(declared, path)
        return StagedFile(table, file_id, rows)

    def _check_columns(self, table: Table, source: str) -> None:
        given = {str(row[0]) for row in self.query(statements.describe(source)).rows}
        expected = {column.name for column in table.staged_columns} - {"import_id", "source_file"}
        if given != expected:
            raise StagedMismatch(
                f"Rows for {table.name} need other columns: missing "
                f"{sorted(expected - given)}, not known {sorted(given - expected)}."
            )

    def _write(self, select: str, path: Path) -> None:
        try:
            rows = self._connection.sql(select)
            rows.write_parquet(str(path), compression="snappy")
        except duckdb.Error as error:
            raise StagedMismatch(f"Rows cannot be staged: {first_line(error)}") from error

    def _check_required(self, table: Table, path: Path) -> int:
        required = [column.name for column in table.columns if column.required]
        counts = self.query(statements.count_filled(required), {"path": str(path)}).rows[0]
        rows, *filled = (int(str(count)) for count in counts)
        empty = [name for name, count in zip(required, filled, strict=True) if count < rows]
        if empty:
            raise CheckFailed(f"Rows for {table.name} lack a value in {', '.join(empty)}.")
        return rows


@contextmanager
def open_scratch(
    limits: Limits, import_id: str, staged_dir: Path, read_dirs: Sequence[Path], temp_root: Path
) -> Iterator[DuckScratch]:
    """Opens a scratch database and removes everything it kept on disk at the end."""
    staged_dir.mkdir(parents=True, exist_ok=True)
    temp_root.mkdir(parents=True, exist_ok=True)
    work_dir = Path(mkdtemp(dir=temp_root))
    connection = open_writer(None, limits, work_dir / "spill", [work_dir, staged_dir, *read_dirs])
    try:
        yield DuckScratch(connection, work_dir, staged_dir, import_id)
    finally:
        connection.close()
        remove(work_dir)
        with suppress(OSError):  # another scratch database still uses it
            temp_root.rmdir()


def _errors(name: str) -> str:
    return f"{name}_errors"


def _reason(kind: str, message: str) -> str:
    if kind in ("MISSING COLUMNS", "TOO MANY COLUMNS"):
        expected, found = (word for word in message.split() if word.isdigit())
        return f"The row has {found} cells where the header has {expected}."
    return _REASONS.get(kind, "The row is not well-formed CSV.")
