"""Events of a run's log as updates of a task, and a task as the sum of its updates."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from a2a.types import (
    Artifact,
    Message,
    Part,
    Role,
    Task,
    TaskArtifactUpdateEvent,
    TaskState,
    TaskStatus,
    TaskStatusUpdateEvent,
)
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Value
from google.protobuf.timestamp_pb2 import Timestamp

from marketing_agent.agents.runs import events as log
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.protocols.a2a.tables import TaskRow

Update = TaskStatusUpdateEvent | TaskArtifactUpdateEvent
Numbered = tuple[int, Update]
"""An update, and the number of the event that brought it."""


def text_part(text: str) -> Part:
    """A part of plain text."""
    return Part(text=text, media_type="text/plain")


def data_part(data: Any) -> Part:
    """A part of JSON."""
    return Part(data=ParseDict(data, Value()), media_type="application/json")


def run_updates(run_id: str, context_id: str, events: Iterable[RunEvent]) -> Iterator[Numbered]:
    """The updates of a run's events, each with the number of its event."""
    mapper = Mapper(run_id, context_id)
    for event in events:
        for update in mapper.updates(event):
            yield event.seq, update


def folded(task: Task, said: Sequence[tuple[int, Message]], updates: Iterable[Numbered]) -> Task:
    """The task after its updates and what its client said, each after an event's number.

    The history is in order; the message of the status that holds is not part of it yet.
    """
    waiting = list(said)
    for seq, update in updates:
        while waiting and waiting[0][0] < seq:
            _hear(task, waiting.pop(0)[1])
        _apply(task, update)
    for _seq, message in waiting:
        _hear(task, message)
    return task


def new_task(row: TaskRow, state: TaskState, at: datetime) -> Task:
    """A task of which nothing was told yet."""
    return Task(id=row.run_id, context_id=row.context_id, status=status_of(state, at))


def request_of(row: TaskRow, text: str) -> Message:
    """What was asked for, where no client's message was kept."""
    return Message(
        message_id=row.message_id,
        role=Role.ROLE_USER,
        task_id=row.run_id,
        context_id=row.context_id,
        parts=[text_part(text)],
    )


def status_update(
    row: TaskRow, state: TaskState, seq: int, at: datetime, parts: list[Part]
) -> TaskStatusUpdateEvent:
    """A status; with parts, a message of ours that is named after its event."""
    status = status_of(state, at)
    if parts:
        status.message.CopyFrom(
            Message(
                message_id=f"{row.run_id}.{seq}",
                role=Role.ROLE_AGENT,
                task_id=row.run_id,
                context_id=row.context_id,
                parts=parts,
            )
        )
    return TaskStatusUpdateEvent(task_id=row.run_id, context_id=row.context_id, status=status)


def _hear(task: Task, message: Message) -> None:
    _past(task)
    task.history.append(message)


def _past(task: Task) -> None:
    """The message of the status that held belongs to the history."""
    if task.status.HasField("message"):
        task.history.append(task.status.message)
        task.status.ClearField("message")


class Mapper:
    """One task's updates; texts that stream are told apart from their first piece on."""

    def __init__(self, task_id: str, context_id: str) -> None:
        self._row = TaskRow(run_id=task_id, workspace_id="", context_id=context_id, message_id="")
        self._task_id = task_id
        self._context_id = context_id
        self._begun: set[str] = set()
        self._asked: dict[str, Any] | None = None

    def updates(self, event: RunEvent) -> Iterator[Update]:
        """What one event changes; many change nothing that a task shows."""
        payload = event.payload
        if isinstance(payload, log.ApprovalRequested):
            self._asked = payload.approval
        elif isinstance(payload, log.ToolReturned):
            yield self._returned(payload)
        elif isinstance(payload, log.TextDelta | log.TextFinished):
            yield from self._text(payload)
        else:
            yield from self._states(event)

    def _states(self, event: RunEvent) -> Iterator[Update]:
        found = self._state(event)
        if found is None:
            return
        state, parts = found
        yield status_update(self._row, state, event.seq, event.at, parts)

    def _state(self, event: RunEvent) -> tuple[TaskState, list[Part]] | None:
        payload = event.payload
        if isinstance(payload, log.RunStarted | log.ApprovalDecided):
            return TaskState.TASK_STATE_WORKING, []
        if isinstance(payload, log.PlanProposed | log.PlanChanged):
            plan = [step.model_dump(mode="json") for step in payload.steps]
            titles = "; ".join(step.title for step in payload.steps)
            parts = [text_part(f"Plan: {titles}."), data_part({"plan": plan})] if plan else []
            return TaskState.TASK_STATE_WORKING, parts
        if isinstance(payload, log.StepStarted):
            return TaskState.TASK_STATE_WORKING, [text_part(payload.title)]
        if isinstance(payload, log.RunWaiting):
            return TaskState.TASK_STATE_INPUT_REQUIRED, self._question()
        if isinstance(payload, log.RunFinished):
            return TaskState.TASK_STATE_COMPLETED, [text_part(payload.text)]
        if isinstance(payload, log.RunFailed):
            problem = {"code": payload.code, "error_id": payload.error_id}
            return TaskState.TASK_STATE_FAILED, [text_part(payload.message), data_part(problem)]
        if isinstance(payload, log.RunCancelled):
            return TaskState.TASK_STATE_CANCELED, []
        return None

    def _question(self) -> list[Part]:
        """What a person is to decide, with the digest that the decision sends back."""
        if self._asked is None:
            return [text_part("This waits for a person.")]
        effect = str(self._asked["preview"]["effect"])
        return [text_part(effect), data_part({"approval": self._asked})]

    def _returned(self, payload: log.ToolReturned) -> Update:
        parts = [text_part(payload.text)]
        if payload.data is not None:
            parts.append(data_part(payload.data))
        return self._artifact(payload.call_id, payload.tool, parts, last=True)

    def _text(self, payload: log.TextDelta | log.TextFinished) -> Iterator[Update]:
        message_id = payload.message_id
        if isinstance(payload, log.TextDelta):
            append = message_id in self._begun
            self._begun.add(message_id)
            yield self._artifact(message_id, "answer", [text_part(payload.text)], append=append)
            return
        parts = [text_part(payload.text)]
        if payload.blocks:
            blocks = [block.model_dump(mode="json") for block in payload.blocks]
            parts.append(data_part({"blocks": blocks}))
        name = "interrupted" if payload.cut_off else "answer"
        # The whole of it takes the place of its pieces.
        yield self._artifact(message_id, name, parts, last=True)

    def _artifact(
        self, named: str, name: str, parts: list[Part], *, append: bool = False, last: bool = False
    ) -> TaskArtifactUpdateEvent:
        return TaskArtifactUpdateEvent(
            task_id=self._task_id,
            context_id=self._context_id,
            artifact=Artifact(artifact_id=named, name=name, parts=parts),
            append=append,
            last_chunk=last,
        )


def status_of(state: TaskState, at: datetime) -> TaskStatus:
    stamp = Timestamp()
    stamp.FromDatetime(at)
    return TaskStatus(state=state, timestamp=stamp)


def _apply(task: Task, update: Update) -> None:
    if isinstance(update, TaskStatusUpdateEvent):
        _past(task)
        task.status.CopyFrom(update.status)
        return
    for known in task.artifacts:
        if known.artifact_id == update.artifact.artifact_id:
            if update.append:
                known.parts.extend(update.artifact.parts)
            else:
                known.CopyFrom(update.artifact)
            return
    task.artifacts.append(update.artifact)
