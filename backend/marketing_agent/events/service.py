"""Domain events: emitted inside the transaction, read by the live stream and by who subscribes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from marketing_agent.events import jobs as delivery
from marketing_agent.events import repository
from marketing_agent.events.schemas import Event
from marketing_agent.events.tables import EventRow, WatchRow
from marketing_agent.events.webhooks import outbox
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import GivenUpJob

__all__ = [
    "emit",
    "latest_id",
    "read_after",
    "read_newest",
    "read_of_import",
    "read_one",
    "settled_id",
    "subscribe",
    "unwatch",
    "watch",
]
subscribe = delivery.subscribe
GIVEN_UP = "job.given_up"
_BATCH = 200
# What else of a job's payload says whose work it was.
_BEHIND = ("run_id", "due_id")


def emit(session: Session, workspace_id: str, topic: str, payload: Mapping[str, Any]) -> Event:
    """Writes an event; it exists only if the session's transaction commits."""
    row = EventRow(workspace_id=workspace_id, topic=topic, payload=dict(payload))
    repository.insert(session, row)
    delivery.enqueue(session, row)
    outbox.note(session, workspace_id, topic, payload)
    return repository.shown(row)


def read_one(session: Session, event_id: int) -> Event | None:
    """The event of that id."""
    row = repository.one(session, event_id)
    return None if row is None else repository.shown(row)


def read_after(
    session: Session, workspace_id: str, last_id: int, kinds: Sequence[str] | None = None
) -> list[Event]:
    """The workspace's events after that id, of these kinds or all; oldest first, at most 200."""
    rows = repository.after(session, workspace_id, last_id, _BATCH, kinds)
    return list(map(repository.shown, rows))


def read_of_import(
    session: Session, workspace_id: str, import_id: str, last_id: int = 0
) -> list[Event]:
    """What became of an import after that id, oldest first."""
    return list(
        map(repository.shown, repository.of_import(session, workspace_id, import_id, last_id))
    )


def read_newest(
    session: Session, workspace_id: str, kinds: Sequence[str] | None, first: int, limit: int
) -> list[Event]:
    """The newest events of these kinds after the id `first`, oldest first."""
    rows = repository.newest_before(session, workspace_id, kinds, first, limit)
    return list(map(repository.shown, rows))


def watch(
    session: Session,
    workspace_id: str,
    key: str,
    job: str,
    payload: Mapping[str, Any],
    *,
    kinds: Sequence[str] | None = None,
    about: str | None = None,
) -> None:
    """Has a job queued with each event of these kinds, or of one import, until `unwatch`.

    It is queued in the event's own transaction, whichever process that runs in. Its payload names
    the event (`event_id`).
    """
    if repository.watch(session, key) is None:
        row = WatchRow(
            key=key,
            workspace_id=workspace_id,
            topics=None if kinds is None else list(kinds),
            about=about,
            job=job,
            payload=dict(payload),
        )
        repository.insert(session, row)


def unwatch(session: Session, key: str) -> None:
    """Queues no more; one that is not there is left alone."""
    row = repository.watch(session, key)
    if row is not None:
        repository.remove(session, row)


def settled_id(session: Session, workspace_id: str) -> int:
    """Id up to which all events are known: an open transaction may still bring later ones."""
    return repository.settled_id(session, workspace_id)


def latest_id(session: Session, workspace_id: str) -> int:
    """Id of the newest event, 0 before the first."""
    return repository.last_id(session, workspace_id)


def _tell_given_up(session: Session, workspace_id: str, job: GivenUpJob) -> None:
    behind = {name: job.payload[name] for name in _BEHIND if name in job.payload}
    emit(session, workspace_id, GIVEN_UP, {"job_id": job.id, "job": job.name} | behind)


jobs.listen(_tell_given_up)
