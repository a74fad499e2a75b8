"""SQL of jobs: claiming skips rows that another worker holds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, or_, select

from marketing_agent.jobs.schemas import OPEN
from marketing_agent.jobs.tables import JobRow, JobScheduleRow, JobSignalRow
from marketing_agent.kernel.notices import notify

TOPIC = "jobs"
_HAND_OVER = text("SELECT durable.hand_over(:job, :handed, :kind, :due)")


def hand_over(session: Session, row: JobRow) -> None:
    """Gives a queued job to the engine, in this transaction; whoever had it before has it no more.

    The notice wakes workers once the transaction has committed.
    """
    row.handed += 1
    session.add(row)
    session.flush()
    given = {"job": row.id, "handed": row.handed, "kind": row.name, "due": row.run_after}
    session.execute(_HAND_OVER, given)
    notify(session, TOPIC)


def claim(
    session: Session,
    at: datetime,
    urgent: Collection[str],
    only: Collection[str] | None,
    but: Collection[str],
) -> JobRow | None:
    """The next job, locked: one that is due or whose worker let its lease run out.

    Of the names in `only`, where given, and of none in `but`. Urgent ones first.
    """
    query = (
        select(JobRow)
        .where(
            or_(
                (col(JobRow.status) == "queued") & (col(JobRow.run_after) <= at),
                (col(JobRow.status) == "running") & (col(JobRow.lease_until) < at),
            )
        )
        .order_by(col(JobRow.name).in_(urgent).desc(), col(JobRow.run_after))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if only is not None:
        query = query.where(col(JobRow.name).in_(only))
    if but:
        query = query.where(~col(JobRow.name).in_(but))
    return session.exec(query).first()


def locked(session: Session, job_id: str) -> JobRow | None:
    """A job that nobody else changes until the end of the transaction."""
    query = select(JobRow).where(JobRow.id == job_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def find(session: Session, job_id: str) -> JobRow | None:
    return session.exec(select(JobRow).where(JobRow.id == job_id)).first()


def listed(
    session: Session, workspace_id: str, status: str | None, limit: int, offset: int
) -> tuple[Sequence[JobRow], int]:
    """A page of a workspace's jobs, newest first, and how many there are."""
    query = select(JobRow).where(JobRow.workspace_id == workspace_id)
    if status is not None:
        query = query.where(JobRow.status == status)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(col(JobRow.created_at).desc(), col(JobRow.id).desc())
    return session.exec(newest.limit(limit).offset(offset)).all(), total


def count_dead(session: Session, workspace_id: str | None = None) -> int:
    query = select(func.count()).select_from(JobRow).where(JobRow.status == "dead")
    if workspace_id is not None:
        query = query.where(JobRow.workspace_id == workspace_id)
    return session.exec(query).one()


def is_open(session: Session, name: str, payload: Mapping[str, Any]) -> bool:
    """Whether a job with that name and payload waits or runs."""
    query = select(JobRow.id).where(
        JobRow.name == name,
        col(JobRow.payload).contains(dict(payload)),
        col(JobRow.status).in_(OPEN),
    )
    return session.exec(query.limit(1)).first() is not None


def add_signal(session: Session, signal: JobSignalRow) -> bool:
    """Whether the message is new: the same key twice is one."""
    new = insert(JobSignalRow).values(**signal.model_dump()).on_conflict_do_nothing()
    return session.execute(new.returning(col(JobSignalRow.key))).first() is not None


def next_signal(session: Session, job_id: str, topic: str) -> JobSignalRow | None:
    """The oldest message of a topic that the job has not taken."""
    query = select(JobSignalRow).where(
        JobSignalRow.job_id == job_id,
        JobSignalRow.topic == topic,
        col(JobSignalRow.taken).is_(False),
    )
    oldest = query.order_by(col(JobSignalRow.created_at), col(JobSignalRow.key))
    return session.exec(oldest.limit(1)).first()


def engine(session: Session) -> str:
    """Which engine carries the jobs of this installation."""
    return str(session.scalar(text("SELECT name FROM job_engine")))


def locked_schedule(session: Session, name: str) -> JobScheduleRow | None:
    query = select(JobScheduleRow).where(JobScheduleRow.name == name).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def keep_schedule(session: Session, row: JobScheduleRow) -> None:
    """Writes a schedule down; of two that do so at once, the later."""
    how = {"cron": row.cron, "next_at": row.next_at}
    new = insert(JobScheduleRow).values(name=row.name, **how)
    session.execute(new.on_conflict_do_update(index_elements=["name"], set_=how))


def forget(
    session: Session, workspace_id: str, statuses: Collection[str], before: datetime
) -> None:
    """Deletes jobs that ended before an instant, with their signals."""
    old = col(JobRow.status).in_(statuses) & (col(JobRow.finished_at) < before)
    session.execute(delete(JobRow).where(col(JobRow.workspace_id) == workspace_id, old))
