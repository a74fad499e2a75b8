"""Tables of what questions mean, how they were worded, and what was asked."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class PromptCacheRow(SQLModel, table=True):
    """One meaning, a semantic query or SQL: every wording of it shares the row.

    `readings` counts how often a language model was asked for it, with the tokens and US dollars
    of all of them; `readings_saved` how often a known wording made that unnecessary. `problem` is
    why an entry of an older version could not be brought to this one.
    """

    __tablename__ = "prompt_cache"

    id: str = Field(primary_key=True)
    workspace_id: str
    meaning_hash: str
    schema_version: str
    prompt: str
    question: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    sql_text: str | None = None
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
    readings: int = 0
    readings_saved: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = Field(default=None, sa_type=Numeric(14, 6))
    problem: str | None = None


class PromptAliasRow(SQLModel, table=True):
    """One wording of a meaning, by the hash of its normalised text and of what it follows up on.

    A wording that a model linked to a meaning is a draft of its own, however sure the meaning is.
    """

    __tablename__ = "prompt_alias"

    workspace_id: str = Field(primary_key=True)
    prompt_hash: str = Field(primary_key=True)
    schema_version: str = Field(primary_key=True)
    entry_id: str
    assumptions: list[dict[str, str]] = Field(sa_type=JSONB)
    source: str = "rule"
    generator: str
    status: str = "verified"
    expires_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    feedback_up: int = 0
    feedback_down: int = 0


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
    prompt_hash: str
    helpful: bool | None = None
    cache_hit: bool = False
    ms: float = 0
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class PromptLifetimeRow(SQLModel, table=True):
    """How long a workspace lets the readings of a source hold; 0 is for ever."""

    __tablename__ = "prompt_lifetime"

    workspace_id: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    seconds: int
