"""One run of a job, in whichever engine: begun, carried out, settled. Each in one transaction."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.kinds import KINDS, LISTENERS, most_attempts
from marketing_agent.jobs.memory import Cancelled, Checkpoint, Parked, RowMemory
from marketing_agent.jobs.schemas import GivenUpJob, JobContext, Json
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database, scoped
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import now

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
_RETRY = timedelta(seconds=5)
DIED = "Its worker died each time."
UNEXPECTED = "Something went wrong on our side"


def begin(session: Session, row: JobRow, holder: str | None = None) -> bool:
    """Takes a locked job; false when it is given up instead."""
    if row.cancel_asked:
        _give_up(session, row, "cancelled", None)
        return False
    _note_progress(session, row)
    row.attempts += 1
    if row.attempts > most_attempts(row.name):
        _give_up(session, row, "dead", DIED)
        return False
    row.status, row.topic, row.taken, row.holder = "running", None, row.taken + 1, holder
    row.started_at, row.lease_until = now(), now() + LEASE
    return True


def _note_progress(session: Session, row: JobRow) -> None:
    """Whoever dies again and again at one place may be what kills; who came further is not."""
    kind = KINDS.get(row.name)
    if kind is None or kind.reached is None:
        return
    with scoped(session, workspace_id=row.workspace_id):
        reached = kind.reached(session, row.payload)
    if reached > row.reached:
        row.reached, row.attempts = reached, 0


def context_of(
    database: Database, settings: Settings, row: JobRow, checkpoint: Checkpoint | None = None
) -> tuple[JobContext, RowMemory]:
    """What the handler of a begun job is given."""
    memory = RowMemory(database, row, checkpoint)
    at = (row.id, row.workspace_id, row.payload, row.attempts)
    return JobContext(*at, database, settings, row.taken, memory), memory


def carry(name: str, context: JobContext, memory: RowMemory) -> None:
    """Runs the handler and settles the job by what became of it."""
    told = {"job": name, "job_id": context.job_id}
    log.info("job started", extra=told)
    try:
        KINDS[name].run(context)
    except Parked as parked:
        _settle(context, memory.learned, parked)
    except Cancelled:
        _settle(context, memory.learned, None)
    except Exception as error:
        log.exception("job failed", extra=told)
        _settle(context, memory.learned, error)
    else:
        _settle(context, memory.learned, None)


def _settle(
    context: JobContext, learned: Mapping[str, Json], outcome: Parked | Exception | None
) -> None:
    """Writes what became of a job, unless another worker has taken it up meanwhile."""
    with context.database.system() as session:
        row = repository.locked(session, context.job_id)
        if row is None or row.status != "running" or row.taken != context.taken:
            return
        row.memory, row.lease_until, row.holder = row.memory | dict(learned), None, None
        if row.cancel_asked:
            _give_up(session, row, "cancelled", None)
        elif isinstance(outcome, Parked):
            _park(session, row, outcome)
        elif outcome is None:
            row.status, row.error, row.finished_at = "done", None, now()
        else:
            _fail(session, row, outcome)


def _park(session: Session, row: JobRow, parked: Parked) -> None:
    """Waiting is no attempt. A signal that came while the handler was left wakes it at once."""
    come = parked.topic and repository.next_signal(session, row.id, parked.topic)
    row.status, row.topic, row.attempts = "queued", parked.topic, row.attempts - 1
    row.run_after = now() if come else parked.until
    repository.hand_over(session, row)


def _fail(session: Session, row: JobRow, error: Exception) -> None:
    """Tried again later, unless nothing would come of it."""
    known = error if isinstance(error, AppError) else None
    told = known.message if known else f"{UNEXPECTED} ({type(error).__name__})."
    hopeless = known is not None and not known.retryable
    if hopeless or row.attempts >= most_attempts(row.name):
        _give_up(session, row, "dead", told)
        return
    row.error, row.status, row.run_after = told, "queued", now() + _RETRY * row.attempts
    repository.hand_over(session, row)


def _give_up(session: Session, row: JobRow, status: str, error: str | None) -> None:
    """Ends a job that its handler did not end, and tells whoever must know."""
    row.status, row.error, row.finished_at = status, error, now()
    kind = KINDS.get(row.name)
    if kind and kind.given_up:
        with scoped(session, workspace_id=row.workspace_id):
            kind.given_up(session, row.workspace_id, row.payload)
    if status == "dead":
        _tell(session, row)


def _tell(session: Session, row: JobRow) -> None:
    """Says that a job was given up, to whoever listens for any."""
    kind = KINDS.get(row.name)
    if kind is None or kind.quiet:
        return
    job = GivenUpJob(id=row.id, name=row.name, payload=row.payload)
    with scoped(session, workspace_id=row.workspace_id):
        for listener in LISTENERS:
            listener(session, row.workspace_id, job)
