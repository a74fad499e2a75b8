"""Reads and writes of saved things; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from marketing_agent.boards.tables import SavedQuestionRow, WidgetRow

Row = TypeVar("Row", SavedQuestionRow, WidgetRow)


def find(session: Session, table: type[Row], row_id: str) -> Row | None:
    """A row, also a deleted one, locked until the transaction ends."""
    return session.exec(select(table).where(col(table.id) == row_id).with_for_update()).first()


def listed(session: Session, table: type[Row]) -> Sequence[Row]:
    """All rows that are not deleted, by name."""
    query = select(table).where(col(table.deleted_at).is_(None))
    return session.exec(query.order_by(func.lower(col(table.name)), col(table.id))).all()


def count(session: Session, table: type[Row]) -> int:
    """How many rows are not deleted."""
    query = select(func.count()).select_from(table).where(col(table.deleted_at).is_(None))
    return session.exec(query).one()


def lowest(session: Session) -> int:
    """The first row of the grid below every widget."""
    rows = listed(session, WidgetRow)
    return max((row.layout["y"] + row.layout["h"] for row in rows), default=0)


def purge(session: Session, table: type[Row], before: datetime) -> None:
    """Drops for good what was deleted before an instant."""
    session.execute(delete(table).where(col(table.deleted_at) < before))
