"""Following a run as it happens: one listening connection a process, one read for all readers.

A notice says which run has something new. Its feed then reads the new events once, whoever many
follow it, and wakes them. Without notices feeds look by themselves, more often while none arrive.
"""

import asyncio
import logging
import time
import weakref
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.runs import log as run_log
from marketing_agent.agents.runs import repository
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.kernel.db import Database

_KEPT = 400
_BATCH = 1_000
_BEAT_SECONDS = 15.0
_UNHEARD_SECONDS = 0.5
_log = logging.getLogger(__name__)


async def follow(
    database: Database, workspace_id: str, run_id: str, after: int = 0, *, to_end: bool = False
) -> AsyncIterator[RunEvent]:
    """The run's events after a number, old ones and then new ones as they happen.

    Ends after a terminal event, and where the run waits for somebody unless `to_end`.
    """
    async for event in follow_with_beats(database, workspace_id, run_id, after, to_end=to_end):
        if event is not None:
            yield event


async def follow_with_beats(
    database: Database, workspace_id: str, run_id: str, after: int = 0, *, to_end: bool = False
) -> AsyncIterator[RunEvent | None]:
    """The same with a None whenever nothing happened for a while, to keep a connection alive."""
    with _hub(database).reading(workspace_id, run_id) as feed:
        feed.look_again()
        while True:
            batch = await feed.after(after)
            for event in batch:
                after = event.seq
                yield event
            if batch:
                continue
            if feed.is_over(after, to_end=to_end):
                return
            if not await feed.changed():
                yield None


class _Feed:
    """The newest events of one run, kept while somebody follows it."""

    def __init__(self, database: Database, workspace_id: str, run_id: str) -> None:
        self._database, self._workspace_id, self._run_id = database, workspace_id, run_id
        self.readers = 0
        self._events: list[RunEvent] = []
        self._seen = 0
        self._status = "queued"
        # A reading answers for all the news that came before it began.
        self._news, self._answered = 1, 0
        self._read_at = 0.0
        self._reading: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()

    async def refresh(self) -> None:
        """Reads what is new; readers who ask at the same time share one reading."""
        while self._answered < self._news:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read())
            await asyncio.shield(self._reading)

    def heard(self) -> None:
        """There is something new."""
        self.look_again()
        self._wake()

    def look_again(self) -> None:
        """What is known may be older than what whoever joins has just written."""
        self._news += 1

    async def after(self, seq: int) -> list[RunEvent]:
        """The events after a number, some at least when there are any."""
        await self.refresh()
        if seq >= self._seen:
            return []
        if self._events[0].seq <= seq + 1:
            return self._events[seq + 1 - self._events[0].seq :]
        return await run_in_threadpool(self._older, seq)

    def is_over(self, seq: int, *, to_end: bool) -> bool:
        """Whether nothing comes after that number: the run has ended, or waits for somebody."""
        if seq < self._seen or self._answered < self._news:
            return False
        ended = self._status in ("completed", "failed", "cancelled")
        return ended or (self._status == "waiting" and not to_end)

    async def changed(self) -> bool:
        """Waits for news; false when there was none for a while."""
        if self._answered < self._news:
            return True
        heard = self._database.notices.connected
        patience = _BEAT_SECONDS if heard else _UNHEARD_SECONDS
        try:
            await asyncio.wait_for(self._woken.wait(), patience)
        except TimeoutError:
            if time.monotonic() - self._read_at >= patience:
                self.look_again()
            return not heard
        return True

    async def _read(self) -> None:
        news = self._news
        try:
            status, events = await run_in_threadpool(self._newer)
        except SQLAlchemyError as error:
            _log.warning("a run could not be read", extra={"cause": type(error).__name__})
            await asyncio.sleep(_UNHEARD_SECONDS)
            return
        self._status, self._read_at = status, time.monotonic()
        if events:
            self._seen = events[-1].seq
            self._events = (self._events + events)[-_KEPT:]
        if len(events) < _BATCH:
            self._answered = news

    def _wake(self) -> None:
        self._woken.set()
        self._woken = asyncio.Event()

    def _newer(self) -> tuple[str, list[RunEvent]]:
        with self._database.transaction(self._workspace_id) as session:
            row = repository.run(session, self._run_id)
            rows = repository.events_after(session, self._run_id, self._seen, _BATCH)
            events = run_log.read(rows)
        if row is None:
            return "cancelled", []
        # An event that came after the status was read is followed by a notice of its own.
        newest = events[-1].seq if events else self._seen
        return (row.status if newest == row.last_seq else "running"), events

    def _older(self, seq: int) -> list[RunEvent]:
        with self._database.transaction(self._workspace_id) as session:
            return run_log.read(repository.events_after(session, self._run_id, seq, _BATCH))


class _Hub:
    """All feeds of one process and event loop."""

    def __init__(self, database: Database) -> None:
        self._database = weakref.ref(database)
        # By run and workspace: whoever names a foreign run gets a feed that sees nothing of it.
        self._feeds: dict[str, dict[str, _Feed]] = {}
        loop = asyncio.get_running_loop()
        me = weakref.ref(self)

        def heard(key: str) -> None:
            hub = me()
            if hub is not None:
                with suppress(RuntimeError):  # the loop is closed: nobody reads there any more
                    loop.call_soon_threadsafe(hub.heard, key)

        database.notices.listen(run_log.TOPIC, heard)

    def heard(self, run_id: str) -> None:
        for one in [run_id] if run_id else list(self._feeds):
            for feed in self._feeds.get(one, {}).values():
                feed.heard()

    @contextmanager
    def reading(self, workspace_id: str, run_id: str) -> Iterator[_Feed]:
        """The run's feed, dropped when its last reader has gone."""
        database = self._database()
        if database is None:
            raise RuntimeError("the database is closed")
        of_run = self._feeds.setdefault(run_id, {})
        feed = of_run.setdefault(workspace_id, _Feed(database, workspace_id, run_id))
        feed.readers += 1
        try:
            yield feed
        finally:
            feed.readers -= 1
            if feed.readers == 0:
                del of_run[workspace_id]
            if not of_run:
                self._feeds.pop(run_id, None)


_Hubs = weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Hub]
_hubs: weakref.WeakKeyDictionary[Database, _Hubs] = weakref.WeakKeyDictionary()


def _hub(database: Database) -> _Hub:
    of_loops = _hubs.setdefault(database, weakref.WeakKeyDictionary())
    loop = asyncio.get_running_loop()
    if loop not in of_loops:
        of_loops[loop] = _Hub(database)
    return of_loops[loop]
