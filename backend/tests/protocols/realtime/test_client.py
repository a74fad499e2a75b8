"""The `openai` package's own client against the product: questions, functions, approvals."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from openai import OpenAI
from openai.resources.realtime.realtime import RealtimeConnection
from websockets.exceptions import InvalidStatus

from tests.agents.conftest import Crew
from tests.protocols.agui.test_agui import SENTENCE

Ask = Callable[[str], list[Any]]


def _client(address: str, key: str) -> OpenAI:
    return OpenAI(api_key=key, websocket_base_url=address.replace("http", "ws") + "/v1")


@pytest.fixture
def connection(address: str, headers: dict[str, str]) -> Iterator[RealtimeConnection]:
    """A session with text alone, as its client sets it up."""
    key = headers["Authorization"].removeprefix("Bearer ")
    with _client(address, key).realtime.connect(model="marketing-agent") as connection:
        assert connection.recv().type == "session.created"
        connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        assert connection.recv().type == "session.updated"
        yield connection


def _ask(connection: RealtimeConnection, text: str) -> list[Any]:
    part: Any = {"type": "input_text", "text": text}
    item: Any = {"type": "message", "role": "user", "content": [part]}
    connection.conversation.item.create(item=item)
    assert [connection.recv().type, connection.recv().type] == [
        "conversation.item.added", "conversation.item.done",
    ]  # fmt: skip
    return _response(connection)


def _response(connection: RealtimeConnection) -> list[Any]:
    connection.response.create()
    heard = [connection.recv()]
    while heard[-1].type not in ("response.done", "error"):
        heard.append(connection.recv())
    return heard


def _decide(connection: RealtimeConnection, call_id: str, output: str) -> Any:
    item: Any = {"type": "function_call_output", "call_id": call_id, "output": output}
    connection.conversation.item.create(item=item)
    first = connection.recv()
    return first if first.type == "error" else connection.recv()


def test_a_question_streams_its_tool_and_its_text(connection: RealtimeConnection) -> None:
    heard = _ask(connection, "How many orders last month?")
    kinds = [e.type for e in heard]
    said = [n for n, kind in enumerate(kinds) if kind == "response.output_text.delta"]
    assert kinds[: said[0]] == [
        "response.created",
        "response.output_item.added", "conversation.item.added",
        "response.mcp_call_arguments.delta", "response.mcp_call_arguments.done",
        "response.mcp_call.in_progress", "response.mcp_call.completed",
        "conversation.item.done", "response.output_item.done",
        "response.output_item.added", "conversation.item.added", "response.content_part.added",
    ]  # fmt: skip
    assert kinds[said[-1] + 1 :] == [
        "response.output_text.done", "response.content_part.done",
        "conversation.item.done", "response.output_item.done", "response.done",
    ]  # fmt: skip
    text = "".join(heard[n].delta for n in said)
    assert text == "How many orders last month?: 42."
    assert heard[-5].text == text
    response = heard[-1].response
    assert response.status == "completed"
    called, told = response.output
    assert (called.type, called.name, called.server_label) == ("mcp_call", "ask", "marketing-agent")
    assert json.loads(called.arguments) == {"question": "How many orders last month?"}
    assert told.content[0].text == text


def test_a_conversation_is_one_thread(connection: RealtimeConnection, crew: Crew) -> None:
    first, second = (
        _ask(connection, text)[-1].response.metadata
        for text in ("How many orders last month?", "And the month before?")
    )
    assert first["thread_id"] == second["thread_id"]
    assert [crew.shown(m["run_id"]).source for m in (first, second)] == ["realtime"] * 2


def test_an_approval_is_a_call_whose_output_decides_our_record_once(
    connection: RealtimeConnection, crew: Crew
) -> None:
    heard = _ask(connection, SENTENCE)
    call = heard[-1].response.output[-1]
    assert (call.type, call.name, call.status) == ("function_call", "approve", "completed")
    kinds = [e.type for e in heard]
    assert kinds[-6:] == [
        "conversation.item.added",
        "response.function_call_arguments.delta", "response.function_call_arguments.done",
        "conversation.item.done", "response.output_item.done", "response.done",
    ]  # fmt: skip
    shown = json.loads(call.arguments)
    assert (shown["tool"], shown["effect"]) == ("send_message", "Sends it to 1 member.")
    assert shown["recipients"] == ["Ada"]
    assert call.call_id == f"approve.{shown['approval_id']}"
    assert crew.effects() == ["draft_message"]

    assert _decide(connection, call.call_id, '{"approved": true}').type == "conversation.item.done"
    rest = _response(connection)
    sent = rest[-1].response.output[0]
    assert (sent.name, json.loads(sent.arguments)) == ("send_message", shown["arguments"])
    assert rest[-1].response.status == "completed"
    assert crew.effects() == ["draft_message", "send_message"]

    _decide(connection, call.call_id, '{"approved": false}')
    again = _response(connection)
    assert [o.id for o in again[-1].response.output] == [o.id for o in rest[-1].response.output]
    assert crew.effects() == ["draft_message", "send_message"]


def test_a_no_ends_the_call_without_its_effect(connection: RealtimeConnection, crew: Crew) -> None:
    call = _ask(connection, SENTENCE)[-1].response.output[-1]
    _decide(connection, call.call_id, '{"approved": false}')
    refused = _response(connection)[-1].response.output[0]
    assert "not approved" in refused.error.message
    assert crew.effects() == ["draft_message"]


def test_without_a_valid_key_there_is_no_connection(address: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        _client(address, "ma_unknown").realtime.connect(model="marketing-agent").enter()
    response = refused.value.response
    assert response.status_code == 401
    assert json.loads(response.body or b"")["error"]["code"] == "invalid_api_key"
