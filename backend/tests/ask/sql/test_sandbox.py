"""The sandbox alone, with no guard before it: it reads one store, and it always ends."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from marketing_agent.ask.sql import sample_store
from marketing_agent.kernel.errors import AppError
from marketing_agent.warehouse.canonical import canonical_tables
from marketing_agent.warehouse.sandbox.errors import SqlCrashed
from marketing_agent.warehouse.sandbox.schemas import Bounds
from marketing_agent.warehouse.sandbox.service import Sandbox, SandboxResult
from marketing_agent.warehouse.service import Warehouse
from tests.ask.sql.bombs import BOMBS
from tests.ask.sql.families import Family, wait_for

Run = Callable[..., SandboxResult]
DEADLINE = 2.0
# How late a kill may come on a busy machine. A bomb that nobody ends goes on for hours;
# how late it is on a quiet one is measured by `make bench`.
LATE = 30.0


@pytest.fixture
def run(sandbox: Sandbox, store: Warehouse) -> Run:
    """Runs a statement over the sample store."""

    def runs(sql: str, max_rows: int | None = None) -> SandboxResult:
        where = (sample_store.WORKSPACE, sample_store.VERSION)
        return sandbox.run(store, *where, sql, max_rows)

    return runs


@pytest.fixture(scope="module")
def neighbour(store: Warehouse) -> Warehouse:
    """The same warehouse, with the store of another workspace in it."""
    sample_store.build_sample_store(store, "neighbour")
    return store


def refused(run: Run, sql: str) -> AppError:
    with pytest.raises(AppError) as caught:
        run(sql)
    return caught.value


def test_it_answers_what_the_engine_answers(run: Run, store_file: Path) -> None:
    sql = (
        "SELECT country, COUNT(*) AS n, SUM(total_minor) AS s, MAX(order_date) AS d FROM orders"
        " GROUP BY country ORDER BY country"
    )
    found = run(sql)
    with duckdb.connect(str(store_file), read_only=True) as connection:
        expected = connection.execute(sql).fetchall()
    assert found.columns == ("country", "n", "s", "d")
    assert found.types == ("VARCHAR", "BIGINT", "HUGEINT", "DATE")
    assert found.rows == [[country, n, s, d.isoformat()] for country, n, s, d in expected]
    assert not found.truncated


def test_values_become_json(run: Run) -> None:
    found = run(
        "SELECT 1.25::DECIMAL(9, 2), 3.00::DECIMAL(9, 2), 'NaN'::DOUBLE, NULL, TRUE, [1, NULL],"
        " TIMESTAMP '2026-01-02 03:04:05', TIME '03:04:05', INTERVAL 2 DAY, '\\x41'::BLOB,"
        " {'a': 1}, 170141183460469231731687303715884105727::HUGEINT, '{\"é\": 1}'"
    )
    assert found.rows == [
        [
            *(float(Decimal("1.25")), 3, None, None, True, [1, None]),
            *("2026-01-02T03:04:05", "03:04:05", 172_800.0, "41"),
            *({"a": 1}, 2**127 - 1, '{"é": 1}'),
        ]
    ]


def test_the_empty_version_has_empty_tables(sandbox: Sandbox, store: Warehouse) -> None:
    for table in canonical_tables():
        assert sandbox.run(store, "nobody", 0, f"SELECT * FROM {table}").rows == []


def test_rows_are_cut(run: Run) -> None:
    for wanted, cut in ((1, True), (299, True), (2_000, False), (2_001, False)):
        found = run("SELECT order_id FROM orders", wanted)
        assert (len(found.rows), found.truncated) == (min(wanted, 2_000), cut)


def test_bytes_are_cut(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=DEADLINE, memory_mb=256, max_bytes=20_000))
    try:
        where = (store, sample_store.WORKSPACE, sample_store.VERSION)
        found = sandbox.run(*where, "SELECT repeat('x', 500) FROM orders")
        assert found.truncated
        assert 30 <= len(found.rows) <= 40
        with pytest.raises(AppError) as caught:
            sandbox.run(*where, "SELECT repeat('x', 50000)")
        assert caught.value.code == "sql.result_too_large"
    finally:
        sandbox.close()


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end(name: str, run: Run) -> None:
    sql, codes = BOMBS[name]
    started = time.monotonic()
    assert refused(run, sql).code in codes
    assert time.monotonic() - started < DEADLINE + LATE
    assert run("SELECT 1").rows == [[1]]


def test_a_bomb_is_not_in_the_way_of_others(store: Warehouse) -> None:
    sandbox, family = Sandbox(Bounds(deadline_s=120.0, memory_mb=256)), Family()
    where = (store, sample_store.WORKSPACE, sample_store.VERSION)
    try:
        with ThreadPoolExecutor() as pool:
            bomb = pool.submit(sandbox.run, *where, BOMBS["cross joins"][0])
            assert wait_for(lambda: len(family.pids()) == 2)
            at_work = family.members()[-1]
            for _ in range(5):
                assert sandbox.run(*where, "SELECT COUNT(*) FROM orders").rows == [[2_000]]
            assert not bomb.done()
            at_work.kill()
            assert isinstance(bomb.exception(), SqlCrashed)
    finally:
        sandbox.close()


FORBIDDEN = [
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_parquet('https://example.com/x.parquet')",
    "SELECT * FROM read_duckdb('{other}')",
    "ATTACH '{other}' AS other",
    "ATTACH ':memory:' AS other",
    "COPY orders TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '/dev/stdout'",
    "EXPORT DATABASE '{folder}/out'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "SET temp_directory = '{folder}'",
    "RESET threads",
    "PRAGMA database_list",
    "CREATE TABLE t AS SELECT 1",
    "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "DELETE FROM orders",
    "DROP TABLE orders",
    "UPDATE orders SET total_minor = 0",
    "DETACH store",
    "USE memory",
    "SELECT 1; SELECT 2",
    "SELECT getenv('PATH')",
    "",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_nothing_outside_can_be_reached(
    sql: str, run: Run, tmp_path: Path, neighbour: Warehouse
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", "utf-8")
    other = neighbour.version_path("neighbour", 1)
    before = sorted(tmp_path.iterdir())
    statement = sql.format(file=secret, folder=tmp_path, other=other)
    assert refused(run, statement).code == "sql.failed"
    assert sorted(tmp_path.iterdir()) == before


def test_settings_cannot_be_changed_and_external_access_is_off(run: Run) -> None:
    found = run(
        "SELECT name, value FROM duckdb_settings() WHERE name IN ('enable_external_access',"
        " 'lock_configuration', 'threads', 'allow_community_extensions',"
        " 'autoload_known_extensions') ORDER BY name"
    )
    assert found.rows == [
        ["allow_community_extensions", "false"],
        ["autoload_known_extensions", "false"],
        ["enable_external_access", "false"],
        ["lock_configuration", "true"],
        ["threads", "1"],
    ]


def test_one_statement_leaves_nothing_for_the_next(run: Run) -> None:
    assert refused(run, "SET VARIABLE v = 'left'").code == "sql.failed"
    assert run("SELECT getvariable('v')").rows == [[None]]


_BEHIND_THE_WALLS = """
import os, socket, sys, threading
from marketing_agent.warehouse.sandbox import confine
network = confine.confine_warden()["network"]
limits = confine.limit(256, 5)
walls = confine.shut_in()

def tried(what):
    try:
        what()
    except (OSError, RuntimeError):
        return "refused"
    return "done"

print(int(limits), int(network), int(walls["files"]), int(walls["calls"]),
    tried(lambda: open("/etc/hostname")), tried(lambda: open(sys.argv[1])),
    tried(lambda: open(sys.argv[1] + ".new", "w")), tried(lambda: os.listdir("/")),
    tried(lambda: os.unlink(sys.argv[1])), tried(socket.socket), tried(os.fork),
    tried(lambda: os.execv("/bin/true", ["true"])), tried(lambda: os.kill(os.getppid(), 0)),
    tried(lambda: threading.Thread(target=print).start()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's own")
def test_the_walls_of_the_system_stand_without_the_engine(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    command = [sys.executable, "-c", _BEHIND_THE_WALLS, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    limits, _network, files, calls, *tries = done.stdout.split()
    assert limits == "1"
    if "0" in (files, calls):
        pytest.skip("this kernel has no Landlock or no seccomp")
    assert tries == ["refused"] * 10
    assert file.read_text("utf-8") == "x"


def test_a_workspace_sees_its_own_version_only(sandbox: Sandbox, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, memory="256MB", threads=1)
    sample_store.build_sample_store(warehouse, "mine")
    tables = "SELECT database_name, table_name FROM duckdb_tables() ORDER BY 2"
    assert len(sandbox.run(warehouse, "mine", 1, tables).rows) == len(canonical_tables())
    assert sandbox.run(warehouse, "yours", 0, "SELECT COUNT(*) FROM orders").rows == [[0]]
    with pytest.raises(AppError) as caught:
        sandbox.run(warehouse, "yours", 1, "SELECT COUNT(*) FROM orders")
    assert caught.value.code == "warehouse.unknown_version"
    for name in ("../mine", "mine/../mine", "mine/1"):
        with pytest.raises(AppError):
            sandbox.run(warehouse, name, 1, "SELECT 1")
