"""One served shop: one sentence through every door, and what AG-UI streams there, judged.

The sentence leads to the same plan, the same numbers, one approval and one message at each door.
"""

from pathlib import Path

import pytest

from tests.conformance.conftest import Installation
from tests.conformance.doors import DOORS, Account
from tests.conformance.recordings import Recorder, check, validated
from tests.conformance.sentence import SENTENCE

TOOLS = ["explain_change", "draft_message", "send_message"]
PAGES = {
    "name": "open_page",
    "description": "Opens a page",
    "parameters": {"type": "object", "properties": {"page": {"enum": ["imports"]}}},
}


@pytest.fixture(scope="module")
def accounts(installation: Installation) -> dict[str, Account]:
    """What each client saw, one after the other, and what the shop had more afterwards."""
    found = {}
    for name, door in DOORS.items():
        before = _kept(installation)
        account = found[name] = door(installation)
        account["new"] = [now - then for now, then in zip(_kept(installation), before, strict=True)]
    return found


def _kept(installation: Installation) -> list[set[str]]:
    """The ids of all approvals, and of all that lies in the inbox."""
    approvals = installation.rest("GET", "/approvals")["items"]
    return [{one["id"] for one in items} for items in (approvals, installation.inbox())]


@pytest.mark.parametrize("door", DOORS)
def test_the_plan_and_the_numbers_are_the_same(accounts: dict[str, Account], door: str) -> None:
    found, first = accounts[door], accounts["REST"]
    assert [step["tool"] for step in found["plan"]] == TOOLS
    assert found["plan"] == first["plan"]
    assert found["numbers"] == first["numbers"]


@pytest.mark.parametrize("door", DOORS)
def test_one_record_is_approved_and_one_message_leaves(
    accounts: dict[str, Account], door: str
) -> None:
    found, first = accounts[door], accounts["REST"]
    (record,) = found["approvals"]
    assert (record["status"], record["tool"]) == ("used", "send_message")
    assert [record[name] for name in ("id", "digest")] == [
        found["asked"][name] for name in ("id", "digest")
    ]
    assert found["asked"]["preview"]["body"] == first["asked"]["preview"]["body"]
    assert (found["early"], found["messages"]) == (0, 1)
    approvals, messages = found["new"]
    assert (approvals, len(messages)) == ({record["id"]}, 1)


def test_the_numbers_are_those_of_the_tiles(
    accounts: dict[str, Account], installation: Installation
) -> None:
    told = accounts["REST"]["numbers"]
    for window, value in ((told["window"], told["value"]), (told["previous"], told["before"])):
        days = f"{window['start']}..{window['end']}"
        (tile,) = installation.rest("GET", "/kpis", keys="total_sales", range=days)
        assert str(tile["value"]) == value


def test_the_clients_saw_the_protocols_states(accounts: dict[str, Account]) -> None:
    agui = accounts["AG-UI, @ag-ui/client"]["states"]
    assert {agui[name] for name in ("first", "resumed", "again")} == {"RUN_FINISHED"}
    assert set(agui["steps"]) == {"done"}
    chat = accounts["AI SDK, @ai-sdk/react"]["states"]
    assert chat == {"steps": ["output-available"] * 3, "chat": "ready"}
    for binding in ("JSON-RPC", "HTTP+JSON"):
        a2a = accounts[f"A2A, @a2a-js/sdk {binding}"]["states"]
        assert a2a == {"first": "task", "waiting": 6, "done": 3}
    realtime = accounts["Realtime, @openai/agents-realtime"]["states"]
    ends = ["mcp_call", "message"]
    asking = ["mcp_call", "mcp_call", "function_call"]
    assert realtime == {"items": [asking, ends, ends], "shown": 1}


@pytest.fixture
def recorder(installation: Installation, tmp_path: Path) -> Recorder:
    """Keeps runs of a thread of its own."""
    return Recorder(installation, tmp_path)


def test_the_live_door(installation: Installation) -> None:
    key = f"Authorization: Bearer {installation.key}"
    validated(f"{installation.url}/agui", "--header", key, "--timeout", "60")


def test_a_run_of_text_alone(recorder: Recorder) -> None:
    recording = recorder.record("text", "Send it to the team.")
    assert "TOOL_CALL_START" not in recording.types
    check(recording, "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END")
    cut = recording.path.read_text("utf-8").replace("TEXT_MESSAGE_END", "TEXT_MESSAGE_START")
    recording.path.write_text(cut, "utf-8")
    with pytest.raises(AssertionError):
        validated(str(recording.path))


def test_a_run_of_a_tool_and_of_the_clients_own(recorder: Recorder) -> None:
    ours = recorder.record("tool")
    check(ours, "TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_RESULT", "ACTIVITY_SNAPSHOT")
    asked = {"id": "u1", "role": "user", "content": "Open the imports page"}
    called = recorder.record("client", tools=[PAGES], messages=[asked])
    check(called, "TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END")
    (call_id,) = {e["toolCallId"] for e in called.events if e["type"] == "TOOL_CALL_START"}
    answer = {"id": "t1", "role": "tool", "content": "Opened.", "toolCallId": call_id}
    answered = recorder.record("answered", tools=[PAGES], messages=[asked, answer])
    assert answered.outcome == {"type": "success"}
    check(answered, "TEXT_MESSAGE_CONTENT")


def test_a_run_of_state(recorder: Recorder) -> None:
    state = {"page": {"path": "/", "range": "last_30_days"}}
    waiting = recorder.record("state", state=state, forwardedProps={"plan_first": True})
    assert [one["reason"] for one in waiting.outcome["interrupts"]] == ["confirmation"]
    check(waiting, "STATE_SNAPSHOT", "STATE_DELTA", "MESSAGES_SNAPSHOT")
    confirmed = recorder.record("confirmed", resume=waiting.resumed(approved=True))
    assert confirmed.outcome == {"type": "success"}
    check(confirmed, "STATE_SNAPSHOT", "STATE_DELTA")


def test_a_run_that_is_an_error(recorder: Recorder) -> None:
    resume = [{"interruptId": "none", "status": "resolved", "payload": {"approved": True}}]
    recording = recorder.record("error", resume=resume)
    assert recording.events[-1]["type"] == "RUN_ERROR"
    check(recording, "RUN_STARTED", "STATE_SNAPSHOT")


@pytest.mark.parametrize("approved", [True, False])
def test_a_run_that_interrupts_and_its_resumes(recorder: Recorder, approved: bool) -> None:
    waiting = recorder.record("interrupt", SENTENCE)
    assert [one["reason"] for one in waiting.outcome["interrupts"]] == ["tool_call"]
    check(waiting, "STATE_SNAPSHOT", "MESSAGES_SNAPSHOT", "ACTIVITY_SNAPSHOT")
    for name in ("resume", "again"):
        resumed = recorder.record(name, SENTENCE, resume=waiting.resumed(approved=approved))
        assert resumed.outcome == {"type": "success"}
        check(resumed, "TOOL_CALL_RESULT", "TEXT_MESSAGE_CONTENT")
