"""Where a workspace wants four eyes, no key decides what it asked for, at whichever door."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval, Preview
from marketing_agent.agents.runs import log, repository
from marketing_agent.agents.runs.events import ApprovalRequested, RunWaiting
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.errors import RoleNeeded
from marketing_agent.tenancy.schemas import ApiKeyCreate, Caller, WorkspaceUpdate
from tests.agents.approvals.conftest import Team

TOLD = "This key asked for it itself: a person or another key decides."


def switch(team: Team, *, on: bool) -> None:
    """An owner in person says whether a second key must approve."""
    owner = Caller(workspace_id=team.workspace.id, user_id="u", role="owner", kind="user")
    with team.database.transaction(team.workspace.id) as session:
        tenancy.update_workspace(session, owner, WorkspaceUpdate(four_eyes=on))


class Key:
    """One key of an owner, and what it is told at each door."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.headers = team.key_for(team.workspace, "owner")
        with team.database.system() as session:
            secret = self.headers["Authorization"].removeprefix("Bearer ")
            found = sign_in.caller_of_key(session, secret)
        assert found is not None
        self.caller = found

    def post(self, path: str, body: object) -> str:
        headers = self.headers | {"A2A-Version": "1.0"}
        return self.team.client.post(path, json=body, headers=headers).text

    def a2a(self, **message: Any) -> str:
        said = {"messageId": "m", "role": "ROLE_USER"} | message
        params = {"message": said, "configuration": {"returnImmediately": True}}
        call = {"jsonrpc": "2.0", "id": 1, "method": "SendMessage", "params": params}
        return self.post("/a2a", call)

    def asked(self) -> Approval:
        """What a run of this key waits for."""
        run_id = json.loads(self.a2a(parts=[{"text": "Send it."}]))["result"]["task"]["id"]
        given, shown = {"message_id": "m"}, Preview(effect="Sends it.", content="c")
        call, team = f"{run_id}.s1", self.team
        with team.database.transaction(team.workspace.id) as session:
            row = repository.locked_run(session, run_id)
            assert row is not None
            row.status, row.waiting_for = "waiting", "approval"
            caller = Caller.model_validate(row.caller)
            asked = approvals.request(session, caller, "send_message", given, shown, run_id)
            told = ApprovalRequested(
                approval=asked.model_dump(mode="json"), call_id=call, step_id="s1"
            )
            waits = RunWaiting(reason="approval", approval_ids=(asked.id,), call_ids=(call,))
            log.append(session, row, told, waits)
        return asked


def rest(key: Key, asked: Approval) -> str:
    decision = {"approved": True, "digest": asked.digest}
    return key.post(f"/api/v1/approvals/{asked.id}/decide", decision)


def a2a(key: Key, asked: Approval) -> str:
    return key.a2a(messageId="yes", taskId=asked.run_id, parts=[{"data": {"approved": True}}])


def agui(key: Key, asked: Approval) -> str:
    yes = {"interruptId": asked.id, "status": "resolved", "payload": {"approved": True}}
    given = {"threadId": "t", "runId": "r", "state": {}, "messages": [], "tools": []}
    return key.post("/agui", given | {"context": [], "forwardedProps": {}, "resume": [yes]})


def vercel(key: Key, asked: Approval) -> str:
    part = {"type": "dynamic-tool", "approval": {"id": asked.id, "approved": True}}
    said = {"id": "a", "role": "assistant", "parts": [part]}
    return key.post("/api/chat", {"id": "chat", "messages": [said]})


def realtime(key: Key, asked: Approval) -> str:
    item = {"type": "function_call_output", "call_id": f"approve.{asked.id}"}
    item["output"] = json.dumps({"approved": True})
    with key.team.client.websocket_connect("/v1/realtime", headers=key.headers) as line:
        line.receive_json()
        line.send_json({"type": "conversation.item.create", "item": item})
        line.send_json({"type": "response.create"})
        heard = [line.receive_json()]
        while heard[-1]["type"] != "error":
            heard.append(line.receive_json())
    return json.dumps(heard[-1])


@pytest.mark.parametrize("door", [rest, a2a, agui, vercel, realtime])
def test_no_door_lets_a_key_approve_what_it_asked_for(
    team: Team, caplog: pytest.LogCaptureFixture, door: Callable[[Key, Approval], str]
) -> None:
    switch(team, on=True)
    key = Key(team)
    asked = key.asked()
    assert TOLD in door(key, asked)
    assert "a key would decide what it asked for" in caplog.messages
    found = team.done("viewer", "GET", f"/approvals/{asked.id}")
    assert (found["status"], found["requested_by"]["key_id"]) == ("open", key.caller.key_id)
    decided = team.decide(asked.model_dump(), approved=False).json()
    assert decided["status"] == "rejected"


def test_it_is_off_until_an_owner_in_person_switches_it_on(team: Team) -> None:
    key = Key(team)
    assert json.loads(rest(key, key.asked()))["status"] == "approved"
    path = f"/workspaces/{team.workspace.id}"
    assert team.send("owner", "PATCH", path, {"four_eyes": True}).status_code == 403
    switch(team, on=True)
    assert team.done("owner", "PATCH", path, {"name": "Shop"})["four_eyes"] is True
    assert team.send("owner", "PATCH", path, {"four_eyes": False}).status_code == 403


def test_a_key_cannot_make_itself_a_second_pair_of_eyes(team: Team) -> None:
    switch(team, on=True)
    key = Key(team).caller
    with team.database.transaction(team.workspace.id) as session, pytest.raises(RoleNeeded):
        new = ApiKeyCreate.model_validate({"name": "second", "role": "owner"})
        tenancy.create_api_key(session, key, new)
    new = {"email": "second@example.com", "name": "Second", "role": "approver"}
    assert team.send("owner", "POST", "/members", new).status_code == 403
    (ada, *_rest) = team.done("owner", "GET", "/members")["items"]
    again = team.send("owner", "POST", f"/members/{ada['user_id']}/invitation")
    assert again.status_code == 403


@pytest.mark.parametrize(
    ("asker", "decider", "may"),
    [
        ({"kind": "api_key", "key_id": "k"}, {"kind": "api_key", "key_id": "k"}, False),
        ({"kind": "api_key", "key_id": "k"}, {"kind": "api_key", "key_id": "other"}, True),
        ({"kind": "api_key", "key_id": "k"}, {"kind": "user", "user_id": "u"}, True),
        ({"kind": "user", "user_id": "u"}, {"kind": "user", "user_id": "u"}, True),
        ({"kind": "user", "user_id": "u"}, {"kind": "app", "user_id": "u", "key_id": "a"}, True),
        # What an automation does that the key wrote, as its owner.
        ({"kind": "job", "user_id": "u", "key_id": "k"}, {"kind": "api_key", "key_id": "k"}, False),
        # One app, connected by two people.
        (
            {"kind": "app", "user_id": "u", "key_id": "a"},
            {"kind": "app", "user_id": "u", "key_id": "a"},
            False,
        ),
        (
            {"kind": "app", "user_id": "u", "key_id": "a"},
            {"kind": "app", "user_id": "v", "key_id": "a"},
            True,
        ),
    ],
)
def test_who_is_another(
    team: Team, asker: dict[str, Any], decider: dict[str, Any], may: bool
) -> None:
    switch(team, on=True)
    common = {"workspace_id": team.workspace.id, "role": "owner", "user_id": None}
    caller = Caller.model_validate(common | decider)
    with team.database.transaction(team.workspace.id) as session:
        assert approvals.may_decide(session, caller, common | asker) is may
