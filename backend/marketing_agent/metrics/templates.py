"""Stored statements looked through by people: listed, found, taken away as a file."""

from sqlmodel import Session

from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.metrics import template_repository as repository
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.template_schemas import (
    SqlTemplate,
    SqlTemplates,
    TemplateFilter,
    TemplateSearch,
)

MOST_ROWS = 10_000
_COLUMNS = (
    "kind", "key", "hash", "source", "dialect", "status", "verified_by", "model_version",
    "created_at", "runs", "failed", "last_run_at", "average_ms", "sql",
)  # fmt: skip


def templates(session: Session, search: TemplateSearch) -> SqlTemplates:
    """A page of the statements that match."""
    return SqlTemplates(
        items=_found(session, search, search.limit, search.offset),
        total=repository.count_templates(session, search),
        model_version=load_query_model().version,
    )


def templates_csv(session: Session, wanted: TemplateFilter) -> str:
    """The statements that match as CSV, at most 10,000."""
    rows = _found(session, wanted, MOST_ROWS, 0)
    return csv_document([_COLUMNS, *([getattr(row, name) for name in _COLUMNS] for row in rows)])


def sql_of(session: Session, ids: set[str]) -> dict[str, tuple[str, str]]:
    """Text and hash of stored statements by id."""
    return repository.sql_of(session, ids) if ids else {}


def _found(
    session: Session, wanted: TemplateFilter, limit: int, offset: int
) -> tuple[SqlTemplate, ...]:
    rows = repository.templates(session, wanted, limit, offset)
    return tuple(map(SqlTemplate.model_validate, rows))
