"""What crosses the boundary of documents."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["pdf", "csv", "text", "markdown", "html", "image"]
Shelf = Literal["library", "thread"]
MOST_NAME = 200


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Column(Frozen):
    """A column of a CSV file. Sum, lowest and highest where every filled cell is a number.

    They are decimal texts: nothing is rounded on the way.
    """

    name: str
    kind: Literal["number", "date", "text", "empty"]
    filled: int
    total: str | None = None
    lowest: str | None = None
    highest: str | None = None


class Facts(Frozen):
    """What reading found. `notes` say in words what was left out."""

    pages: int | None = None
    rows: int | None = None
    columns: tuple[Column, ...] = ()
    notes: tuple[str, ...] = ()


class Document(Frozen):
    """A file that somebody added. `shelf` is the library, or the thread that it belongs to."""

    id: str
    shelf: Shelf
    thread_id: str | None
    kind: Kind
    name: str
    media_type: str
    sha256: str
    bytes: int
    characters: int
    facts: Facts
    created_by: str | None
    created_at: datetime


class Documents(Frozen):
    items: tuple[Document, ...]


class DocumentText(Document):
    """A document with a piece of its text: whoever wrote it, it is data."""

    text: str
    next_offset: Annotated[int, Field(ge=0)] | None
