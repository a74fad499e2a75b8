"""What a job remembers: steps that were done, moments it waits for, messages it was given.

It is a column of the job's row, by the name of the step, so that another order of steps in a newer
release, another attempt or another engine finds what was done.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from marketing_agent.jobs import repository
from marketing_agent.jobs.schemas import Json
from marketing_agent.jobs.tables import JobRow
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Unavailable
from marketing_agent.kernel.time import now

Checkpoint = Callable[[str, Callable[[], Json]], Json]
"""Runs a named act once; how an engine keeps what it gave."""


class Parked(BaseException):
    """The job waits: its handler is left and begun again then. No error, so not caught as one."""

    def __init__(self, until: datetime, topic: str | None = None) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.until, self.topic = until, topic


class Cancelled(BaseException):
    """Somebody asked for the end of the job, and it came to a step."""


class Superseded(Unavailable):
    """Another worker has taken the job up: what this one still does counts for nothing."""

    code = "job.superseded"


class RowMemory:
    """The memory of one run of a job, as who began it the `taken`th time."""

    def __init__(
        self, database: Database, row: JobRow, checkpoint: Checkpoint | None = None
    ) -> None:
        self._database, self._job, self._workspace = database, row.id, row.workspace_id
        self._taken, self._known = row.taken, dict(row.memory)
        self._checkpoint = checkpoint or self._keep
        self.learned: dict[str, Json] = {}

    def step(self, name: str, act: Callable[[], Json]) -> Json:
        """See JobContext.step. A cancelled job ends here."""
        if name in self._known:
            return self._known[name]
        self._heed()
        given = self._checkpoint(name, act)
        self._known[name] = self.learned[name] = given
        return given

    def tx_step(self, name: str, act: Callable[[Session], Json]) -> Json:
        """See JobContext.tx_step."""
        with self._database.transaction(self._workspace) as session:
            row = self._mine(session)
            if name not in row.memory:
                row.memory = row.memory | {name: act(session)}
            given = row.memory[name]
        self._known[name] = given
        return given

    def sleep(self, name: str, length: timedelta) -> None:
        """See JobContext.sleep."""
        until = self._moment(f"sleep {name}", length)
        if until > now():
            raise Parked(until)

    def wait_signal(self, topic: str, within: timedelta) -> Json | None:
        """See JobContext.wait_signal."""
        until, name = self._moment(f"wait {topic}", within), f"signal {topic}"
        with self._database.transaction(self._workspace) as session:
            row = self._mine(session)
            if name not in row.memory:
                found = repository.next_signal(session, self._job, topic)
                if found is None and until > now():
                    raise Parked(until, topic)
                row.memory = row.memory | {name: found.message if found else None}
                if found is not None:
                    found.taken = True
            given = row.memory[name]
        return given

    def _moment(self, name: str, length: timedelta) -> datetime:
        return datetime.fromisoformat(self.step(name, lambda: (now() + length).isoformat()))

    def _keep(self, name: str, act: Callable[[], Json]) -> Json:
        """Without an engine that keeps it: in the row, once it has returned."""
        given = act()
        with self._database.transaction(self._workspace) as session:
            row = self._mine(session)
            row.memory = row.memory | {name: given}
        return given

    def _heed(self) -> None:
        with self._database.transaction(self._workspace) as session:
            if self._mine(session).cancel_asked:
                raise Cancelled

    def _mine(self, session: Session) -> JobRow:
        row = repository.locked(session, self._job)
        if row is None or row.status != "running" or row.taken != self._taken:
            raise Superseded("Another worker has taken this job up.")
        return row
