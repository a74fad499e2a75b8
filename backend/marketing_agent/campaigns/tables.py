"""The table of messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class MessageRow(SQLModel, table=True):
    __tablename__ = "message"

    id: str = Field(primary_key=True)
    workspace_id: str
    subject: str
    body_text: str
    body_html: str
    recipients: list[dict[str, Any]] = Field(sa_type=JSONB)
    status: str = "draft"
    digest: str
    created_from: str | None = None
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    sent_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    gateway: str | None = None
    refused: list[str] = Field(default_factory=list, sa_type=JSONB)
