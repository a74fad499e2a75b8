"""Tables made of a version, each in a file of its own beside it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from marketing_agent.warehouse.duck.connect import Limits, open_maker
from marketing_agent.warehouse.duck.reader import kept_file, refused
from marketing_agent.warehouse.files import PART, publish_file, remove


def keep(version: Path, folder: Path, name: str, sql: str, limits: Limits) -> None:
    """See `engine.Engine.keep`."""
    folder.mkdir(parents=True, exist_ok=True)
    target = kept_file(folder, name)
    with _alone(folder):
        if target.is_file():
            return
        for left in folder.glob(f"{PART}*"):
            remove(left)
        with publish_file(target) as part:
            _make(version, part, sql, limits)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time; a lock is let go when its process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(version: Path, part: Path, sql: str, limits: Limits) -> None:
    spill = part.with_name(f"{part.name}.spill")
    connection = open_maker(version, part, limits, spill)
    try:
        connection.execute(f"CREATE TABLE made.facts AS {sql}")
        connection.execute("CHECKPOINT made").fetchall()
    except duckdb.Error as error:
        raise refused(error) from error
    finally:
        connection.close()
        remove(spill)
