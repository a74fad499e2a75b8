"""Stored statements as people look through them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from marketing_agent.metrics.schemas import Frozen
from marketing_agent.metrics.stored import Kind

TemplateSort = Literal["runs", "last_run_at", "average_ms", "created_at", "key"]
TemplateStatus = Literal["draft", "verified", "retired"]


class TemplateFilter(Frozen):
    """Which statements, in which order. `q` is looked for in keys, hashes and SQL."""

    q: Annotated[str | None, Field(max_length=200)] = None
    kind: Kind | None = None
    status: TemplateStatus | None = None
    sort: TemplateSort = "runs"
    descending: bool = True


class TemplateSearch(TemplateFilter):
    """A page of them."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SqlTemplate(Frozen):
    """A stored statement with its use. Parameters are names with their types, never values."""

    id: str
    key: str
    kind: Kind
    source: str
    dialect: str
    semantic_query: dict[str, Any]
    sql: str
    hash: str
    parameters: dict[str, str]
    model_version: str
    status: TemplateStatus
    verified_by: str | None
    created_at: datetime
    runs: int
    failed: int
    last_run_at: datetime | None
    average_ms: float | None


class SqlTemplates(Frozen):
    """A page of them; `total` counts all that match, `model_version` is the one in force."""

    items: tuple[SqlTemplate, ...]
    total: int
    model_version: str
