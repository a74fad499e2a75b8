"""Domain events: emitted inside the transaction, read by the live stream and by who subscribes."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from marketing_agent.events import jobs as delivery
from marketing_agent.events import repository
from marketing_agent.events.schemas import Event
from marketing_agent.events.tables import EventRow
from marketing_agent.events.webhooks import outbox

__all__ = ["emit", "latest_id", "read_after", "subscribe"]
subscribe = delivery.subscribe
_BATCH = 200


def emit(session: Session, workspace_id: str, topic: str, payload: Mapping[str, Any]) -> None:
    """Writes an event; it exists only if the session's transaction commits."""
    row = EventRow(workspace_id=workspace_id, topic=topic, payload=dict(payload))
    repository.insert(session, row)
    delivery.enqueue(session, row)
    outbox.note(session, workspace_id, topic, payload)


def read_after(session: Session, workspace_id: str, last_id: int) -> list[Event]:
    """The workspace's events after that id, oldest first, at most 200."""
    rows = repository.after(session, workspace_id, last_id, _BATCH)
    return [Event(id=row.id or 0, topic=row.topic, payload=row.payload) for row in rows]


def latest_id(session: Session, workspace_id: str) -> int:
    """Id of the newest event, 0 before the first."""
    return repository.last_id(session, workspace_id)
