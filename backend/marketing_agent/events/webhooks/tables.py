"""Tables of webhooks, and of each event that they are told."""

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class WebhookRow(SQLModel, table=True):
    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    workspace_id: str
    url: str
    topics: list[str] = Field(sa_type=JSONB)
    secret: bytes = Field(sa_type=LargeBinary)
    previous: bytes | None = Field(default=None, sa_type=LargeBinary)
    previous_until: datetime | None = Field(default=None, sa_type=_INSTANT)
    paused_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class WebhookDeliveryRow(SQLModel, table=True):
    __tablename__ = "webhook_delivery"

    id: str = Field(primary_key=True)
    workspace_id: str
    webhook_id: str
    topic: str
    body: str
    status: str = "pending"
    attempts: int = 0
    answer: int | None = None
    problem: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    next_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    settled_at: datetime | None = Field(default=None, sa_type=_INSTANT)
