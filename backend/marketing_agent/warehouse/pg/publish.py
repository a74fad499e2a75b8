"""Putting a version into PostgreSQL: one transaction, so that it is there whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.schema import CreateIndex, CreateTable

from marketing_agent.kernel.rls import READER_ROLE
from marketing_agent.warehouse.pg.tables import sql_tables

Export = Callable[[str], Path]
"""Writes a table of the version as CSV and names the file."""
_CHUNK = 1 << 20
# Two processes may find a version missing at once: the second waits and finds it there.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:schema, 0))")
_IS_KEPT = text("SELECT to_regclass(quote_ident(:schema) || '.' || quote_ident(:name)) IS NOT NULL")
_MARK = text("SELECT obj_description(oid) FROM pg_namespace WHERE nspname = :schema")
# Lower case of any alphabet, whatever the database was created with: see `compiler.text`.
_LOWERING = """
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'pg_c_utf8') THEN
    CREATE COLLATION {schema}.letters FROM pg_catalog.pg_c_utf8;
  ELSE
    CREATE COLLATION {schema}.letters FROM pg_catalog."unicode";
  END IF;
END $$
"""


def is_published(connection: Connection, schema: str, mark: str) -> bool:
    """Whether the schema is there and was made from the file with that mark."""
    return bool(connection.scalar(_MARK, {"schema": schema}) == mark)


def publish(engine: Engine, schema: str, mark: str, export: Export | None) -> None:
    """Makes the schema with all canonical tables, and fills them from exported files.

    Nothing is done where it is there with the same `mark`. Without `export` the tables stay empty.
    """
    with engine.begin() as connection:
        connection.execute(_LOCK, {"schema": schema})
        if is_published(connection, schema, mark):
            return
        named = sql.Identifier(schema)
        _run(connection, sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(named))
        _run(connection, sql.SQL("CREATE SCHEMA {}").format(named))
        comment = sql.SQL("COMMENT ON SCHEMA {} IS {}")
        _run(connection, comment.format(named, sql.Literal(mark)))
        _run(connection, sql.SQL(_LOWERING).format(schema=named))
        scoped = connection.execution_options(schema_translate_map={None: schema})
        for table in sql_tables():
            scoped.execute(CreateTable(table))
            if export is not None:
                _load(connection, schema, table, export(table.name))
            for index in table.indexes:
                scoped.execute(CreateIndex(index))
            _run(connection, sql.SQL("ANALYZE {}.{}").format(named, sql.Identifier(table.name)))
        _grant(connection, named)


def keep(engine: Engine, schema: str, name: str, statement: str) -> None:
    """Makes a table of what a SELECT over the schema finds. Nothing is done where it is there."""
    with engine.begin() as connection:
        connection.execute(_LOCK, {"schema": schema})
        if is_kept(connection, schema, name):
            return
        scope, table = sql.Identifier(schema), sql.Identifier(schema, name)
        _run(connection, sql.SQL("SET LOCAL search_path TO {}").format(scope))
        made = sql.SQL("CREATE TABLE {} AS {}")
        _run(connection, made.format(table, sql.SQL(statement)))
        _run(connection, sql.SQL("ANALYZE {}").format(table))
        _grant(connection, scope)


def is_kept(connection: Connection, schema: str, name: str) -> bool:
    """Whether a kept table was made."""
    return bool(connection.scalar(_IS_KEPT, {"schema": schema, "name": name}))


def _grant(connection: Connection, schema: sql.Identifier) -> None:
    for grant in ("USAGE ON SCHEMA {schema}", "SELECT ON ALL TABLES IN SCHEMA {schema}"):
        statement = sql.SQL("GRANT " + grant + " TO {role}")
        role = sql.Identifier(READER_ROLE)
        _run(connection, statement.format(schema=schema, role=role))


def _load(connection: Connection, schema: str, table: Table, file: Path) -> None:
    """FREEZE: rows of a table made in the same transaction need no looking after later."""
    copy = sql.SQL("COPY {}.{} ({}) FROM STDIN WITH (FORMAT csv, FREEZE)").format(
        sql.Identifier(schema),
        sql.Identifier(table.name),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
    )
    with (
        _driver(connection).cursor() as cursor,
        cursor.copy(copy) as target,
        file.open("rb") as rows,
    ):
        while chunk := rows.read(_CHUNK):
            target.write(chunk)
    file.unlink()


def _run(connection: Connection, statement: sql.Composed) -> None:
    with _driver(connection).cursor() as cursor:
        cursor.execute(statement)


def _driver(connection: Connection) -> psycopg.Connection:
    return cast(psycopg.Connection, cast(Any, connection.connection.driver_connection))
