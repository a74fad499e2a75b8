"""The prompt cache looked through by people: listed, found, taken away as a file."""

from typing import Any

from sqlmodel import Session

from marketing_agent.ask import cache, entry_repository, service
from marketing_agent.ask.entry_search import EntryFilter, EntrySearch, ListedEntries, ListedEntry
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.metrics.templates import sql_of

MOST_ROWS = 10_000
_COLUMNS = (
    "prompt", "prompt_hash", "meaning_hash", "question", "sql", "source", "generator", "status",
    "pinned", "schema_version", "created_at", "expires_at", "hits", "last_hit_at", "average_ms",
    "wordings", "feedback_up", "feedback_down", "statement_hash", "statement", "readings",
    "tokens_in", "tokens_out", "cost", "readings_saved", "tokens_saved", "cost_saved",
)  # fmt: skip


def entries(session: Session, search: EntrySearch) -> ListedEntries:
    """A page of the entries that match."""
    return ListedEntries(
        items=_found(session, search, search.limit, search.offset),
        total=entry_repository.count_found(session, search),
        schema_version=cache.schema_version(),
    )


def entries_csv(session: Session, wanted: EntryFilter) -> str:
    """The entries that match as CSV, at most 10,000."""
    rows = [one.model_dump(mode="json") for one in _found(session, wanted, MOST_ROWS, 0)]
    return csv_document([_COLUMNS, *([row[name] for name in _COLUMNS] for row in rows)])


def _found(
    session: Session, wanted: EntryFilter, limit: int, offset: int
) -> tuple[ListedEntry, ...]:
    rows = entry_repository.found(session, wanted, limit, offset)
    statements = sql_of(session, {row.template_id for row, _ in rows if row.template_id})
    return tuple(
        ListedEntry(**service.entry_of(row, wordings).model_dump(), **_more(row, statements))
        for row, wordings in rows
    )


def _more(row: Any, statements: dict[str, tuple[str, str]]) -> dict[str, str | None]:
    text, digest = statements.get(row.template_id, (None, None))
    return {
        "prompt_hash": cache.prompt_hash(row.prompt),
        "statement": text,
        "statement_hash": digest,
    }
