"""A run of the agent as a task, through whichever door it was begun."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from a2a.types import Task, TaskNotCancelableError, TaskState
from sqlmodel import Session

from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import MovesAsked, Status
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.kinds.kind import Asked, Ground, Moved, said
from marketing_agent.protocols.a2a.mapping import (
    Mapper,
    Numbered,
    Update,
    folded,
    new_task,
    request_of,
    run_updates,
)
from marketing_agent.protocols.a2a.tables import TaskRow
from marketing_agent.tenancy.schemas import Caller

ENDED = ("completed", "failed", "cancelled")
_STATES: dict[TaskState, Status] = {
    TaskState.TASK_STATE_SUBMITTED: "queued",
    TaskState.TASK_STATE_WORKING: "running",
    TaskState.TASK_STATE_INPUT_REQUIRED: "waiting",
    TaskState.TASK_STATE_COMPLETED: "completed",
    TaskState.TASK_STATE_FAILED: "failed",
    TaskState.TASK_STATE_CANCELED: "cancelled",
}


class RunTasks:
    """See `Kind`. Numbers are those of the run's own log."""

    def find(self, session: Session, workspace_id: str, task_id: str) -> TaskRow | None:
        run = runs.runs_by_id(session, [task_id]).get(task_id)
        if run is None:
            return None
        return repository.task(session, task_id) or TaskRow(
            run_id=run.id,
            workspace_id=workspace_id,
            context_id=run.thread_id,
            message_id=f"{run.id}.request",
        )

    def until(self, session: Session, row: TaskRow) -> int:
        return runs.get_run(session, row.run_id).events_until

    def task(self, session: Session, row: TaskRow, until: int | None = None) -> Task:
        run = runs.get_run(session, row.run_id)
        known = [
            (seq, message)
            for seq, message in said(session, row) or [(0, request_of(row, run.text))]
            if until is None or seq < until or seq == 0
        ]
        updates = (one for one in self.updates(session, row, 0) if until is None or one[0] <= until)
        return folded(new_task(row, TaskState.TASK_STATE_SUBMITTED, run.created_at), known, updates)

    def updates(self, session: Session, row: TaskRow, after: int) -> list[Numbered]:
        # From the first event on: pieces of a text are told apart by what came before them.
        events = runs.events_after(session, row.run_id, 0)
        found = run_updates(row.run_id, row.context_id, events)
        return [one for one in found if one[0] > after]

    def is_behind(self, session: Session, row: TaskRow) -> bool:
        return False

    def cancel(self, session: Session, caller: Caller, row: TaskRow) -> None:
        if runs.get_run(session, row.run_id).status in ENDED:
            raise TaskNotCancelableError("This task has ended.")
        runs.cancel(session, caller, row.run_id)

    def moved(self, session: Session, asked: Asked, limit: int) -> Moved:
        status = _STATES.get(asked.status)
        if asked.status and status is None:
            return Moved()
        thread_id = self._thread(session, asked.context_id) if asked.context_id else None
        wanted = MovesAsked(
            status=status, thread_id=thread_id, since=asked.since, before=asked.before
        )
        page = runs.list_by_move(session, wanted, limit)
        return Moved(tuple((one.run.id, one.at) for one in page.items), page.total)

    def watch(
        self, session: Session, row: TaskRow, key: str, job: str, payload: Mapping[str, Any]
    ) -> None:
        """Its log tells by itself."""

    async def follow(
        self, ground: Ground, row: TaskRow, after: int, *, to_end: bool
    ) -> AsyncGenerator[Update | None]:
        mapper = Mapper(row.run_id, row.context_id)
        async for event in runs.follow_with_beats(
            ground.database, row.workspace_id, row.run_id, after, to_end=to_end
        ):
            if event is None:
                yield None
            else:
                for update in mapper.updates(event):
                    yield update

    def _thread(self, session: Session, context_id: str) -> str:
        """The thread of a context: all its runs share one. Else the context is a thread's id."""
        known = runs.runs_by_id(session, repository.of_context(session, context_id))
        return next((run.thread_id for run in known.values()), context_id)
