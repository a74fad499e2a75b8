"""Entries of the prompt cache as people look through them, and how long readings hold."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, null, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col, func, or_, select

from marketing_agent.ask.entry_search import EntryFilter
from marketing_agent.ask.tables import PromptAliasRow, PromptCacheRow, PromptLifetimeRow


def found(
    session: Session, wanted: EntryFilter, limit: int, offset: int
) -> Sequence[tuple[PromptCacheRow, int]]:
    """Entries that match, with how many wordings each has; pinned ones first."""
    wordings = (
        select(func.count())
        .where(col(PromptAliasRow.entry_id) == col(PromptCacheRow.id))
        .scalar_subquery()
    )
    query = select(PromptCacheRow, wordings).where(*_matching(wanted))
    order = (col(PromptCacheRow.pinned).desc(), _order(wanted), col(PromptCacheRow.id))
    return session.exec(query.order_by(*order).limit(limit).offset(offset)).all()


def count_found(session: Session, wanted: EntryFilter) -> int:
    """How many entries match."""
    query = select(func.count()).select_from(PromptCacheRow).where(*_matching(wanted))
    return session.exec(query).one()


def _matching(wanted: EntryFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.q:
        texts = (PromptCacheRow.prompt, PromptCacheRow.meaning_hash)
        inside = (col(text).icontains(wanted.q, autoescape=True) for text in texts)
        worded = select(PromptAliasRow.entry_id).where(PromptAliasRow.prompt_hash == wanted.q)
        conditions.append(or_(*inside, col(PromptCacheRow.id).in_(worded)))
    if wanted.source:
        conditions.append(PromptCacheRow.source == wanted.source)
    if wanted.status:
        conditions.append(PromptCacheRow.status == wanted.status)
    return conditions


def _order(wanted: EntryFilter) -> Any:
    hits = func.nullif(col(PromptCacheRow.hits), 0)
    column: Any = (
        col(PromptCacheRow.total_ms) / hits
        if wanted.sort == "average_ms"
        else col(getattr(PromptCacheRow, wanted.sort))
    )
    return (column.desc() if wanted.descending else column.asc()).nulls_last()


def own_lifetimes(session: Session) -> dict[str, int]:
    """Seconds by source, of the sources that the workspace set itself."""
    return {row.source: row.seconds for row in session.exec(select(PromptLifetimeRow))}


def set_lifetime(session: Session, workspace_id: str, source: str, seconds: int | None) -> None:
    """Sets the workspace's own lifetime of a source, or takes it away."""
    if seconds is None:
        gone = delete(PromptLifetimeRow).where(col(PromptLifetimeRow.source) == source)
        session.execute(gone)
        return
    row = {"workspace_id": workspace_id, "source": source, "seconds": seconds}
    statement = upsert(PromptLifetimeRow).values(row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "source"], set_={"seconds": seconds}
        )
    )


def expire_after(session: Session, source: str, seconds: int) -> None:
    """Ends what a source read that long after it was made, 0 never; pinned entries stay."""
    ends = col(PromptCacheRow.created_at) + timedelta(seconds=seconds) if seconds else null()
    session.execute(
        update(PromptCacheRow)
        .where(col(PromptCacheRow.source) == source, col(PromptCacheRow.pinned).is_(False))
        .values(expires_at=ends)
    )
    # A wording expires with its meaning.
    entry = select(PromptCacheRow.expires_at).where(
        col(PromptCacheRow.id) == col(PromptAliasRow.entry_id)
    )
    session.execute(
        update(PromptAliasRow)
        .where(col(PromptAliasRow.source) == source)
        .values(expires_at=entry.correlate(PromptAliasRow).scalar_subquery())
    )
