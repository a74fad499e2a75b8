"""Runs of statements: what each names, on whose behalf it ran, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlmodel import Session

from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.metrics import repository
from marketing_agent.tenancy.schemas import Workspace

Origin = Literal["page", "query", "board", "ask", "sql", "insight"]
Value = str | int | float | bool | date


@dataclass(frozen=True)
class Use:
    """What asked for a statement: a page, a query of the API, a board, a question, the explorer.

    `cache_id` is the entry of the prompt cache that led to it.
    """

    origin: Origin = "query"
    cache_id: str | None = None


@dataclass(frozen=True)
class Ran:
    """One run: a stored statement by id, or the text of one that nobody stored."""

    template_id: str | None
    rows: int
    ms: float
    sql_text: str | None = None
    error: str | None = None


def run_row(
    workspace: Workspace,
    ran: Ran,
    use: Use,
    params: Mapping[str, Value] | None = None,
    as_of: date | None = None,
) -> dict[str, Any]:
    """A row of `query_run`."""
    return {
        "id": new_id(),
        "workspace_id": workspace.id,
        "template_id": ran.template_id,
        "cache_id": use.cache_id,
        "origin": use.origin,
        "sql_text": ran.sql_text,
        "as_of": as_of,
        "warehouse_version": workspace.warehouse_version,
        "params": {name: plain(value) for name, value in (params or {}).items()},
        "row_count": ran.rows,
        "ms": ran.ms,
        "status": "failed" if ran.error else "ok",
        "error_code": ran.error,
        "created_at": now(),
    }


def record(session: Session, workspace: Workspace, use: Use, *runs: Ran) -> None:
    """Writes down runs that had no parameters."""
    save(session, [run_row(workspace, ran, use) for ran in runs])


def save(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Writes rows of `run_row` down."""
    repository.add_runs(session, rows)


def plain(value: Value) -> str | int | float | bool:
    """A parameter as JSON."""
    return value.isoformat() if isinstance(value, date) else value
