"""Questions and the prompt cache: what the router, the commands and other modules call."""

from decimal import Decimal

from sqlmodel import Session

from marketing_agent.ask import (
    cache,
    entry_repository,
    renewing,
    repository,
    seed_repository,
    seeding,
    seeds,
)
from marketing_agent.ask.asking import ask
from marketing_agent.ask.cases import Desk
from marketing_agent.ask.entry_search import EntryFilter
from marketing_agent.ask.errors import MeaningTaken, UnknownEntry, UnknownQuestion
from marketing_agent.ask.schemas import (
    Asked,
    History,
    PromptEntries,
    PromptEntry,
    PromptEntryUpdate,
    Suggestions,
)
from marketing_agent.ask.sql import service as sql
from marketing_agent.ask.tables import AskedRow, PromptAliasRow, PromptCacheRow
from marketing_agent.metrics.question import Question
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

__all__ = [
    "Desk",
    "ask",
    "drop_entry",
    "entry_of",
    "feedback",
    "fill_cache",
    "history",
    "prompt_cache",
    "suggestions",
    "update_entry",
]
_LISTED = 50
_SUGGESTED = 8
_LOOKED_AT = 2 * _SUGGESTED
_MOST_WORDS = 20


def fill_cache(session: Session, warehouse: Warehouse, workspace: Workspace) -> int:
    """Knows the common questions of this store ahead; returns how many wordings."""
    if not workspace.warehouse_version:
        return 0
    renewing.renew(session, renewing.checker(session, warehouse, workspace))
    ground, known = seeding.look_up(session, warehouse, workspace), 0
    for part in seeding.read(ground):
        seeding.keep(session, ground, part)
        known += len(part)
    seed_repository.forget_versions(session, cache.schema_version())
    return known


def history(session: Session) -> History:
    """The newest questions, and some to begin with."""
    rows = repository.history(session, _LISTED)
    items = tuple(Asked.model_validate(_shown(row)) for row in rows)
    return History(items=items, suggestions=seeds.SUGGESTIONS)


def _shown(row: AskedRow) -> dict[str, object]:
    """A follow-up has no entry of its own: its words mean nothing by themselves."""
    shown = row.model_dump(include=set(Asked.model_fields))
    follows = row.prompt_hash not in ("", cache.prompt_hash(row.prompt))
    return shown | {"entry_id": None} if follows else shown


def suggestions(session: Session, typed: str) -> Suggestions:
    """What somebody who types this may mean: asked here before, or known to have an answer."""
    words = typed.split()[:_MOST_WORDS]
    asked = repository.asked_like(session, words, _LOOKED_AT)
    known = repository.known_like(session, words, _LOOKED_AT)
    # What was said after another question is known only together with that one.
    whole = [one for one in (*asked, *known) if cache.lookup(session, cache.prompt_hash(one))]
    unique = {prompt.casefold(): prompt for prompt in reversed(whole)}
    unique.pop(typed.strip().casefold(), None)
    return Suggestions(items=tuple(reversed(unique.values()))[:_SUGGESTED])


def feedback(session: Session, asked_id: str, *, helpful: bool) -> None:
    """Counts a thumb, one per answer; two of them confirm a draft."""
    row = repository.asked(session, asked_id)
    if row is None:
        raise UnknownQuestion("There is no such question.")
    entry = repository.entry(session, row.entry_id) if row.entry_id else None
    if entry is None:
        return
    alias = repository.alias(session, row.prompt_hash, entry.id)
    for target in (entry, alias) if alias else (entry,):
        _thumb(target, row, helpful)
    row.helpful = helpful


def _thumb(target: PromptCacheRow | PromptAliasRow, row: AskedRow, helpful: bool) -> None:
    target.feedback_up += helpful - (row.helpful is True)
    target.feedback_down += (not helpful) - (row.helpful is False)
    if target.status == "draft" and target.feedback_up >= 2 > target.feedback_down:
        target.status = "verified"


def prompt_cache(session: Session, limit: int, offset: int) -> PromptEntries:
    """Entries of the cache, the most used first."""
    found = entry_repository.found(session, EntryFilter(), limit, offset)
    items = tuple(entry_of(row, wordings) for row, wordings in found)
    total = entry_repository.count_found(session, EntryFilter())
    return PromptEntries(items=items, total=total, schema_version=cache.schema_version())


def update_entry(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    entry_id: str,
    change: PromptEntryUpdate,
) -> PromptEntry:
    """Pins, verifies, expires or rewrites an entry; what people confirm or write is no draft.

    Raises Invalid or UnknownMetric for a meaning that no data could answer.
    """
    row = _known(session, entry_id)
    if change.pinned is not None:
        row.pinned = change.pinned
    meaning = sql.tidy(change.sql) if change.sql is not None else change.question
    if meaning is not None:
        renewing.checker(session, warehouse, workspace)(meaning)
        row = _rewrite(session, row, meaning)
    if change.status is not None:
        row.status = change.status
    if row.status == "verified" and (meaning is not None or change.status is not None):
        repository.verify_aliases(session, row.id)
    session.flush()
    return entry_of(row, 0)


def _rewrite(session: Session, row: PromptCacheRow, meaning: cache.Meaning) -> PromptCacheRow:
    key = cache.meaning_hash(meaning)
    other = repository.find_meaning(session, key, cache.schema_version())
    if other is not None and other.id != row.id:
        raise MeaningTaken("Another entry has this meaning already; expire one of them.")
    row.question = meaning.model_dump(mode="json") if isinstance(meaning, Question) else None
    row.sql_text = meaning if isinstance(meaning, str) else None
    row.source, row.generator, row.status = "user", "edited", "verified"
    return renewing.move(session, row)


def drop_entry(session: Session, entry_id: str) -> None:
    """Forgets an entry: the next question of its wording is read anew."""
    session.delete(_known(session, entry_id))


def _known(session: Session, entry_id: str) -> PromptCacheRow:
    row = repository.entry(session, entry_id)
    if row is None:
        raise UnknownEntry("There is no such entry.")
    return row


def entry_of(row: PromptCacheRow, wordings: int) -> PromptEntry:
    """An entry as it is shown, with how many wordings lead to it."""
    fields = row.model_dump(include=set(PromptEntry.model_fields) - {"question"})
    if row.pinned:
        fields["expires_at"] = None
    tokens = (row.tokens_in + row.tokens_out) * row.readings_saved
    return PromptEntry(
        **fields,
        question=Question.model_validate(row.question) if row.question else None,
        sql=row.sql_text,
        wordings=wordings,
        average_ms=row.total_ms / row.hits if row.hits else None,
        tokens_saved=tokens // row.readings if row.readings else 0,
        cost_saved=_saved(row),
    )


def _saved(row: PromptCacheRow) -> Decimal | None:
    """What the readings that were not needed would have cost: as many, at the average so far."""
    if row.cost is None or not row.readings:
        return None
    return (row.cost * row.readings_saved / row.readings).quantize(Decimal("0.000001"))
