"""The processes behind the sandbox: hidden, replaced when they die, gone with the server."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import psutil
import pytest

from marketing_agent.ask.sql import sample_store
from marketing_agent.kernel.errors import AppError
from marketing_agent.warehouse.sandbox.schemas import Bounds
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.service import Warehouse
from tests.ask.sql.bombs import BOMBS
from tests.ask.sql.families import Family, is_warden, wait_for, wardens

DEADLINE = 2.0
# How late an end may come on a busy machine. A warden that stands still would do so for ever.
LATE = 30.0


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's own")
def test_its_processes_know_no_secret(store: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "never to be seen")
    sandbox = Sandbox(Bounds(deadline_s=DEADLINE))
    family = Family()
    try:
        with ThreadPoolExecutor() as pool:
            where = (store, sample_store.WORKSPACE, sample_store.VERSION)
            bomb = pool.submit(sandbox.run, *where, BOMBS["cross joins"][0])
            assert wait_for(lambda: len(family.pids()) == 2)
            mine = family.members()
            for process in mine:
                # The child of a statement hides itself from everybody but root.
                assert process.environ() == {}
            open_files = [file.path for file in mine[0].open_files()]
            assert open_files == []
            assert isinstance(bomb.exception(), AppError)
    finally:
        sandbox.close()


def test_a_killed_warden_is_replaced(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=DEADLINE))
    where = (store, sample_store.WORKSPACE, sample_store.VERSION)
    family = Family()
    try:
        for _ in range(3):
            assert sandbox.run(*where, "SELECT 1").rows == [[1]]
            (mine,) = family.heads()
            mine.kill()
            assert wait_for(lambda: not family.pids())
        assert sandbox.run(*where, "SELECT 1").rows == [[1]]
    finally:
        sandbox.close()
    assert wait_for(lambda: not family.pids())


def test_a_stopped_warden_does_not_hold_the_server(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=1.0))
    where = (store, sample_store.WORKSPACE, sample_store.VERSION)
    family = Family()
    try:
        assert sandbox.run(*where, "SELECT 1").rows == [[1]]
        # The statement's own process may still be ending below it.
        (mine,) = family.heads()
        mine.suspend()
        started = time.monotonic()
        with pytest.raises(AppError) as caught:
            sandbox.run(*where, "SELECT 1")
        assert caught.value.code == "sql.deadline"
        assert time.monotonic() - started < 1.0 + 2.0 + LATE
        assert sandbox.run(*where, "SELECT 1").rows == [[1]]
    finally:
        sandbox.close()


def test_a_killed_statement_is_told_from_a_slow_one(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=10.0))
    where = (store, sample_store.WORKSPACE, sample_store.VERSION)
    family = Family()
    try:
        with ThreadPoolExecutor() as pool:
            bomb = pool.submit(sandbox.run, *where, BOMBS["recursion"][0])
            assert wait_for(lambda: len(family.pids()) == 2)
            family.members()[-1].kill()
            failed = bomb.exception(timeout=60)
        assert isinstance(failed, AppError)
        assert failed.code == "sql.crashed"
    finally:
        sandbox.close()


_DYING_SERVER = """
import sys, threading, time
from pathlib import Path
from marketing_agent.warehouse.sandbox.schemas import Bounds
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.service import Warehouse
sandbox = Sandbox(Bounds(deadline_s=60))
where = (Warehouse(Path(sys.argv[1])), "nobody", 0)
sandbox.run(*where, "SELECT 1")
bomb = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT COUNT(*) FROM r"
threading.Thread(target=sandbox.run, args=(*where, bomb)).start()
print("running", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_server(how: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _DYING_SERVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "running\n"
        # The next process may wait beside the one at work.
        assert wait_for(lambda: len(wardens(server.pid)) >= 2)
        mine = wardens(server.pid)
        os.kill(server.pid, how)
    assert wait_for(lambda: not any(is_warden(one) for one in mine))


def test_too_many_at_once_are_sent_away(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=4.0))
    slow = BOMBS["recursion"][0]

    def outcome(workspace: str) -> str:
        try:
            sandbox.run(store, workspace, 0, slow)
        except AppError as error:
            return f"{error.status} {error.code}"
        return "ran"

    try:
        sandbox.run(store, "nobody", 0, "SELECT 1")
        with ThreadPoolExecutor(20) as pool:
            crowd = [pool.submit(outcome, "greedy") for _ in range(12)]
            assert wait_for(lambda: sum(one.done() for one in crowd) >= 6)
            # The crowd holds two of four places: another workspace is served meanwhile.
            assert sandbox.run(store, "modest", 0, "SELECT 1").rows == [[1]]
            assert not all(one.done() for one in crowd)
            found = [one.result() for one in crowd]
        assert found.count("429 sql.busy") >= 6
        assert found.count("422 sql.deadline") >= 2
        assert sandbox.run(store, "greedy", 0, "SELECT 1").rows == [[1]]
    finally:
        sandbox.close()


def test_the_next_process_waits_with_its_version_open(store: Warehouse) -> None:
    sandbox = Sandbox(Bounds(deadline_s=DEADLINE))
    where = (store, sample_store.WORKSPACE, sample_store.VERSION)
    family = Family()

    def settled() -> bool:
        """The warden and one process that stays: that of the statement has ended."""
        seen = family.pids()
        time.sleep(0.5)
        return len(seen) == 2 and family.pids() == seen

    try:
        spares: list[int] = []
        for _ in range(2):
            assert sandbox.run(*where, "SELECT COUNT(*) FROM orders").rows == [[2_000]]
            assert wait_for(settled)
            spares.append(family.members()[-1].pid)
        # Each serves one statement, and one of its own version.
        assert spares[0] != spares[1]
        assert sandbox.run(store, "nobody", 0, "SELECT COUNT(*) FROM orders").rows == [[0]]
        assert spares[1] in family.pids()
        psutil.Process(spares[1]).kill()
        # Its number is free once the warden knows of its end.
        assert wait_for(lambda: not psutil.pid_exists(spares[1]))
        assert sandbox.run(*where, "SELECT COUNT(*) FROM orders").rows == [[2_000]]
    finally:
        sandbox.close()
    assert wait_for(lambda: not family.pids())


def test_a_version_that_is_built_anew_is_not_read_from_an_old_process(tmp_path: Path) -> None:
    sandbox = Sandbox(Bounds(deadline_s=DEADLINE))
    try:
        for orders in (50, 70):
            store = Warehouse(tmp_path)
            sample_store.build_sample_store(store, "again")
            path = store.version_path("again", 1)
            assert path is not None
            with duckdb.connect(str(path)) as connection:
                connection.execute(f"DELETE FROM orders WHERE rowid >= {orders}")
            for _ in range(2):
                found = sandbox.run(store, "again", 1, "SELECT COUNT(*) FROM orders")
                assert found.rows == [[orders]]
            path.unlink()
    finally:
        sandbox.close()
