"""After an upgrade: what people pinned, wrote or confirmed goes over to the new version."""

from collections.abc import Callable

from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.ask import cache, repository, seed_repository
from marketing_agent.ask.sql import service as sql
from marketing_agent.ask.stored import as_stored
from marketing_agent.ask.tables import PromptCacheRow
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import store_today
from marketing_agent.metrics import answers
from marketing_agent.metrics.errors import NoAnswer
from marketing_agent.metrics.question import Question
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

Check = Callable[[cache.Meaning], None]


def checker(session: Session, warehouse: Warehouse, workspace: Workspace) -> Check:
    """Raises an AppError for a meaning that no data could answer; a missing file is no reason."""
    check_query = answers.checker(session, warehouse, workspace)

    def check(meaning: cache.Meaning) -> None:
        if isinstance(meaning, str):
            sql.check(meaning)
            return
        query = as_stored(meaning).at(store_today(workspace.timezone))
        try:
            check_query(query)
        except NoAnswer:
            return  # well said, and a file is missing: the answer tells which

    return check


def renew(session: Session, check: Check) -> None:
    """Moves them all; one that the new version cannot answer stays behind, with the reason."""
    for row in seed_repository.of_people(session, cache.schema_version()):
        row.problem = _problem(row, check)
        if row.problem is None:
            move(session, row)
    session.flush()


def _problem(row: PromptCacheRow, check: Check) -> str | None:
    try:
        check(_meaning(row))
    except AppError as error:
        return error.message
    except ValidationError:
        return "A part of this question has another form now: edit its meaning."
    return None


def _meaning(row: PromptCacheRow) -> cache.Meaning:
    return row.sql_text if row.sql_text is not None else Question.model_validate(row.question)


def move(session: Session, row: PromptCacheRow) -> PromptCacheRow:
    """Brings an entry to this version; one that has its meaning already takes its place."""
    version, key = cache.schema_version(), cache.meaning_hash(_meaning(row))
    twin = repository.meaning(session, key, version)
    if twin is None or twin.id == row.id:
        row.schema_version, row.meaning_hash, row.problem = version, key, None
        session.flush()
        seed_repository.move_wordings(session, row.id, row.id, version)
        return row
    twin.pinned = twin.pinned or row.pinned
    if row.source == "user":
        twin.source, twin.generator, twin.status = row.source, row.generator, row.status
        twin.expires_at = row.expires_at
    seed_repository.move_wordings(session, row.id, twin.id, version)
    session.flush()
    session.delete(row)
    session.flush()
    return twin
