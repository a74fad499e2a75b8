"""Where to tell what a task does, and what became of each telling."""

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class ConfigRow(SQLModel, table=True):
    """`sent_until` is the number of the event that was told last. `holder` is who may tell now."""

    __tablename__ = "a2a_push_config"

    key: str = Field(primary_key=True)
    workspace_id: str
    run_id: str
    id: str
    url: str
    scheme: str | None = None
    secrets: bytes = Field(sa_type=LargeBinary)
    sent_until: int
    greets: bool = False
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    holder: str | None = None
    held_until: datetime | None = Field(default=None, sa_type=_INSTANT)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class DeliveryRow(SQLModel, table=True):
    """One update for one webhook; stays when the webhook is deleted."""

    __tablename__ = "a2a_push_delivery"

    id: str = Field(primary_key=True)
    workspace_id: str
    run_id: str
    config_key: str
    config_id: str
    url: str
    seq: int
    kind: str
    status: str = "pending"
    attempts: int = 0
    answer: int | None = None
    problem: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    settled_at: datetime | None = Field(default=None, sa_type=_INSTANT)
