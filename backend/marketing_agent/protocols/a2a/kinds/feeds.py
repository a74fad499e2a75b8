"""A feed of events as a task without an end: each event of the outbox is a message of it."""

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import Any

from a2a.types import Task, TaskNotCancelableError, TaskState
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from marketing_agent.events import service as events
from marketing_agent.events.schemas import Event, is_of
from marketing_agent.kernel.time import now
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.kinds.kind import ENDED, Asked, Ground, Moved, said
from marketing_agent.protocols.a2a.kinds.outbox import OutboxTasks, events_from
from marketing_agent.protocols.a2a.mapping import (
    Numbered,
    Update,
    data_part,
    folded,
    new_task,
    request_of,
    status_of,
    status_update,
    text_part,
)
from marketing_agent.protocols.a2a.tables import FeedRow, TaskRow
from marketing_agent.tenancy.schemas import Caller

CLOSED = "feed.closed"
_KEPT = 100
"""Events that the task's history shows; older ones are read by following from their number."""
_OPEN, _SHUT = TaskState.TASK_STATE_WORKING, TaskState.TASK_STATE_CANCELED


class FeedTasks(OutboxTasks):
    """See `Kind`."""

    def find(self, session: Session, workspace_id: str, task_id: str) -> TaskRow | None:
        if repository.feed(session, task_id) is None:
            return None
        return repository.task(session, task_id)

    def task(self, session: Session, row: TaskRow, until: int | None = None) -> Task:
        feed = _feed(session, row)
        told = events.read_newest(session, row.workspace_id, feed.kinds or None, feed.after, _KEPT)
        updates = [
            (event.id, _update(row, event)) for event in told if until is None or event.id <= until
        ]
        task = new_task(row, _OPEN, feed.created_at)
        folded(task, said(session, row) or [(0, request_of(row, "Follow events."))], updates)
        # What is told does not move the task: it stands as it was opened, or as it was closed.
        if task.status.HasField("message"):
            task.history.append(task.status.message)
        task.status.CopyFrom(_standing(feed))
        return task

    def updates(self, session: Session, row: TaskRow, after: int) -> list[Numbered]:
        feed = _feed(session, row)
        wanted = [*feed.kinds, CLOSED] if feed.kinds else None
        found = events.read_after(session, row.workspace_id, max(after, feed.after), wanted)
        return [(e.id, _update(row, e)) for e in found if _is_told(feed.kinds, row.run_id, e)]

    def cancel(self, session: Session, caller: Caller, row: TaskRow) -> None:
        feed = _feed(session, row)
        if feed.closed_at is not None:
            raise TaskNotCancelableError("This feed is closed.")
        feed.closed_at = now()
        events.emit(session, row.workspace_id, CLOSED, {"feed_id": row.run_id})

    def moved(self, session: Session, asked: Asked, limit: int) -> Moved:
        if asked.status not in (TaskState.TASK_STATE_UNSPECIFIED, _OPEN, _SHUT):
            return Moved()
        is_open = asked.status == _OPEN if asked.status else None
        ids = repository.of_context(session, asked.context_id) if asked.context_id else None
        found, total = repository.feeds_by_move(
            session, is_open, ids, asked.since, asked.before, limit
        )
        return Moved(tuple(found), total)

    def watch(
        self, session: Session, row: TaskRow, key: str, job: str, payload: Mapping[str, Any]
    ) -> None:
        kinds = _feed(session, row).kinds
        wanted = [*kinds, CLOSED] if kinds else None
        events.watch(session, row.workspace_id, key, job, payload, kinds=wanted)

    async def follow(
        self, ground: Ground, row: TaskRow, after: int, *, to_end: bool
    ) -> AsyncGenerator[Update | None]:
        kinds, closed = await run_in_threadpool(self._standing, ground, row)
        if closed:
            return
        async for event in events_from(ground, row.workspace_id, after):
            if event is None:
                yield None
            elif _is_told(kinds, row.run_id, event):
                update = _update(row, event)
                yield update
                if update.status.state in ENDED:
                    return

    def _standing(self, ground: Ground, row: TaskRow) -> tuple[list[str], bool]:
        with ground.database.transaction(row.workspace_id, lasting=False) as session:
            feed = _feed(session, row)
            return feed.kinds, feed.closed_at is not None


def _feed(session: Session, row: TaskRow) -> FeedRow:
    found = repository.feed(session, row.run_id)
    if found is None:
        raise LookupError("the feed of a task is gone")
    return found


def _standing(feed: FeedRow) -> Any:
    at: datetime = feed.closed_at or feed.created_at
    return status_of(_SHUT if feed.closed_at else _OPEN, at)


def _is_told(kinds: list[str], feed_id: str, event: Event) -> bool:
    if event.topic == CLOSED:
        return event.payload.get("feed_id") == feed_id
    return is_of(kinds or None, event.topic)


def _update(row: TaskRow, event: Event) -> Any:
    """An event is data, whatever its texts say; its id is where a client goes on after a break."""
    if event.topic == CLOSED and event.payload.get("feed_id") == row.run_id:
        return status_update(row, _SHUT, event.id, event.at, [])
    told = data_part({"event": event.model_dump(mode="json")})
    parts = [text_part(f"Event {event.topic}."), told]
    return status_update(row, _OPEN, event.id, event.at, parts)
