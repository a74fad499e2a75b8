"""One sentence through every door: the same plan, the same numbers, one approval, one message."""

import pytest

from tests.conformance.conftest import Installation
from tests.conformance.doors import DOORS, Account

TOOLS = ["explain_change", "draft_message", "send_message"]


@pytest.fixture(scope="module")
def accounts(installation: Installation) -> dict[str, Account]:
    """What each client saw, one after the other."""
    return {name: door(installation) for name, door in DOORS.items()}


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


def test_nothing_else_was_asked_for_or_sent(
    accounts: dict[str, Account], installation: Installation
) -> None:
    asked = {account["asked"]["id"] for account in accounts.values()}
    assert len(asked) == len(DOORS)
    assert {one["id"] for one in installation.rest("GET", "/approvals")["items"]} == asked
    assert len(installation.inbox()) == len(DOORS)


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
