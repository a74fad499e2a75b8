"""The sentence of acceptance over A2A with the product's own tools, and the same over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import MemberCreate
from tests.agents.test_acceptance import SENTENCE, _work, rest, shop
from tests.metrics.shops import Shop

__all__ = ["rest", "shop"]
Call = Callable[..., Any]


@pytest.fixture
def rpc(shop: Shop, key_for: Callable[..., dict[str, str]]) -> Call:
    headers = key_for(shop.workspace, "owner") | {"A2A-Version": "1.0"}

    def call(method: str, params: dict[str, Any]) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return shop.client.post("/a2a", json=body, headers=headers).json()["result"]

    return call


def _message(named: str, part: dict[str, Any], **more: str) -> dict[str, Any]:
    message = {"messageId": named, "role": "ROLE_USER", "parts": [part]} | more
    return {"message": message, "configuration": {"returnImmediately": True}}


def _done(shop: Shop, database: Database, rpc: Call, params: dict[str, Any]) -> Any:
    begun = rpc("SendMessage", params)["task"]
    _work(shop, database)
    return rpc("GetTask", {"id": begun["id"]})


def test_same_plan_same_numbers_one_message(
    shop: Shop, rest: Call, rpc: Call, database: Database
) -> None:
    with database.transaction(shop.workspace.id) as session:
        new = MemberCreate(email="grace@example.com", name="Grace", role="owner")
        tenancy.add_member(session, tenancy.system_caller(shop.workspace), new)
    waiting = _done(shop, database, rpc, _message("m1", {"text": SENTENCE}))
    assert waiting["status"]["state"] == "TASK_STATE_INPUT_REQUIRED"
    approval = waiting["status"]["message"]["parts"][1]["data"]["approval"]
    other = rest("POST", "/runs", {"text": SENTENCE})
    _work(shop, database)
    run, other = rest("GET", f"/runs/{waiting['id']}"), rest("GET", f"/runs/{other['id']}")
    assert [s["tool"] for s in run["plan"]] == [s["tool"] for s in other["plan"]]
    assert [s["tool"] for s in run["plan"]] == ["explain_change", "draft_message", "send_message"]
    shown = {one["run_id"]: one for one in rest("GET", "/approvals?status=open")["items"]}
    assert shown[run["id"]]["digest"] == approval["digest"]
    assert shown[run["id"]]["preview"]["body"] == shown[other["id"]]["preview"]["body"]
    rest("POST", f"/runs/{other['id']}/cancel")
    before = len(rest("GET", "/inbox")["items"])
    yes = {"data": {"approved": True, "digest": approval["digest"]}}
    for named in ("m2", "m3"):
        done = _done(shop, database, rpc, _message(named, yes, taskId=waiting["id"]))
        assert done["status"]["state"] == "TASK_STATE_COMPLETED"
    assert len(rest("GET", "/inbox")["items"]) - before == 1
    assert rest("GET", f"/approvals/{approval['id']}")["status"] == "used"


def test_a_question_is_answered_with_the_number_of_every_door(
    shop: Shop, rest: Call, rpc: Call, database: Database
) -> None:
    question = "What were total sales last month?"
    task = _done(shop, database, rpc, _message("q1", {"text": question}))
    assert task["status"]["state"] == "TASK_STATE_COMPLETED"
    asked = rest("POST", "/tools/ask", {"arguments": {"question": question}})
    assert any(sign.isdigit() for sign in asked["text"])
    answer = next(one for one in task["artifacts"] if one["name"] == "ask")
    assert answer["parts"][0]["text"] == asked["text"]
    assert asked["text"] in task["status"]["message"]["parts"][0]["text"]
