"""The table of reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class ReportRow(SQLModel, table=True):
    """A page as it was, and what was asked for; deleted ones wait for an undo.

    What a list shows of the page stands beside it, so that no list reads whole pages.
    """

    __tablename__ = "report"

    id: str = Field(primary_key=True)
    workspace_id: str
    title: str
    insight: str
    ask: dict[str, Any] = Field(sa_type=JSONB)
    page: dict[str, Any] = Field(sa_type=JSONB)
    first_day: date
    last_day: date
    said: str | None = None
    parts: int
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    deleted_at: datetime | None = Field(default=None, sa_type=_INSTANT)
