"""Reads and writes of threads, runs and events; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from marketing_agent.agents.runs.schemas import MovesAsked
from marketing_agent.agents.runs.tables import RunEventRow, RunRow, ThreadRow
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of


def add(session: Session, row: RunRow | ThreadRow) -> None:
    session.add(row)
    session.flush()


def run(session: Session, run_id: str) -> RunRow | None:
    return session.exec(select(RunRow).where(RunRow.id == run_id)).first()


def locked_run(session: Session, run_id: str) -> RunRow | None:
    """The run as it is now, held until the transaction ends."""
    query = select(RunRow).where(RunRow.id == run_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def run_of_key(session: Session, workspace_id: str, key: str) -> RunRow | None:
    """The run of an idempotency key; of two transactions at once the second waits for the first."""
    named = f"{workspace_id} {key}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(named, 0))))
    return session.exec(select(RunRow).where(RunRow.idempotency_key == key)).first()


def runs(
    session: Session,
    limit: int,
    offset: int,
    status: str | None,
    thread_id: str | None,
    source: str | None,
) -> tuple[Sequence[RunRow], int]:
    """A page of runs, newest first, and how many there are in all."""
    query = select(RunRow)
    if status is not None:
        query = query.where(RunRow.status == status)
    if thread_id is not None:
        query = query.where(RunRow.thread_id == thread_id)
    if source is not None:
        query = query.where(RunRow.source == source)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    newest = query.order_by(col(RunRow.created_at).desc(), col(RunRow.id).desc())
    return session.exec(newest.limit(limit).offset(offset)).all(), total


def runs_by_move(
    session: Session, asked: MovesAsked, limit: int
) -> tuple[Sequence[tuple[RunRow, datetime]], int]:
    """Runs with when they came to where they are, the last moved first; how many in all."""
    moved = func.coalesce(RunRow.moved_at, RunRow.finished_at, RunRow.created_at)
    query = select(RunRow, moved)
    if asked.status is not None:
        query = query.where(RunRow.status == asked.status)
    if asked.thread_id is not None:
        query = query.where(RunRow.thread_id == asked.thread_id)
    if asked.since is not None:
        query = query.where(moved >= asked.since)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    if asked.before is not None:
        at, run_id = asked.before
        query = query.where(or_(moved < at, and_(moved == at, col(RunRow.id) < run_id)))
    newest = query.order_by(moved.desc(), col(RunRow.id).desc()).limit(limit)
    return session.exec(newest).all(), total


def runs_of(session: Session, run_ids: Collection[str]) -> Sequence[RunRow]:
    return session.exec(select(RunRow).where(col(RunRow.id).in_(run_ids))).all()


def runs_of_thread(session: Session, thread_id: str, asked: PageAsked) -> Page[RunRow]:
    query = select(RunRow).where(RunRow.thread_id == thread_id)
    query = newest_first(query, col(RunRow.created_at), col(RunRow.id), asked)
    return page_of(session.exec(query).all(), asked, lambda row: (row.created_at, row.id))


def thread(session: Session, thread_id: str) -> ThreadRow | None:
    return session.exec(select(ThreadRow).where(ThreadRow.id == thread_id)).first()


def threads(session: Session, limit: int, offset: int) -> tuple[Sequence[ThreadRow], int]:
    """A page of threads, the last used first, and how many there are in all."""
    total = session.exec(select(func.count()).select_from(ThreadRow)).one()
    query = select(ThreadRow).order_by(col(ThreadRow.updated_at).desc(), col(ThreadRow.id).desc())
    return session.exec(query.limit(limit).offset(offset)).all(), total


def add_events(session: Session, rows: Collection[RunEventRow]) -> None:
    session.add_all(rows)
    session.flush()


def events_after(
    session: Session, run_id: str, seq: int, limit: int | None = None
) -> Sequence[RunEventRow]:
    """A run's events after that number, in order."""
    query = select(RunEventRow).where(RunEventRow.run_id == run_id, col(RunEventRow.seq) > seq)
    return session.exec(query.order_by(col(RunEventRow.seq)).limit(limit)).all()


def events_of_type(session: Session, run_id: str, *types: str) -> Sequence[RunEventRow]:
    query = select(RunEventRow).where(
        RunEventRow.run_id == run_id, col(RunEventRow.type).in_(types)
    )
    return session.exec(query.order_by(col(RunEventRow.seq))).all()


def messages_of(session: Session, run_ids: Collection[str]) -> Sequence[RunEventRow]:
    """The finished texts of runs."""
    query = select(RunEventRow).where(
        col(RunEventRow.run_id).in_(run_ids), RunEventRow.type == "text.finished"
    )
    return session.exec(query.order_by(col(RunEventRow.at), col(RunEventRow.seq))).all()
