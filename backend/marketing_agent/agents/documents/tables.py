"""Tables of documents. Their bytes are kept once for each content of a workspace."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class DocumentRow(SQLModel, table=True):
    """A `thread` document without a thread waits for the message that it is sent with."""

    __tablename__ = "document"

    id: str = Field(primary_key=True)
    workspace_id: str
    shelf: str
    thread_id: str | None = None
    kind: str
    name: str
    media_type: str
    sha256: str
    bytes: int
    characters: int
    text: str
    facts: dict[str, Any] = Field(sa_type=JSONB)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class ContentRow(SQLModel, table=True):
    __tablename__ = "document_content"

    workspace_id: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
