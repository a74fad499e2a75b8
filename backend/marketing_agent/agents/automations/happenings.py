"""What begins automations beside the clock and numbers: events of the outbox, each thing once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.automations import repository
from marketing_agent.agents.automations.schemas import Cause, EventKind
from marketing_agent.events.schemas import Event

AFTER = "after"


@dataclass(frozen=True, slots=True)
class Happening:
    """Which event it is: `subject` names the thing in its payload, `statuses` where it stands.

    `once` a thing, where the same is told again of it later.
    """

    topic: str
    subject: str
    statuses: tuple[str, ...] = ()
    once: bool = False


HAPPENINGS: dict[EventKind, Happening] = {
    "import.completed": Happening("import.completed", "import_id", ("completed",)),
    "import.failed": Happening("import.completed", "import_id", ("failed",)),
    "approval.requested": Happening("approval.requested", "approval_id"),
    "approval.decided": Happening(
        "approval.decided", "approval_id", ("approved", "rejected"), once=True
    ),
    "message.sent": Happening("message.sent", "message_id"),
    "alert.raised": Happening("alert.raised", "alert_id"),
    "segment.changed": Happening("segment.changed", "segment_id"),
    "run.failed": Happening("run.changed", "run_id", ("failed",), once=True),
    "job.given_up": Happening("job.given_up", "job_id"),
    "webhook.given_up": Happening("webhook.given_up", "delivery_id"),
}


def cause_of(kind: EventKind, event: Event) -> Cause | None:
    """Why an automation that waits for that kind is due; None when the event is another."""
    wanted = HAPPENINGS[kind]
    if event.topic != wanted.topic:
        return None
    if wanted.statuses and event.payload.get("status") not in wanted.statuses:
        return None
    thing = event.payload.get(wanted.subject)
    key = f"event:{kind}:{thing}" if wanted.once else f"event:{event.id}"
    # Ids alone: words of others steer no run.
    return Cause(key=key, context={"event": {"topic": kind, wanted.subject: thing}})


def came_of(session: Session, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The automations whose run led to an event, the first one first."""
    due = repository.due_behind(session, payload.get("due_id"), payload.get("run_id"))
    return () if due is None else (*due.context.get(AFTER, ()), due.automation_id)
