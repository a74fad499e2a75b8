"""Durable work: enqueued in the caller's transaction, run at least once, retried, never lost.

The port is `enqueue`, `handler` and `run_next`; behind it a SKIP LOCKED queue in PostgreSQL. A
notice wakes the workers when a job was added, and they look by themselves now and then.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.schemas import GivenUp, Handler, JobContext
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database, scoped
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.notices import notify
from marketing_agent.kernel.time import now

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=20)
_HEARTBEAT_SECONDS = 5.0
_RETRY = timedelta(seconds=5)

Lane = Literal["work", "live", "outgoing"]
TOPIC = "jobs"


@dataclass(frozen=True, slots=True)
class _Kind:
    """How jobs of one name are run."""

    run: Handler
    urgent: bool
    lane: Lane
    attempts: int
    given_up: GivenUp | None


_kinds: dict[str, _Kind] = {}


def handler(
    name: str,
    *,
    urgent: bool = False,
    lane: Lane = "work",
    attempts: int = MAX_ATTEMPTS,
    given_up: GivenUp | None = None,
) -> Callable[[Handler], Handler]:
    """Registers a function as the handler of the jobs of that name.

    Urgent jobs are those that somebody waits for: they go before what is only made ready. Those of
    the live lane are watched while they run, those of the outgoing lane wait for the servers of
    others: both have threads of their own. `given_up` is told, in the transaction that gives a job
    up, where its worker died each time.
    """

    def register(function: Handler) -> Handler:
        _kinds[name] = _Kind(function, urgent, lane, attempts, given_up)
        return function

    return register


def enqueue(
    session: Session,
    workspace_id: str,
    name: str,
    payload: Mapping[str, Any] | None = None,
    *,
    run_after: datetime | None = None,
) -> str:
    """Adds a job, due at once or later; it exists only if the transaction commits. Its id."""
    row = JobRow(id=new_id(), workspace_id=workspace_id, name=name, payload=dict(payload or {}))
    if run_after is not None:
        row.run_after = run_after
    session.add(row)
    session.flush()
    notify(session, TOPIC)
    return row.id


def count_dead(session: Session) -> int:
    """How many jobs were given up, in all workspaces. Needs a system session."""
    return repository.count_dead(session)


def is_open(session: Session, name: str, payload: Mapping[str, Any]) -> bool:
    """Whether a job of that name and payload still waits or runs."""
    return repository.is_open(session, name, payload)


def run_next(database: Database, settings: Settings, lane: Lane | None = None) -> bool:
    """Runs one job that is due, of any lane or the one given; false when there is none."""
    context, name = _claim(database, settings, lane)
    if context is None:
        return False
    log.info("job started", extra={"job": name, "job_id": context.job_id})
    try:
        with _heartbeat(database, context.job_id):
            _kinds[name].run(context)
    except Exception as error:
        log.exception("job failed", extra={"job": name, "job_id": context.job_id})
        _settle_failure(database, context, error, _most(name))
    else:
        _finish(database, context.job_id, "done", None)
    return True


def _most(name: str) -> int:
    return _kinds[name].attempts if name in _kinds else MAX_ATTEMPTS


def _claim(
    database: Database, settings: Settings, lane: Lane | None
) -> tuple[JobContext | None, str]:
    urgent = {name for name, kind in _kinds.items() if kind.urgent}
    only, but = _names(lane)
    with database.system() as session:
        row = repository.claim(session, now(), urgent, only, but)
        if row is None:
            return None, ""
        row.attempts += 1
        if row.attempts > _most(row.name):
            _bury(session, row)
            return None, ""
        row.status, row.lease_until = "running", now() + LEASE
        context = JobContext(
            row.id, row.workspace_id, row.payload, row.attempts, database, settings
        )
        return context, row.name


def _names(lane: Lane | None) -> tuple[set[str] | None, set[str]]:
    """Which jobs a lane takes, and which it leaves; unknown ones belong to the work lane."""
    if lane is None:
        return None, set()
    named = {name for name, kind in _kinds.items() if kind.lane == lane}
    others = {name for name, kind in _kinds.items() if kind.lane != "work"}
    return (None, others) if lane == "work" else (named, set())


def _bury(session: Session, row: JobRow) -> None:
    """Its worker died each time: the job itself may be what kills it."""
    row.status, row.error, row.finished_at = "dead", "Its worker died each time.", now()
    kind = _kinds.get(row.name)
    if kind and kind.given_up:
        with scoped(session, workspace_id=row.workspace_id):
            kind.given_up(session, row.workspace_id, row.payload)


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


def _settle_failure(database: Database, context: JobContext, error: Exception, most: int) -> None:
    hopeless = isinstance(error, AppError) and not error.retryable
    if hopeless or context.attempt >= most:
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
