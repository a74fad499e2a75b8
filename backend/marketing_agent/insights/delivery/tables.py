"""Tables of where alerts are told, of the messages, and of which alert was told where."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class DeliverySettingsRow(SQLModel, table=True):
    """`address`: of the app, for links. `digest_from`: since when nothing went into a digest."""

    __tablename__ = "alert_delivery_settings"

    workspace_id: str = Field(primary_key=True)
    email: dict[str, Any] = Field(sa_type=JSONB)
    quiet: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    digest: dict[str, Any] = Field(sa_type=JSONB)
    address: str
    digest_due: datetime | None = Field(default=None, sa_type=_INSTANT)
    digest_from: datetime = Field(default_factory=now, sa_type=_INSTANT)


class AlertChatRow(SQLModel, table=True):
    """`url` is sealed."""

    __tablename__ = "alert_chat"

    id: str = Field(primary_key=True)
    workspace_id: str
    position: int
    name: str
    url: bytes = Field(sa_type=LargeBinary)
    host: str
    last4: str
    wanted: dict[str, Any] = Field(sa_type=JSONB)


class AlertMessageRow(SQLModel, table=True):
    """One message to one channel; `urgent` ones do not wait for the end of quiet hours.

    `broken_off`: how often a worker died between sending it and noting so. A digest is about what
    was raised from `since` until `until`.
    """

    __tablename__ = "alert_message"

    id: str = Field(primary_key=True)
    workspace_id: str
    channel_id: str
    channel: str
    kind: str
    urgent: bool = False
    since: datetime | None = Field(default=None, sa_type=_INSTANT)
    until: datetime | None = Field(default=None, sa_type=_INSTANT)
    alerts: int = 0
    status: str = "waiting"
    attempts: int = 0
    broken_off: int = 0
    answer: int | None = None
    problem: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    next_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    settled_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class AlertToldRow(SQLModel, table=True):
    """That an alert is told to a channel, once at once and once in a digest, as `kind` says.

    What ended and came anew is another alert.
    """

    __tablename__ = "alert_told"

    channel_id: str = Field(primary_key=True)
    alert_id: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    workspace_id: str
    message_id: str
