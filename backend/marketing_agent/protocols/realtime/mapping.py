"""Events of a run's log as events of one response."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from marketing_agent.agents.runs import events as log
from marketing_agent.agents.runs.events import RunEvent, ToolCalled, ToolReturned
from marketing_agent.protocols.realtime.items import (
    APPROVE,
    Item,
    approval_arguments,
    function_item,
    text_item,
    tool_item,
)

Event = dict[str, Any]
_CUT_OFF = "The run ended before this call did."


class Mapper:
    """One response: its items in order, and what of them is still open.

    `sends` are the tools that a person approves first: their calls are shown once they are over,
    and until then as a call of `approve`. `called` are calls that an earlier response left open.
    """

    def __init__(
        self,
        response: Event,
        sends: frozenset[str] = frozenset(),
        called: Mapping[str, ToolCalled] = MappingProxyType({}),
    ) -> None:
        self._response = response
        self._sends = sends
        self._called = dict(called)
        self._output: list[Item] = []
        self._text: Item | None = None
        self._said = ""

    def opening(self) -> Iterator[Event]:
        """The response begins."""
        yield {"type": "response.created", "response": self._state("in_progress")}

    def mapped(self, event: RunEvent) -> Iterator[Event]:
        """The protocol's events for one of the log's."""
        payload = event.payload
        if isinstance(payload, log.TextStarted | log.TextDelta | log.TextFinished):
            yield from self._spoken(payload)
        elif isinstance(payload, ToolCalled):
            yield from self._calls(payload)
        elif isinstance(payload, ToolReturned):
            yield from self._returned(payload)
        elif isinstance(payload, log.ApprovalRequested):
            call_id = f"{APPROVE}.{payload.approval['id']}"
            yield from self._function(function_item(call_id, APPROVE, approval_arguments(payload)))

    def closing(self, last: log.Payload | None) -> Iterator[Event]:
        """The end of the response, by what the run came to."""
        yield from self._close_open_items()
        status, details = _outcome(last)
        done = self._state(status, details) | {"output": list(self._output)}
        yield {"type": "response.done", "response": done}

    def _state(self, status: str, details: Event | None = None) -> Event:
        return self._response | {"status": status, "status_details": details, "output": []}

    def _spoken(
        self, payload: log.TextStarted | log.TextDelta | log.TextFinished
    ) -> Iterator[Event]:
        if isinstance(payload, log.TextStarted):
            yield from self._text_begins(payload.message_id)
        elif self._text is None:
            return
        elif isinstance(payload, log.TextDelta):
            self._said += payload.text
            yield self._of(self._text, "response.output_text.delta", delta=payload.text)
        else:
            yield from self._text_ends("incomplete" if payload.cut_off else "completed")

    def _text_begins(self, item_id: str) -> Iterator[Event]:
        self._text, self._said = text_item(item_id, "", "in_progress"), ""
        yield from self._added(self._text)
        yield self._of(self._text, "response.content_part.added", part=_part(""))

    def _text_ends(self, status: str) -> Iterator[Event]:
        item, self._text = self._text, None
        if item is None:
            return
        yield self._of(item, "response.output_text.done", text=self._said)
        yield self._of(item, "response.content_part.done", part=_part(self._said))
        yield from self._over(item, text_item(item["id"], self._said, status))

    def _calls(self, payload: ToolCalled) -> Iterator[Event]:
        if payload.client:
            yield from self._function(
                function_item(payload.call_id, payload.tool, payload.arguments)
            )
            return
        self._called[payload.call_id] = payload
        if payload.tool not in self._sends:
            yield from self._tool_begins(tool_item(payload))

    def _tool_begins(self, item: Item) -> Iterator[Event]:
        yield from self._added(item)
        arguments = item["arguments"]
        yield self._of(item, "response.mcp_call_arguments.delta", delta=arguments)
        yield self._of(item, "response.mcp_call_arguments.done", arguments=arguments)
        yield self._of(item, "response.mcp_call.in_progress")

    def _returned(self, payload: ToolReturned) -> Iterator[Event]:
        called = self._called.pop(payload.call_id, None)
        if called is None:
            return  # the client's own function: it gave this result itself
        item = next((i for i in self._output if i["id"] == payload.call_id), None)
        if item is None:
            item = tool_item(called)
            yield from self._tool_begins(item)
        outcome = "failed" if payload.is_error else "completed"
        yield self._of(item, f"response.mcp_call.{outcome}")
        yield from self._over(item, tool_item(called, payload))

    def _function(self, item: Item) -> Iterator[Event]:
        begun = item | {"status": "in_progress", "arguments": ""}
        yield from self._added(begun)
        arguments, call_id = item["arguments"], item["call_id"]
        kind = "response.function_call_arguments"
        yield self._of(begun, f"{kind}.delta", call_id=call_id, delta=arguments)
        yield self._of(
            begun, f"{kind}.done", call_id=call_id, name=item["name"], arguments=arguments
        )
        yield from self._over(begun, item)

    def _close_open_items(self) -> Iterator[Event]:
        """What a run that ended early left open; the calls that wait for a person are not shown."""
        yield from self._text_ends("incomplete")
        shown = {item["id"] for item in self._output}
        for called in [c for c in self._called.values() if c.call_id in shown]:
            cut = ToolReturned(
                call_id=called.call_id,
                step_id=called.step_id,
                tool=called.tool,
                text=_CUT_OFF,
                is_error=True,
            )
            yield from self._returned(cut)

    def _added(self, item: Item) -> Iterator[Event]:
        self._output.append(item)
        yield self._of_item(item, "response.output_item.added", item)
        yield {"type": "conversation.item.added", "item": item}

    def _over(self, begun: Item, item: Item) -> Iterator[Event]:
        self._output[self._index(begun)] = item
        yield {"type": "conversation.item.done", "item": item}
        yield self._of_item(item, "response.output_item.done", item)

    def _of_item(self, item: Item, kind: str, shown: Item) -> Event:
        about = {"response_id": self._response["id"], "output_index": self._index(item)}
        return {"type": kind, **about, "item": shown}

    def _of(self, item: Item, kind: str, **more: Any) -> Event:
        about = {
            "response_id": self._response["id"],
            "item_id": item["id"],
            "output_index": self._index(item),
        }
        if item["type"] == "message":
            about["content_index"] = 0
        return {"type": kind, **about, **more}

    def _index(self, item: Item) -> int:
        return next(n for n, one in enumerate(self._output) if one["id"] == item["id"])


def _part(text: str) -> Event:
    return {"type": "text", "text": text}


def _outcome(last: log.Payload | None) -> tuple[str, Event]:
    if isinstance(last, log.RunFailed):
        error = {"type": "server_error", "code": last.code, "message": last.message}
        return "failed", {"type": "failed", "error": error}
    if isinstance(last, log.RunCancelled):
        return "cancelled", {"type": "cancelled", "reason": "client_cancelled"}
    return "completed", {"type": "completed"}
