"""Tables of threads, runs and their events."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)
_NULLABLE = JSONB(none_as_null=True)


class ThreadRow(SQLModel, table=True):
    __tablename__ = "agent_thread"

    id: str = Field(primary_key=True)
    workspace_id: str
    title: str
    state: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    updated_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class RunRow(SQLModel, table=True):
    """`holder` is the job that may write now: whoever held it before finds that it lost it."""

    __tablename__ = "agent_run"

    id: str = Field(primary_key=True)
    workspace_id: str
    thread_id: str
    status: str = "queued"
    waiting_for: str | None = None
    source: str
    text: str
    request: dict[str, Any] = Field(sa_type=JSONB)
    caller: dict[str, Any] = Field(sa_type=JSONB)
    plan: list[dict[str, Any]] | None = Field(default=None, sa_type=_NULLABLE)
    budgets: dict[str, Any] = Field(sa_type=JSONB)
    spent: dict[str, Any] = Field(sa_type=JSONB)
    answer: str | None = None
    error: dict[str, Any] | None = Field(default=None, sa_type=_NULLABLE)
    asked_id: str | None = None
    last_seq: int = 0
    holder: str | None = None
    idempotency_key: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    started_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    moved_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class RunEventRow(SQLModel, table=True):
    __tablename__ = "run_event"

    run_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    workspace_id: str
    type: str
    payload: dict[str, Any] = Field(sa_type=JSONB)
    at: datetime = Field(default_factory=now, sa_type=_INSTANT)
