"""Lists of tasks: the last moved first, page after page from where the one before ended."""

import re
from datetime import UTC, datetime, timedelta

from a2a.types import InvalidParamsError, ListTasksRequest, ListTasksResponse, TaskState
from sqlmodel import Session

from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Moved, MovesAsked, Status
from marketing_agent.protocols.a2a import repository, service

_MOST_TASKS = 100
_STATES: dict[TaskState, Status] = {
    TaskState.TASK_STATE_SUBMITTED: "queued",
    TaskState.TASK_STATE_WORKING: "running",
    TaskState.TASK_STATE_INPUT_REQUIRED: "waiting",
    TaskState.TASK_STATE_COMPLETED: "completed",
    TaskState.TASK_STATE_FAILED: "failed",
    TaskState.TASK_STATE_CANCELED: "cancelled",
}
_TOKEN = re.compile(r"([0-9]{1,17})-([0-9a-f-]{36})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def listed(session: Session, asked: ListTasksRequest) -> ListTasksResponse:
    """A page of the workspace's tasks, the last moved first."""
    size = asked.page_size if asked.HasField("page_size") else 50
    if not 1 <= size <= _MOST_TASKS:
        raise InvalidParamsError(f"A page has 1 to {_MOST_TASKS} tasks.")
    wanted = _wanted(session, asked)
    if wanted is None:
        return ListTasksResponse(page_size=size)
    page = runs.list_by_move(session, wanted, size + 1)
    found = page.items[:size]
    rows = repository.tasks(session, [one.run.id for one in found])
    return ListTasksResponse(
        tasks=[service.task(session, rows[one.run.id]) for one in found if one.run.id in rows],
        next_page_token=_token(found[-1]) if len(page.items) > size else "",
        page_size=size,
        total_size=page.total,
    )


def _wanted(session: Session, asked: ListTasksRequest) -> MovesAsked | None:
    """None where no task can be meant."""
    status = _STATES.get(asked.status)
    if asked.status and status is None:
        return None
    thread_id = None
    if asked.context_id:
        service.check_name(asked.context_id)
        row = repository.of_context(session, asked.context_id)
        if row is None:
            return None
        thread_id = runs.get_run(session, row.run_id).thread_id
    return MovesAsked(
        source="a2a",
        status=status,
        thread_id=thread_id,
        since=_since(asked),
        before=_before(asked.page_token),
    )


def _since(asked: ListTasksRequest) -> datetime | None:
    if not asked.HasField("status_timestamp_after"):
        return None
    given = asked.status_timestamp_after
    try:
        found: datetime = given.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidParamsError("The time of the status is none.") from error
    # What is finer than a microsecond is later than it.
    return found + timedelta(microseconds=1) if given.nanos % 1000 else found


def _token(last: Moved) -> str:
    return f"{(last.at - _EPOCH) // timedelta(microseconds=1)}-{last.run.id}"


def _before(token: str) -> tuple[datetime, str] | None:
    if not token:
        return None
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise InvalidParamsError("This page token is not one of ours.")
    return _EPOCH + timedelta(microseconds=int(found[1])), found[2]
