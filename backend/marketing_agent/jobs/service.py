"""Durable work: enqueued in the caller's transaction, run at least once, retried, never lost.

The port has nine verbs: `enqueue`, `signal`, `cancel`, `inspect` and `schedule` here; `step`,
`tx_step`, `sleep` and `wait_signal` on the `JobContext` that a handler is given. Two engines
carry jobs out behind it; the row of a job says what became of it, whichever does.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.engines import living
from marketing_agent.jobs.engines.queue import run_next
from marketing_agent.jobs.errors import Ended, NotGivenUp, UnknownJob
from marketing_agent.jobs.kinds import MAX_ATTEMPTS, handler, listen, schedule
from marketing_agent.jobs.repository import TOPIC
from marketing_agent.jobs.schedules import Clock
from marketing_agent.jobs.schemas import OPEN, Job, Jobs, JobStatus, Json, Lane
from marketing_agent.jobs.tables import JobRow, JobSignalRow
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now

__all__ = [
    "MAX_ATTEMPTS",
    "TOPIC",
    "Clock",
    "Lane",
    "cancel",
    "carry_by_queue",
    "count_dead",
    "enqueue",
    "handler",
    "inspect",
    "is_open",
    "listed",
    "listen",
    "retry",
    "run_next",
    "schedule",
    "signal",
]


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
    repository.hand_over(session, row)
    return row.id


def signal(session: Session, job_id: str, topic: str, message: Json, *, key: str) -> bool:
    """Gives a job a message; false when one with that key was given before. UnknownJob, Ended."""
    row = _open(session, job_id)
    sent = JobSignalRow(
        job_id=row.id, key=key, workspace_id=row.workspace_id, topic=topic, message=message
    )
    if not repository.add_signal(session, sent):
        return False
    if row.status == "queued" and row.topic == topic:
        _at_once(session, row)
    return True


def cancel(session: Session, job_id: str) -> Job:
    """Asks for the end of a job: at its next step if it runs, else now. UnknownJob, Ended."""
    row = _open(session, job_id)
    row.cancel_asked = True
    if row.status == "queued":
        _at_once(session, row)  # a worker ends it, as it knows whom to tell
    session.flush()
    return _shown(row)


def retry(session: Session, job_id: str) -> Job:
    """Tries again what was given up; steps that were done stay done. UnknownJob, NotGivenUp."""
    row = _known(session, job_id)
    if row.status != "dead":
        raise NotGivenUp("Only a job that was given up is tried again by hand.")
    row.status, row.attempts, row.finished_at = "queued", 0, None
    _at_once(session, row)
    return _shown(row)


def inspect(session: Session, job_id: str) -> Job:
    """A job and what became of it. UnknownJob."""
    row = repository.find(session, job_id)
    if row is None:
        raise UnknownJob("There is no such job.")
    return _shown(row)


def listed(
    session: Session, workspace_id: str, status: JobStatus | None, limit: int, offset: int
) -> Jobs:
    """A page of the workspace's jobs, newest first."""
    rows, total = repository.listed(session, workspace_id, status, limit, offset)
    return Jobs.model_validate(
        {
            "items": tuple(map(_shown, rows)),
            "total": total,
            "dead": repository.count_dead(session, workspace_id),
            "engine": repository.engine(session),
        }
    )


def carry_by_queue(database: Database) -> None:
    """Has jobs wait for workers of the plain queue, whatever carried them before."""
    with database.system() as session:
        living.use(session, "queue")


def count_dead(session: Session) -> int:
    """How many jobs were given up, in all workspaces. Needs a system session."""
    return repository.count_dead(session)


def is_open(session: Session, name: str, payload: Mapping[str, Any]) -> bool:
    """Whether a job of that name and payload still waits or runs."""
    return repository.is_open(session, name, payload)


def _at_once(session: Session, row: JobRow) -> None:
    row.run_after = now()
    repository.hand_over(session, row)


def _open(session: Session, job_id: str) -> JobRow:
    row = _known(session, job_id)
    if row.status not in OPEN:
        raise Ended("This job has ended.")
    return row


def _known(session: Session, job_id: str) -> JobRow:
    row = repository.locked(session, job_id)
    if row is None:
        raise UnknownJob("There is no such job.")
    return row


def _shown(row: JobRow) -> Job:
    shown = row.model_dump(
        include={"id", "name", "status", "attempts", "error", "created_at", "finished_at"}
    )
    waits = row.status == "queued"
    return Job.model_validate(
        shown
        | {
            "cancelling": row.cancel_asked and row.status in OPEN,
            "waits_for": row.topic if waits else None,
            "steps": tuple(sorted(row.memory)),
            "due_at": row.run_after if waits else None,
            "started_at": row.started_at,
        }
    )
