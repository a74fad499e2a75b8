"""What is stored of common questions, and what a new version takes over from the one before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, and_, col, func, or_, select

from marketing_agent.ask.repository import in_force
from marketing_agent.ask.tables import PromptAliasRow, PromptCacheRow

_ENTRIES = SQLModel.metadata.tables["prompt_cache"]
_SUMS = (
    "hits", "total_ms", "feedback_up", "feedback_down",
    "readings", "readings_saved", "tokens_in", "tokens_out",
)  # fmt: skip


def holding(session: Session, hashes: Iterable[str], version: str) -> dict[str, PromptCacheRow]:
    """Entries in force by the hash of their meaning."""
    query = select(PromptCacheRow).where(
        PromptCacheRow.schema_version == version,
        col(PromptCacheRow.meaning_hash).in_(list(hashes)),
        *in_force(),
    )
    return {row.meaning_hash: row for row in session.exec(query)}


def seeded_aliases(
    session: Session, hashes: Iterable[str], version: str
) -> dict[str, PromptAliasRow]:
    """Wordings in force that a seed read, by their hash."""
    query = (
        select(PromptAliasRow)
        .join(PromptCacheRow, col(PromptAliasRow.entry_id) == col(PromptCacheRow.id))
        .where(PromptAliasRow.schema_version == version, PromptAliasRow.source == "seed")
        .where(col(PromptAliasRow.prompt_hash).in_(list(hashes)), *in_force())
    )
    return {row.prompt_hash: row for row in session.exec(query)}


def name_statements(session: Session, found: Mapping[str, str]) -> None:
    """Notes which stored statement answers an entry: ids of statements by ids of entries."""
    if not found:
        return
    statement = update(_ENTRIES).where(_ENTRIES.c.id == bindparam("entry"))
    statement = statement.values(template_id=bindparam("template"))
    rows = [{"entry": entry, "template": template} for entry, template in found.items()]
    session.connection().execute(statement, rows)


def is_seeded(session: Session, version: str) -> bool:
    """Whether the workspace knows its common questions in that version."""
    query = select(PromptCacheRow.id).where(
        PromptCacheRow.schema_version == version, PromptCacheRow.source == "seed"
    )
    return session.exec(query.limit(1)).first() is not None


def hot_prompts(session: Session, version: str, limit: int) -> Sequence[str]:
    """Questions of other versions that were asked again, the most asked first."""
    query = (
        select(PromptCacheRow.prompt)
        .where(PromptCacheRow.schema_version != version, PromptCacheRow.hits > 0)
        .where(PromptCacheRow.status != "expired", ~_of_people())
        .order_by(col(PromptCacheRow.hits).desc(), col(PromptCacheRow.id))
    )
    return session.exec(query.limit(limit)).all()


def of_people(session: Session, version: str) -> Sequence[PromptCacheRow]:
    """Entries of other versions that people pinned, wrote or confirmed."""
    query = select(PromptCacheRow).where(PromptCacheRow.schema_version != version, _of_people())
    return session.exec(query.order_by(col(PromptCacheRow.created_at))).all()


def _of_people() -> Any:
    confirmed = and_(PromptCacheRow.source == "llm", PromptCacheRow.status == "verified")
    return or_(col(PromptCacheRow.pinned), PromptCacheRow.source == "user", confirmed)


def move_wordings(session: Session, entry_id: str, to: str, version: str) -> None:
    """Leads the wordings of an entry to another, or itself, in that version."""
    own = select(PromptAliasRow.prompt_hash).where(PromptAliasRow.entry_id == entry_id)
    session.execute(
        delete(PromptAliasRow)
        .where(col(PromptAliasRow.schema_version) == version)
        .where(col(PromptAliasRow.entry_id) != entry_id)
        .where(col(PromptAliasRow.prompt_hash).in_(own))
    )
    session.execute(
        update(PromptAliasRow)
        .where(col(PromptAliasRow.entry_id) == entry_id)
        .values(entry_id=to, schema_version=version)
    )


def forget_versions(session: Session, version: str) -> None:
    """Drops what other versions read, but not what is of people; the use of it is added up."""
    _carry_use(session, version)
    session.execute(
        delete(PromptCacheRow).where(col(PromptCacheRow.schema_version) != version, ~_of_people())
    )


def _carry_use(session: Session, version: str) -> None:
    """Adds the use of what is dropped to the entry of the same meaning."""
    sums: list[Any] = [func.sum(_ENTRIES.c[name]).label(name) for name in (*_SUMS, "cost")]
    last = func.max(_ENTRIES.c.last_hit_at).label("last_hit_at")
    old = (
        select_columns(_ENTRIES.c.meaning_hash, last, *sums)
        .where(_ENTRIES.c.schema_version != version, ~_of_people())
        .group_by(_ENTRIES.c.meaning_hash)
        .subquery("old")
    )
    values: dict[str, Any] = {name: _ENTRIES.c[name] + old.c[name] for name in _SUMS}
    values["last_hit_at"] = func.greatest(_ENTRIES.c.last_hit_at, old.c.last_hit_at)
    values["cost"] = func.coalesce(_ENTRIES.c.cost + old.c.cost, _ENTRIES.c.cost, old.c.cost)
    session.connection().execute(
        update(_ENTRIES)
        .where(_ENTRIES.c.schema_version == version, _ENTRIES.c.meaning_hash == old.c.meaning_hash)
        .values(values)
    )
