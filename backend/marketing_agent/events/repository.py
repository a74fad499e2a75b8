"""SQL of the outbox."""

from collections.abc import Sequence

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from marketing_agent.events.tables import EventRow

# A transaction that began earlier may commit later with a smaller id. Reading only what is older
# than every open transaction keeps a reader with a cursor from passing such an event by. A row
# that is seen although its transaction lies in the future came with a backup of another server.
_SETTLED = text(
    "(transaction_id < pg_snapshot_xmin(pg_current_snapshot())"
    " OR transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))"
)


def insert(session: Session, row: EventRow) -> None:
    session.add(row)
    session.flush()


def one(session: Session, event_id: int) -> EventRow | None:
    return session.get(EventRow, event_id)


def after(session: Session, workspace_id: str, last_id: int, limit: int) -> Sequence[EventRow]:
    query = (
        select(EventRow)
        .where(EventRow.workspace_id == workspace_id, col(EventRow.id) > last_id)
        .where(_SETTLED)
        .order_by(col(EventRow.id))
        .limit(limit)
    )
    return session.exec(query).all()


def last_id(session: Session, workspace_id: str) -> int:
    query = select(func.max(EventRow.id)).where(EventRow.workspace_id == workspace_id)
    return session.exec(query).one() or 0
