"""SQL of the outbox."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, text
from sqlmodel import Session, col, select

from marketing_agent.events.schemas import Event
from marketing_agent.events.tables import EventRow, WatchRow

# A transaction that began earlier may commit later with a smaller id. Reading only what is older
# than every open transaction keeps a reader with a cursor from passing such an event by. A row
# that is seen although its transaction lies in the future came with a backup of another server.
_SETTLED = text(
    "(transaction_id < pg_snapshot_xmin(pg_current_snapshot())"
    " OR transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))"
)


# As the index has it: PostgreSQL compares expressions by how they are written.
_OF_IMPORT = text("payload ? 'import_id' AND payload->>'import_id' = :import_id")


def shown(row: EventRow) -> Event:
    """A row as its readers see it."""
    return Event(id=row.id or 0, topic=row.topic, payload=row.payload, at=row.created_at)


def insert(session: Session, row: EventRow | WatchRow) -> None:
    session.add(row)
    session.flush()


def one(session: Session, event_id: int) -> EventRow | None:
    return session.get(EventRow, event_id)


def _of_kinds(kinds: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """Whole topics, or their first words; None stands for all."""
    if kinds is None:
        return []
    topic = col(EventRow.topic)
    of_word = (topic.startswith(f"{kind}.", autoescape=True) for kind in kinds)
    return [or_(topic.in_(kinds), *of_word)]


def after(
    session: Session,
    workspace_id: str,
    last_id: int,
    limit: int,
    kinds: Sequence[str] | None = None,
) -> Sequence[EventRow]:
    query = (
        select(EventRow)
        .where(EventRow.workspace_id == workspace_id, col(EventRow.id) > last_id)
        .where(_SETTLED, *_of_kinds(kinds))
        .order_by(col(EventRow.id))
        .limit(limit)
    )
    return session.exec(query).all()


def of_import(
    session: Session, workspace_id: str, import_id: str, last_id: int
) -> Sequence[EventRow]:
    """An import's events after that id, in order."""
    query = (
        select(EventRow)
        .where(EventRow.workspace_id == workspace_id, col(EventRow.id) > last_id)
        .where(_OF_IMPORT.bindparams(import_id=import_id))
        .where(_SETTLED)
        .order_by(col(EventRow.id))
    )
    return session.exec(query).all()


def newest_before(
    session: Session, workspace_id: str, kinds: Sequence[str] | None, first: int, limit: int
) -> Sequence[EventRow]:
    """The newest events of these kinds after `first`, in order; None stands for all."""
    query = select(EventRow).where(EventRow.workspace_id == workspace_id, _SETTLED)
    query = query.where(col(EventRow.id) > first, *_of_kinds(kinds))
    return list(reversed(session.exec(query.order_by(col(EventRow.id).desc()).limit(limit)).all()))


def watches(session: Session, workspace_id: str) -> Sequence[WatchRow]:
    return session.exec(select(WatchRow).where(WatchRow.workspace_id == workspace_id)).all()


def watch(session: Session, key: str) -> WatchRow | None:
    return session.exec(select(WatchRow).where(WatchRow.key == key)).first()


def remove(session: Session, row: WatchRow) -> None:
    session.delete(row)
    session.flush()


def settled_id(session: Session, workspace_id: str) -> int:
    query = select(func.max(EventRow.id)).where(EventRow.workspace_id == workspace_id, _SETTLED)
    return session.exec(query).one() or 0


def last_id(session: Session, workspace_id: str) -> int:
    query = select(func.max(EventRow.id)).where(EventRow.workspace_id == workspace_id)
    return session.exec(query).one() or 0
