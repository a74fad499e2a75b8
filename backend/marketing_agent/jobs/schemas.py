"""What a job's handler is given, and what crosses the boundary of jobs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database

Json = Any
"""What JSON can hold: what a step gives is kept as that."""
Lane = Literal["work", "live", "outgoing"]
JobStatus = Literal["queued", "running", "done", "dead", "cancelled"]
OPEN: tuple[JobStatus, ...] = ("queued", "running")
"""A job that waits or runs: it has not ended."""


@dataclass(frozen=True, slots=True)
class GivenUpJob:
    """A job that will not be tried again by itself."""

    id: str
    name: str
    payload: Mapping[str, Any]


class Memory(Protocol):
    """What a job remembers from one run of its handler to the next, by name."""

    def step(self, name: str, act: Callable[[], Json]) -> Json: ...
    def tx_step(self, name: str, act: Callable[[Session], Json]) -> Json: ...
    def sleep(self, name: str, length: timedelta) -> None: ...
    def wait_signal(self, topic: str, within: timedelta) -> Json | None: ...


class NoMemory:
    """Of a handler that is called outside of an engine: steps simply run."""

    def step(self, name: str, act: Callable[[], Json]) -> Json:
        return act()

    def tx_step(self, name: str, act: Callable[[Session], Json]) -> Json:
        raise NotImplementedError(f"{name}: only an engine keeps what a transaction gave")

    def sleep(self, name: str, length: timedelta) -> None:
        raise NotImplementedError(f"{name}: only an engine waits for {length}")

    def wait_signal(self, topic: str, within: timedelta) -> Json | None:
        raise NotImplementedError(f"{topic}: only an engine waits for {within}")


@dataclass(frozen=True, slots=True)
class JobContext:
    """One run of a job. It may be the second run: handlers are idempotent, or made of steps."""

    job_id: str
    workspace_id: str
    payload: Mapping[str, Any]
    attempt: int
    database: Database
    settings: Settings
    taken: int = 0
    """How often the job was begun: who settles it must be the last to have begun it."""
    memory: Memory = field(default_factory=NoMemory)

    @property
    def holder(self) -> str:
        """Names this one beginning of the job, for what is held while it runs: never used twice."""
        return f"{self.job_id}.{self.taken}"

    def step(self, name: str, act: Callable[[], Json]) -> Json:
        """What `act` gives: run once, and remembered once it has returned.

        At least once: a process that dies inside of it runs it again. A call to others carries a
        key made of `job_id` and the name.
        """
        return self.memory.step(name, act)

    def tx_step(self, name: str, act: Callable[[Session], Json]) -> Json:
        """Exactly once: what `act` writes and that it was done are one transaction."""
        return self.memory.tx_step(name, act)

    def sleep(self, name: str, length: timedelta) -> None:
        """Goes on after that time, in whatever process; nothing is held meanwhile."""
        self.memory.sleep(name, length)

    def wait_signal(self, topic: str, within: timedelta) -> Json | None:
        """The message that was signalled to the job, or None when none came in time."""
        return self.memory.wait_signal(topic, within)


Handler = Callable[[JobContext], None]
GivenUp = Callable[[Session, str, Mapping[str, Any]], None]
"""Told of a job that is given up: a session of its workspace, the workspace's id, the payload."""
Reached = Callable[[Session, Mapping[str, Any]], int]
"""How far the work of a payload is: a number that only grows. A session of its workspace."""


class Job(BaseModel):
    """A job. `waits_for`: the topic of the signal it waits for. `error`: a sentence.

    `due_at` says when it goes on if it is `queued`. `dead`: given up, and may be tried again.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    status: JobStatus
    attempts: int
    cancelling: bool
    waits_for: str | None
    steps: tuple[str, ...]
    error: str | None
    created_at: datetime
    due_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None


class Jobs(BaseModel):
    """A page of jobs, newest first; `dead` of them wait for somebody to look."""

    model_config = ConfigDict(frozen=True)

    items: tuple[Job, ...]
    total: int
    dead: int
    engine: Literal["queue", "dbos"]
