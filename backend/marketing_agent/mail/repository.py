"""Reads and writes of the preview inbox; the transaction's scope keeps workspaces apart."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of
from marketing_agent.mail.port import Mail
from marketing_agent.mail.tables import InboxRow


def put_in_inbox(session: Session, mail: Mail) -> None:
    """Keeps a message; the same one again changes nothing."""
    row = InboxRow(
        id=new_id(),
        workspace_id=mail.workspace_id,
        message_id=mail.id,
        sender=mail.sender,
        recipients=list(mail.recipients),
        subject=mail.subject,
        body_text=mail.text,
        body_html=mail.html,
    )
    session.execute(
        insert(InboxRow)
        .values(**row.model_dump())
        .on_conflict_do_nothing(index_elements=["message_id"])
    )


def inbox(session: Session, asked: PageAsked) -> Page[InboxRow]:
    at, row_id = col(InboxRow.received_at), col(InboxRow.id)
    rows = session.exec(newest_first(select(InboxRow), at, row_id, asked)).all()
    return page_of(rows, asked, lambda row: (row.received_at, row.id))


def inbox_mail(session: Session, mail_id: str) -> InboxRow | None:
    return session.get(InboxRow, mail_id)
