"""Tables of stored SQL, what it ran, what it gave, and what a workspace pinned."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from marketing_agent.kernel.time import now

_INSTANT = DateTime(timezone=True)


class SqlTemplateRow(SQLModel, table=True):
    __tablename__ = "sql_template"

    id: str = Field(primary_key=True)
    workspace_id: str
    key: str
    kind: str
    source: str
    dialect: str
    semantic_query: dict[str, Any] = Field(sa_type=JSONB)
    sql_text: str
    param_spec: dict[str, str] = Field(sa_type=JSONB)
    model_version: str
    sha256: str
    status: str
    verified_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class QueryRunRow(SQLModel, table=True):
    __tablename__ = "query_run"

    id: str = Field(primary_key=True)
    workspace_id: str
    template_id: str | None = None
    cache_id: str | None = None
    origin: str = "page"
    sql_text: str | None = None
    as_of: date | None = None
    warehouse_version: int
    params: dict[str, Any] = Field(sa_type=JSONB)
    row_count: int
    ms: float
    status: str
    error_code: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class KpiResultRow(SQLModel, table=True):
    __tablename__ = "kpi_result"

    workspace_id: str = Field(primary_key=True)
    warehouse_version: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    params_hash: str = Field(primary_key=True)
    template_sha256: str | None = None
    result: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class WarehouseProfileRow(SQLModel, table=True):
    __tablename__ = "warehouse_profile"

    workspace_id: str = Field(primary_key=True)
    warehouse_version: int = Field(primary_key=True)
    model_version: str = Field(primary_key=True)
    profile: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(default_factory=now, sa_type=_INSTANT)


class SummaryPinsRow(SQLModel, table=True):
    __tablename__ = "summary_pins"

    workspace_id: str = Field(primary_key=True)
    keys: list[str] = Field(sa_type=JSONB)
    updated_at: datetime = Field(default_factory=now, sa_type=_INSTANT)
