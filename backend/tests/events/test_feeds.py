"""Streams of one workspace share what is read of its events."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from threading import Event as Flag

import pytest
from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError

from marketing_agent.events import service
from marketing_agent.events.feeds import Feeds, Reader
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.loops import in_a_loop

PATIENCE = 30.0
READERS = 200


def emit(database: Database, workspace: Workspace, *numbers: int) -> None:
    with database.transaction(workspace.id) as session:
        for number in numbers:
            service.emit(session, workspace.id, "test.happened", {"number": number})


async def numbers(reader: Reader, count: int) -> list[int]:
    """The next so many events of a reader."""
    found: list[int] = []
    while len(found) < count and not reader.ended:
        found += [one.payload["number"] for one in await reader.next(PATIENCE)]
    return found


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(work(), 4 * PATIENCE)

    in_a_loop(bounded())


@pytest.fixture
def feeds(database: Database) -> Feeds:
    return Feeds(database, Flag().is_set)


@pytest.fixture
def reads(database: Database) -> Iterator[list[str]]:
    """Statements over the outbox that ran."""
    found: list[str] = []

    def note(*given: object) -> None:
        if "FROM events" in str(given[2]):
            found.append(str(given[2]))

    hooks.listen(database.engine, "before_cursor_execute", note)
    yield found
    hooks.remove(database.engine, "before_cursor_execute", note)


def test_many_readers_are_told_by_one_reading(
    database: Database, workspace: Workspace, feeds: Feeds, reads: list[str]
) -> None:
    async def follow(joined: asyncio.Semaphore) -> list[int]:
        async with feeds.join(workspace.id, 0) as reader:
            joined.release()
            return await numbers(reader, 3)

    async def work() -> None:
        joined = asyncio.Semaphore(0)
        readers = [asyncio.create_task(follow(joined)) for _ in range(READERS)]
        for _ in readers:
            await joined.acquire()
        await asyncio.to_thread(emit, database, workspace, 1, 2, 3)
        assert await asyncio.gather(*readers) == [[1, 2, 3]] * READERS

    run(work)
    assert 0 < len(reads) < READERS


def test_a_reader_that_comes_back_misses_nothing(
    database: Database, workspace: Workspace, feeds: Feeds
) -> None:
    async def work() -> None:
        await asyncio.to_thread(emit, database, workspace, 1, 2)
        async with feeds.join(workspace.id, None) as new:
            async with feeds.join(workspace.id, 0) as back:
                assert await numbers(back, 2) == [1, 2]
                await asyncio.to_thread(emit, database, workspace, 3)
                assert (await numbers(back, 1), await numbers(new, 1)) == ([3], [3])
            assert await new.next(0.01) == []

    run(work)


def test_what_was_forgotten_is_read_again(
    database: Database, workspace: Workspace, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketing_agent.events.feeds._KEPT", 2)

    async def work() -> None:
        async with feeds.join(workspace.id, 0) as slow, feeds.join(workspace.id, 0) as quick:
            await asyncio.to_thread(emit, database, workspace, 1, 2, 3, 4, 5)
            assert await numbers(quick, 5) == [1, 2, 3, 4, 5]
            assert await numbers(slow, 5) == [1, 2, 3, 4, 5]

    run(work)


def test_streams_end_when_the_server_stops_or_postgresql_does(
    database: Database, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: object) -> list[object]:
        raise OperationalError("SELECT", {}, Exception("gone"))

    async def ended(feeds: Feeds) -> None:
        async with feeds.join(workspace.id, 0) as reader:
            while not reader.ended:
                await reader.next(PATIENCE)
        async with feeds.join(workspace.id, 0) as again:
            assert not again.ended, "who comes back gets a feed of their own"

    stopped = Flag()
    stopped.set()
    run(lambda: ended(Feeds(database, stopped.is_set)))
    monkeypatch.setattr("marketing_agent.events.service.read_after", gone)
    run(lambda: ended(Feeds(database, Flag().is_set)))
