"""The tables of alerts, and of what became of each."""

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
    told: list[Any] = Field(default_factory=list, sa_type=JSONB)
    sources: list[Any] = Field(default_factory=list, sa_type=JSONB)
    effect_source: int | None = None
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


class AlertStepRow(SQLModel, table=True):
    """One thing that happened to an alert. `by_id`: the member who did it; null for the data."""

    __tablename__ = "alert_step"

    id: str = Field(primary_key=True)
    workspace_id: str
    alert_id: str
    act: str
    by_id: str | None = None
    owner_id: str | None = None
    until: datetime | None = Field(default=None, sa_type=_INSTANT)
    note: str | None = None
    at: datetime = Field(default_factory=now, sa_type=_INSTANT)
