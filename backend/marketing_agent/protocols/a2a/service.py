"""Messages of A2A as acts on runs, each in one transaction of the caller's workspace."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from a2a.types import (
    ContentTypeNotSupportedError,
    InvalidParamsError,
    Message,
    Task,
    TaskNotCancelableError,
    TaskNotFoundError,
    UnsupportedOperationError,
)
from google.protobuf.json_format import MessageToDict, ParseDict
from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Decision
from marketing_agent.agents.planner.schemas import Plan, PlannedStep
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Run, RunRequest
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.errors import first_problem
from marketing_agent.protocols.a2a import repository
from marketing_agent.protocols.a2a.mapping import task_of
from marketing_agent.protocols.a2a.tables import MessageRow, TaskRow
from marketing_agent.tenancy.schemas import Caller

_MOST_NAME = 200
_WHOLE = 2**53
_ENDED = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Accepted:
    """The task that a message belongs to, and the event after which its answer begins."""

    task: Task
    after: int


@dataclass(frozen=True)
class _Said:
    text: str
    data: dict[str, Any] | None


def send(session: Session, caller: Caller, toolbox: Toolbox, message: Message) -> Accepted:
    """Starts a task, or decides what one waits for. Raises errors of A2A."""
    said = _read(message)
    if "\\u0000" in json.dumps(MessageToDict(message)):
        raise InvalidParamsError("A message holds no NUL.")
    if message.task_id:
        return _continue(session, caller, message, said)
    for name in (message.message_id, message.context_id):
        check_name(name)
    context = message.context_id
    thread = runs.thread_named(session, caller, context, "a2a", "A2A task") if context else None
    run = _start(session, caller, toolbox, message, said, thread)
    row = repository.task(session, run.id)
    if row is None:
        row = TaskRow(
            run_id=run.id,
            workspace_id=caller.workspace_id,
            context_id=context or run.thread_id,
            message_id=message.message_id,
        )
        repository.add(session, row)
    _keep(session, row, message, 0)
    return Accepted(task(session, row), 0)


def get(session: Session, task_id: str) -> Task:
    """The task; raises TaskNotFoundError, for tasks of other workspaces too."""
    return task(session, _row(session, task_id))


def standing(session: Session, task_id: str) -> tuple[Task, int, bool]:
    """The task, the number of its newest event, and whether it has ended."""
    row = _row(session, task_id)
    run = runs.get_run(session, task_id)
    return task(session, row), run.events_until, run.status in _ENDED


def events_until(session: Session, task_id: str) -> int:
    """The number of the task's newest event; raises TaskNotFoundError."""
    return runs.get_run(session, _row(session, task_id).run_id).events_until


def standing_at(session: Session, task_id: str, seq: int) -> Task:
    """The task as it stood after an event."""
    row = _row(session, task_id)
    events = [e for e in runs.events_after(session, task_id, 0) if e.seq <= seq]
    said = [(at, message) for at, message in _messages(session, row) if at < seq]
    return task_of(row, runs.get_run(session, task_id), events, said)


def context_of(session: Session, task_id: str) -> str:
    """The context that a task belongs to."""
    return _row(session, task_id).context_id


def cancel(session: Session, caller: Caller, task_id: str) -> Task:
    """Ends the task; raises TaskNotCancelableError when it has ended already."""
    row = _row(session, task_id)
    if runs.get_run(session, task_id).status in _ENDED:
        raise TaskNotCancelableError("This task has ended.")
    runs.cancel(session, caller, task_id)
    return task(session, row)


def _continue(session: Session, caller: Caller, message: Message, said: _Said) -> Accepted:
    row = _row(session, message.task_id)
    if message.context_id and message.context_id != row.context_id:
        raise InvalidParamsError("The task belongs to another context.")
    run = runs.get_run(session, row.run_id)
    asked = _asked(session, run.id)
    if said.data is None or not isinstance(said.data.get("approved"), bool) or not asked:
        if run.status in _ENDED:
            raise UnsupportedOperationError("This task has ended; begin another one.")
        raise UnsupportedOperationError(
            'This task takes only a decision: a data part {"approved": true or false}.'
        )
    wanted = str(said.data.get("approval_id", asked[-1]["id"]))
    record = next((one for one in asked if one["id"] == wanted), None)
    if record is None:
        raise InvalidParamsError("This task asked for no such approval.")
    _decide(session, caller, record, said.data)
    if runs.get_run(session, run.id).events_until > run.events_until:
        _keep(session, row, message, run.events_until)  # a second decision did nothing
    return Accepted(task(session, row), run.events_until)


def _decide(
    session: Session, caller: Caller, record: dict[str, Any], given: dict[str, Any]
) -> None:
    """A second decision does nothing. The digest is that of what the task showed."""
    try:
        decision = Decision(
            approved=given["approved"],
            digest=given.get("digest", record["digest"]),
            note=given.get("note"),
        )
    except ValidationError as error:
        raise InvalidParamsError(first_problem(error)) from error
    approvals.decide(session, caller, record["id"], decision)


def _asked(session: Session, run_id: str) -> list[dict[str, Any]]:
    found = runs.events_after(session, run_id, 0)
    return [e.payload.approval for e in found if e.payload.type == "approval.requested"]


def _start(
    session: Session,
    caller: Caller,
    toolbox: Toolbox,
    message: Message,
    said: _Said,
    thread_id: str | None,
) -> Run:
    try:
        plan = _action(said)
        request = RunRequest(
            text=said.text or (plan.steps[0].title if plan else ""),
            thread_id=thread_id,
            source="a2a",
            idempotency_key=_key(caller, message),
        )
    except ValidationError as error:
        raise InvalidParamsError(first_problem(error)) from error
    if plan is None:
        return runs.start(session, caller, request)
    return runs.start_with_plan(session, caller, request, plan, toolbox)


def _action(said: _Said) -> Plan | None:
    """An action is one of our tools by name: a plan of that one call."""
    if said.data is None:
        return None
    action, arguments = said.data.get("action"), said.data.get("args", {})
    if not isinstance(action, str) or not isinstance(arguments, dict):
        raise InvalidParamsError('A data part is {"action": the name of a skill, "args": {…}}.')
    step = PlannedStep(id="s1", tool=action, title=f"Run {action}", arguments=arguments)
    return Plan(steps=(step,))


def _key(caller: Caller, message: Message) -> str:
    """A message that is sent again, after a lost connection, is the same task."""
    parts = message.SerializeToString(deterministic=True)
    named = hashlib.sha256(f"{caller.user_id} ".encode() + parts).hexdigest()
    return f"a2a {named}"


def _read(message: Message) -> _Said:
    texts, data = [], []
    for part in message.parts:
        kind = part.WhichOneof("content")
        if kind == "text":
            texts.append(part.text)
        elif kind == "data":
            data.append(_plain(MessageToDict(part.data)))
        else:
            raise ContentTypeNotSupportedError("Parts are text, or data with an action.")
    if len(data) > 1 or (data and not isinstance(data[0], dict)):
        raise InvalidParamsError("A message has at most one data part, an object.")
    return _Said("\n".join(texts).strip(), data[0] if data else None)


def _plain(value: Any) -> Any:
    """Protobuf keeps every number as a float; whole ones were whole."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    return value


def check_name(name: str) -> None:
    """Raises InvalidParamsError for what is no id."""
    if len(name) > _MOST_NAME or "\x00" in name:
        raise InvalidParamsError(f"An id has at most {_MOST_NAME} characters, and no NUL.")


def _row(session: Session, task_id: str) -> TaskRow:
    row = repository.task(session, task_id) if "\x00" not in task_id else None
    if row is None:
        row = _unnamed(session, task_id)
    return row


def _unnamed(session: Session, task_id: str) -> TaskRow:
    """The task of a run that the product began by itself: no client ever gave it a name."""
    run = runs.runs_by_id(session, [task_id]).get(task_id) if "\x00" not in task_id else None
    if run is None or run.source != "automation":
        raise TaskNotFoundError
    return TaskRow(
        run_id=run.id, workspace_id="", context_id=run.thread_id, message_id=f"{run.id}.request"
    )


def task(session: Session, row: TaskRow) -> Task:
    """The task as its log and its client's messages have it."""
    run = runs.get_run(session, row.run_id)
    events = runs.events_after(session, row.run_id, 0)
    return task_of(row, run, events, _messages(session, row))


def _keep(session: Session, row: TaskRow, message: Message, seq: int) -> None:
    kept = MessageRow(
        run_id=row.run_id,
        message_id=message.message_id,
        workspace_id=row.workspace_id,
        seq=seq,
        content=MessageToDict(message),
    )
    repository.add_message(session, kept)


def _messages(session: Session, row: TaskRow) -> list[tuple[int, Message]]:
    """What the client said, each with the event it came after."""
    found = []
    for kept in repository.messages(session, row.run_id):
        message = ParseDict(kept.content, Message())
        message.task_id, message.context_id = row.run_id, row.context_id
        found.append((kept.seq, message))
    return found
