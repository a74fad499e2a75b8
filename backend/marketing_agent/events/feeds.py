"""The events of a workspace, read once for all who stream them in this process."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from marketing_agent.events import service
from marketing_agent.events.schemas import Event
from marketing_agent.kernel.db import Database

log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.4
_KEPT = 1_000
Stopping = Callable[[], bool]


class Feeds:
    """One feed per workspace and event loop, for as long as somebody reads it."""

    def __init__(self, database: Database, stopping: Stopping) -> None:
        self._database, self._stopping = database, stopping
        self._feeds: dict[tuple[int, str], _Feed] = {}

    @asynccontextmanager
    async def join(self, workspace_id: str, start: int | None) -> AsyncIterator["Reader"]:
        """A reader of all events after `start`; of new ones where that is None."""
        key = (id(asyncio.get_running_loop()), workspace_id)
        source = _Source(self._database, workspace_id)
        begin = await source.latest() if start is None else start
        feed = self._feeds.get(key)
        if feed is None or feed.ended:
            feed = self._feeds[key] = _Feed(source, begin, self._stopping)
        feed.readers += 1
        try:
            yield Reader(feed, begin)
        finally:
            feed.readers -= 1
            if not feed.readers:
                feed.close()
            if not feed.readers and self._feeds.get(key) is feed:
                del self._feeds[key]


class Reader:
    """Where one stream is in its workspace's events."""

    def __init__(self, feed: "_Feed", last_id: int) -> None:
        self._feed = feed
        self.last_id = last_id

    @property
    def ended(self) -> bool:
        """Whether nothing will come: the server stops, or PostgreSQL does not answer."""
        return self._feed.ended

    async def next(self, seconds: float) -> list[Event]:
        """What came since, waited for at most that long."""
        found = await self._feed.after(self.last_id, seconds)
        self.last_id = found[-1].id if found else self.last_id
        return found


class _Feed:
    def __init__(self, source: "_Source", last_id: int, stopping: Stopping) -> None:
        self._source, self._stopping = source, stopping
        self._floor = self._last = last_id
        self._kept: deque[Event] = deque()
        self._came = asyncio.Event()
        self._task = asyncio.create_task(self._look())
        self.readers = 0
        self.ended = False

    def close(self) -> None:
        self._task.cancel()

    async def after(self, last_id: int, seconds: float) -> list[Event]:
        if last_id >= self._last and not self.ended:
            await self._wait(seconds)
        if last_id < self._floor:  # what came before the feed began, or was forgotten since
            return await self._source.after(last_id) or await asyncio.sleep(_LOOK_SECONDS, [])
        return [event for event in self._kept if event.id > last_id]

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._came.wait(), seconds)
        except TimeoutError:
            return

    async def _look(self) -> None:
        try:
            while not self._stopping():
                self._keep(await self._source.after(self._last))
                await asyncio.sleep(_LOOK_SECONDS)
        except SQLAlchemyError as error:  # streams end, and browsers come back by themselves
            log.warning("events cannot be read", extra={"cause": type(error).__name__})
        finally:
            self.ended = True
            self._came.set()

    def _keep(self, found: list[Event]) -> None:
        if not found:
            return
        self._kept.extend(found)
        self._last = found[-1].id
        came, self._came = self._came, asyncio.Event()
        came.set()
        while len(self._kept) > _KEPT:
            self._floor = self._kept.popleft().id


class _Source:
    """Reads events in the thread pool, each time in a short transaction."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        self._database = database
        self._workspace_id = workspace_id

    async def latest(self) -> int:
        return await run_in_threadpool(self._latest)

    async def after(self, last_id: int) -> list[Event]:
        return await run_in_threadpool(self._after, last_id)

    def _latest(self) -> int:
        with self._database.transaction(self._workspace_id, lasting=False) as session:
            return service.latest_id(session, self._workspace_id)

    def _after(self, last_id: int) -> list[Event]:
        with self._database.transaction(self._workspace_id, lasting=False) as session:
            return service.read_after(session, self._workspace_id, last_id)
