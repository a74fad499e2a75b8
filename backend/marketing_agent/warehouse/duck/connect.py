"""How DuckDB databases are opened: bounded, and locked before they see anything from outside."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

_Config = dict[str, str | bool | int | float | list[str]]

_CLOSED: _Config = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_opening = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """Bounds of one database."""

    memory: str = "1GB"
    threads: int = 2


def open_reader(
    path: Path | None, limits: Limits, kept: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """Opens a version read-only, or an empty database in memory.

    Nothing outside is reachable but the folder of the tables that were made of it.
    """
    config: _Config = _CLOSED | {"memory_limit": limits.memory, "threads": limits.threads}
    if path is None:
        return _quiet(duckdb.connect(config=config))
    config |= {"access_mode": "READ_ONLY"}
    with _opening:
        connection = duckdb.connect(str(path), config=config)
        # All that open one file in one process share what DuckDB holds of it: a version that was
        # let go while a statement still ran is locked already.
        if _is_locked(connection):
            return connection
        return _only_in(_quiet(connection), [kept] if kept else [])


def open_exporter(path: Path, limits: Limits, folder: Path) -> duckdb.DuckDBPyConnection:
    """Opens a version read-only so that it can write files into `folder`, and nowhere else."""
    config: _Config = _CLOSED | {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "access_mode": "READ_ONLY",
        "temp_directory": str(folder),
    }
    return _only_in(_quiet(duckdb.connect(str(path), config=config)), [folder])


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
    return _only_in(connection, folders)


def open_maker(
    version: Path, target: Path, limits: Limits, temp_dir: Path
) -> duckdb.DuckDBPyConnection:
    """Opens a version read-only beside the new database `made`; names lead to the version."""
    config: _Config = _CLOSED | {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "temp_directory": str(temp_dir),
    }
    connection = _quiet(duckdb.connect(config=config))
    connection.execute("ATTACH $path AS made", {"path": str(target)})
    connection.execute("ATTACH $path AS version (READ_ONLY)", {"path": str(version)})
    connection.execute("USE version")
    return _only_in(connection, [target.parent])


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """Lets statements read another file, under a name that is an identifier, from now on."""
    statement = f"ATTACH IF NOT EXISTS $path AS {name} (READ_ONLY)"
    with _opening:
        connection.execute(statement, {"path": str(path)})


def close_off(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Shuts out files, but for folders allowed before, and locks the configuration."""
    connection.execute("SET enable_external_access = false")
    return _lock(connection)


def _only_in(
    connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]
) -> duckdb.DuckDBPyConnection:
    allowed = [str(folder) for folder in folders]
    connection.execute("SET allowed_directories = $allowed", {"allowed": allowed})
    return close_off(connection)


def _quiet(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """No progress bar: DuckDB draws it on standard output, which belongs to the answer."""
    connection.execute("SET enable_progress_bar = false")
    return connection


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return bool(row and row[0])


def _lock(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("SET lock_configuration = true")
    return connection
