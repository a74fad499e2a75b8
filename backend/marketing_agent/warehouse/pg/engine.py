"""The PostgreSQL implementation of the engine port."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql
from sqlalchemy import Engine as Connections
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from marketing_agent.kernel.errors import ConfigurationError, Unavailable
from marketing_agent.warehouse.engine import Builder, Engine, Reader
from marketing_agent.warehouse.pg import connect
from marketing_agent.warehouse.pg.names import PREFIX, number_in, schema_of
from marketing_agent.warehouse.pg.publish import is_published, keep, publish
from marketing_agent.warehouse.pg.reader import PgReader
from marketing_agent.warehouse.pg.tables import loading_order
from marketing_agent.warehouse.schemas import EngineName, Version

_SCHEMAS = text("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, :prefix)")
# A version that is being read is dropped by a later import.
_WAIT = text("SET LOCAL lock_timeout = '2s'")


class PgEngine(Engine):
    """Versions as schemas of one PostgreSQL database.

    The builder's file of a version stays the source: a version that is not here yet, because
    another engine was used before or the database was restored without it, is published when it is
    first asked for.
    """

    def __init__(self, url: str, builder: Builder) -> None:
        self._builder = builder
        self._reading: Connections = connect.reading(url)
        self._publishing: Connections = connect.publishing(url)

    @property
    def dialect(self) -> EngineName:
        return "postgres"

    def open_version(self, version: Version) -> Reader:
        schema = schema_of(version)
        with _answering(), self._publishing.connect() as connection:
            there = is_published(connection, schema, _mark(version))
        if not there:
            self.publish(version)
        return PgReader(self._reading, schema)

    def publish(self, version: Version) -> None:
        with _answering():
            if version.path is None:
                publish(self._publishing, schema_of(version), _mark(version), None)
                return
            # Beside the version, under a name that is cleared away after a crash.
            work = TemporaryDirectory(prefix=".building-", dir=version.path.parent)
            with work as folder:
                export = self._exporter(version.path, Path(folder))
                publish(self._publishing, schema_of(version), _mark(version), export)

    def _exporter(self, path: Path, folder: Path) -> Callable[[str], Path]:
        def export(table: str) -> Path:
            target = folder / f"{table}.csv"
            self._builder.export(path, table, loading_order(table), target)
            return target

        return export

    def keep(self, version: Version, name: str, sql: str) -> None:
        if version.path is None:
            return
        self.open_version(version)
        with _answering():
            keep(self._publishing, schema_of(version), name, sql)

    def versions(self, workspace_id: str) -> list[int]:
        with _answering(), self._publishing.connect() as connection:
            schemas = connection.scalars(_SCHEMAS, {"prefix": PREFIX})
            numbers = [number_in(str(schema), workspace_id) for schema in schemas]
        return [number for number in numbers if number is not None]

    def remove(self, workspace_id: str, versions: Iterable[int]) -> None:
        for number in versions:
            schema = schema_of(Version(workspace_id, number, None))
            with _answering():
                self._drop(schema)

    def _drop(self, schema: str) -> None:
        statement = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
        try:
            with self._publishing.begin() as connection:
                connection.execute(_WAIT)
                connection.exec_driver_sql(statement.as_string(None))
        except DBAPIError as error:
            if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise

    def close(self) -> None:
        for connections in (self._reading, self._publishing):
            connections.dispose()


def _mark(version: Version) -> str:
    """What tells a version's file from another one that once had its number."""
    if version.path is None:
        return "empty"
    found = version.path.stat()
    return f"{found.st_size} bytes, written at {found.st_mtime_ns}"


@contextmanager
def _answering() -> Iterator[None]:
    """Errors of the connection in the product's own words."""
    try:
        yield
    except OperationalError as error:
        raise Unavailable("The PostgreSQL of the warehouse does not answer.") from error
    except (DBAPIError, psycopg.Error) as error:
        if isinstance(getattr(error, "orig", error), psycopg.errors.InsufficientPrivilege):
            raise ConfigurationError(
                "The role of DATABASE_URL may not keep a warehouse: it must own the database."
            ) from error
        raise
