"""AG-UI 1.0: streams that a third party's validator finds nothing wrong with, and what they do."""

import json
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from ag_ui_validate import ValidatorOptions, create_validator
from fastapi.testclient import TestClient

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Preview
from marketing_agent.kernel.errors import Invalid
from tests.agents.conftest import Crew, client, crew, headers
from tests.agents.toolbox import Effects

__all__ = ["client", "crew", "headers"]
SENTENCE = "Why did revenue change last week? Send the summary to the team."
Ask = Callable[..., list[dict[str, Any]]]


class Recorded(Effects):
    """Tools of tests whose approvals are the product's own records."""

    def request(self, session, caller, name, arguments, run_id):  # type: ignore[no-untyped-def]
        shown = Preview(effect="Sends it to 1 member.", recipients=("Ada",), content="0" * 64)
        made = approvals.request(session, caller, name, arguments, shown, run_id)
        return made.model_dump(mode="json")

    def decisions(self, session, approval_ids):  # type: ignore[no-untyped-def]
        return dict(approvals.standing(session, approval_ids))


@pytest.fixture
def ask(crew: Crew, client: TestClient, headers: dict[str, str]) -> Ask:
    """Sends a RunAgentInput while a worker works; the events, as the validator accepts them."""
    crew.tools.__class__ = Recorded
    thread = uuid4().hex

    def send(text: str = "How many orders last month?", **more: Any) -> list[dict[str, Any]]:
        body = {
            "threadId": thread,
            "runId": uuid4().hex,
            "messages": [{"id": "u1", "role": "user", "content": text}],
            "state": {},
            "tools": [],
            "context": [],
            "forwardedProps": {},
        } | more
        worker = _worker(crew)
        answer = client.post("/agui", json=body, headers=headers)
        worker()
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/event-stream")
        found = [json.loads(line[6:]) for line in answer.text.splitlines()
                 if line.startswith("data: ")]  # fmt: skip
        _assert_valid(found)
        return found

    return send


def _worker(crew: Crew) -> Callable[[], None]:
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.02):
            crew.work()

    thread = threading.Thread(target=work)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    return end


def _assert_valid(events: list[dict[str, Any]]) -> None:
    """0 errors and 0 warnings of the validator, shared state included."""
    options = ValidatorOptions()
    options.features = ["shared-state"]
    validator = create_validator(options)
    for event in events:
        validator.feed(event)
    validator.finalize()
    report = validator.report()
    found = [repr(d) for d in report.diagnostics]
    assert (report.summary.errors, report.summary.warnings) == (0, 0), found


def _types(events: list[dict[str, Any]]) -> list[str]:
    return [e["type"] for e in events if e["type"] not in ("STATE_DELTA", "TEXT_MESSAGE_CONTENT")]


def _interrupt(events: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = events[-1]["outcome"]["interrupts"]
    assert isinstance(found, dict)
    return found


def _resume(interrupt: dict[str, Any], **payload: Any) -> list[dict[str, Any]]:
    return [{"interruptId": interrupt["id"], "status": "resolved", "payload": payload}]


def test_a_question_streams_text_tools_and_state(ask: Ask) -> None:
    events = ask()
    assert events[0]["protocolVersion"] == "1.0"
    assert _types(events) == [
        "RUN_STARTED", "STATE_SNAPSHOT", "STEP_STARTED", "TOOL_CALL_START", "TOOL_CALL_ARGS",
        "TOOL_CALL_END", "TOOL_CALL_RESULT", "STEP_FINISHED", "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_END", "CUSTOM", "RUN_FINISHED",
    ]  # fmt: skip
    said = "".join(e["delta"] for e in events if e["type"] == "TEXT_MESSAGE_CONTENT")
    assert said == "How many orders last month?: 42."
    assert events[-1]["outcome"] == {"type": "success"}


def test_the_sentence_interrupts_and_a_resume_sends_once(ask: Ask, crew: Crew) -> None:
    events = ask(SENTENCE)
    assert _types(events)[-3:] == ["STATE_SNAPSHOT", "MESSAGES_SNAPSHOT", "RUN_FINISHED"]
    views = [e for e in events if e["type"] == "ACTIVITY_SNAPSHOT"]
    assert {view["activityType"] for view in views} == {"mcp-apps"}
    assert views[0]["content"]["resourceUri"] == "ui://marketing-agent/message.html"
    interrupt = _interrupt(events)
    assert (interrupt["reason"], interrupt["message"]) == ("tool_call", "Sends it to 1 member.")
    assert crew.effects() == ["draft_message"]

    resumed = ask(SENTENCE, resume=_resume(interrupt, approved=True))
    assert "TOOL_CALL_START" not in _types(resumed)
    assert _types(resumed).count("TOOL_CALL_RESULT") == 1
    assert resumed[-1]["outcome"] == {"type": "success"}
    again = ask(SENTENCE, resume=_resume(interrupt, approved=True))
    assert _types(again) == _types(resumed)
    assert crew.effects() == ["draft_message", "send_message"]


@pytest.mark.parametrize("payload", [{"approved": False}, {"approved": "true"}, {}])
def test_only_true_approves(ask: Ask, crew: Crew, payload: dict[str, Any]) -> None:
    interrupt = _interrupt(ask(SENTENCE))
    ask(SENTENCE, resume=_resume(interrupt, **payload))
    ask(SENTENCE, resume=_resume(interrupt, approved=True))
    assert crew.effects() == ["draft_message"]


def test_a_plan_is_confirmed_by_a_resume(ask: Ask, crew: Crew) -> None:
    interrupt = _interrupt(ask(forwardedProps={"plan_first": True}))
    assert (interrupt["reason"], crew.tools.calls) == ("confirmation", [])
    done = ask(resume=_resume(interrupt, approved=True))
    assert done[-1]["outcome"] == {"type": "success"}
    assert len(crew.tools.calls) == 1


def test_the_clients_own_tool_is_called_and_answered(ask: Ask, crew: Crew) -> None:
    pages = {"type": "object", "properties": {"page": {"enum": ["imports"]}}}
    tools = [{"name": "open_page", "description": "Opens a page", "parameters": pages}]
    first = ask("Open the imports page", tools=tools)
    (call,) = [e for e in first if e["type"] == "TOOL_CALL_START"]
    assert (call["toolCallName"], first[-1]["outcome"]["type"]) == ("open_page", "success")
    answer = {"id": "t1", "role": "tool", "content": "Opened.", "toolCallId": call["toolCallId"]}
    asked = {"id": "u1", "role": "user", "content": "Open the imports page"}
    second = ask(messages=[asked, answer])
    said = "".join(e["delta"] for e in second if e["type"] == "TEXT_MESSAGE_CONTENT")
    assert said == "Opened."


def test_a_failed_run_is_an_error_and_nothing_after_it(
    ask: Ask, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_caller: object) -> None:
        raise Invalid("No tools today.")

    monkeypatch.setattr(crew.tools, "offered", refuse)
    events = ask()
    assert [e["type"] for e in events] == ["RUN_STARTED", "STATE_SNAPSHOT", "RUN_ERROR"]
    assert (events[-1]["code"], events[-1]["message"]) == ("invalid", "No tools today.")


def test_an_unknown_interrupt_is_an_error_of_the_protocol(ask: Ask) -> None:
    events = ask(resume=[{"interruptId": "none", "status": "resolved"}])
    assert [e["type"] for e in events] == ["RUN_STARTED", "STATE_SNAPSHOT", "RUN_ERROR"]
    assert events[-1]["code"] == "approval.unknown"


def test_the_same_run_asked_for_again_is_the_same_run(ask: Ask, crew: Crew) -> None:
    first = ask(runId="r1")
    assert _types(ask(runId="r1")) == _types(first)
    assert len(crew.tools.calls) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"threadId": 1}', b"[" * 100_000])
def test_what_is_no_request_is_refused(
    client: TestClient, headers: dict[str, str], body: bytes
) -> None:
    answer = client.post("/agui", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_who_has_no_key_or_too_much_to_say_is_refused(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.post("/agui", json={}).status_code == 401
    assert client.post("/agui", content=b"x" * 2_000_000, headers=headers).status_code == 413


@pytest.mark.parametrize("cut", [None, 5])
def test_a_text_that_the_client_holds_is_not_told_twice(
    ask: Ask, crew: Crew, cut: int | None
) -> None:
    first = ask(runId="r1")
    said = [e for e in first if e["type"] == "TEXT_MESSAGE_CONTENT"]
    whole = "".join(e["delta"] for e in said)
    held = {"id": said[0]["messageId"], "role": "assistant", "content": whole[:cut]}
    asked = {"id": "u1", "role": "user", "content": "How many orders last month?"}
    again = ask(runId="r1", messages=[asked, held])
    assert [e["type"] for e in again if e["type"].startswith("TEXT_MESSAGE_")] == []
    snapshots = [e for e in again if e["type"] == "MESSAGES_SNAPSHOT"]
    mended = [m["content"] for s in snapshots for m in s["messages"] if m["id"] == held["id"]]
    assert mended == ([] if cut is None else [whole])
