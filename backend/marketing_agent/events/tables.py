"""The outbox: what happened, written in the transaction in which it happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class EventRow(SQLModel, table=True):
    __tablename__ = "events"

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    workspace_id: str
    topic: str
    payload: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class WatchRow(SQLModel, table=True):
    """A job that an event brings with it, as long as somebody wants to be told."""

    __tablename__ = "event_watch"

    key: str = Field(primary_key=True)
    workspace_id: str
    topics: list[str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    about: str | None = None
    job: str
    payload: dict[str, Any] = Field(sa_type=JSONB)
