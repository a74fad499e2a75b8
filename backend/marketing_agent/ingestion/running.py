"""Which import runs: one at a time per workspace, and what of those whose process died."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session

from marketing_agent.ingestion import repository
from marketing_agent.ingestion.errors import Busy
from marketing_agent.ingestion.tables import ImportRow
from marketing_agent.ingestion.telling import tell
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now

JOB = "ingestion.import"
_JUST_NOW = timedelta(minutes=1)
CUT_OFF = "The import was cut off before its end and nothing was loaded: import the files again."


@contextmanager
def locked(database: Database, workspace_id: str, *, wait: bool = True) -> Iterator[None]:
    """One import at a time per workspace; the lock goes with the process. Raises Busy."""
    with database.engine.connect() as connection:
        if wait:
            repository.lock(connection, workspace_id)
        elif not repository.try_lock(connection, workspace_id):
            raise Busy("Another import of this workspace is running: try again when it is done.")
        try:
            yield
        finally:
            repository.unlock(connection, workspace_id)


def settle_dead(session: Session, workspace_id: str, rows: Iterable[ImportRow]) -> None:
    """Says what became of imports that seem to go on while no process runs any."""
    unsettled = [row for row in rows if _seems_alive(row)]
    if not unsettled or not repository.nothing_runs(session, workspace_id):
        return
    for row in unsettled:
        # It may have ended between the reading of the row and the look at the lock.
        session.refresh(row)
        if _seems_alive(row):
            cut_off(session, row)


def _seems_alive(row: ImportRow) -> bool:
    # A command notes its import a moment before it takes the lock.
    fresh = row.created_at > now() - _JUST_NOW
    return row.status == "running" or (row.status == "queued" and not fresh)


def cut_off(session: Session, row: ImportRow) -> None:
    """Notes that an import's process died: it waits for another try, or it failed."""
    if jobs.is_open(session, JOB, {"import_id": row.id}):
        row.status, row.progress = "queued", {}
        tell(session, row, "import.progress")
        return
    row.status, row.finished_at, row.progress = "failed", now(), {}
    row.error_code, row.error_message = "ingestion.cut_off", CUT_OFF
    ended(session, row)


def ended(session: Session, row: ImportRow) -> None:
    """Tells whoever listens that the import came to an end, and to which."""
    tell(session, row, "import.completed")
