"""Reads and writes of the prompt cache and the history of questions."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import DateTime, bindparam, delete, null, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import Select

from marketing_agent.ask.entry_search import EntryFilter
from marketing_agent.ask.reader import Spent
from marketing_agent.ask.tables import (
    AskedRow,
    PromptAliasRow,
    PromptCacheRow,
    PromptLifetimeRow,
)
from marketing_agent.kernel.time import now

_ROWS_PER_STATEMENT = 500


def find_alias(
    session: Session, prompt_hash: str, version: str
) -> tuple[PromptCacheRow, PromptAliasRow] | None:
    """The entry of a wording, unless it has expired."""
    found = {"prompt_hash": prompt_hash, "version": version, "now": now()}
    return session.exec(_alias_query(), params=found).first()


@cache
def _alias_query() -> Select[PromptCacheRow, PromptAliasRow]:
    """Built once: every question begins with it."""
    at = bindparam("now", type_=DateTime(timezone=True))
    return (
        select(PromptCacheRow, PromptAliasRow)
        .join(PromptAliasRow, col(PromptAliasRow.entry_id) == col(PromptCacheRow.id))
        .where(col(PromptAliasRow.prompt_hash) == bindparam("prompt_hash"))
        .where(col(PromptAliasRow.schema_version) == bindparam("version"))
        .where(*_in_force(at), _fresh(PromptAliasRow, at))
    )


def find_meaning(session: Session, meaning_hash: str, version: str) -> PromptCacheRow | None:
    """The entry of a meaning, unless it has expired."""
    query = select(PromptCacheRow).where(
        PromptCacheRow.meaning_hash == meaning_hash,
        PromptCacheRow.schema_version == version,
        *_in_force(),
    )
    return session.exec(query).first()


def _in_force(at: Any = None) -> tuple[Any, ...]:
    return (PromptCacheRow.status != "expired", _fresh(PromptCacheRow, at))


def _fresh(table: type[PromptCacheRow] | type[PromptAliasRow], at: Any = None) -> Any:
    """Whether it holds at an instant, else now."""
    at = now() if at is None else at
    return or_(col(table.expires_at).is_(None), col(table.expires_at) > at)


def keep_entries(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Adds meanings; one that is known and in force stays as it is, an expired one is renewed."""
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        statement = upsert(PromptCacheRow).values(rows[start : start + _ROWS_PER_STATEMENT])
        fresh = ("prompt", "source", "generator", "status", "created_at", "expires_at")
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "meaning_hash", "schema_version"],
                set_={name: statement.excluded[name] for name in fresh},
                where=or_(
                    PromptCacheRow.status == "expired", col(PromptCacheRow.expires_at) < now()
                ),
            )
        )


def keep_aliases(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Adds wordings; the newest reading of a wording counts, unless people wrote its meaning."""
    by_people = (
        select(PromptCacheRow.id)
        .where(col(PromptCacheRow.id) == col(PromptAliasRow.entry_id))
        .where(PromptCacheRow.source == "user", *_in_force())
        .correlate(PromptAliasRow)
        .exists()
    )
    reading = ("entry_id", "assumptions", "source", "generator", "status", "expires_at")
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        statement = upsert(PromptAliasRow).values(rows[start : start + _ROWS_PER_STATEMENT])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "prompt_hash", "schema_version"],
                set_={name: statement.excluded[name] for name in reading},
                where=~by_people,
            )
        )


def meanings(session: Session, hashes: Iterable[str], version: str) -> dict[str, str]:
    """Ids of entries by the hash of their meaning."""
    query = select(PromptCacheRow.meaning_hash, PromptCacheRow.id).where(
        PromptCacheRow.schema_version == version,
        col(PromptCacheRow.meaning_hash).in_(list(hashes)),
    )
    return {meaning: entry for meaning, entry in session.exec(query)}


def count_hit(
    session: Session, entry_id: str, ms: float, template_id: str | None, *, saved: bool
) -> None:
    """Adds one use of an entry; `saved` when a language model would have been asked otherwise."""
    session.execute(
        update(PromptCacheRow)
        .where(col(PromptCacheRow.id) == entry_id)
        .values(
            hits=col(PromptCacheRow.hits) + 1,
            last_hit_at=now(),
            total_ms=col(PromptCacheRow.total_ms) + ms,
            template_id=template_id,
            readings_saved=col(PromptCacheRow.readings_saved) + int(saved),
        )
    )


def count_reading(session: Session, entry_id: str, spent: Spent) -> None:
    """Adds what one reading by a language model took."""
    values: dict[str, Any] = {
        "readings": col(PromptCacheRow.readings) + 1,
        "tokens_in": col(PromptCacheRow.tokens_in) + spent.tokens_in,
        "tokens_out": col(PromptCacheRow.tokens_out) + spent.tokens_out,
    }
    if spent.cost is not None:
        values["cost"] = func.coalesce(PromptCacheRow.cost, 0) + spent.cost
    session.execute(update(PromptCacheRow).where(col(PromptCacheRow.id) == entry_id).values(values))


def alias(session: Session, prompt_hash: str, entry_id: str) -> PromptAliasRow | None:
    """The newest wording of that hash which leads to the entry."""
    query = select(PromptAliasRow).where(
        PromptAliasRow.prompt_hash == prompt_hash, PromptAliasRow.entry_id == entry_id
    )
    return session.exec(query).first()


def verify_aliases(session: Session, entry_id: str) -> None:
    """Every wording of the entry counts as confirmed."""
    session.execute(
        update(PromptAliasRow)
        .where(col(PromptAliasRow.entry_id) == entry_id)
        .values(status="verified")
    )


def forget_versions(session: Session, version: str) -> None:
    """Drops entries of another schema version, but for the pinned ones."""
    query = select(PromptCacheRow).where(
        PromptCacheRow.schema_version != version, col(PromptCacheRow.pinned).is_(False)
    )
    for row in session.exec(query):
        session.delete(row)


def entry(session: Session, entry_id: str) -> PromptCacheRow | None:
    """An entry of the session's workspace."""
    return session.get(PromptCacheRow, entry_id)


def entries(session: Session, limit: int, offset: int) -> Sequence[tuple[PromptCacheRow, int]]:
    """Entries with how many wordings each has; the most used first."""
    wordings = (
        select(func.count())
        .where(col(PromptAliasRow.entry_id) == col(PromptCacheRow.id))
        .scalar_subquery()
    )
    query = select(PromptCacheRow, wordings).order_by(
        col(PromptCacheRow.pinned).desc(), col(PromptCacheRow.hits).desc(), col(PromptCacheRow.id)
    )
    return session.exec(query.limit(limit).offset(offset)).all()


def count_entries(session: Session) -> int:
    """How many meanings the workspace knows."""
    return session.exec(select(func.count()).select_from(PromptCacheRow)).one()


def asked(session: Session, asked_id: str) -> AskedRow | None:
    """A question asked before in the session's workspace."""
    return session.get(AskedRow, asked_id)


def history(session: Session, limit: int) -> Sequence[AskedRow]:
    """The newest questions first."""
    query = select(AskedRow).order_by(col(AskedRow.created_at).desc(), col(AskedRow.id).desc())
    return session.exec(query.limit(limit)).all()


def asked_like(session: Session, words: Sequence[str], limit: int) -> Sequence[str]:
    """Wordings that had an answer on their own and hold every word, newest first, each once."""
    query = (
        select(AskedRow.prompt)
        .where(AskedRow.outcome == "answer", col(AskedRow.entry_id).is_not(None))
        .where(*_hold(AskedRow.prompt, words))
        .group_by(AskedRow.prompt)
        .order_by(func.max(AskedRow.created_at).desc())
    )
    return session.exec(query.limit(limit)).all()


def known_like(session: Session, words: Sequence[str], limit: int) -> Sequence[str]:
    """Wordings of known meanings that hold every word, the most used first, then the short."""
    query = (
        select(PromptCacheRow.prompt)
        .where(*_in_force(), *_hold(PromptCacheRow.prompt, words))
        .order_by(
            col(PromptCacheRow.pinned).desc(),
            col(PromptCacheRow.hits).desc(),
            func.length(PromptCacheRow.prompt),
            PromptCacheRow.prompt,
        )
    )
    return session.exec(query.limit(limit)).all()


def _hold(prompt: Any, words: Sequence[str]) -> list[Any]:
    return [col(prompt).icontains(word, autoescape=True) for word in words]


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
