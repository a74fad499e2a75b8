"""Prompts as workspaces wrote them: each change is a version of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now


class PromptVersionRow(SQLModel, table=True):
    """`sections` holds what differs from the library; empty ones go back to it."""

    __tablename__ = "prompt_version"

    workspace_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    base_version: int
    sections: dict[str, Any] = Field(sa_type=JSONB)
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
