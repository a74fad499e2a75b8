"""A raw WebSocket to the product on a port, and what its events say."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.agents.conftest import crew, headers
from tests.protocols.a2a.conftest import address

__all__ = ["address", "crew", "headers"]
Event = dict[str, Any]
SECONDS = 120


class Line:
    """One connection: says events, and hears those of the server."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, kind: str, **more: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **more}))

    def hear(self) -> Event:
        event = json.loads(self.socket.recv(timeout=SECONDS))
        assert isinstance(event, dict)
        return event

    def until(self, *kinds: str) -> list[Event]:
        """What is heard, to the first event of one of these types."""
        heard = [self.hear()]
        while heard[-1]["type"] not in kinds:
            heard.append(self.hear())
        return heard

    def refused(self, code: str) -> Event:
        """The next event, which is an error of that code."""
        event = self.hear()
        assert (event["type"], event["error"]["code"]) == ("error", code), event
        return event

    def ask(self, text: str) -> None:
        """A message of the user, which is kept."""
        part = {"type": "input_text", "text": text}
        self.say("conversation.item.create", item=message(part))
        assert [e["type"] for e in self.until("conversation.item.done")] == [
            "conversation.item.added", "conversation.item.done",
        ]  # fmt: skip

    def respond(self, **response: Any) -> list[Event]:
        self.say("response.create", response=response)
        return self.until("response.done", "error")

    def answer(self, call_id: str, output: Any) -> list[Event]:
        """What a call gave, as a string like every output."""
        item = {"type": "function_call_output", "call_id": call_id, "output": json.dumps(output)}
        self.say("conversation.item.create", item=item)
        return self.until("conversation.item.done", "error")


def message(*parts: Event, role: str = "user") -> Event:
    return {"type": "message", "role": role, "content": list(parts)}


def calls(events: list[Event], kind: str = "function_call") -> list[Event]:
    """Calls of a response, as its last event has them."""
    return [item for item in events[-1]["response"]["output"] if item["type"] == kind]


def arguments(call: Event) -> Event:
    found = json.loads(call["arguments"])
    assert isinstance(found, dict)
    return found


Dial = Callable[..., ClientConnection]


@pytest.fixture
def dial(address: str) -> Iterator[Dial]:
    """Opens connections, closed with the test."""
    opened: list[ClientConnection] = []
    url = address.replace("http", "ws") + "/v1/realtime?model=any"

    def call(headers: dict[str, str] | None = None, **more: Any) -> ClientConnection:
        opened.append(connect(url, additional_headers=headers, open_timeout=SECONDS, **more))
        return opened[-1]

    yield call
    for one in opened:
        one.close()


@pytest.fixture
def line(dial: Dial, headers: dict[str, str]) -> Line:
    """A session that has begun."""
    line = Line(dial(headers))
    assert line.hear()["type"] == "session.created"
    return line
