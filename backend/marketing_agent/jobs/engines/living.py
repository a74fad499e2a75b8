"""Who is alive: workers beat, and hold the jobs they carry only while they do."""

import os
import socket
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import psutil
from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, or_, select

from marketing_agent.jobs.carrying import LEASE
from marketing_agent.jobs.kinds import KINDS
from marketing_agent.jobs.tables import JobEngineRow, JobKindRow, JobRow, JobWorkerRow
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now

BEAT_SECONDS = 5.0
SILENT = timedelta(seconds=20)
_CHUNK = 500


def name_of_this() -> str:
    """A name for this process: where it runs, its number there, and a part that is never again."""
    return f"{_here()}.{os.getpid()}.{new_id()[-8:]}"


def _here() -> str:
    """Where process numbers mean what they mean here: this boot, and this container of it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        return socket.gethostname()
    return boot + "-" + "".join(letter for letter in space if letter.isdecimal())


def beat(session: Session, worker: str, carried: Collection[str]) -> None:
    """Says that a worker lives, and that it goes on with what it carries."""
    new = insert(JobWorkerRow).values(id=worker)
    told = {"beat_at": func.clock_timestamp()}
    session.execute(new.on_conflict_do_update(index_elements=["id"], set_=told))
    mine = (col(JobRow.id).in_(carried)) & (col(JobRow.holder) == worker)
    session.execute(update(JobRow).where(mine).values(lease_until=now() + LEASE))


def leave(session: Session, worker: str) -> None:
    session.execute(delete(JobWorkerRow).where(col(JobWorkerRow.id) == worker))


def alive(session: Session) -> set[str]:
    """The workers that live; those that are silent, or whose process is gone, are forgotten."""
    late = col(JobWorkerRow.beat_at) < func.clock_timestamp() - SILENT
    session.execute(delete(JobWorkerRow).where(late))
    told = set(session.exec(select(JobWorkerRow.id)))
    gone = {worker for worker in told if _is_gone(worker)}
    session.execute(delete(JobWorkerRow).where(col(JobWorkerRow.id).in_(gone)))
    return told - gone


def _is_gone(worker: str) -> bool:
    """Whether its process has ended; of one elsewhere nobody here can say."""
    where, number, _rest = worker.rsplit(".", 2)
    return where == _here() and not psutil.pid_exists(int(number))


def let_go(session: Session, job_ids: Collection[str], living: Collection[str]) -> None:
    """Ends the leases of dead workers, so that whoever takes their jobs up need not wait."""
    lost = col(JobRow.id).in_(job_ids) & (col(JobRow.status) == "running")
    dead = or_(col(JobRow.holder).is_(None), ~col(JobRow.holder).in_(living))
    session.execute(update(JobRow).where(lost, dead).values(lease_until=now()))


def waiting(session: Session, after: str) -> list[tuple[str, int]]:
    """Jobs that nobody carries, by id and how often they were handed over, some at a time."""
    lost = (col(JobRow.status) == "running") & (col(JobRow.lease_until) < now())
    query = select(JobRow.id, JobRow.handed).where(
        or_(col(JobRow.status) == "queued", lost), col(JobRow.id) > after
    )
    return list(session.exec(query.order_by(JobRow.id).limit(_CHUNK)))


def use(session: Session, engine: str) -> None:
    """From this transaction on jobs are handed to that engine, by whoever enqueues them."""
    session.execute(update(JobEngineRow).values(name=engine))


def know_kinds(session: Session) -> None:
    """Writes down the lane of each job this process can carry: others enqueue by name alone."""
    for name, kind in KINDS.items():
        how = {"lane": kind.lane, "urgent": kind.urgent}
        new = insert(JobKindRow).values(name=name, **how)
        session.execute(new.on_conflict_do_update(index_elements=["name"], set_=how))
