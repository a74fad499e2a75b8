"""Reads and writes of tasks; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from marketing_agent.protocols.a2a.tables import FeedRow, MessageRow, TaskRow


def add(session: Session, row: TaskRow | FeedRow) -> None:
    session.add(row)
    session.flush()


def task(session: Session, run_id: str) -> TaskRow | None:
    return session.exec(select(TaskRow).where(TaskRow.run_id == run_id)).first()


def of_context(session: Session, context_id: str) -> Sequence[str]:
    """Ids of the tasks of a context."""
    return session.exec(select(TaskRow.run_id).where(TaskRow.context_id == context_id)).all()


def of_request(session: Session, workspace_id: str, key: str) -> TaskRow | None:
    """The task of a message that came before; of two at once the second waits for the first."""
    named = f"{workspace_id} {key}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(named, 0))))
    return session.exec(select(TaskRow).where(TaskRow.request_key == key)).first()


def feed(session: Session, feed_id: str) -> FeedRow | None:
    return session.exec(select(FeedRow).where(FeedRow.id == feed_id)).first()


def open_feeds(session: Session) -> int:
    query = select(func.count()).select_from(FeedRow).where(col(FeedRow.closed_at).is_(None))
    return session.exec(query).one()


def feeds_by_move(
    session: Session,
    is_open: bool | None,
    ids: Collection[str] | None,
    since: datetime | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Sequence[tuple[str, datetime]], int]:
    """Ids with when they began or were closed, the newest first; how many there are in all."""
    moved = func.coalesce(FeedRow.closed_at, FeedRow.created_at)
    query = select(FeedRow.id, moved)
    if is_open is not None:
        closed = col(FeedRow.closed_at)
        query = query.where(closed.is_(None) if is_open else closed.is_not(None))
    if ids is not None:
        query = query.where(col(FeedRow.id).in_(ids))
    if since is not None:
        query = query.where(moved >= since)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    if before is not None:
        at, feed_id = before
        query = query.where(or_(moved < at, and_(moved == at, col(FeedRow.id) < feed_id)))
    newest = query.order_by(moved.desc(), col(FeedRow.id).desc()).limit(limit)
    return session.exec(newest).all(), total


def add_message(session: Session, row: MessageRow) -> None:
    """Keeps a message; of two with one id the first."""
    if session.get(MessageRow, (row.run_id, row.message_id)) is None:
        session.add(row)
        session.flush()


def messages(session: Session, run_id: str) -> Sequence[MessageRow]:
    """The client's messages of a task, in order."""
    query = select(MessageRow).where(MessageRow.run_id == run_id)
    return session.exec(query.order_by(col(MessageRow.seq), col(MessageRow.at))).all()
