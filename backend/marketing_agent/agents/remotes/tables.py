"""Agents of others, each with the card that an owner has seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class RemoteAgentRow(SQLModel, table=True):
    """`found_card` is another card than the approved one: until it is approved, nobody is asked."""

    __tablename__ = "remote_agent"

    id: str = Field(primary_key=True)
    workspace_id: str
    card_url: str
    card: dict[str, Any] = Field(sa_type=JSONB)
    card_hash: str
    found_card: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    added_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    checked_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
