"""Work to be done, kept in PostgreSQL until it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class JobRow(SQLModel, table=True):
    """`handed`: how often it was given to the engine, `taken`: how often it was begun.

    `memory`: what its steps gave, by name. `topic`: of the signal it waits for while queued.
    `reached`: how far it was when it was last begun.
    """

    __tablename__ = "jobs"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    payload: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    status: str = "queued"
    topic: str | None = None
    cancel_asked: bool = False
    attempts: int = 0
    handed: int = 0
    taken: int = 0
    reached: int = 0
    holder: str | None = None
    run_after: datetime = Field(default_factory=now, sa_type=_INSTANT)
    lease_until: datetime | None = Field(default=None, sa_type=_INSTANT)
    error: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    started_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    finished_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class JobSignalRow(SQLModel, table=True):
    """A message to a job; the same key twice is one message."""

    __tablename__ = "job_signal"

    job_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    workspace_id: str
    topic: str
    message: Any = Field(sa_column=Column(JSONB, nullable=False))
    taken: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class JobScheduleRow(SQLModel, table=True):
    """When jobs of a name are due next, in every workspace."""

    __tablename__ = "job_schedule"

    name: str = Field(primary_key=True)
    cron: str
    next_at: datetime = Field(sa_type=_INSTANT)


class JobWorkerRow(SQLModel, table=True):
    """A process that carries jobs out; silent for too long, it is taken for dead."""

    __tablename__ = "job_worker"

    id: str = Field(primary_key=True)
    started_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    beat_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class JobKindRow(SQLModel, table=True):
    """What whoever enqueues a job need not know of it."""

    __tablename__ = "job_kind"

    name: str = Field(primary_key=True)
    lane: str
    urgent: bool


class JobEngineRow(SQLModel, table=True):
    """The one row that says which engine carries the jobs of this installation."""

    __tablename__ = "job_engine"

    only_one: bool = Field(default=True, primary_key=True)
    name: str
