"""One statement in a process of its own: walls up, file open and locked, rows out, end.

The ground is what can be made ready before a statement is known: the version, and its limits.
"""

import decimal
import math
import socket
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

import duckdb

from marketing_agent.warehouse.sandbox import confine, wire

_MAX_JOB = 4 * 1024 * 1024
_BATCH = 256
_LONGEST_MESSAGE = 500
Engine = duckdb.DuckDBPyConnection


def prepare() -> Engine:
    """An engine without data and without threads: children inherit it by fork, ready to use."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "async_threads": 0,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "max_expression_depth": 250,
    }
    connection = duckdb.connect(config=config)
    # The first statement of an engine pays for what all later ones share.
    connection.execute("SELECT 1").fetchall()
    return connection


def serve(sock: socket.socket, engine: Engine, ground: dict[str, Any]) -> None:
    """Settles on the ground, waits for the job and answers it; every failure is an answer too."""
    try:
        walls = _settle(engine, ground)
        frame = wire.receive(sock, _MAX_JOB)
        if frame is not None:
            _run(sock, engine, frame[0], walls)
    except (MemoryError, duckdb.OutOfMemoryException):
        _refuse(sock, "memory", "")
    except duckdb.Error as error:
        _refuse(sock, "failed", str(error))
    except (RuntimeError, ValueError, ArithmeticError, ImportError) as error:
        _refuse(sock, "failed", f"A value cannot be shown: {error}")


def _settle(engine: Engine, ground: dict[str, Any]) -> dict[str, bool]:
    """Puts up every wall and says which stand."""
    limits = confine.limit(ground["memory_mb"], math.ceil(ground["deadline_s"]) + 1)
    _open(engine, ground)
    # After the engine opened its one file, and before it sees the statement.
    return confine.shut_in() | {"limits": limits}


def _run(sock: socket.socket, engine: Engine, job: dict[str, Any], walls: dict[str, bool]) -> None:
    started = time.perf_counter()
    if not _one_select(engine, job["sql"]):
        _refuse(sock, "failed", "Only one SELECT statement at a time can be run.")
        return
    cursor = engine.execute(job["sql"])
    described = cursor.description or []
    columns = [str(one[0]) for one in described]
    types = [str(one[1]) for one in described]
    wire.send(sock, {"columns": columns, "types": types, "walls": walls})
    truncated = _send_rows(sock, cursor, job)
    if truncated is not None:
        ms = (time.perf_counter() - started) * 1000
        wire.send(sock, {"done": {"truncated": truncated, "ms": ms}})


def _open(engine: Engine, ground: dict[str, Any]) -> None:
    """The version read-only, or an empty store; nothing else can be reached afterwards."""
    engine.execute("SET memory_limit = $limit", {"limit": f"{ground['memory_mb']}MB"})
    if ground["path"] is None:
        for statement in ground["schema"]:
            engine.execute(statement)
    else:
        engine.execute("ATTACH $path AS store (READ_ONLY)", {"path": ground["path"]})
        engine.execute("USE store")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")


def _one_select(engine: Engine, sql: str) -> bool:
    found = engine.extract_statements(sql)
    return len(found) == 1 and found[0].type == duckdb.StatementType.SELECT


def _send_rows(sock: socket.socket, cursor: Engine, job: dict[str, Any]) -> bool | None:
    """Sends rows up to both limits; whether there were more, or None when one row is too many."""
    rows_left, bytes_left = job["max_rows"], job["max_bytes"]
    while batch := cursor.fetchmany(_BATCH):
        fitting: list[list[object]] = []
        for row in batch[:rows_left]:
            values = [_plain(value) for value in row]
            bytes_left -= sum(_size(value) for value in values)
            if bytes_left < 0:
                return _cut(sock, fitting, sent=rows_left < job["max_rows"])
            fitting.append(values)
        wire.send(sock, {"rows": fitting})
        if len(batch) > rows_left:
            return True
        rows_left -= len(batch)
    return False


def _cut(sock: socket.socket, fitting: list[list[object]], *, sent: bool) -> bool | None:
    if not fitting and not sent:
        _refuse(sock, "too_large", "")
        return None
    wire.send(sock, {"rows": fitting})
    return True


def _plain(value: object) -> object:
    """The value in JSON's own types. A number that JSON cannot write becomes null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case decimal.Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | clock():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes() | bytearray():
            return value.hex()
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
    return str(value)


def _size(value: object) -> int:
    """About the bytes that the value takes as JSON, cheaply."""
    if isinstance(value, str):
        return len(value) + 3
    if isinstance(value, list):
        return 2 + sum(_size(one) for one in value)
    if isinstance(value, dict):
        return 2 + sum(len(key) + 4 + _size(one) for key, one in value.items())
    return 12


def _refuse(sock: socket.socket, kind: str, message: str) -> None:
    first = message.splitlines()[0].strip() if message else ""
    wire.send(sock, {"error": {"kind": kind, "message": first[:_LONGEST_MESSAGE]}})
