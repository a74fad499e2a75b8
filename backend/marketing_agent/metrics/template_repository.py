"""Reads of stored statements with what their runs add up to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from marketing_agent.metrics.tables import QueryRunRow, SqlTemplateRow
from marketing_agent.metrics.template_schemas import TemplateFilter

_RUNS = (
    select(
        col(QueryRunRow.template_id).label("template_id"),
        func.count().label("runs"),
        func.count().filter(col(QueryRunRow.status) == "failed").label("failed"),
        func.max(col(QueryRunRow.created_at)).label("last_run_at"),
        func.avg(col(QueryRunRow.ms)).label("average_ms"),
    )
    .group_by(col(QueryRunRow.template_id))
    .subquery()
)
_USE: dict[str, Any] = {
    "runs": func.coalesce(_RUNS.c.runs, 0),
    "failed": func.coalesce(_RUNS.c.failed, 0),
    "last_run_at": _RUNS.c.last_run_at,
    "average_ms": _RUNS.c.average_ms,
}


def templates(
    session: Session, wanted: TemplateFilter, limit: int, offset: int
) -> Sequence[dict[str, Any]]:
    """Statements as dictionaries, in the wanted order."""
    query = (
        select(SqlTemplateRow, *_USE.values())
        .outerjoin(_RUNS, _RUNS.c.template_id == SqlTemplateRow.id)
        .where(*_matching(wanted))
        .order_by(_order(wanted), col(SqlTemplateRow.id))
    )
    found = session.execute(query.limit(limit).offset(offset)).all()
    return [_shown(row) | dict(zip(_USE, use, strict=True)) for row, *use in found]


def count_templates(session: Session, wanted: TemplateFilter) -> int:
    """How many statements match."""
    query = select(func.count()).select_from(SqlTemplateRow).where(*_matching(wanted))
    found: int = session.execute(query).scalar_one()
    return found


def sql_of(session: Session, ids: set[str]) -> dict[str, tuple[str, str]]:
    """Text and hash of statements by id."""
    query = select(SqlTemplateRow).where(col(SqlTemplateRow.id).in_(ids))
    return {row.id: (row.sql_text, row.sha256) for row in session.scalars(query)}


def _matching(wanted: TemplateFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.q:
        texts = (SqlTemplateRow.key, SqlTemplateRow.sha256, SqlTemplateRow.sql_text)
        conditions.append(or_(*(col(text).icontains(wanted.q, autoescape=True) for text in texts)))
    if wanted.kind:
        conditions.append(col(SqlTemplateRow.kind) == wanted.kind)
    in_force = col(SqlTemplateRow.status) != "retired"
    conditions.append(col(SqlTemplateRow.status) == wanted.status if wanted.status else in_force)
    return conditions


def _order(wanted: TemplateFilter) -> Any:
    column = _USE.get(wanted.sort)
    if column is None:
        column = col(getattr(SqlTemplateRow, wanted.sort))
    return (column.desc() if wanted.descending else column.asc()).nulls_last()


def _shown(row: SqlTemplateRow) -> dict[str, Any]:
    renamed = {"sql": row.sql_text, "hash": row.sha256, "parameters": row.param_spec}
    return row.model_dump() | renamed
