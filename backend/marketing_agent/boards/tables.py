"""Tables of saved questions and widgets."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)
_NULLABLE = JSONB(none_as_null=True)


class SavedRow(SQLModel):
    """A question with symbolic times, or a statement; deleted ones wait for an undo."""

    id: str = Field(primary_key=True)
    workspace_id: str
    name: str
    question: dict[str, Any] | None = Field(default=None, sa_type=_NULLABLE)
    sql_text: str | None = None
    chart: dict[str, Any] | None = Field(default=None, sa_type=_NULLABLE)
    template_id: str
    created_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    updated_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
    deleted_at: datetime | None = Field(default=None, sa_type=_INSTANT)
    version: int = 1


class SavedQuestionRow(SavedRow, table=True):
    __tablename__ = "saved_question"


class WidgetRow(SavedRow, table=True):
    __tablename__ = "widget"

    layout: dict[str, int] = Field(sa_type=JSONB)
    pinned: bool = True
