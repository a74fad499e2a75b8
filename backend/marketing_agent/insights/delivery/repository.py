"""Reads and writes of alert delivery; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, case, delete, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from marketing_agent.insights.alerts.tables import AlertRow
from marketing_agent.insights.delivery.tables import (
    AlertChatRow,
    AlertMessageRow,
    AlertToldRow,
    DeliverySettingsRow,
)
from marketing_agent.kernel.time import now

_GRAVEST = case({"critical": 0, "warning": 1}, value=col(AlertRow.severity), else_=2)
_MONEY = func.abs(func.coalesce(col(AlertRow.effect_minor), 0))


def settings(session: Session, workspace_id: str) -> DeliverySettingsRow | None:
    """The row of the workspace; None while nothing was set."""
    return session.get(DeliverySettingsRow, workspace_id)


def locked_settings(session: Session, workspace_id: str) -> DeliverySettingsRow | None:
    """The same, locked until the transaction ends."""
    query = select(DeliverySettingsRow).where(DeliverySettingsRow.workspace_id == workspace_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def first_settings(session: Session, row: DeliverySettingsRow) -> DeliverySettingsRow:
    """The row of the workspace, locked: the one that is there, else this one."""
    values = row.model_dump()
    session.execute(insert(DeliverySettingsRow).values(**values).on_conflict_do_nothing())
    found = locked_settings(session, row.workspace_id)
    return found or row


def chats(session: Session, workspace_id: str) -> Sequence[AlertChatRow]:
    query = select(AlertChatRow).where(AlertChatRow.workspace_id == workspace_id)
    return session.exec(query.order_by(col(AlertChatRow.position), col(AlertChatRow.id))).all()


def tell_once(session: Session, message: AlertMessageRow, alert_ids: Sequence[str]) -> list[str]:
    """Notes alerts as part of a message; returns those that no other of its kind told there."""
    rows = [
        {"channel_id": message.channel_id, "alert_id": one, "kind": message.kind,
         "message_id": message.id, "workspace_id": message.workspace_id}
        for one in alert_ids
    ]  # fmt: skip
    statement = insert(AlertToldRow).on_conflict_do_nothing()
    return list(session.scalars(statement.returning(col(AlertToldRow.alert_id)), rows))


def tell_again(session: Session, message: AlertMessageRow, alert_ids: Sequence[str]) -> None:
    """Notes alerts as all that a message is about, whatever was to be told at an earlier try."""
    session.execute(delete(AlertToldRow).where(col(AlertToldRow.message_id) == message.id))
    tell_once(session, message, alert_ids)


def unsent(session: Session, channel_id: str, *, urgent: bool) -> AlertMessageRow | None:
    """A message to the channel that nobody has begun to send, locked."""
    query = select(AlertMessageRow).where(
        AlertMessageRow.channel_id == channel_id,
        AlertMessageRow.kind == "alerts",
        AlertMessageRow.status == "waiting",
        AlertMessageRow.attempts == 0,
        AlertMessageRow.urgent == urgent,
    )
    return session.exec(query.order_by(col(AlertMessageRow.id)).with_for_update()).first()


def all_unsent(session: Session, workspace_id: str) -> Sequence[AlertMessageRow]:
    """The messages that nobody has begun to send, locked."""
    query = select(AlertMessageRow).where(
        AlertMessageRow.workspace_id == workspace_id,
        AlertMessageRow.status == "waiting",
        AlertMessageRow.attempts == 0,
    )
    return session.exec(query.with_for_update()).all()


def locked_message(session: Session, message_id: str) -> AlertMessageRow | None:
    query = select(AlertMessageRow).where(AlertMessageRow.id == message_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def alerts_of(session: Session, message_id: str) -> Sequence[AlertRow]:
    """The alerts of a message that are not done with, the gravest first."""
    query = select(AlertRow).join(AlertToldRow, col(AlertToldRow.alert_id) == AlertRow.id)
    query = query.where(AlertToldRow.message_id == message_id, AlertRow.status != "resolved")
    return session.exec(_gravest_first(query)).all()


def raised(session: Session, since: datetime, until: datetime) -> Sequence[AlertRow]:
    """The alerts raised from one instant until another, done with or not, the gravest first."""
    query = select(AlertRow).where(AlertRow.created_at >= since, AlertRow.created_at < until)
    return session.exec(_gravest_first(query)).all()


def _gravest_first(query: SelectOfScalar[AlertRow]) -> SelectOfScalar[AlertRow]:
    return query.order_by(
        _GRAVEST, _MONEY.desc(), col(AlertRow.created_at).desc(), col(AlertRow.id)
    )


def open_by_severity(session: Session, workspace_id: str) -> dict[str, int]:
    """How many alerts wait for somebody, by severity. One put off until now is open again."""
    over = and_(col(AlertRow.status) == "snoozed", col(AlertRow.snoozed_until) <= now())
    query = select(AlertRow.severity, func.count()).where(
        AlertRow.workspace_id == workspace_id, or_(col(AlertRow.status) == "open", over)
    )
    return dict(session.exec(query.group_by(AlertRow.severity)).all())


def forget(session: Session, workspace_id: str, status: str, before: datetime) -> None:
    """Drops from the log what came to an end before an instant; what was told stays noted."""
    session.execute(
        delete(AlertMessageRow).where(
            col(AlertMessageRow.workspace_id) == workspace_id,
            col(AlertMessageRow.status) == status,
            col(AlertMessageRow.settled_at) < before,
        )
    )


def messages_about(session: Session, alert_id: str) -> Sequence[AlertMessageRow]:
    """The messages that an alert was told in, of those that the log still has, oldest first."""
    query = select(AlertMessageRow).join(
        AlertToldRow, col(AlertToldRow.message_id) == AlertMessageRow.id
    )
    query = query.where(AlertToldRow.alert_id == alert_id)
    return session.exec(
        query.order_by(col(AlertMessageRow.created_at), col(AlertMessageRow.id))
    ).all()


def messages(
    session: Session, workspace_id: str, limit: int, offset: int
) -> tuple[Sequence[AlertMessageRow], int]:
    """A page of messages, newest first, and how many there are."""
    query = select(AlertMessageRow).where(AlertMessageRow.workspace_id == workspace_id)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    at, row_id = col(AlertMessageRow.created_at), col(AlertMessageRow.id)
    newest = query.order_by(at.desc(), row_id.desc()).limit(limit).offset(offset)
    return session.exec(newest).all(), total
