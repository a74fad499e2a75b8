"""Messages of A2A as acts on tasks, each in one transaction of the caller's workspace."""

from dataclasses import dataclass
from typing import Any

from a2a.types import InvalidParamsError, Message, Task, UnsupportedOperationError
from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Decision
from marketing_agent.agents.planner.schemas import Plan, PlannedStep
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import Run, RunRequest
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import first_problem
from marketing_agent.protocols.a2a import actions, repository
from marketing_agent.protocols.a2a.actions import Accepted
from marketing_agent.protocols.a2a.attaching import attach
from marketing_agent.protocols.a2a.kinds.kind import ENDED, Kind, keep
from marketing_agent.protocols.a2a.kinds.registry import found
from marketing_agent.protocols.a2a.messages import Said, check_name, depth_of, key_of, read_message
from marketing_agent.protocols.a2a.tables import TaskRow
from marketing_agent.tenancy.schemas import Caller


@dataclass(frozen=True)
class Standing:
    """A task as it stands after an event."""

    kind: Kind
    row: TaskRow
    task: Task
    until: int

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.task.status.state in ENDED


def send(
    session: Session, settings: Settings, caller: Caller, toolbox: Toolbox, message: Message
) -> Accepted:
    """Starts a task, or goes on with one. Raises errors of A2A."""
    said = read_message(message)
    if message.task_id:
        return _continue(session, settings, caller, message, said)
    for name in (message.message_id, message.context_id):
        check_name(name)
    begin = actions.BEGIN.get(said.action or "")
    if begin is not None:
        return begin(session, settings, caller, message, said)
    if said.files and (said.data or not said.text):
        raise InvalidParamsError(
            'Files come with a question, or with a data part {"action": "import_files"}.'
        )
    return _ask(session, caller, toolbox, message, said)


def get(session: Session, workspace_id: str, task_id: str) -> Task:
    """The task; raises TaskNotFoundError, for tasks of other workspaces too."""
    kind, row = found(session, workspace_id, task_id)
    return kind.task(session, row)


def standing(session: Session, workspace_id: str, task_id: str) -> Standing:
    """The task with the number of the event that it is told up to; raises TaskNotFoundError."""
    kind, row = found(session, workspace_id, task_id)
    until = kind.until(session, row)
    return Standing(kind, row, kind.task(session, row, until), until)


def cancel(session: Session, caller: Caller, task_id: str) -> Task:
    """Ends the task; raises TaskNotCancelableError when it has ended already."""
    kind, row = found(session, caller.workspace_id, task_id)
    kind.cancel(session, caller, row)
    return kind.task(session, row)


def _ask(
    session: Session, caller: Caller, toolbox: Toolbox, message: Message, said: Said
) -> Accepted:
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
    keep(session, row, message, 0)
    return Accepted(row.run_id, 0)


def _continue(
    session: Session, settings: Settings, caller: Caller, message: Message, said: Said
) -> Accepted:
    kind, row = found(session, caller.workspace_id, message.task_id)
    if message.context_id and message.context_id != row.context_id:
        raise InvalidParamsError("The task belongs to another context.")
    go_on = actions.go_on_with(kind)
    if go_on is not None:
        return go_on(session, settings, caller, row, message, said)
    run = runs.get_run(session, row.run_id)
    asked = _asked(session, run.id)
    if said.data is None or not isinstance(said.data.get("approved"), bool) or not asked:
        if run.status in ("completed", "failed", "cancelled"):
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
        keep(session, row, message, run.events_until)  # a second decision did nothing
    return Accepted(row.run_id, run.events_until)


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
    said: Said,
    thread_id: str | None,
) -> Run:
    try:
        plan = _action(said)
        request = RunRequest(
            text=said.text or (plan.steps[0].title if plan else ""),
            thread_id=thread_id,
            attachments=attach(session, caller, said.files),
            source="a2a",
            depth=depth_of(message),
            idempotency_key=key_of(caller, message),
        )
    except ValidationError as error:
        raise InvalidParamsError(first_problem(error)) from error
    if plan is None:
        return runs.start(session, caller, request)
    return runs.start_with_plan(session, caller, request, plan, toolbox)


def _action(said: Said) -> Plan | None:
    """An action is one of our tools by name: a plan of that one call."""
    if said.data is None:
        return None
    action, arguments = said.data.get("action"), said.data.get("args", {})
    if not isinstance(action, str) or not isinstance(arguments, dict):
        raise InvalidParamsError('A data part is {"action": the name of a skill, "args": {…}}.')
    step = PlannedStep(id="s1", tool=action, title=f"Run {action}", arguments=arguments)
    return Plan(steps=(step,))
