"""Tables of automations, what they were before, and each time that they were due."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)
_NULLABLE = JSONB(none_as_null=True)


class AutomationRow(SQLModel, table=True):
    """`chain` changes with each switch: a slot that was queued before it is none any more.

    `key_id` is the key or app that wrote it as it is: what it asks for, that one asks for.
    """

    __tablename__ = "automation"

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    trigger: dict[str, Any] = Field(sa_type=JSONB)
    action: dict[str, Any] = Field(sa_type=JSONB)
    owner_id: str
    state: str = "off"
    version: int = 1
    chain: int = 0
    plan: list[dict[str, Any]] | None = Field(default=None, sa_type=_NULLABLE)
    model: str | None = None
    compliance: dict[str, Any] | None = Field(default=None, sa_type=_NULLABLE)
    trial_id: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    created_by: str | None = None
    key_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    updated_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    deleted_at: datetime | None = Field(default=None, sa_type=_INSTANT)


class VersionRow(SQLModel, table=True):
    __tablename__ = "automation_version"

    automation_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    workspace_id: str
    content: dict[str, Any] = Field(sa_type=JSONB)
    changed_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class DueRow(SQLModel, table=True):
    """One time that an automation was due; its cause counts once."""

    __tablename__ = "automation_run"

    id: str = Field(primary_key=True)
    workspace_id: str
    automation_id: str
    version: int
    cause: str
    context: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    status: str = "due"
    note: str | None = None
    missed: int = 0
    compliance: dict[str, Any] | None = Field(default=None, sa_type=_NULLABLE)
    run_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
