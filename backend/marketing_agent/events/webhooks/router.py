"""REST of webhooks, for owners and admins: an address may hold a secret of the receiver's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from marketing_agent.events.webhooks import service
from marketing_agent.events.webhooks.schemas import (
    Webhook,
    WebhookCreate,
    WebhookDeliveries,
    WebhookDelivery,
    Webhooks,
    WebhookUpdate,
    WebhookWithSecret,
)
from marketing_agent.tenancy.http import (
    AppSettings,
    CurrentCaller,
    Offset,
    TenantSession,
    require,
)

router = APIRouter(tags=["webhooks"], dependencies=[Depends(require("owner", "admin"))])


@router.get("/webhooks", operation_id="list_webhooks")
def list_webhooks(session: TenantSession, caller: CurrentCaller) -> Webhooks:
    """Where events of this store are sent."""
    return service.listed(session, caller)


@router.post("/webhooks", operation_id="create_webhook", status_code=201)
def create_webhook(
    body: WebhookCreate, session: TenantSession, caller: CurrentCaller, settings: AppSettings
) -> WebhookWithSecret:
    """Has events sent to an address. The secret that signs them is shown this once."""
    return service.create(session, caller, body, settings)


@router.patch("/webhooks/{webhook_id}", operation_id="update_webhook")
def update_webhook(webhook_id: str, body: WebhookUpdate, session: TenantSession) -> Webhook:
    """Changes which events it is told, pauses it, or lets it go on."""
    return service.update(session, webhook_id, body)


@router.delete("/webhooks/{webhook_id}", operation_id="delete_webhook", status_code=204)
def delete_webhook(webhook_id: str, session: TenantSession) -> None:
    """Ends a webhook and deletes its log."""
    service.drop(session, webhook_id)


@router.post("/webhooks/{webhook_id}/rotate", operation_id="rotate_webhook")
def rotate_webhook(
    webhook_id: str, session: TenantSession, settings: AppSettings
) -> WebhookWithSecret:
    """Another secret, shown this once; for a day calls carry signatures of both."""
    return service.rotate(session, webhook_id, settings)


@router.post("/webhooks/{webhook_id}/ping", operation_id="ping_webhook", status_code=202)
def ping_webhook(webhook_id: str, session: TenantSession) -> WebhookDelivery:
    """Sends a call without an event; what became of it is in the log."""
    return service.ping(session, webhook_id)


@router.get("/webhooks/{webhook_id}/deliveries", operation_id="list_webhook_deliveries")
def list_webhook_deliveries(
    webhook_id: str,
    session: TenantSession,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Offset = 0,
) -> WebhookDeliveries:
    """What it was told, what waits for another try, and what was given up, newest first."""
    return service.deliveries(session, webhook_id, limit, offset)


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/retry",
    operation_id="retry_webhook_delivery",
    status_code=202,
)
def retry_webhook_delivery(
    webhook_id: str, delivery_id: str, session: TenantSession
) -> WebhookDelivery:
    """Tells it again what was given up."""
    return service.retry(session, webhook_id, delivery_id)
