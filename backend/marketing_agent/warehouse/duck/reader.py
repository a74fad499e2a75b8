"""Reading one version."""

import logging
import re
import time
from functools import lru_cache
from pathlib import Path

import duckdb

from marketing_agent.kernel.errors import AppError
from marketing_agent.warehouse.canonical import canonical_tables
from marketing_agent.warehouse.duck import statements
from marketing_agent.warehouse.duck.connect import Limits, attach, close_off, open_reader
from marketing_agent.warehouse.engine import Params
from marketing_agent.warehouse.errors import OutdatedVersion, QueryRefused
from marketing_agent.warehouse.schemas import QueryResult

_log = logging.getLogger(__name__)
_MISSING = re.compile(r'Referenced column "(\w+)" not found')


class DuckReader:
    """One version. Each query has a cursor of its own, so threads do not wait for each other."""

    def __init__(self, path: Path | None, limits: Limits, kept: Path | None = None) -> None:
        self._connection = open_reader(path, limits, kept)
        self._kept, self._attached = kept, set[str]()
        if path is None:
            for table in canonical_tables().values():
                self._connection.execute(statements.create_table(table))
            close_off(self._connection)

    def query(self, sql: str, params: Params) -> QueryResult:
        used = parameters_of(sql)
        with self._connection.cursor() as cursor:
            given = {name: params[name] for name in used if name in params}
            try:
                return fetch(cursor, sql, given)
            except QueryRefused as error:
                raise _outdated(error) or error from error

    def kept(self, name: str) -> str | None:
        if self._kept is None:
            return None
        if name not in self._attached:
            file = kept_file(self._kept, name)
            if not (file.is_file() and self._attach(file, name)):
                return None
            self._attached.add(name)
        return f"{name}.facts"

    def _attach(self, file: Path, name: str) -> bool:
        """Whether the file can be read: what is spoilt, or gone with its version, is not kept."""
        try:
            with self._connection.cursor() as cursor:
                attach(cursor, file, name)
        except duckdb.Error as error:
            _log.warning("A kept table cannot be read and is worked out anew: %s", error)
            return False
        return True


def kept_file(folder: Path, name: str) -> Path:
    """Where a kept table is: in `facts` of a database of its own."""
    return folder / f"{name}.duckdb"


def refused(error: duckdb.Error) -> AppError:
    """What the engine says of a statement, in its own sentence or in ours where we know why."""
    found = QueryRefused(f"The query cannot be answered: {first_line(error)}")
    return _outdated(found) or found


def fetch(connection: duckdb.DuckDBPyConnection, sql: str, params: Params) -> QueryResult:
    """Runs one SELECT and fetches it; raises QueryRefused with the engine's own sentence."""
    start = time.perf_counter()
    try:
        connection.execute(sql, dict(params))
        rows = connection.fetchall()
    except duckdb.Error as error:
        raise QueryRefused(f"The query cannot be answered: {first_line(error)}") from error
    columns = tuple(str(column[0]) for column in connection.description or ())
    return QueryResult(columns, rows, (time.perf_counter() - start) * 1000)


def _outdated(error: QueryRefused) -> OutdatedVersion | None:
    """Why a column that every version has by now is missing; None where something else is."""
    found = _MISSING.search(error.message)
    if found is None or found[1] not in _kept_by_now():
        return None
    return OutdatedVersion(
        "An earlier release prepared this data and did not keep what this asks for. "
        "Import any file, or take an import back and bring it in again: the data is prepared anew."
    )


@lru_cache
def _kept_by_now() -> frozenset[str]:
    tables = canonical_tables().values()
    return frozenset(column.name for table in tables for column in table.columns)


@lru_cache(maxsize=2048)
def parameters_of(sql: str) -> frozenset[str]:
    """Names of the parameters of one SELECT; raises QueryRefused for anything else."""
    try:
        found = _parser().extract_statements(sql)
    except duckdb.Error as error:
        raise QueryRefused(f"The query cannot be read: {first_line(error)}") from error
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused("Only one SELECT statement at a time can be run.")
    return frozenset(found[0].named_parameters)


@lru_cache(maxsize=1)
def _parser() -> duckdb.DuckDBPyConnection:
    return close_off(duckdb.connect(config={"threads": 1}))


def first_line(error: Exception) -> str:
    """The engine's message without its picture of the statement."""
    return str(error).splitlines()[0].strip()
