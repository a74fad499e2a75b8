"""Every route of the document, asked by the wrong people."""

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from marketing_agent.tenancy.schemas import Workspace
from tests.described import described

PUBLIC = {
    "get_setup",
    "set_up",
    "join",
    "login",
    "use_sign_in_link",
    "get_health",
    "get_readiness",
    "get_metrics",
}
# Kept by a session alone: an API key is bound to a workspace and cannot make or leave one.
SESSION_ONLY = {
    "get_session",
    "logout",
    "create_workspace",
    "get_app_request",
    "decide_app_request",
}
SOME_RULES = {"groups": [{"rules": [{"field": "orders", "op": ">", "value": 1}]}]}
# These take nothing beside what they know.
STRICT: dict[str, dict[str, object]] = {
    "decide_approval": {"approved": True, "digest": "0" * 64},
    "update_automation": {"name": "x"},
    "switch_automation": {"to": "off"},
    "approve_remote_agent": {"card_hash": "0" * 64},
    "approve_server_tool": {"hash": "0" * 64},
    "attach_server_resource": {"uri": "notes://one"},
    "stop_server_view": {"reason": "flood"},
    "update_webhook": {"paused": True},
    "acknowledge_alert": {},
    "snooze_alert": {"days": 1},
    "resolve_alert": {"note": "x"},
    "update_segment": {"name": "x", "rules": SOME_RULES},
    "preview_segment": SOME_RULES,
}
METHODS = ("get", "post", "put", "patch", "delete")


def _operations() -> Iterator[tuple[str, str, dict[str, object]]]:
    for path, item in described()["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


ALL = [pytest.param(m, p, o, id=str(o["operationId"])) for m, p, o in _operations()]
GUARDED = [case for case in ALL if case.id not in PUBLIC]
BY_ID = [case for case in GUARDED if "{" in str(case.values[1]) and "kpis" not in case.values[1]]


@pytest.mark.parametrize(("method", "path", "operation"), ALL)
def test_security_is_stated(method: str, path: str, operation: dict[str, object]) -> None:
    is_public = operation["operationId"] in PUBLIC
    assert (operation["security"] == []) is is_public


def _filled(path: str, value: str) -> str:
    return re.sub(r"{\w+}", value, path)


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
def test_nobody_is_401(
    client: TestClient, method: str, path: str, operation: dict[str, object]
) -> None:
    answer = client.request(method, _filled(path, "x"))
    assert answer.status_code == 401, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    wrong = {"Authorization": "Bearer ma_not_a_key_at_all_000000000000"}
    assert client.request(method, _filled(path, "x"), headers=wrong).status_code == 401


@pytest.mark.parametrize(("method", "path", "operation"), BY_ID)
def test_an_unknown_id_is_404(
    client: TestClient,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    method: str,
    path: str,
    operation: dict[str, object],
) -> None:
    body: dict[str, object] = {
        "role": "viewer",
        "name": "x",
        "choice": "store",
        "store": "x",
        "helpful": True,
    }
    body = STRICT.get(str(operation["operationId"]), body)
    answer = client.request(
        method,
        _filled(path, "0199-none"),
        headers=key_for(workspace),
        json=body if method in ("post", "patch", "put") else None,
    )
    assert answer.status_code == 404, answer.text


def test_things_of_another_workspace_are_404(
    client: TestClient,
    make_workspace: Callable[..., Workspace],
    key_for: Callable[..., dict[str, str]],
) -> None:
    ours, theirs = make_workspace(), make_workspace()
    their_headers = key_for(theirs)
    key = client.get("/api/v1/api-keys", headers=their_headers).json()["items"][0]["id"]
    mine = key_for(ours)
    assert client.delete(f"/api/v1/api-keys/{key}", headers=mine).status_code == 404
    assert client.get(f"/api/v1/workspaces/{theirs.id}", headers=mine).status_code == 404
    assert client.delete(f"/api/v1/api-keys/{key}", headers=their_headers).status_code == 204
    assert client.get("/api/v1/api-keys", headers=their_headers).status_code == 401


def test_a_session_cannot_open_a_foreign_workspace(
    make_workspace: Callable[..., Workspace],
    sign_in_as: Callable[..., object],
) -> None:
    ours, theirs = make_workspace(), make_workspace()
    person = sign_in_as(f"{ours.slug}@example.com", ours)
    for name in (theirs.id, theirs.slug):
        answer = person.client.get("/api/v1/members", headers={"X-Workspace": name})
        assert answer.status_code == 404
    assert person.client.get("/api/v1/members", headers={"X-Workspace": ours.id}).is_success


@pytest.mark.parametrize("role", ["viewer", "marketer", "approver"])
def test_only_admins_manage_keys(
    client: TestClient, workspace: Workspace, key_for: Callable[..., dict[str, str]], role: str
) -> None:
    headers = key_for(workspace, role)
    made = client.post("/api/v1/api-keys", json={"name": "x", "role": "viewer"}, headers=headers)
    assert (made.status_code, made.json()["code"]) == (403, "role")


def test_an_admin_cannot_make_an_owner(
    client: TestClient, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    new = {"name": "x", "role": "owner"}
    made = client.post("/api/v1/api-keys", json=new, headers=key_for(workspace, "admin"))
    assert made.status_code == 403
