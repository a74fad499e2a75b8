"""The table of frames."""

from datetime import datetime

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class FrameRow(SQLModel, table=True):
    """`thing_id` is the widget or saved question; null for figures and the whole board."""

    __tablename__ = "frame"

    id: str = Field(primary_key=True)
    workspace_id: str
    kind: str
    thing_id: str | None = None
    name: str
    origins: list[str] = Field(sa_type=JSONB)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    expires_at: datetime = Field(sa_type=_INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=_INSTANT)
