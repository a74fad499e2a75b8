"""Tables kept beside a version: whole or not at all, once, and never those of another version."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from marketing_agent.warehouse.errors import OutdatedVersion, QueryRefused, UnknownVersion
from marketing_agent.warehouse.service import Warehouse
from tests.warehouse.test_versions import FIRST, SECOND, SHOP, stage

COUNT = "SELECT COUNT(*) AS orders FROM orders"
_KILLED = """
import sys
from pathlib import Path
from marketing_agent.warehouse.service import Warehouse
Warehouse(Path(sys.argv[1]), memory="256MB", threads=2).keep(sys.argv[2], 1, "counted", sys.argv[3])
"""
_LONG = "SELECT COUNT(*) AS orders FROM range(1000000) AS a, range(1000000) AS b, orders"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path, memory="256MB", threads=2)


def _built(warehouse: Warehouse, version: int = 1) -> None:
    staged = [stage(warehouse, "i1", FIRST), stage(warehouse, "i2", SECOND)][:version]
    warehouse.build_version(SHOP, None, version, staged)


def _counted(warehouse: Warehouse, version: int = 1) -> list[tuple[object, ...]]:
    table = warehouse.kept(SHOP, version, "counted")
    assert table
    return warehouse.query(SHOP, version, f"SELECT orders FROM {table}").rows


def _files(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "warehouse" / SHOP).rglob("*") if path.is_file())


def test_a_reader_that_is_open_sees_what_is_kept_later(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _built(warehouse)
    assert warehouse.kept(SHOP, 1, "counted") is None
    Warehouse(tmp_path).keep(SHOP, 1, "counted", COUNT)
    assert _counted(warehouse) == [(4,)]
    assert _files(tmp_path) == ["1.duckdb", "counted.duckdb"]


def test_what_cannot_be_read_is_as_if_nobody_had_kept_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _built(warehouse)
    Warehouse(tmp_path).keep(SHOP, 1, "counted", COUNT)
    (file,) = tmp_path.rglob("counted.duckdb")
    file.write_bytes(b"no database")
    assert warehouse.kept(SHOP, 1, "counted") is None
    assert warehouse.query(SHOP, 1, COUNT).rows == [(4,)]


def test_it_is_kept_once(warehouse: Warehouse, tmp_path: Path) -> None:
    _built(warehouse)
    warehouse.keep(SHOP, 1, "counted", COUNT)
    warehouse.keep(SHOP, 1, "counted", "SELECT 7 AS orders")
    assert _counted(warehouse) == [(4,)]


def test_many_at_once(warehouse: Warehouse, tmp_path: Path) -> None:
    _built(warehouse)
    others = [Warehouse(tmp_path, memory="256MB", threads=2) for _ in range(4)]
    wait = threading.Barrier(len(others))
    seen = []

    def keep(own: Warehouse) -> None:
        wait.wait()
        own.keep(SHOP, 1, "counted", COUNT)
        seen.append(_counted(own))

    threads = [threading.Thread(target=keep, args=(own,)) for own in others]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert seen == [[(4,)]] * len(others)
    assert _files(tmp_path) == ["1.duckdb", "counted.duckdb"]


def test_a_process_that_was_killed_leaves_nothing_half_made(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _built(warehouse)
    command = [sys.executable, "-c", _KILLED, str(tmp_path), SHOP, _LONG]
    process = subprocess.Popen(command)
    while not any(name.startswith(".part-") for name in _files(tmp_path)):
        assert process.poll() is None
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert warehouse.kept(SHOP, 1, "counted") is None
    warehouse.keep(SHOP, 1, "counted", COUNT)
    assert _counted(warehouse) == [(4,)]
    assert _files(tmp_path) == ["1.duckdb", "counted.duckdb"]


def test_each_version_has_its_own_and_takes_it_along(warehouse: Warehouse, tmp_path: Path) -> None:
    for version in (1, 2):
        _built(warehouse, version)
        warehouse.keep(SHOP, version, "counted", COUNT)
    assert (_counted(warehouse, 1), _counted(warehouse, 2)) == ([(4,)], [(5,)])
    warehouse.prune(SHOP, published=2, keep=1)
    assert _files(tmp_path) == ["2.duckdb", "counted.duckdb"]
    with pytest.raises(UnknownVersion):
        warehouse.keep(SHOP, 1, "counted", COUNT)


def test_a_number_that_is_taken_again_finds_none(warehouse: Warehouse, tmp_path: Path) -> None:
    """An import that was taken back lets its number go: another file may get it."""
    _built(warehouse, 2)
    warehouse.keep(SHOP, 2, "counted", COUNT)
    kept = next((tmp_path / "warehouse" / SHOP / ".kept" / "2").iterdir())
    spared = kept.rename(tmp_path / kept.name)
    warehouse.clear_leftovers(SHOP, published=1, imports=[])
    assert _files(tmp_path) == []
    warehouse.build_version(SHOP, None, 2, [stage(warehouse, "i3", FIRST)])
    fresh = Warehouse(tmp_path, memory="256MB", threads=2)
    assert fresh.kept(SHOP, 2, "counted") is None
    kept.parent.mkdir(parents=True, exist_ok=True)
    spared.rename(kept)  # even where something held on to them
    assert fresh.kept(SHOP, 2, "counted") is None


def test_what_cannot_be_told_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    _built(warehouse)
    with pytest.raises(QueryRefused):
        warehouse.keep(SHOP, 1, "counted", "SELECT nothing FROM orders")
    assert warehouse.kept(SHOP, 1, "counted") is None
    assert _files(tmp_path) == ["1.duckdb"]


def test_the_empty_version_keeps_nothing(warehouse: Warehouse) -> None:
    warehouse.keep(SHOP, 0, "counted", COUNT)
    assert warehouse.kept(SHOP, 0, "counted") is None


def test_a_reader_still_reaches_no_other_file(warehouse: Warehouse, tmp_path: Path) -> None:
    _built(warehouse)
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", "utf-8")
    warehouse.keep(SHOP, 1, "counted", COUNT)
    assert warehouse.kept(SHOP, 1, "counted")
    for reach in (f"SELECT * FROM '{other}'", f"SELECT * FROM read_csv('{other}')"):
        with pytest.raises(QueryRefused):
            warehouse.query(SHOP, 1, reach)


def test_a_version_of_an_earlier_release_lacks_a_column(warehouse: Warehouse) -> None:
    _built(warehouse)
    path = warehouse.version_path(SHOP, 1)
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE orders DROP COLUMN tags")
    with pytest.raises(OutdatedVersion):
        warehouse.keep(SHOP, 1, "counted", "SELECT tags FROM orders")
