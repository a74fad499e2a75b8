"""SQL of jobs: claiming skips rows that another worker holds."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from marketing_agent.jobs.tables import JobRow


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


def count_dead(session: Session) -> int:
    query = select(func.count()).select_from(JobRow).where(JobRow.status == "dead")
    return session.exec(query).one()


def is_open(session: Session, name: str, payload: Mapping[str, Any]) -> bool:
    """Whether a job with that name and payload waits or runs."""
    query = select(JobRow.id).where(
        JobRow.name == name,
        col(JobRow.payload).contains(dict(payload)),
        col(JobRow.status).in_(("queued", "running")),
    )
    return session.exec(query.limit(1)).first() is not None
