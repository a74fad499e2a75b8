"""An import as a task, wherever it was begun: accepted, each file, published, failed, reverted."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from a2a.types import Task, TaskNotCancelableError, TaskState, TaskStatusUpdateEvent
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from marketing_agent.events import service as events
from marketing_agent.ingestion import moves
from marketing_agent.ingestion import service as imports
from marketing_agent.ingestion.schemas import Import
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.kinds.import_events import STATES, ImportMapper, ending
from marketing_agent.protocols.a2a.kinds.kind import ENDED, Asked, Ground, Moved, said
from marketing_agent.protocols.a2a.kinds.outbox import OutboxTasks, events_from
from marketing_agent.protocols.a2a.mapping import Numbered, Update, folded, new_task, request_of
from marketing_agent.protocols.a2a.tables import TaskRow
from marketing_agent.tenancy.schemas import Caller

_WAITS = TaskState.TASK_STATE_INPUT_REQUIRED
_NOT_CANCELED = "An import runs to its end; a completed one can be reverted."


class ImportTasks(OutboxTasks):
    """See `Kind`."""

    def find(self, session: Session, workspace_id: str, task_id: str) -> TaskRow | None:
        if moves.moved_at(session, task_id) is None:
            return None
        return repository.task(session, task_id) or TaskRow(
            run_id=task_id,
            workspace_id=workspace_id,
            context_id=task_id,
            message_id=f"{task_id}.request",
        )

    def task(self, session: Session, row: TaskRow, until: int | None = None) -> Task:
        found = imports.get_import(session, row.run_id)
        asked = said(session, row) or [(0, request_of(row, _request(found)))]
        updates = [u for u in self.updates(session, row, 0) if until is None or u[0] <= until]
        task = new_task(row, TaskState.TASK_STATE_SUBMITTED, found.created_at)
        folded(task, asked, updates)
        state = STATES[found.status]
        if until is None and state in ENDED and task.status.state not in ENDED:
            # It ended before imports told all that they do, or a moment ago.
            at = moves.moved_at(session, row.run_id) or found.created_at
            task.status.CopyFrom(ending(row, found, at).status)
        return task

    def updates(self, session: Session, row: TaskRow, after: int) -> list[Numbered]:
        mapper = ImportMapper(row)
        told = events.read_of_import(session, row.workspace_id, row.run_id)
        return [
            (event.id, update)
            for event in told
            for update in mapper.updates(event)
            if event.id > after
        ]

    def cancel(self, session: Session, caller: Caller, row: TaskRow) -> None:
        raise TaskNotCancelableError(_NOT_CANCELED)

    def moved(self, session: Session, asked: Asked, limit: int) -> Moved:
        statuses = None
        if asked.status:
            statuses = [status for status, state in STATES.items() if state == asked.status]
        ids = None
        if asked.context_id:
            ids = [*repository.of_context(session, asked.context_id), asked.context_id]
        found, total = moves.by_move(
            session, limit, statuses=statuses, ids=ids, since=asked.since, before=asked.before
        )
        return Moved(tuple(found), total)

    def watch(
        self, session: Session, row: TaskRow, key: str, job: str, payload: Mapping[str, Any]
    ) -> None:
        events.watch(session, row.workspace_id, key, job, payload, about=row.run_id)

    async def follow(
        self, ground: Ground, row: TaskRow, after: int, *, to_end: bool
    ) -> AsyncGenerator[Update | None]:
        if await run_in_threadpool(self._rests, ground, row, after, to_end):
            return
        mapper = ImportMapper(row)
        async for event in events_from(ground, row.workspace_id, after):
            if event is None:
                yield None
            elif event.payload.get("import_id") == row.run_id:
                for update in mapper.updates(event):
                    yield update
                    if _ends(update, to_end):
                        return

    def _rests(self, ground: Ground, row: TaskRow, after: int, to_end: bool) -> bool:
        """Whether nothing is to come after that event unless somebody acts."""
        with ground.database.transaction(row.workspace_id) as session:
            if self.updates(session, row, after):
                return False
            state = self.task(session, row).status.state
            return state in ENDED or (state == _WAITS and not to_end)


def _ends(update: Update, to_end: bool) -> bool:
    if not isinstance(update, TaskStatusUpdateEvent):
        return False
    state = update.status.state
    return state in ENDED or (state == _WAITS and not to_end)


def _request(found: Import) -> str:
    names = ", ".join(file.name for file in found.files[:10])
    more = len(found.files) - 10
    return f"Import {names}" + (f" and {more} more files." if more > 0 else ".")
