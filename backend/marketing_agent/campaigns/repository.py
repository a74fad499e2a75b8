"""Reads and writes of messages; the transaction's scope keeps workspaces apart."""

from sqlmodel import Session, col, select

from marketing_agent.campaigns.tables import MessageRow
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of


def find(session: Session, message_id: str) -> MessageRow | None:
    """A message, locked until the transaction ends, so that it leaves once."""
    query = select(MessageRow).where(MessageRow.id == message_id).with_for_update()
    return session.exec(query).first()


def newest(session: Session, asked: PageAsked) -> Page[MessageRow]:
    at, row_id = col(MessageRow.created_at), col(MessageRow.id)
    rows = session.exec(newest_first(select(MessageRow), at, row_id, asked)).all()
    return page_of(rows, asked, lambda row: (row.created_at, row.id))
