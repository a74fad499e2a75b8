"""The UI message stream of the AI SDK: text, tools, and approvals that decide our records."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.agents.conftest import Crew, client, crew, headers
from tests.protocols.agui.test_agui import SENTENCE, Recorded, _worker

__all__ = ["client", "crew", "headers"]
Chat = Callable[..., list[dict[str, Any]]]
CHAT = uuid4().hex


@pytest.fixture
def chat(crew: Crew, client: TestClient, headers: dict[str, str]) -> Chat:
    """Sends messages while a worker works; the chunks before the end."""
    crew.tools.__class__ = Recorded

    def send(*messages: dict[str, Any]) -> list[dict[str, Any]]:
        end = _worker(crew)
        body = {"id": CHAT, "trigger": "submit-message", "messages": list(messages)}
        answer = client.post("/api/chat", json=body, headers=headers)
        end()
        assert answer.status_code == 200, answer.text
        assert answer.headers["x-vercel-ai-ui-message-stream"] == "v1"
        lines = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
        assert lines[-1] == "[DONE]"
        return [json.loads(line) for line in lines[:-1]]

    return send


def _asked(text: str) -> dict[str, Any]:
    return {"id": "u1", "role": "user", "parts": [{"type": "text", "text": text}]}


def _answered(start: dict[str, Any], approval_id: str, approved: object) -> dict[str, Any]:
    """Our message as the client sends it back after a click."""
    approval = {"id": approval_id, "approved": approved}
    part = {"type": "dynamic-tool", "state": "approval-responded", "approval": approval}
    return {"id": start["messageId"], "role": "assistant", "parts": [part]}


def _of(chunks: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [chunk for chunk in chunks if chunk["type"] == kind]


def test_a_question_streams_its_tool_and_its_text(chat: Chat) -> None:
    chunks = chat(_asked("How many orders last month?"))
    kinds = [c["type"] for c in chunks if c["type"] != "text-delta"]
    assert kinds == [
        "start", "data-plan", "start-step", "tool-input-available", "tool-output-available",
        "finish-step", "text-start", "text-end", "data-blocks", "finish",
    ]  # fmt: skip
    said = "".join(c["delta"] for c in _of(chunks, "text-delta"))
    assert said == "How many orders last month?: 42."


def test_an_approval_decides_our_record_once(chat: Chat, crew: Crew) -> None:
    asked = _asked(SENTENCE)
    first = chat(asked)
    (request,) = _of(first, "tool-approval-request")
    assert crew.effects() == ["draft_message"]
    answer = _answered(first[0], request["approvalId"], True)
    second = chat(asked, answer)
    assert second[0]["messageId"] == first[0]["messageId"]
    assert [c["toolCallId"] for c in _of(second, "tool-output-available")] == [
        request["toolCallId"]
    ]
    assert chat(asked, answer) == second
    assert crew.effects() == ["draft_message", "send_message"]


def test_a_text_that_the_client_holds_is_not_told_twice(chat: Chat) -> None:
    asked = _asked(SENTENCE)
    first = chat(asked)
    (request,) = _of(first, "tool-approval-request")
    answer = _answered(first[0], request["approvalId"], True)
    (begun,) = _of(chat(asked, answer), "text-start")
    for state, told in (("done", []), ("streaming", [begun])):
        held = {"type": "text", "text": "Said.", "state": state}
        held |= {"providerMetadata": begun["providerMetadata"]}
        again = chat(asked, answer | {"parts": [*answer["parts"], held]})
        assert _of(again, "text-start") == told
        assert len(_of(again, "data-blocks")) == 1
    strange = [{"type": "text", "state": "done", "providerMetadata": m} for m in (1, {"us": 1}, {})]
    again = chat(asked, answer | {"parts": [*answer["parts"], *strange]})
    assert _of(again, "text-start") == [begun]


@pytest.mark.parametrize("approved", [False, "true", None, 1])
def test_only_true_approves(chat: Chat, crew: Crew, approved: object) -> None:
    asked = _asked(SENTENCE)
    first = chat(asked)
    (request,) = _of(first, "tool-approval-request")
    denied = chat(asked, _answered(first[0], request["approvalId"], approved))
    assert "not approved" in _of(denied, "tool-output-error")[0]["errorText"]
    assert crew.effects() == ["draft_message"]


def test_what_is_no_chat_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    part = {"type": "dynamic-tool", "approval": {"id": "none", "approved": True}}
    for messages, status in (
        ([], 422),
        ([{"id": "u", "role": "user", "parts": []}], 422),
        ([{"id": "a", "role": "assistant", "parts": []}], 422),
        ([{"id": "a", "role": "assistant", "parts": [part]}], 404),
    ):
        body = {"id": "c", "messages": messages}
        assert client.post("/api/chat", json=body, headers=headers).status_code == status
    assert client.post("/api/chat", json={}).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"[" * 100_000, 422),
        (b'{"id": "c", "messages": "' + b"x" * 9_000_000 + b'"}', 413),
    ],
)
def test_a_body_that_is_none_is_refused(
    client: TestClient, headers: dict[str, str], body: bytes, status: int
) -> None:
    assert client.post("/api/chat", content=body, headers=headers).status_code == status
