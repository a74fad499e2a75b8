"""Adding, listing, reading and removing documents: whatever stands in them is data."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from marketing_agent.agents.documents import repository
from marketing_agent.agents.documents.errors import (
    LibraryFull,
    UnknownDocument,
    UnreadableDocument,
)
from marketing_agent.agents.documents.reading.reader import MOST_BYTES, read
from marketing_agent.agents.documents.schemas import (
    Document,
    Documents,
    DocumentText,
    Shelf,
)
from marketing_agent.agents.documents.sniffing import clean_name
from marketing_agent.agents.documents.tables import DocumentRow
from marketing_agent.agents.search import queue
from marketing_agent.events import service as events
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy.schemas import Caller

__all__ = [
    "MOST_BYTES",
    "TOPIC",
    "Download",
    "add",
    "bind",
    "download",
    "everything",
    "forget_unsent",
    "get",
    "in_thread",
    "library",
    "remove_from",
    "text_of",
]

TOPIC = "documents.changed"
SOURCE = "document"
_MOST = {"library": 1_000, "thread": 10_000}
_PIECE = 8_000


class Download(NamedTuple):
    """The bytes as they came."""

    name: str
    media_type: str
    content: bytes


def add(
    session: Session,
    caller: Caller,
    name: str | None,
    content: bytes,
    shelf: Shelf = "library",
    thread_id: str | None = None,
) -> Document:
    """Keeps a file; raises UnreadableDocument, DocumentTooLarge, LibraryFull in one sentence.

    The same file under the same name is one document of the library. A thread's id is the
    caller's to check.
    """
    found = read(content)
    if shelf == "library" and found.sniffed.kind == "image":
        raise UnreadableDocument("A picture holds no words to search: attach it to a question.")
    sha256, called = hashlib.sha256(content).hexdigest(), clean_name(name)
    known = repository.same(session, sha256, called) if shelf == "library" else None
    if known is not None:
        return _shown(known)
    if repository.count(session, shelf) >= _MOST[shelf]:
        raise LibraryFull(f"There are {_MOST[shelf]:,} documents. Remove one first.")
    row = DocumentRow(
        id=new_id(),
        workspace_id=caller.workspace_id,
        shelf=shelf,
        thread_id=thread_id,
        kind=found.sniffed.kind,
        name=called,
        media_type=found.sniffed.media_type,
        sha256=sha256,
        bytes=len(content),
        characters=len(found.text),
        text=found.text,
        facts=found.facts.model_dump(mode="json"),
        created_by=caller.user_id,
    )
    repository.add(session, row, content)
    _changed(session, row)
    return _shown(row)


def library(session: Session) -> Documents:
    """The documents that search reads, newest first."""
    return Documents(items=tuple(map(_shown, repository.library(session))))


def in_thread(session: Session, thread_id: str) -> Documents:
    """The files that were attached in a thread, in order."""
    return Documents(items=tuple(map(_shown, repository.of_thread(session, thread_id))))


def get(session: Session, document_id: str, offset: int = 0) -> DocumentText:
    """A document with a piece of its text; raises UnknownDocument."""
    row = _row(session, document_id)
    piece = row.text[offset : offset + _PIECE]
    after = offset + len(piece)
    following = after if piece and after < len(row.text) else None
    return DocumentText(**_shown(row).model_dump(), text=piece, next_offset=following)


def download(session: Session, document_id: str) -> Download:
    """The bytes of a document; raises UnknownDocument."""
    row = _row(session, document_id)
    return Download(row.name, row.media_type, repository.content(session, row))


def remove_from(session: Session, document_id: str, shelf: Shelf) -> None:
    """Takes a document out, with its passages and, where no other has them, its bytes.

    Raises UnknownDocument for one that stands on the other shelf.
    """
    row = _row(session, document_id)
    if row.shelf != shelf:
        raise UnknownDocument("There is no such document.")
    repository.remove(session, row)
    _changed(session, row)


def bind(session: Session, thread_id: str, ids: Collection[str]) -> Sequence[Document]:
    """Makes attachments those of a thread; raises UnknownDocument where one is not here."""
    rows = {row.id: row for row in repository.some(session, ids)}
    if set(ids) - rows.keys():
        raise UnknownDocument("An attached document is not here any more.")
    repository.bind(session, ids, thread_id)
    return tuple(_shown(rows[one]) for one in ids)


def everything(session: Session, document_id: str | None = None) -> Sequence[Document]:
    """The library and all attachments, or the one of that id where it is there."""
    if document_id is not None:
        return tuple(map(_shown, repository.some(session, [document_id])))
    return tuple(map(_shown, repository.everything(session)))


def text_of(session: Session, document_id: str) -> str:
    """The whole text; empty where it is gone."""
    return repository.text_of(session, document_id)


def forget_unsent(session: Session, before: datetime) -> None:
    """Drops attachments from before that moment which were never sent, and bytes left behind."""
    repository.forget_unsent(session, before)


def _changed(session: Session, row: DocumentRow) -> None:
    queue.changed(session, row.workspace_id, SOURCE, row.id)
    events.emit(session, row.workspace_id, TOPIC, {"document_id": row.id})


def _row(session: Session, document_id: str) -> DocumentRow:
    row = repository.one(session, document_id) if "\0" not in document_id else None
    if row is None:
        raise UnknownDocument("There is no such document.")
    return row


def _shown(row: DocumentRow) -> Document:
    return Document.model_validate({name: getattr(row, name) for name in Document.model_fields})
