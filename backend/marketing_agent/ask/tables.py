"""Tables of what questions mean, how they were worded, and what was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class PromptCacheRow(SQLModel, table=True):
    """One meaning: every wording of it shares the row."""

    __tablename__ = "prompt_cache"

    id: str = Field(primary_key=True)
    workspace_id: str
    meaning_hash: str
    schema_version: str
    prompt: str
    question: dict[str, Any] = Field(sa_type=JSONB)
    source: str
    generator: str
    status: str = "verified"
    template_id: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    expires_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    hits: int = 0
    last_hit_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    total_ms: float = 0
    feedback_up: int = 0
    feedback_down: int = 0
    pinned: bool = False


class PromptAliasRow(SQLModel, table=True):
    """One wording of a meaning, by the hash of its normalised text."""

    __tablename__ = "prompt_alias"

    workspace_id: str = Field(primary_key=True)
    prompt_hash: str = Field(primary_key=True)
    schema_version: str = Field(primary_key=True)
    entry_id: str
    assumptions: list[dict[str, str]] = Field(sa_type=JSONB)


class AskedRow(SQLModel, table=True):
    """A question as it was asked: the history, and what a follow-up refers to."""

    __tablename__ = "asked"

    id: str = Field(primary_key=True)
    workspace_id: str
    entry_id: str | None = None
    prompt: str
    outcome: str
    code: str | None = None
    question: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    cache_hit: bool = False
    ms: float = 0
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
