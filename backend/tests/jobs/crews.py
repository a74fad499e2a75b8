"""Whoever carries jobs out in a test: the same questions to each engine."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import text

from marketing_agent.jobs import service
from marketing_agent.jobs.schemas import Job
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from tests.loops import beside

if TYPE_CHECKING:
    from marketing_agent.jobs.engines.durable import DurableEngine

PATIENCE_SECONDS = 60.0
Seen = TypeVar("Seen")


class Engine(Protocol):
    """What lets an engine do what is due; called again and again while a test waits."""

    def push(self) -> None: ...
    def know(self) -> None: ...


@dataclass
class PlainQueue:
    """The SKIP LOCKED engine, one job each time it is pushed."""

    database: Database
    settings: Settings

    def push(self) -> None:
        if not service.run_next(self.database, self.settings):
            time.sleep(0.02)

    def know(self) -> None:
        """It looks at what is registered each time."""


@dataclass
class Running:
    """DBOS in threads of this process: there is nothing to do but to look again.

    It would take a browser's loop in the thread of the tests for its caller's, so it is spoken to
    from other threads.
    """

    engine: "DurableEngine"

    @classmethod
    def over(cls, database: Database, settings: Settings) -> "Running":
        from marketing_agent.jobs.engines.durable import DurableEngine

        engine = DurableEngine(database, settings)
        beside(engine.start)
        return cls(engine)

    def push(self) -> None:
        time.sleep(0.05)

    def know(self) -> None:
        beside(self.engine.know)

    def look_round(self) -> None:
        beside(self.engine.look_round)

    def end(self) -> None:
        beside(self.engine.end)


@dataclass
class Crew:
    """A workspace, and an engine that carries its jobs out."""

    database: Database
    workspace_id: str
    engine: Engine

    def enqueue(self, name: str, payload: dict[str, Any] | None = None, **at: datetime) -> str:
        with self.database.transaction(self.workspace_id) as session:
            return service.enqueue(session, self.workspace_id, name, payload, **at)

    def look(self, job_id: str) -> Job:
        with self.database.transaction(self.workspace_id) as session:
            return service.inspect(session, job_id)

    def wait(self, job_id: str, *states: str) -> Job:
        """The job once it is in one of the states: by default, once it has ended."""
        wanted = states or ("done", "dead", "cancelled")
        return self.until(lambda: self.look(job_id), lambda job: job.status in wanted)

    def until(self, look: Callable[[], Seen], fits: Callable[[Seen], object]) -> Seen:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not fits(seen := look()):
            assert time.monotonic() < deadline, f"still {seen}"
            self.engine.push()
        return seen

    def know(self) -> None:
        """Has the engine learn of handlers that were registered after it began."""
        self.engine.know()

    def number(self, sql: str) -> int:
        with self.database.system() as session:
            return int(session.execute(text(sql)).scalar_one())
