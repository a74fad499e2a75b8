"""The table of alerts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class AlertRow(SQLModel, table=True):
    """`cleared_at`: since when the data no longer shows it; only then may it come anew."""

    __tablename__ = "alert"

    id: str = Field(primary_key=True)
    workspace_id: str
    key: str
    kind: str
    severity: str
    title: str
    body: str
    day: date | None = None
    effect_minor: int | None = None
    page: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    status: str = "open"
    owner_id: str | None = None
    snoozed_until: datetime | None = Field(default=None, sa_type=_INSTANT)
    note: str | None = None
    times: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    seen_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    cleared_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    resolved_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    resolved_by: str | None = None
