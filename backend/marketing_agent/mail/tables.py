"""The table of the preview inbox."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class InboxRow(SQLModel, table=True):
    __tablename__ = "preview_inbox"

    id: str = Field(primary_key=True)
    workspace_id: str
    message_id: str
    sender: str
    recipients: list[str] = Field(sa_type=JSONB)
    subject: str
    body_text: str
    body_html: str
    received_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
