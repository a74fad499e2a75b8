"""Reads and writes of saved segments; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from marketing_agent.insights.segments.tables import SegmentMoveRow, SegmentRow
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of
from marketing_agent.kernel.time import now

_NAMES = "segment_name"


def newest(session: Session, asked: PageAsked) -> Page[SegmentRow]:
    """Those that are not deleted."""
    at, row_id = col(SegmentRow.created_at), col(SegmentRow.id)
    query = select(SegmentRow).where(col(SegmentRow.deleted_at).is_(None))
    rows = session.exec(newest_first(query, at, row_id, asked)).all()
    return page_of(rows, asked, lambda row: (row.created_at, row.id))


def kept(session: Session) -> Sequence[SegmentRow]:
    """All that are not deleted."""
    query = select(SegmentRow).where(col(SegmentRow.deleted_at).is_(None))
    return session.exec(query.order_by(col(SegmentRow.id))).all()


def moves(session: Session, segment_id: str, most: int) -> Sequence[SegmentMoveRow]:
    """How its size changed, the newest first."""
    query = select(SegmentMoveRow).where(SegmentMoveRow.segment_id == segment_id)
    newest = query.order_by(col(SegmentMoveRow.at).desc(), col(SegmentMoveRow.id))
    return session.exec(newest.limit(most)).all()


def find(session: Session, segment_id: str) -> SegmentRow | None:
    """A segment, also a deleted one."""
    return session.exec(select(SegmentRow).where(SegmentRow.id == segment_id)).first()


def locked(session: Session, segment_id: str) -> SegmentRow | None:
    """The same, locked until the transaction ends."""
    query = select(SegmentRow).where(SegmentRow.id == segment_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def chosen(session: Session, ids: Collection[str]) -> Sequence[SegmentRow]:
    """Those of these ids that are not deleted."""
    query = select(SegmentRow).where(
        col(SegmentRow.id).in_(ids), col(SegmentRow.deleted_at).is_(None)
    )
    return session.exec(query).all()


def write(session: Session, row: SegmentRow) -> bool:
    """Writes the row; False where another one has its name, also one written just now.

    The transaction is lost then, so that the caller has to refuse.
    """
    try:
        session.add(row)
        session.flush()
    except IntegrityError as error:
        if _NAMES not in str(error.orig):
            raise
        return False
    return True


def note_size(session: Session, segment_id: str, customers: int, day: date) -> None:
    """Writes down the size last counted; the segment itself is not changed by it."""
    found = {"counted": customers, "counted_day": day, "counted_at": now()}
    session.execute(update(SegmentRow).where(col(SegmentRow.id) == segment_id).values(**found))


def purge(session: Session, before: datetime) -> None:
    """Drops for good what was deleted before an instant."""
    session.execute(delete(SegmentRow).where(col(SegmentRow.deleted_at) < before))
