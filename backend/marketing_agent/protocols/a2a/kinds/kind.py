"""What every kind of task can do: be found, told, followed, listed and cancelled."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from a2a.types import Message, Task, TaskState
from google.protobuf.json_format import MessageToDict, ParseDict
from sqlmodel import Session

from marketing_agent.events.feeds import Feeds
from marketing_agent.kernel.db import Database
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.mapping import Numbered, Update
from marketing_agent.protocols.a2a.tables import MessageRow, TaskRow
from marketing_agent.tenancy.schemas import Caller

ENDED = frozenset(
    {
        TaskState.TASK_STATE_COMPLETED,
        TaskState.TASK_STATE_FAILED,
        TaskState.TASK_STATE_CANCELED,
        TaskState.TASK_STATE_REJECTED,
    }
)


@dataclass(frozen=True)
class Asked:
    """Which tasks a list holds; a page goes on after `before`, a time and an id."""

    status: TaskState
    context_id: str
    since: datetime | None
    before: tuple[datetime, str] | None


@dataclass(frozen=True)
class Moved:
    """Ids of tasks and when they moved, the last moved first, and how many there are in all."""

    items: tuple[tuple[str, datetime], ...] = ()
    total: int = 0


@dataclass(frozen=True)
class Ground:
    """What following needs."""

    database: Database
    feeds: Feeds


class Kind(Protocol):
    """All but `follow` belong to a transaction of the workspace. `row` is what `find` gave."""

    def find(self, session: Session, workspace_id: str, task_id: str) -> TaskRow | None:
        """The task, whether a client of A2A began it or not; None where it is none of these."""

    def until(self, session: Session, row: TaskRow) -> int:
        """The number of its newest event."""

    def task(self, session: Session, row: TaskRow, until: int | None = None) -> Task:
        """The task as it stands, or as it stood after an event."""

    def updates(self, session: Session, row: TaskRow, after: int) -> list[Numbered]:
        """What came after an event, in order."""

    def is_behind(self, session: Session, row: TaskRow) -> bool:
        """Whether events are there that `updates` does not give yet."""

    def cancel(self, session: Session, caller: Caller, row: TaskRow) -> None:
        """Ends it; raises TaskNotCancelableError."""

    def moved(self, session: Session, asked: Asked, limit: int) -> Moved:
        """The last moved."""

    def watch(
        self, session: Session, row: TaskRow, key: str, job: str, payload: Mapping[str, Any]
    ) -> None:
        """Has a job queued with each of its events from now on."""

    def follow(
        self, ground: Ground, row: TaskRow, after: int, *, to_end: bool
    ) -> AsyncGenerator[Update | None]:
        """Its updates as they come, None when there were none for a while.

        Ends with the task; unless `to_end`, where it waits for somebody too.
        """


def keep(session: Session, row: TaskRow, message: Message, seq: int) -> None:
    """Keeps what a client said after an event."""
    kept = MessageRow(
        run_id=row.run_id,
        message_id=message.message_id,
        workspace_id=row.workspace_id,
        seq=seq,
        content=MessageToDict(message),
    )
    repository.add_message(session, kept)


def said(session: Session, row: TaskRow) -> list[tuple[int, Message]]:
    """What the client said, each with the event it came after."""
    found = []
    for kept in repository.messages(session, row.run_id):
        message = ParseDict(kept.content, Message())
        message.task_id, message.context_id = row.run_id, row.context_id
        found.append((kept.seq, message))
    return found
