"""Work to be done, kept in PostgreSQL until it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class JobRow(SQLModel, table=True):
    __tablename__ = "jobs"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    payload: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    status: str = "queued"
    attempts: int = 0
    run_after: datetime = Field(default_factory=now, sa_type=_INSTANT)
    lease_until: datetime | None = Field(default=None, sa_type=_INSTANT)
    error: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=_INSTANT)
