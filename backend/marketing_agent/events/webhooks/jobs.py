"""Calls of webhooks: at least once, each try with the same id and body, later and later."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.events.webhooks import outbox, repository
from marketing_agent.events.webhooks.service import bound
from marketing_agent.events.webhooks.signing import headers_of
from marketing_agent.events.webhooks.tables import WebhookDeliveryRow, WebhookRow
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.jobs.service import handler, schedule
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.outgoing import Call, Outgoing, Told
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now

WAITS = (5, 30, 120, 600, 3_600, 14_400, 43_200, 86_400)
"""Seconds before each further try: about a day and a half in all, and then it is dead."""
FORGET, GIVEN_UP = "webhooks.forget", "webhook.given_up"
_DELIVERED = timedelta(days=30)
_DEAD = timedelta(days=90)
_SECONDS = 10.0
_MOST_BYTES = 4_096
_ATTEMPTS = 12
_GONE = 410
_DIED = "It was interrupted again and again and was given up."


def _given_up(session: Session, _workspace_id: str, payload: Mapping[str, Any]) -> None:
    row = repository.locked_delivery(session, str(payload["delivery_id"]))
    if row is not None and row.status == "pending":
        row.problem, row.next_at = _DIED, None
        _end(session, row)


@handler(outbox.JOB, lane="outgoing", attempts=_ATTEMPTS, given_up=_given_up, quiet=True)
def deliver(context: JobContext) -> None:
    """Makes one try. A worker that dies after it tries again, with the same id."""
    delivery_id = str(context.payload["delivery_id"])
    with context.database.transaction(context.workspace_id) as session:
        call = _begin(session, delivery_id, context.settings)
    if call is None:
        return
    told = Outgoing.of(context.settings).tell(call)
    with context.database.transaction(context.workspace_id) as session:
        _settle(session, delivery_id, told)


def _begin(session: Session, delivery_id: str, settings: Settings) -> Call | None:
    """The call, signed for this moment; None when it was told, given up, paused or deleted."""
    row = repository.locked_delivery(session, delivery_id)
    hook = repository.locked(session, row.webhook_id) if row else None
    if row is None or hook is None or row.status != "pending" or hook.paused_at is not None:
        return None
    row.attempts, row.next_at = row.attempts + 1, None
    body = row.body.encode()
    headers = headers_of(row.id, int(now().timestamp()), body, _secrets(hook, settings))
    return Call("POST", hook.url, headers, body, _SECONDS, _MOST_BYTES)


def _secrets(hook: WebhookRow, settings: Settings) -> list[str]:
    """The secret, and the one before it while it still counts."""
    sealer, kept = Sealer(settings.hash_key), [hook.secret]
    if hook.previous is not None and hook.previous_until and hook.previous_until > now():
        kept.append(hook.previous)
    return [sealer.open(one, bound(hook.id)) for one in kept]


def _settle(session: Session, delivery_id: str, told: Told) -> None:
    row = repository.locked_delivery(session, delivery_id)
    if row is None or row.status != "pending":
        return
    row.answer, row.problem = told.answer, told.problem
    if told.problem is None:
        row.status, row.settled_at = "delivered", now()
    elif told.refused or told.answer == _GONE or row.attempts > len(WAITS):
        _end(session, row)
    else:
        row.next_at = now() + timedelta(seconds=WAITS[row.attempts - 1])
        outbox.enqueue(session, row, row.next_at)


def _end(session: Session, row: WebhookDeliveryRow) -> None:
    """Gives a call up and says so, with whose work the event came of."""
    row.status, row.settled_at = "dead", now()
    about = json.loads(row.body)["data"]
    behind = {name: about[name] for name in ("run_id", "due_id") if name in about}
    told = {"webhook_id": row.webhook_id, "delivery_id": row.id, "about": row.topic}
    events.emit(session, row.workspace_id, GIVEN_UP, told | behind)


@handler(FORGET)
def forget(context: JobContext) -> None:
    """Runs once a day, in every workspace: the log keeps what was given up longest."""
    with context.database.transaction(context.workspace_id) as session:
        for status, kept in (("delivered", _DELIVERED), ("dead", _DEAD)):
            repository.forget(session, context.workspace_id, status, now() - kept)


schedule(FORGET, "45 3 * * *")
