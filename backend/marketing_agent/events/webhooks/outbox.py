"""What webhooks are to be told, written in the transaction of the event itself."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from sqlmodel import Session

from marketing_agent.events.webhooks import repository
from marketing_agent.events.webhooks.schemas import WebhookTopic
from marketing_agent.events.webhooks.tables import WebhookDeliveryRow, WebhookRow
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now

JOB = "webhooks.deliver"
TOPICS = frozenset(get_args(WebhookTopic))


def note(session: Session, workspace_id: str, topic: str, payload: Mapping[str, Any]) -> None:
    """Queues an event for every webhook that wants it."""
    if topic in TOPICS:
        for row in repository.told_of(session, workspace_id, topic):
            queue(session, row, topic, payload)


def queue(
    session: Session, row: WebhookRow, topic: str, payload: Mapping[str, Any]
) -> WebhookDeliveryRow:
    """Queues one call; its body is fixed now, so that every try is the same."""
    at, named = now(), f"msg_{new_id()}"
    body = {"id": named, "type": topic, "timestamp": at.isoformat(), "data": dict(payload)}
    delivery = WebhookDeliveryRow(
        id=named,
        workspace_id=row.workspace_id,
        webhook_id=row.id,
        topic=topic,
        body=json.dumps(body, separators=(",", ":"), sort_keys=True),
        created_at=at,
    )
    repository.add(session, delivery)
    enqueue(session, delivery)
    return delivery


def enqueue(
    session: Session, delivery: WebhookDeliveryRow, run_after: datetime | None = None
) -> None:
    """Has a worker make the call, at once or later."""
    payload = {"delivery_id": delivery.id}
    jobs.enqueue(session, delivery.workspace_id, JOB, payload, run_after=run_after)
