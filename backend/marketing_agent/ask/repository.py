"""Reads and writes of the prompt cache and the history of questions."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Executable, and_, bindparam, not_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, SQLModel, col, func, or_, select
from sqlmodel.sql.expression import Select

from marketing_agent.ask.reader import Spent
from marketing_agent.ask.tables import AskedRow, PromptAliasRow, PromptCacheRow
from marketing_agent.kernel.time import now

_ENTRIES = SQLModel.metadata.tables["prompt_cache"]
_ALIASES = SQLModel.metadata.tables["prompt_alias"]


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
        .where(*in_force(at), _lasting(PromptAliasRow, at))
    )


def find_meaning(session: Session, meaning_hash: str, version: str) -> PromptCacheRow | None:
    """The entry of a meaning, unless it has expired."""
    query = select(PromptCacheRow).where(
        PromptCacheRow.meaning_hash == meaning_hash,
        PromptCacheRow.schema_version == version,
        *in_force(),
    )
    return session.exec(query).first()


def in_force(at: Any = None) -> tuple[Any, ...]:
    """What holds at an instant, else now, of an entry that answers: not ended, and not too old."""
    return (col(PromptCacheRow.status) != "expired", _lasting(PromptCacheRow, at))


def _lasting(table: type[PromptCacheRow] | type[PromptAliasRow], at: Any = None) -> Any:
    """No lifetime ends a pinned entry or a wording of it, whenever it was set."""
    at = now() if at is None else at
    young = or_(col(table.expires_at).is_(None), col(table.expires_at) > at)
    return or_(col(PromptCacheRow.pinned), young)


def keep_entries(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Adds meanings; one that is known and in force stays as it is, an expired one is renewed."""
    statement = upsert(_ENTRIES)
    fresh = ("prompt", "source", "generator", "status", "created_at", "expires_at")
    statement = statement.on_conflict_do_update(
        index_elements=["workspace_id", "meaning_hash", "schema_version"],
        set_={name: statement.excluded[name] for name in fresh},
        where=not_(and_(*in_force())),
    )
    _run_each(session, statement, rows)


def keep_aliases(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Adds wordings; the newest reading counts, unless people wrote or pinned the one before."""
    by_people = (
        select(PromptCacheRow.id)
        .where(col(PromptCacheRow.id) == col(PromptAliasRow.entry_id), *in_force())
        .where(or_(PromptCacheRow.source == "user", col(PromptCacheRow.pinned)))
        .correlate(PromptAliasRow)
        .exists()
    )
    statement = upsert(_ALIASES)
    reading = ("entry_id", "assumptions", "source", "generator", "status", "expires_at")
    statement = statement.on_conflict_do_update(
        index_elements=["workspace_id", "prompt_hash", "schema_version"],
        set_={name: statement.excluded[name] for name in reading},
        where=~by_people,
    )
    _run_each(session, statement, rows)


def _run_each(session: Session, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """Row by row over one connection: the text of one statement for all takes longer to make."""
    if rows:
        session.execute(statement, rows)


def meaning(session: Session, meaning_hash: str, version: str) -> PromptCacheRow | None:
    """The entry of a meaning, whether it is in force or not."""
    query = select(PromptCacheRow).where(
        PromptCacheRow.meaning_hash == meaning_hash, PromptCacheRow.schema_version == version
    )
    return session.exec(query).first()


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


def entry(session: Session, entry_id: str) -> PromptCacheRow | None:
    """An entry of the session's workspace."""
    return session.get(PromptCacheRow, entry_id)


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
        .where(*in_force(), *_hold(PromptCacheRow.prompt, words))
        .order_by(
            col(PromptCacheRow.pinned).desc(),
            col(PromptCacheRow.hits).desc(),
            func.length(PromptCacheRow.prompt),
            PromptCacheRow.prompt,
        )
    )
    return session.exec(query.limit(limit)).all()


def _hold(prompt: Any, words: Sequence[str]) -> list[Any]:
    """Each word begins a word of the prompt: 79 is no part of a name such as e717d3a796."""
    return [col(prompt).regexp_match(rf"(^|\W){re.escape(word)}", flags="i") for word in words]
