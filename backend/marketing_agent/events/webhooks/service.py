"""Webhooks: added, given another secret, tried, deleted; what each was told."""

from datetime import timedelta

from sqlmodel import Session

from marketing_agent.events.webhooks import outbox, repository
from marketing_agent.events.webhooks.errors import TooManyWebhooks, UnknownWebhook, WebhookPaused
from marketing_agent.events.webhooks.schemas import (
    Webhook,
    WebhookCreate,
    WebhookDeliveries,
    WebhookDelivery,
    Webhooks,
    WebhookUpdate,
    WebhookWithSecret,
)
from marketing_agent.events.webhooks.signing import new_secret
from marketing_agent.events.webhooks.tables import WebhookDeliveryRow, WebhookRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

PING = "webhook.ping"
MOST = 20
_OVERLAP = timedelta(hours=24)


def bound(webhook_id: str) -> str:
    """What its sealed secrets are bound to."""
    return f"webhook {webhook_id}"


def listed(session: Session, caller: Caller) -> Webhooks:
    """The workspace's webhooks, without their secrets."""
    return Webhooks(items=tuple(map(_shown, repository.listed(session, caller.workspace_id))))


def create(
    session: Session, caller: Caller, new: WebhookCreate, settings: Settings
) -> WebhookWithSecret:
    """Adds a webhook; its secret is shown this once. Raises AddressRefused, TooManyWebhooks."""
    if len(repository.listed(session, caller.workspace_id)) >= MOST:
        raise TooManyWebhooks(f"A store has at most {MOST} webhooks. Delete one first.")
    Outgoing.of(settings).check(new.url)
    named, secret = new_id(), new_secret()
    row = WebhookRow(
        id=named,
        workspace_id=caller.workspace_id,
        url=new.url,
        topics=sorted(set(new.topics)),
        secret=Sealer(settings.hash_key).seal(secret, bound(named)),
        created_by=caller.user_id,
    )
    repository.add(session, row)
    return _with_secret(row, secret)


def rotate(session: Session, webhook_id: str, settings: Settings) -> WebhookWithSecret:
    """Gives it another secret, shown this once; for a day calls are signed with both."""
    row, secret = _known(session, webhook_id), new_secret()
    row.previous, row.previous_until = row.secret, now() + _OVERLAP
    row.secret = Sealer(settings.hash_key).seal(secret, bound(row.id))
    session.flush()
    return _with_secret(row, secret)


def ping(session: Session, webhook_id: str) -> WebhookDelivery:
    """Queues a call that says nothing, to see whether it arrives. Raises WebhookPaused."""
    return _delivery(outbox.queue(session, _awake(session, webhook_id), PING, {}))


def update(session: Session, webhook_id: str, change: WebhookUpdate) -> Webhook:
    """Changes what it is told, pauses it, or lets it go on: then what waited is sent at once.

    Events that happen during a pause are not told, not even later.
    """
    row = _known(session, webhook_id)
    if change.topics is not None:
        row.topics = sorted(set(change.topics))
    if change.paused is not None:
        _pause(session, row, paused=change.paused)
    session.flush()
    return _shown(row)


def _pause(session: Session, row: WebhookRow, *, paused: bool) -> None:
    was, at = row.paused_at, now()
    row.paused_at = (was or at) if paused else None
    if was is not None and not paused:
        for delivery in repository.overdue(session, row.id, at):
            outbox.enqueue(session, delivery)


def drop(session: Session, webhook_id: str) -> None:
    """Deletes a webhook with its log; what waits for it is told to nobody."""
    session.delete(_known(session, webhook_id))


def deliveries(session: Session, webhook_id: str, limit: int, offset: int) -> WebhookDeliveries:
    """A page of what it was told, the newest first."""
    _known(session, webhook_id)
    rows, total = repository.deliveries(session, webhook_id, limit, offset)
    return WebhookDeliveries(items=tuple(map(_delivery, rows)), total=total)


def retry(session: Session, webhook_id: str, delivery_id: str) -> WebhookDelivery:
    """Tells it again what was given up; others stay as they are. Raises WebhookPaused."""
    _awake(session, webhook_id)
    row = repository.locked_delivery(session, delivery_id)
    if row is None or row.webhook_id != webhook_id:
        raise UnknownWebhook("There is no such delivery.")
    if row.status == "dead":
        row.status, row.attempts, row.settled_at = "pending", 0, None
        outbox.enqueue(session, row)
        session.flush()
    return _delivery(row)


def _known(session: Session, webhook_id: str) -> WebhookRow:
    row = repository.locked(session, webhook_id)
    if row is None:
        raise UnknownWebhook("There is no such webhook.")
    return row


def _awake(session: Session, webhook_id: str) -> WebhookRow:
    row = _known(session, webhook_id)
    if row.paused_at is not None:
        raise WebhookPaused("This webhook is paused. Let it go on first.")
    return row


def _shown(row: WebhookRow) -> Webhook:
    return Webhook.model_validate(row.model_dump(include=set(Webhook.model_fields)))


def _with_secret(row: WebhookRow, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret.model_validate(_shown(row).model_dump() | {"secret": secret})


def _delivery(row: WebhookDeliveryRow) -> WebhookDelivery:
    return WebhookDelivery.model_validate(row.model_dump(include=set(WebhookDelivery.model_fields)))
