"""Jobs that are due again and again, in every workspace."""

import time
from datetime import datetime

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.kinds import SCHEDULES
from marketing_agent.jobs.tables import JobRow, JobScheduleRow
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy

_EVERY_SECONDS = 30.0


class Clock:
    """For an engine without schedules of its own: looks now and then whether something is due."""

    def __init__(self) -> None:
        self._next = 0.0

    def look(self, database: Database) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY_SECONDS
            make_up(database)


def make_up(database: Database) -> None:
    """Enqueues what was due while no worker ran: once, however often it was due."""
    for name in SCHEDULES:
        tick(database, name)


def tick(database: Database, name: str) -> None:
    """Enqueues the jobs of a name if they are due; whoever comes second finds it done.

    A schedule that is new, or has another cron line than before, begins with its next time.
    """
    cron = SCHEDULES.get(name)
    if cron is None:
        return
    with database.system() as session:
        row = repository.locked_schedule(session, name)
        if row is None or row.cron != cron:
            new = JobScheduleRow(name=name, cron=cron, next_at=_next(cron))
            repository.keep_schedule(session, new)
        elif row.next_at <= now():
            row.next_at = _next(cron)
            _enqueue_everywhere(session, name)


def _enqueue_everywhere(session: Session, name: str) -> None:
    for workspace in tenancy.list_workspaces(session):
        row = JobRow(id=new_id(), workspace_id=workspace.id, name=name, payload={})
        repository.hand_over(session, row)


def _next(cron: str) -> datetime:
    from croniter import croniter

    found: datetime = croniter(cron, now()).get_next(datetime)
    return found
