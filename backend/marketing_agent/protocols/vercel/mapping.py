"""Events of a run's log as chunks of the UI message stream."""

from collections.abc import Iterator
from typing import Any

from marketing_agent.agents.runs import events as log
from marketing_agent.agents.runs.events import RunEvent

Chunk = dict[str, Any]
_US = "marketing-agent"


def texts_in(parts: list[dict[str, Any]]) -> frozenset[str]:
    """Ids of our texts that the client's own copy of a message holds to their end."""
    done = (p for p in parts if p.get("type") == "text" and p.get("state") == "done")
    marks = (p.get("providerMetadata") for p in done)
    ours = (mark.get(_US) for mark in marks if isinstance(mark, dict))
    return frozenset(str(one.get("id")) for one in ours if isinstance(one, dict))


class Mapper:
    """One stream: one message of the assistant, a step of the protocol for each tool.

    `held`: the client would put a text that it holds a second time behind the first.
    """

    def __init__(self, message_id: str, held: frozenset[str] = frozenset()) -> None:
        self._message_id = message_id
        self._held = held
        self._in_step = False

    def opening(self) -> Iterator[Chunk]:
        """The message, new or continued."""
        yield {"type": "start", "messageId": self._message_id}

    def closing(self) -> Iterator[Chunk]:
        """The end of the stream."""
        if self._in_step:
            self._in_step = False
            yield {"type": "finish-step"}
        yield {"type": "finish"}

    def mapped(self, event: RunEvent) -> Iterator[Chunk]:
        """The protocol's chunks for one event of the log."""
        payload = event.payload
        if isinstance(payload, log.StepStarted):
            yield from self._step()
        elif isinstance(payload, log.StepFinished):
            yield from self._step_over()
        elif isinstance(payload, log.PlanProposed | log.PlanChanged):
            steps = [step.model_dump(mode="json") for step in payload.steps]
            yield {"type": "data-plan", "id": "plan", "data": {"steps": steps}}
        elif isinstance(payload, log.ToolCalled):
            yield {
                "type": "tool-input-available",
                "toolCallId": payload.call_id,
                "toolName": payload.tool,
                "input": payload.arguments,
                "dynamic": True,
            }
        elif isinstance(payload, log.ToolReturned):
            yield from self._returned(payload)
        elif isinstance(payload, log.ApprovalRequested):
            yield {
                "type": "tool-approval-request",
                "approvalId": payload.approval["id"],
                "toolCallId": payload.call_id,
            }
            yield {"type": "data-approval", "id": payload.approval["id"], "data": payload.approval}
        else:
            yield from self._said(payload)

    def _step(self) -> Iterator[Chunk]:
        self._in_step = True
        yield {"type": "start-step"}

    def _step_over(self) -> Iterator[Chunk]:
        if self._in_step:
            self._in_step = False
            yield {"type": "finish-step"}

    def _returned(self, payload: log.ToolReturned) -> Iterator[Chunk]:
        about = {"toolCallId": payload.call_id, "dynamic": True}
        if payload.is_error:
            yield about | {"type": "tool-output-error", "errorText": payload.text}
            return
        output = {"text": payload.text, "data": payload.data, "view": payload.view}
        yield about | {"type": "tool-output-available", "output": output}

    def _said(self, payload: log.Payload) -> Iterator[Chunk]:
        if isinstance(payload, log.TextStarted | log.TextDelta | log.TextFinished):
            if payload.message_id not in self._held:
                yield _text(payload)
            if isinstance(payload, log.TextFinished) and payload.blocks:
                blocks = [block.model_dump(mode="json") for block in payload.blocks]
                yield {"type": "data-blocks", "id": payload.message_id, "data": {"blocks": blocks}}
        elif isinstance(payload, log.RunFailed):
            yield {"type": "error", "errorText": payload.message}
        elif isinstance(payload, log.RunCancelled):
            yield {"type": "abort"}


def _text(payload: log.TextStarted | log.TextDelta | log.TextFinished) -> Chunk:
    about = {"id": payload.message_id}
    if isinstance(payload, log.TextStarted):
        # Clients keep no ids of texts, but what a provider notes with them, and send it back.
        return about | {"type": "text-start", "providerMetadata": {_US: about}}
    if isinstance(payload, log.TextDelta):
        return about | {"type": "text-delta", "delta": payload.text}
    return about | {"type": "text-end"}
