"""Reads and writes of webhooks; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from marketing_agent.events.webhooks.tables import WebhookDeliveryRow, WebhookRow


def add(session: Session, row: WebhookRow | WebhookDeliveryRow) -> None:
    session.add(row)
    session.flush()


def listed(session: Session, workspace_id: str) -> Sequence[WebhookRow]:
    query = select(WebhookRow).where(WebhookRow.workspace_id == workspace_id)
    return session.exec(query.order_by(col(WebhookRow.created_at), col(WebhookRow.id))).all()


def told_of(session: Session, workspace_id: str, topic: str) -> Sequence[WebhookRow]:
    """Webhooks that want events of a topic."""
    query = select(WebhookRow).where(
        WebhookRow.workspace_id == workspace_id, col(WebhookRow.topics).contains([topic])
    )
    return session.exec(query.order_by(col(WebhookRow.id))).all()


def locked(session: Session, webhook_id: str) -> WebhookRow | None:
    query = select(WebhookRow).where(WebhookRow.id == webhook_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def locked_delivery(session: Session, delivery_id: str) -> WebhookDeliveryRow | None:
    query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.id == delivery_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def deliveries(
    session: Session, webhook_id: str, limit: int, offset: int
) -> tuple[Sequence[WebhookDeliveryRow], int]:
    """A page of what a webhook is told, newest first, and how much there is."""
    query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.webhook_id == webhook_id)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(
        col(WebhookDeliveryRow.created_at).desc(), col(WebhookDeliveryRow.id).desc()
    )
    return session.exec(newest.limit(limit).offset(offset)).all(), total
