"""The plain engine: rows taken with SKIP LOCKED, held by a lease. For tests, and the way out.

A notice wakes the workers when a job was added, and they look by themselves now and then.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from marketing_agent.jobs import carrying, repository
from marketing_agent.jobs.carrying import LEASE
from marketing_agent.jobs.kinds import names_of, urgent_names
from marketing_agent.jobs.memory import RowMemory
from marketing_agent.jobs.schemas import JobContext, Lane
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now

log = logging.getLogger(__name__)
_HEARTBEAT_SECONDS = 5.0


def run_next(database: Database, settings: Settings, lane: Lane | None = None) -> bool:
    """Runs one job that is due, of any lane or the one given; false when there is none."""
    claimed = _claim(database, settings, lane)
    if claimed is None:
        return False
    name, context, memory = claimed
    with _heartbeat(database, context.job_id):
        carrying.carry(name, context, memory)
    return True


def _claim(
    database: Database, settings: Settings, lane: Lane | None
) -> tuple[str, JobContext, RowMemory] | None:
    only, but = names_of(lane)
    with database.system() as session:
        row = repository.claim(session, now(), urgent_names(), only, but)
        if row is None or not carrying.begin(session, row):
            return None
        return row.name, *carrying.context_of(database, settings, row)


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
