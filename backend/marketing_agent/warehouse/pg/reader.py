"""Reading one version."""

import time
from collections.abc import Mapping
from typing import Any, cast

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from marketing_agent.kernel.errors import Unavailable
from marketing_agent.warehouse.errors import QueryRefused, UnknownVersion
from marketing_agent.warehouse.pg.publish import is_kept
from marketing_agent.warehouse.pg.statements import Numbered, numbered
from marketing_agent.warehouse.schemas import QueryResult

_IS_GONE = text("SELECT to_regnamespace(quote_ident(:schema)) IS NULL")


class PgReader:
    """One version: its schema is the only one that a statement's names lead to."""

    def __init__(self, engine: Engine, schema: str) -> None:
        self._engine, self._schema = engine, schema
        self._kept = set[str]()

    def query(self, sql: str, params: Mapping[str, object]) -> QueryResult:
        asked = numbered(sql)
        values = [params.get(name) for name in asked.names]
        try:
            with self._engine.connect() as connection:
                return self._run(cast(Any, connection.connection.driver_connection), asked, values)
        except psycopg.errors.UndefinedTable as error:
            if self._is_gone():
                raise UnknownVersion("That version of the data is no longer kept.") from error
            raise QueryRefused(f"The query cannot be answered: {_first_line(error)}") from error
        except psycopg.errors.QueryCanceled as error:
            raise QueryRefused("The query took longer than a minute and was stopped.") from error
        except (OperationalError, psycopg.OperationalError) as error:
            raise Unavailable("The PostgreSQL of the warehouse does not answer.") from error
        except psycopg.Error as error:
            raise QueryRefused(f"The query cannot be answered: {_first_line(error)}") from error

    def kept(self, name: str) -> str | None:
        if name not in self._kept:
            with self._engine.connect() as connection:
                if not is_kept(connection, self._schema, name):
                    return None
            self._kept.add(name)
        return name

    def _is_gone(self) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.scalar(_IS_GONE, {"schema": self._schema}))

    def _run(
        self, connection: psycopg.Connection, asked: Numbered, values: list[object]
    ) -> QueryResult:
        """One transaction that only reads, rolled back by the pool when the connection returns."""
        with psycopg.RawCursor(connection) as cursor:
            cursor.execute("SELECT set_config('search_path', $1, true)", [f'"{self._schema}"'])
            start = time.perf_counter()
            cursor.execute(asked.sql, values)
            rows = cursor.fetchall()
            columns = tuple(column.name for column in cursor.description or ())
        return QueryResult(columns, rows, (time.perf_counter() - start) * 1000)


def _first_line(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error)).splitlines()[0].strip()
