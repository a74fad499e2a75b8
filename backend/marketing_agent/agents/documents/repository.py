"""Reads and writes of documents; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from marketing_agent.agents.documents.tables import ContentRow, DocumentRow


def add(session: Session, row: DocumentRow, content: bytes) -> None:
    """Keeps a document, and its bytes where this workspace has not got them."""
    kept = insert(ContentRow).values(
        workspace_id=row.workspace_id, sha256=row.sha256, content=content
    )
    session.execute(kept.on_conflict_do_nothing())
    session.add(row)
    session.flush()


# Lists are read without the texts, which may be large.
_WITHOUT_TEXT = defer(DocumentRow.text, raiseload=True)  # type: ignore[arg-type]


def one(session: Session, document_id: str) -> DocumentRow | None:
    return session.exec(select(DocumentRow).where(DocumentRow.id == document_id)).first()


def some(session: Session, ids: Collection[str]) -> Sequence[DocumentRow]:
    query = select(DocumentRow).where(col(DocumentRow.id).in_(ids))
    return session.exec(query.options(_WITHOUT_TEXT)).all()


def everything(session: Session) -> Sequence[DocumentRow]:
    """The library and all attachments."""
    return session.exec(select(DocumentRow).options(_WITHOUT_TEXT)).all()


def text_of(session: Session, document_id: str) -> str:
    return session.exec(select(DocumentRow.text).where(DocumentRow.id == document_id)).first() or ""


def library(session: Session) -> Sequence[DocumentRow]:
    """The documents that search reads, newest first."""
    query = select(DocumentRow).where(DocumentRow.shelf == "library").options(_WITHOUT_TEXT)
    return session.exec(query.order_by(col(DocumentRow.created_at).desc(), DocumentRow.id)).all()


def of_thread(session: Session, thread_id: str) -> Sequence[DocumentRow]:
    query = select(DocumentRow).where(DocumentRow.thread_id == thread_id).options(_WITHOUT_TEXT)
    return session.exec(query.order_by(col(DocumentRow.created_at), DocumentRow.id)).all()


def same(session: Session, sha256: str, name: str) -> DocumentRow | None:
    """The library's document of that content and name."""
    query = select(DocumentRow).where(
        DocumentRow.shelf == "library", DocumentRow.sha256 == sha256, DocumentRow.name == name
    )
    return session.exec(query).first()


def count(session: Session, shelf: str) -> int:
    query = select(func.count()).select_from(DocumentRow).where(DocumentRow.shelf == shelf)
    return session.exec(query).one()


def content(session: Session, row: DocumentRow) -> bytes:
    query = select(ContentRow.content).where(ContentRow.sha256 == row.sha256)
    return session.exec(query).one()


def bind(session: Session, ids: Collection[str], thread_id: str) -> None:
    """Makes attachments that no thread has yet those of this one."""
    waiting = update(DocumentRow).where(
        col(DocumentRow.id).in_(ids),
        col(DocumentRow.shelf) == "thread",
        col(DocumentRow.thread_id).is_(None),
    )
    session.execute(waiting.values(thread_id=thread_id))


def remove(session: Session, row: DocumentRow) -> None:
    session.delete(row)
    session.flush()
    forget_contents(session)


def forget_unsent(session: Session, before: datetime) -> None:
    """Drops attachments that were never sent."""
    unsent = delete(DocumentRow).where(
        col(DocumentRow.shelf) == "thread",
        col(DocumentRow.thread_id).is_(None),
        col(DocumentRow.created_at) < before,
    )
    session.execute(unsent)
    forget_contents(session)


def forget_contents(session: Session) -> None:
    """Drops bytes that no document names any more."""
    named = exists().where(col(DocumentRow.sha256) == ContentRow.sha256)
    session.execute(delete(ContentRow).where(~named))
