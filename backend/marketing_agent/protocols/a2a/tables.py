"""What a client of A2A called its task by; all else of a task is its run."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class TaskRow(SQLModel, table=True):
    __tablename__ = "a2a_task"

    run_id: str = Field(primary_key=True)
    workspace_id: str
    context_id: str
    message_id: str
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
