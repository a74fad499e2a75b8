"""What a client of A2A called its task by; all else of a task is its run, import or feed."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class TaskRow(SQLModel, table=True):
    """`run_id` is the id of the run, import or feed; `request_key` finds a message sent again."""

    __tablename__ = "a2a_task"

    run_id: str = Field(primary_key=True)
    workspace_id: str
    context_id: str
    message_id: str
    request_key: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class MessageRow(SQLModel, table=True):
    """A message of the client as it was sent; `seq` is the event it came after."""

    __tablename__ = "a2a_message"

    run_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    workspace_id: str
    seq: int
    content: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class FeedRow(SQLModel, table=True):
    """Events that somebody follows: those of these kinds after that number."""

    __tablename__ = "a2a_feed"

    id: str = Field(primary_key=True)
    workspace_id: str
    kinds: list[str] = Field(sa_type=JSONB)
    after: int
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    closed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
