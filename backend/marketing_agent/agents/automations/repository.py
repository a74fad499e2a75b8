"""Reads and writes of automations; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from marketing_agent.agents.automations.tables import AutomationRow, DueRow, VersionRow


def add(session: Session, row: AutomationRow | VersionRow | DueRow) -> None:
    session.add(row)
    session.flush()


def find(session: Session, automation_id: str) -> AutomationRow | None:
    return session.exec(select(AutomationRow).where(AutomationRow.id == automation_id)).first()


def locked(session: Session, automation_id: str) -> AutomationRow | None:
    """The automation as it is now, held until the transaction ends."""
    query = select(AutomationRow).where(AutomationRow.id == automation_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def listed(session: Session) -> Sequence[AutomationRow]:
    query = select(AutomationRow).where(col(AutomationRow.deleted_at).is_(None))
    return session.exec(query.order_by(func.lower(AutomationRow.name), col(AutomationRow.id))).all()


def count(session: Session) -> int:
    query = select(func.count()).select_from(AutomationRow)
    return session.exec(query.where(col(AutomationRow.deleted_at).is_(None))).one()


def switched_on(session: Session, *kinds: str) -> Sequence[AutomationRow]:
    """Automations that are on and have a trigger of these kinds."""
    query = select(AutomationRow).where(
        AutomationRow.state == "on",
        col(AutomationRow.deleted_at).is_(None),
        col(AutomationRow.trigger)["kind"].astext.in_(kinds),
    )
    return session.exec(query.order_by(col(AutomationRow.id))).all()


def versions(session: Session, automation_id: str) -> Sequence[VersionRow]:
    query = select(VersionRow).where(VersionRow.automation_id == automation_id)
    return session.exec(query.order_by(col(VersionRow.version).desc()).limit(50)).all()


def claim(session: Session, row: DueRow) -> bool:
    """Notes that it is due; false where that event or slot was noted before."""
    added = session.execute(
        insert(DueRow)
        .values(**row.model_dump())
        .on_conflict_do_nothing(index_elements=["automation_id", "cause"])
        .returning(col(DueRow.id))
    )
    return added.first() is not None


def count_missed(session: Session, row: DueRow) -> None:
    """Counts one more trigger in the record of those that were too many."""
    again = insert(DueRow).values(**row.model_dump())
    session.execute(
        again.on_conflict_do_update(
            index_elements=["automation_id", "cause"], set_={"missed": col(DueRow.missed) + 1}
        )
    )


def is_known(session: Session, automation_id: str, cause: str) -> bool:
    query = select(DueRow.id).where(DueRow.automation_id == automation_id, DueRow.cause == cause)
    return session.exec(query).first() is not None


def count_since(session: Session, automation_id: str, since: datetime) -> int:
    query = select(func.count()).select_from(DueRow)
    query = query.where(DueRow.automation_id == automation_id, col(DueRow.created_at) > since)
    return session.exec(query.where(col(DueRow.status).not_in(("trial", "skipped")))).one()


def has_started(session: Session, row: AutomationRow, since: datetime) -> bool:
    """Whether this version of it began a run since then."""
    query = select(DueRow.id).where(
        DueRow.automation_id == row.id,
        DueRow.version == row.version,
        DueRow.status == "started",
        col(DueRow.created_at) >= since,
    )
    return session.exec(query).first() is not None


def locked_due(session: Session, due_id: str) -> DueRow | None:
    """What is due, held until the transaction ends."""
    query = select(DueRow).where(DueRow.id == due_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def due_behind(session: Session, due_id: object, run_id: object) -> DueRow | None:
    """The time that an automation was due by its own id, or by the run that it began."""
    if due_id is not None:
        return session.exec(select(DueRow).where(DueRow.id == str(due_id))).first()
    return session.exec(select(DueRow).where(DueRow.run_id == str(run_id))).first()


def due(
    session: Session, automation_id: str, limit: int, offset: int
) -> tuple[Sequence[DueRow], int]:
    """A page of the times that it was due, newest first, and how many there are."""
    query = select(DueRow).where(DueRow.automation_id == automation_id)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(col(DueRow.created_at).desc(), col(DueRow.id).desc())
    return session.exec(newest.limit(limit).offset(offset)).all(), total


def last_due(session: Session, automation_ids: Collection[str]) -> Sequence[DueRow]:
    """The newest time that each was due, trials left out."""
    query = (
        select(DueRow)
        .where(col(DueRow.automation_id).in_(automation_ids), DueRow.status != "trial")
        .order_by(col(DueRow.automation_id), col(DueRow.created_at).desc(), col(DueRow.id).desc())
        .distinct(col(DueRow.automation_id))
    )
    return session.exec(query).all()
