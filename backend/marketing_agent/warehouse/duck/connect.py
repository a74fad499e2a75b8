"""How DuckDB databases are opened: bounded, and locked before they see anything from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

_Config = dict[str, str | bool | int | float | list[str]]

_CLOSED: _Config = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True)
class Limits:
    """Bounds of one database."""

    memory: str = "1GB"
    threads: int = 2


def open_reader(path: Path | None, limits: Limits) -> duckdb.DuckDBPyConnection:
    """Opens a version read-only, or an empty database in memory; nothing outside is reachable."""
    config: _Config = _CLOSED | {"memory_limit": limits.memory, "threads": limits.threads}
    if path is None:
        return _quiet(duckdb.connect(config=config))
    config |= {"access_mode": "READ_ONLY", "enable_external_access": False}
    return _lock(_quiet(duckdb.connect(str(path), config=config)))


def open_writer(
    path: Path | None,
    limits: Limits,
    temp_dir: Path,
    folders: Sequence[Path],
    *,
    ordered: bool = True,
) -> duckdb.DuckDBPyConnection:
    """Opens a database for writing that reads and writes files in `folders` only.

    `ordered` keeps rows in the order of their source, which costs time and memory.
    """
    config: _Config = _CLOSED | {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "temp_directory": str(temp_dir),
        "preserve_insertion_order": ordered,
    }
    connection = _quiet(duckdb.connect(":memory:" if path is None else str(path), config=config))
    allowed = [str(folder) for folder in folders]
    connection.execute("SET allowed_directories = $allowed", {"allowed": allowed})
    connection.execute("SET enable_external_access = false")
    return _lock(connection)


def close_off(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Shuts out files and locks the configuration of a database in memory."""
    connection.execute("SET enable_external_access = false")
    return _lock(connection)


def _quiet(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """No progress bar: DuckDB draws it on standard output, which belongs to the answer."""
    connection.execute("SET enable_progress_bar = false")
    return connection


def _lock(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("SET lock_configuration = true")
    return connection
