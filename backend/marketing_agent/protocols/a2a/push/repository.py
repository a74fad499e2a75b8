"""Reads and writes of webhooks and their log; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from marketing_agent.protocols.a2a.push.tables import ConfigRow, DeliveryRow


def add(session: Session, row: ConfigRow | DeliveryRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: ConfigRow) -> None:
    session.delete(row)
    session.flush()


def keys_of_run(session: Session, run_id: str) -> Sequence[str]:
    return session.exec(select(ConfigRow.key).where(ConfigRow.run_id == run_id)).all()


def configs(session: Session, run_id: str) -> Sequence[ConfigRow]:
    query = select(ConfigRow).where(ConfigRow.run_id == run_id)
    return session.exec(query.order_by(col(ConfigRow.created_at), col(ConfigRow.id))).all()


def config(session: Session, run_id: str, config_id: str) -> ConfigRow | None:
    query = select(ConfigRow).where(ConfigRow.run_id == run_id, ConfigRow.id == config_id)
    return session.exec(query).first()


def locked(session: Session, key: str) -> ConfigRow | None:
    """The webhook as it is now, held until the transaction ends."""
    query = select(ConfigRow).where(ConfigRow.key == key).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def delivery(session: Session, key: str, seq: int) -> DeliveryRow | None:
    query = select(DeliveryRow).where(DeliveryRow.config_key == key, DeliveryRow.seq == seq)
    return session.exec(query).first()


def locked_delivery(session: Session, push_id: str) -> DeliveryRow | None:
    query = select(DeliveryRow).where(DeliveryRow.id == push_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def forget(session: Session, workspace_id: str, status: str, before: datetime) -> None:
    """Drops from the log what came to an end before an instant."""
    session.execute(
        delete(DeliveryRow).where(
            col(DeliveryRow.workspace_id) == workspace_id,
            col(DeliveryRow.status) == status,
            col(DeliveryRow.settled_at) < before,
        )
    )


def pending(session: Session, key: str) -> Sequence[DeliveryRow]:
    query = select(DeliveryRow).where(DeliveryRow.config_key == key)
    return session.exec(query.where(DeliveryRow.status == "pending")).all()


def deliveries(
    session: Session, status: str | None, limit: int, offset: int
) -> tuple[Sequence[DeliveryRow], int]:
    """A page of the log, newest first, and how many there are in all."""
    query = select(DeliveryRow)
    if status is not None:
        query = query.where(DeliveryRow.status == status)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(
        col(DeliveryRow.created_at).desc(), col(DeliveryRow.run_id), col(DeliveryRow.seq).desc()
    )
    return session.exec(newest.limit(limit).offset(offset)).all(), total
