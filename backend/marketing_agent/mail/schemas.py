"""What crosses the boundary of the preview inbox."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class InboxMail(Frozen):
    """A message as it would have left."""

    id: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    body_text: str
    body_html: str
    received_at: datetime


class Inbox(Frozen):
    """A page; `next_cursor` gives the next one, null where it ends."""

    items: tuple[InboxMail, ...]
    next_cursor: str | None
