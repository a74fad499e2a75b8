"""MCP servers of others, and each of their tools as it was approved."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class ServerRow(SQLModel, table=True):
    __tablename__ = "tool_server"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    url: str
    header: str | None = None
    secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    added_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    checked_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class ServerToolRow(SQLModel, table=True):
    """`found` is its definition as it stands at the server, null where it is gone; it may be called
    while the approved one is the same. `view_may_reach`: its view may load from where it says."""

    __tablename__ = "tool_server_tool"

    server_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    workspace_id: str
    found: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    approved: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    is_trusted: bool = False
    view_may_reach: bool = False


class ServerViewRow(SQLModel, table=True):
    """A view's page as it stood at the server, by the SHA-256 that definitions pin it to."""

    __tablename__ = "tool_server_view"

    server_id: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    workspace_id: str
    html: str
