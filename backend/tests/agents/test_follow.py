"""Following a run: old events, new ones as they happen, and what a reader costs."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event as sqlalchemy_event

from marketing_agent.agents.runs import follow, service
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.agents.conftest import Crew
from tests.agents.test_runs import SENTENCE
from tests.loops import in_a_loop

Keys = Callable[[Workspace], dict[str, str]]


async def _read(database: Database, workspace_id: str, run_id: str, **how: Any) -> list[RunEvent]:
    return [e async for e in service.follow(database, workspace_id, run_id, **how)]


def _on_a_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_a_reader_gets_everything_once_while_it_happens(crew: Crew) -> None:
    run = crew.start("How many orders last month?")
    worker = _on_a_thread(crew.work)
    seen = in_a_loop(_read(crew.database, crew.workspace.id, run.id))
    worker.join()
    assert seen == crew.events(run.id)
    later = in_a_loop(_read(crew.database, crew.workspace.id, run.id, after=4))
    assert later == seen[4:]


def test_a_reader_pauses_with_the_run_or_stays_to_the_end(crew: Crew) -> None:
    run = crew.run(SENTENCE)
    until_pause = in_a_loop(_read(crew.database, crew.workspace.id, run.id))
    assert until_pause[-1].type == "run.waiting"

    async def both() -> tuple[list[RunEvent], list[RunEvent]]:
        stays = asyncio.create_task(_read(crew.database, crew.workspace.id, run.id, to_end=True))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(crew.decide, run.id, approved=True)
        # The run was decided and nobody took it up yet: there is something to wait for.
        new = asyncio.create_task(
            _read(crew.database, crew.workspace.id, run.id, after=until_pause[-1].seq)
        )
        await asyncio.sleep(0.2)
        await asyncio.to_thread(crew.work)
        return await stays, await new

    stayed, new = in_a_loop(both())
    assert stayed == crew.events(run.id)
    assert until_pause + new == stayed


def test_a_reader_that_joins_is_not_told_an_older_state_than_the_databases(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = crew.run(SENTENCE)
    pause = crew.events(run.id)[-1].seq

    async def joined() -> tuple[list[RunEvent], list[RunEvent]]:
        stays = asyncio.create_task(_read(crew.database, crew.workspace.id, run.id, to_end=True))
        await asyncio.sleep(0.2)
        with monkeypatch.context() as late:
            late.setattr(follow._Hub, "heard", lambda *_: None)  # its notice is still on its way
            await asyncio.to_thread(crew.decide, run.id, approved=True)
            new = asyncio.create_task(_read(crew.database, crew.workspace.id, run.id, after=pause))
            await asyncio.sleep(0.3)
        await asyncio.to_thread(crew.work)
        return await stays, await new

    stayed, new = in_a_loop(joined())
    assert new == crew.events(run.id, pause)
    assert stayed == crew.events(run.id)


def test_a_foreign_reader_sees_nothing_of_a_run_that_others_follow(crew: Crew) -> None:
    run = crew.run(SENTENCE)

    async def both() -> list[RunEvent]:
        ours = asyncio.create_task(_read(crew.database, crew.workspace.id, run.id, to_end=True))
        await asyncio.sleep(0.2)
        theirs = await _read(crew.database, "another", run.id, to_end=True)
        ours.cancel()
        return theirs

    assert in_a_loop(both()) == []


def test_five_hundred_readers_share_one_connection_and_its_readings(crew: Crew) -> None:
    with _counted(crew.database) as alone:
        crew.run("How many orders last month?")
    run = crew.start("How many orders last month?")

    async def everybody() -> list[list[RunEvent]]:
        readers = [_read(crew.database, crew.workspace.id, run.id) for _ in range(500)]
        waiting = [asyncio.create_task(reader) for reader in readers]
        await asyncio.sleep(0.3)
        await asyncio.to_thread(crew.work)
        return await asyncio.gather(*waiting)

    with _counted(crew.database) as together:
        everything = in_a_loop(everybody())
    expected = crew.events(run.id)
    assert all(seen == expected for seen in everything)
    # A reading is four statements, at most once an event and never once a reader.
    assert len(together) - len(alone) < 8 * len(expected)


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    sqlalchemy_event.listen(database.engine, "before_cursor_execute", note)
    yield found
    sqlalchemy_event.remove(database.engine, "before_cursor_execute", note)


def test_without_notices_a_reader_looks_by_itself(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew.database.notices, "listen", lambda _topic, _heard: lambda: None)
    run = crew.start("How many orders last month?")

    async def late() -> list[RunEvent]:
        reader = asyncio.create_task(_read(crew.database, crew.workspace.id, run.id))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(crew.work)
        return await asyncio.wait_for(reader, 60)

    assert in_a_loop(late()) == crew.events(run.id)


def test_a_lost_connection_of_notices_is_made_again(crew: Crew) -> None:
    heard = threading.Event()
    crew.database.notices.listen("run", lambda _key: heard.set())
    _wait(lambda: crew.database.notices.connected)
    before = _listeners(crew.database, end=True)
    # The connection is made again at once: only its process tells the new one from the old.
    _wait(lambda: bool(_listeners(crew.database) - before))
    _wait(lambda: crew.database.notices.connected)
    heard.clear()
    crew.start("orders")
    crew.work()
    assert heard.wait(60)


def _listeners(database: Database, *, end: bool = False) -> set[int]:
    """The processes of PostgreSQL that listen for this database, ended if so asked."""
    ended = "pg_terminate_backend(pid)" if end else "true"
    with database.engine.connect() as connection:
        connection.exec_driver_sql("RESET ROLE")
        rows = connection.exec_driver_sql(
            f"SELECT pid, {ended} FROM pg_stat_activity"
            " WHERE datname = current_database() AND left(query, 6) = 'LISTEN'"
        )
        return {int(row[0]) for row in rows}


def _wait(probe: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not probe():
        assert time.monotonic() < until
        time.sleep(0.01)


def _parsed(text: str) -> list[tuple[int, str, dict[str, Any]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "data" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


def test_the_stream_over_http_and_its_continuation(
    client: TestClient, crew: Crew, headers: dict[str, str]
) -> None:
    run = crew.run("How many orders last month?")
    path = f"/api/v1/runs/{run.id}/events"
    answer = client.get(path, headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    seen = _parsed(answer.text)
    assert [(seq, name) for seq, name, _ in seen] == [(e.seq, e.type) for e in crew.events(run.id)]
    assert seen[-1][2] == {"type": "run.finished", "text": run.answer}
    rest = client.get(path, headers=headers | {"Last-Event-ID": "3"})
    assert _parsed(rest.text) == seen[3:]
    over = client.get(path, headers=headers | {"Last-Event-ID": str(seen[-1][0])})
    assert over.status_code == 204
    for odd in ("-1", "9" * 40, "x"):
        assert client.get(path, headers=headers | {"Last-Event-ID": odd}).is_success


def test_a_closed_stream_leaves_the_run_alone(
    client: TestClient, crew: Crew, headers: dict[str, str]
) -> None:
    run = crew.run(SENTENCE)
    with client.stream("GET", f"/api/v1/runs/{run.id}/events?until=pause", headers=headers) as one:
        next(one.iter_lines())
    crew.decide(run.id, approved=True)
    crew.work()
    assert crew.shown(run.id).status == "completed"
