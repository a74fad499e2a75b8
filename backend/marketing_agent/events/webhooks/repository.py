"""Reads and writes of webhooks; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from marketing_agent.events.webhooks.tables import WebhookDeliveryRow, WebhookRow


def add(session: Session, row: WebhookRow | WebhookDeliveryRow) -> None:
    session.add(row)
    session.flush()


def listed(session: Session, workspace_id: str) -> Sequence[WebhookRow]:
    query = select(WebhookRow).where(WebhookRow.workspace_id == workspace_id)
    return session.exec(query.order_by(col(WebhookRow.created_at), col(WebhookRow.id))).all()


def told_of(session: Session, workspace_id: str, topic: str) -> Sequence[WebhookRow]:
    """Webhooks that want events of a topic and are not paused."""
    query = select(WebhookRow).where(
        WebhookRow.workspace_id == workspace_id,
        col(WebhookRow.topics).contains([topic]),
        col(WebhookRow.paused_at).is_(None),
    )
    return session.exec(query.order_by(col(WebhookRow.id))).all()


def locked(session: Session, webhook_id: str) -> WebhookRow | None:
    query = select(WebhookRow).where(WebhookRow.id == webhook_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def locked_delivery(session: Session, delivery_id: str) -> WebhookDeliveryRow | None:
    query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.id == delivery_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def overdue(session: Session, webhook_id: str, at: datetime) -> Sequence[WebhookDeliveryRow]:
    """What a webhook should have been told by an instant, the oldest first."""
    query = select(WebhookDeliveryRow).where(
        WebhookDeliveryRow.webhook_id == webhook_id,
        WebhookDeliveryRow.status == "pending",
        or_(col(WebhookDeliveryRow.next_at).is_(None), col(WebhookDeliveryRow.next_at) <= at),
    )
    oldest = query.order_by(col(WebhookDeliveryRow.created_at), col(WebhookDeliveryRow.id))
    return session.exec(oldest.with_for_update()).all()


def forget(session: Session, workspace_id: str, status: str, before: datetime) -> None:
    """Drops from the log what came to an end before an instant."""
    session.execute(
        delete(WebhookDeliveryRow).where(
            col(WebhookDeliveryRow.workspace_id) == workspace_id,
            col(WebhookDeliveryRow.status) == status,
            col(WebhookDeliveryRow.settled_at) < before,
        )
    )


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
