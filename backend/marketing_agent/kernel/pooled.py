"""Pooled connections: one that PostgreSQL has closed is not handed out.

Asking before every transaction costs a round trip each time. The socket of a connection that was
closed has something to read (the goodbye, or the end), which is seen without asking; so only what
has something to say, or has rested for a while, is asked.
"""

import select
import time

from psycopg import Connection, Error
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

RESTED_SECONDS = 5.0
_SEEN = "seen"


def check_on_checkout(engine: Engine) -> None:
    """Makes the engine's pool test what it hands out; a dead one takes all older ones with it."""
    event.listen(engine, "checkin", _note)
    event.listen(engine, "checkout", _test)


def _note(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_SEEN] = time.monotonic()


def _test(connection: Connection, record: ConnectionPoolEntry, _proxy: object) -> None:
    seen = record.info.get(_SEEN)
    if seen is None or (time.monotonic() - seen < RESTED_SECONDS and _is_silent(connection)):
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Error as error:
        raise InvalidatePoolError("PostgreSQL closed this connection") from error


def _is_silent(connection: Connection) -> bool:
    """Whether nothing waits to be read: no answer is due, so anything else is bad news."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)
