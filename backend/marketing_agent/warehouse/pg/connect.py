"""Connections of two kinds: one role can do nothing but read versions, the other publishes."""

from typing import cast

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from marketing_agent.kernel.db import CONNECT_SECONDS, sqlalchemy_url
from marketing_agent.kernel.pooled import check_on_checkout
from marketing_agent.kernel.rls import READER_ROLE
from marketing_agent.warehouse.pg.numbers import WholeNumbers

_READERS = 8
# Each statement sorts in memory as far as this; the timeouts end what went wrong.
_READING = f"""
SET ROLE {READER_ROLE};
SET default_transaction_read_only = on;
SET statement_timeout = '60s';
SET lock_timeout = '5s';
SET idle_in_transaction_session_timeout = '60s';
SET TimeZone = 'UTC';
SET work_mem = '64MB';
SET jit = off
"""


def reading(url: str) -> Engine:
    """Connections of the reading role, a few of them kept open."""
    engine = _engine(url, _READERS)
    event.listen(engine, "connect", _become_reader)
    return engine


def publishing(url: str) -> Engine:
    """Connections of the role that owns the versions; none is kept open."""
    return _engine(url, 0)


def _engine(url: str, kept: int) -> Engine:
    engine = create_engine(
        sqlalchemy_url(url),
        pool_size=max(kept, 1),
        max_overflow=16,
        hide_parameters=True,
        # Statements are many and each runs a few times: none is prepared on the server.
        connect_args={"connect_timeout": CONNECT_SECONDS, "prepare_threshold": None},
    )
    check_on_checkout(engine)
    return engine


def _become_reader(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for statement in _READING.split(";"):
        cursor.execute(statement)
    cursor.close()
    connection.commit()
    cast(psycopg.Connection, connection).adapters.register_loader("numeric", WholeNumbers)
