"""Durable work: enqueued in the caller's transaction, run at least once, retried, never lost.

The port is `enqueue`, `handler` and `run_next`; behind it a SKIP LOCKED queue in PostgreSQL.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.schemas import Handler, JobContext
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=20)
_HEARTBEAT_SECONDS = 5.0
_RETRY = timedelta(seconds=5)

_handlers: dict[str, Handler] = {}
_urgent: set[str] = set()


def handler(name: str, *, urgent: bool = False) -> Callable[[Handler], Handler]:
    """Registers a function as the handler of the jobs of that name.

    Urgent jobs are those that somebody waits for: they go before what is only made ready.
    """

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        if urgent:
            _urgent.add(name)
        return function

    return register


def enqueue(
    session: Session, workspace_id: str, name: str, payload: Mapping[str, Any] | None = None
) -> str:
    """Adds a job; it exists only if the session's transaction commits. Returns its id."""
    row = JobRow(id=new_id(), workspace_id=workspace_id, name=name, payload=dict(payload or {}))
    session.add(row)
    session.flush()
    return row.id


def count_dead(session: Session) -> int:
    """How many jobs were given up, in all workspaces. Needs a system session."""
    return repository.count_dead(session)


def is_open(session: Session, name: str, payload: Mapping[str, Any]) -> bool:
    """Whether a job of that name and payload still waits or runs."""
    return repository.is_open(session, name, payload)


def run_next(database: Database, settings: Settings) -> bool:
    """Runs one job that is due; false when there is none."""
    context, name = _claim(database, settings)
    if context is None:
        return False
    log.info("job started", extra={"job": name, "job_id": context.job_id})
    try:
        with _heartbeat(database, context.job_id):
            _handlers[name](context)
    except Exception as error:
        log.exception("job failed", extra={"job": name, "job_id": context.job_id})
        _settle_failure(database, context, error)
    else:
        _finish(database, context.job_id, "done", None)
    return True


def _claim(database: Database, settings: Settings) -> tuple[JobContext | None, str]:
    with database.system() as session:
        row = repository.claim(session, now(), _urgent)
        if row is None:
            return None, ""
        row.attempts += 1
        if row.attempts > MAX_ATTEMPTS:
            # Its worker died each time: the job itself may be what kills it.
            row.status, row.error, row.finished_at = "dead", "Its worker died each time.", now()
            return None, ""
        row.status, row.lease_until = "running", now() + LEASE
        context = JobContext(
            row.id, row.workspace_id, row.payload, row.attempts, database, settings
        )
        return context, row.name


@contextmanager
def _heartbeat(database: Database, job_id: str) -> Iterator[None]:
    done = threading.Event()

    def beat() -> None:
        while not done.wait(_HEARTBEAT_SECONDS):
            with database.system() as session:
                session.get_one(JobRow, job_id).lease_until = now() + LEASE

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _settle_failure(database: Database, context: JobContext, error: Exception) -> None:
    hopeless = isinstance(error, AppError) and not error.retryable
    if hopeless or context.attempt >= MAX_ATTEMPTS:
        _finish(database, context.job_id, "dead", str(error))
        return
    with database.system() as session:
        row = session.get_one(JobRow, context.job_id)
        row.status, row.error = "queued", str(error)
        row.run_after = now() + _RETRY * context.attempt


def _finish(database: Database, job_id: str, status: str, error: str | None) -> None:
    with database.system() as session:
        row = session.get_one(JobRow, job_id)
        row.status, row.error, row.finished_at = status, error, now()
