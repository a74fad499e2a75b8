"""Events of a run's log as events of AG-UI 1.0."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ag_ui.core import (
    PROTOCOL_VERSION,
    ActivitySnapshotEvent,
    AssistantMessage,
    BaseEvent,
    CustomEvent,
    FunctionCall,
    Interrupt,
    Message,
    MessagesSnapshotEvent,
    RunAgentInput,
    RunErrorEvent,
    RunFinishedCancelledOutcome,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunFinishedSuccessOutcome,
    RunStartedEvent,
    StateDeltaEvent,
    StateSnapshotEvent,
    StepFinishedEvent,
    StepStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCall,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
    ToolMessage,
)
from ag_ui.encoder import EventEncoder

from marketing_agent.agents.runs import events as log
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.kernel.time import now

BLOCKS = "marketing-agent.blocks"
_ANSWER = {
    "type": "object",
    "properties": {"approved": {"type": "boolean"}, "digest": {"type": "string"}},
    "required": ["approved"],
}


class Mapper:
    """One stream: what was said and the shared state so far, so that snapshots are exact."""

    def __init__(self, given: RunAgentInput) -> None:
        self._given = given
        self._encoder = EventEncoder()
        self._at = _millis(now())
        self._messages: dict[str, Message] = {m.id: m for m in given.messages}
        self._held = dict(self._messages)
        self._state: dict[str, Any] = {"plan": []}
        self._run_id = ""
        self._open_steps: dict[str, str] = {}
        self._asked: log.ApprovalRequested | None = None
        self._texts: dict[str, str] = {}

    def started(self) -> str:
        """RUN_STARTED with the client's own ids."""
        return self._encoded(
            RunStartedEvent(
                thread_id=self._given.thread_id,
                run_id=self._given.run_id,
                protocol_version=PROTOCOL_VERSION,
            )
        )

    def refused(self, code: str, message: str) -> str:
        """RUN_ERROR."""
        return self._encoded(RunErrorEvent(code=code, message=message))

    def unchanged(self) -> str:
        """The client's state as it sent it, where there is no run to have one."""
        return self._encoded(StateSnapshotEvent(snapshot=self._given.state or {}))

    def opening(
        self, run_id: str, state: dict[str, Any], before: Iterable[RunEvent]
    ) -> Iterator[str]:
        """Where a stretch begins: the state, and for a continued run the messages so far."""
        self._run_id = run_id
        self._state = {"plan": [], "run_id": run_id} | state
        known = list(before)
        for event in known:
            list(self.mapped(event))  # kept as state and messages; the client has them already
        self._open_steps.clear()
        self._at = _millis(now())
        yield self._encoded(StateSnapshotEvent(snapshot=self._state))
        if known:
            yield self._encoded(MessagesSnapshotEvent(messages=list(self._messages.values())))

    def nothing_new(self) -> str:
        """The run still waits, or nothing came of it."""
        return self._encoded(self._finished(RunFinishedSuccessOutcome(type="success")))

    def mapped(self, event: RunEvent) -> Iterator[str]:
        """The protocol's events for one of the log's."""
        self._at = _millis(event.at)
        for one in self._events(event.payload):
            yield self._encoded(one)

    def _events(self, payload: log.Payload) -> Iterator[BaseEvent]:
        if isinstance(payload, log.PlanProposed | log.PlanChanged):
            yield self._changed("/plan", [s.model_dump(mode="json") for s in payload.steps])
        elif isinstance(payload, log.StateChanged):
            yield from self._patched(payload)
        elif isinstance(payload, log.StepStarted | log.StepFinished):
            yield from self._step(payload)
        elif isinstance(payload, log.ToolCalled):
            yield from self._called(payload)
        elif isinstance(payload, log.ToolReturned):
            yield from self._returned(payload)
        elif isinstance(payload, log.TextStarted | log.TextDelta | log.TextFinished):
            yield from self._text(payload)
        elif isinstance(payload, log.ApprovalRequested):
            self._asked = payload
        elif isinstance(payload, log.RunWaiting):
            yield from self._waiting(payload)
        else:
            yield from self._ended(payload)

    def _changed(self, path: str, value: Any) -> StateDeltaEvent:
        self._state[path[1:]] = value
        return StateDeltaEvent(delta=[{"op": "replace", "path": path, "value": value}])

    def _patched(self, payload: log.StateChanged) -> Iterator[BaseEvent]:
        for operation in payload.patch:
            self._state[operation["path"][1:]] = operation["value"]
        yield StateDeltaEvent(delta=[one | {"op": "add"} for one in payload.patch])

    def _step(self, payload: log.StepStarted | log.StepFinished) -> Iterator[BaseEvent]:
        step_id = payload.step_id
        if isinstance(payload, log.StepStarted):
            self._open_steps[step_id] = f"{step_id}: {payload.title}"
            yield StepStartedEvent(step_name=self._open_steps[step_id])
            yield self._progress(step_id, "running")
            return
        yield self._progress(step_id, payload.status)
        # A step that waited was closed with the stream in which it began.
        if step_id in self._open_steps:
            yield StepFinishedEvent(step_name=self._open_steps.pop(step_id))

    def _progress(self, step_id: str, status: str) -> StateDeltaEvent:
        plan = [s | {"status": status} if s["id"] == step_id else s for s in self._state["plan"]]
        return self._changed("/plan", plan)

    def _called(self, payload: log.ToolCalled) -> Iterator[BaseEvent]:
        arguments = json.dumps(payload.arguments, ensure_ascii=False)
        call = ToolCall(
            id=payload.call_id,
            type="function",
            function=FunctionCall(name=payload.tool, arguments=arguments),
        )
        self._messages[payload.call_id] = AssistantMessage(
            id=payload.call_id, role="assistant", tool_calls=[call]
        )
        yield ToolCallStartEvent(tool_call_id=payload.call_id, tool_call_name=payload.tool)
        yield ToolCallArgsEvent(tool_call_id=payload.call_id, delta=arguments)
        yield ToolCallEndEvent(tool_call_id=payload.call_id)

    def _returned(self, payload: log.ToolReturned) -> Iterator[BaseEvent]:
        message_id = f"{payload.call_id}.result"
        content = json.dumps({"text": payload.text, "data": payload.data}, ensure_ascii=False)
        if any(isinstance(m, ToolMessage) and m.tool_call_id == payload.call_id
               for m in self._messages.values()):  # fmt: skip
            return  # the client's own tool: it gave this result itself
        self._messages[message_id] = ToolMessage(
            id=message_id,
            role="tool",
            content=content,
            tool_call_id=payload.call_id,
            error=payload.text if payload.is_error else None,
        )
        yield ToolCallResultEvent(
            message_id=message_id, tool_call_id=payload.call_id, content=content, role="tool"
        )
        if payload.view and not payload.is_error:
            yield self._view(payload)

    def _view(self, payload: log.ToolReturned) -> ActivitySnapshotEvent:
        """The tool's MCP Apps view with its result, for hosts that draw such views."""
        result = {
            "content": [{"type": "text", "text": payload.text}],
            "structuredContent": payload.data,
            "isError": False,
        }
        content = {
            "resourceUri": payload.view,
            "toolName": payload.tool,
            "toolCallId": payload.call_id,
            "result": result,
        }
        return ActivitySnapshotEvent(
            message_id=f"{payload.call_id}.view", activity_type="mcp-apps", content=content
        )

    def _text(
        self, payload: log.TextStarted | log.TextDelta | log.TextFinished
    ) -> Iterator[BaseEvent]:
        message_id = payload.message_id
        # A client would write a text that it holds a second time behind the first.
        anew = message_id not in self._held
        if isinstance(payload, log.TextFinished):
            yield from self._said(payload, anew)
        elif anew and isinstance(payload, log.TextStarted):
            yield TextMessageStartEvent(message_id=message_id, role="assistant")
        elif anew and isinstance(payload, log.TextDelta):
            yield TextMessageContentEvent(message_id=message_id, delta=payload.text)

    def _said(self, payload: log.TextFinished, anew: bool) -> Iterator[BaseEvent]:
        message_id = payload.message_id
        whole = AssistantMessage(id=message_id, role="assistant", content=payload.text)
        self._messages[message_id] = whole
        if anew:
            yield TextMessageEndEvent(message_id=message_id)
        elif self._held[message_id].content != whole.content:
            yield MessagesSnapshotEvent(messages=list(self._messages.values()))
        if payload.blocks:
            blocks = [block.model_dump(mode="json") for block in payload.blocks]
            yield CustomEvent(name=BLOCKS, value={"messageId": message_id, "blocks": blocks})

    def _waiting(self, payload: log.RunWaiting) -> Iterator[BaseEvent]:
        for name in self._open_steps.values():
            yield StepFinishedEvent(step_name=name)
        self._open_steps.clear()
        if payload.reason == "client":
            # The client runs its tool and answers with a tool message in its next run.
            yield self._finished(RunFinishedSuccessOutcome(type="success"))
            return
        yield StateSnapshotEvent(snapshot=self._state)
        yield MessagesSnapshotEvent(messages=list(self._messages.values()))
        outcome = RunFinishedInterruptOutcome(
            type="interrupt", interrupts=[self._interrupt(payload)]
        )
        yield self._finished(outcome)

    def _interrupt(self, payload: log.RunWaiting) -> Interrupt:
        if payload.reason == "plan" or self._asked is None:
            return Interrupt(
                id=f"{self._run_id}.plan",
                reason="confirmation",
                message="Shall this plan be carried out?",
                response_schema=_ANSWER,
            )
        record = self._asked.approval
        return Interrupt(
            id=record["id"],
            reason="tool_call",
            message=record["preview"]["effect"],
            tool_call_id=self._asked.call_id,
            response_schema=_ANSWER,
            expires_at=record["expires_at"],
            metadata={"approval": record},
        )

    def _ended(self, payload: log.Payload) -> Iterator[BaseEvent]:
        if isinstance(payload, log.RunFinished):
            yield self._finished(RunFinishedSuccessOutcome(type="success"))
        elif isinstance(payload, log.RunFailed):
            yield RunErrorEvent(code=payload.code, message=payload.message)
        elif isinstance(payload, log.RunCancelled):
            for name in self._open_steps.values():
                yield StepFinishedEvent(step_name=name)
            yield self._finished(RunFinishedCancelledOutcome(type="cancelled"))

    def _finished(self, outcome: Any) -> RunFinishedEvent:
        return RunFinishedEvent(
            thread_id=self._given.thread_id, run_id=self._given.run_id, outcome=outcome
        )

    def _encoded(self, event: BaseEvent) -> str:
        event.timestamp = self._at
        return self._encoder.encode(event)


def _millis(at: Any) -> int:
    return int(at.timestamp() * 1000)
