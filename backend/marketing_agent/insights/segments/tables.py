"""The tables of saved segments, and of how their sizes changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class SegmentRow(SQLModel, table=True):
    """Rules under a name, with the size they had when last counted; deleted ones wait for an
    undo."""

    __tablename__ = "segment"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    description: str | None = None
    rules: dict[str, Any] = Field(sa_type=JSONB)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    updated_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    deleted_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    version: int = 1
    counted: int | None = None
    counted_day: date | None = None
    counted_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    told: int | None = None
    """The size that changes are told from."""
    told_day: date | None = None


class SegmentMoveRow(SQLModel, table=True):
    """A notable change of a segment's size between two versions of the data."""

    __tablename__ = "segment_move"

    id: str = Field(primary_key=True)
    workspace_id: str
    segment_id: str
    version: int
    before_day: date
    before: int
    day: date
    customers: int
    at: datetime = Field(default_factory=now, sa_type=_INSTANT)
