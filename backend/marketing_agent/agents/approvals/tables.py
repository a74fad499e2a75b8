"""The table of approvals."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class ApprovalRow(SQLModel, table=True):
    __tablename__ = "approval"

    id: str = Field(primary_key=True)
    workspace_id: str
    tool: str
    arguments: dict[str, Any] = Field(sa_type=JSONB)
    digest: str
    preview: dict[str, Any] = Field(sa_type=JSONB)
    requested_by: dict[str, Any] = Field(sa_type=JSONB)
    run_id: str | None = None
    status: str = "open"
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    note: str | None = None
    problem: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    expires_at: datetime = Field(sa_type=_INSTANT)
