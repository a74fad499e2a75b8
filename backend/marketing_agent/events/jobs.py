"""Delivery of events to whoever subscribes: a job in the event's own transaction, never lost."""

from collections import defaultdict
from collections.abc import Callable

from sqlmodel import Session

from marketing_agent.events import repository
from marketing_agent.events.schemas import Event, is_of
from marketing_agent.events.tables import EventRow
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.schemas import JobContext

JOB = "events.deliver"
# Only topics that somebody may subscribe to cost a job; most events are for open pages alone.
TOPICS = frozenset({"import.completed", "board.changed"})
Subscriber = Callable[[Session, str, Event], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(topic: str, subscriber: Subscriber) -> None:
    """Has a function called once for each event of a topic, in the worker, in a transaction.

    It may be called again with the same event when the worker died: what it does names the event.
    """
    if topic not in TOPICS:
        raise ValueError(f"events of {topic!r} are not delivered")
    if subscriber not in _subscribers[topic]:
        _subscribers[topic].append(subscriber)


def enqueue(session: Session, row: EventRow) -> None:
    """Queues an event that was just written."""
    if row.topic in TOPICS:
        jobs.enqueue(session, row.workspace_id, JOB, {"event_id": row.id})
    for watch in repository.watches(session, row.workspace_id):
        about = watch.about is None or row.payload.get("import_id") == watch.about
        if about and is_of(watch.topics, row.topic):
            told = watch.payload | {"event_id": row.id}
            jobs.enqueue(session, row.workspace_id, watch.job, told)


@jobs.handler(JOB, lane="live", quiet=True)
def deliver(context: JobContext) -> None:
    """Hands an event to its subscribers; all of them take it, or none."""
    with context.database.transaction(context.workspace_id) as session:
        row = repository.one(session, int(context.payload["event_id"]))
        if row is None:
            return
        event = repository.shown(row)
        for subscriber in _subscribers[row.topic]:
            subscriber(session, context.workspace_id, event)
