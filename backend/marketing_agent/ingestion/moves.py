"""Imports by when they came to where they are, for lists of tasks."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from marketing_agent.ingestion import repository
from marketing_agent.ingestion.schemas import ImportStatus


def moved_at(session: Session, import_id: str) -> datetime | None:
    """When an import came to where it is; None where there is no such import."""
    row = repository.import_row(session, import_id)
    return None if row is None else row.moved_at or row.finished_at or row.created_at


def by_move(
    session: Session,
    limit: int,
    *,
    statuses: Collection[ImportStatus] | None = None,
    ids: Collection[str] | None = None,
    since: datetime | None = None,
    before: tuple[datetime, str] | None = None,
) -> tuple[list[tuple[str, datetime]], int]:
    """Ids of imports and when they moved, the last moved first; how many there are in all.

    `since`: those that moved then or later. `before`: where a page ended, as time and id.
    """
    found, total = repository.imports_by_move(session, statuses, ids, since, before, limit)
    return list(found), total
