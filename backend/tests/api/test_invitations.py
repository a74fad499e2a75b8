"""From an invitation to a password, and every way of getting it wrong."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Workspace

Keys = Callable[..., dict[str, str]]
PASSWORD = "a long enough password"


@pytest.fixture
def new() -> dict[str, str]:
    return {"email": f"{uuid4().hex}@example.com", "name": "Eve", "role": "marketer"}


def _invite(client: TestClient, headers: dict[str, str], new: dict[str, str]) -> dict[str, Any]:
    answer = client.post("/api/v1/members", json=new, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _token(path: str) -> str:
    assert path.startswith("/join/?token=")
    return path.split("token=")[1]


def _join(client: TestClient, token: str, password: str = PASSWORD) -> Any:
    return client.post("/api/v1/join", json={"token": token, "password": password})


def test_an_invited_person_sets_a_password_once(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str]
) -> None:
    invited = _invite(client, key_for(workspace), new)
    assert invited["pending"] is True
    token = _token(invited["sign_in_path"])
    joined = _join(client, token)
    assert joined.status_code == 200
    assert "HttpOnly" in joined.headers["set-cookie"]
    mine = client.get("/api/v1/session").json()
    assert [(one["id"], one["role"]) for one in mine["workspaces"]] == [(workspace.id, "marketer")]
    assert _join(client, token, "another long password").status_code == 401
    client.cookies.clear()
    login = {"email": new["email"], "password": PASSWORD}
    assert client.post("/api/v1/login", json=login).status_code == 200
    members = client.get("/api/v1/members", headers=key_for(workspace)).json()["items"]
    assert [one["pending"] for one in members] == [False]


def test_a_short_password_leaves_the_link_usable(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str]
) -> None:
    token = _token(_invite(client, key_for(workspace), new)["sign_in_path"])
    assert _join(client, token, "short").status_code == 422
    assert _join(client, token).status_code == 200


def test_an_old_link_is_refused(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str], database: Database
) -> None:
    invited = _invite(client, key_for(workspace), new)
    with database.system() as session:
        session.execute(
            text("UPDATE one_time_links SET expires_at = :past WHERE user_id = :id"),
            {"past": now() - timedelta(seconds=1), "id": invited["user_id"]},
        )
    refused = _join(client, _token(invited["sign_in_path"]))
    assert (refused.status_code, refused.json()["code"]) == (401, "link_not_valid")


def test_a_renewed_link_replaces_the_one_before(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str]
) -> None:
    headers = key_for(workspace, "admin")
    invited = _invite(client, headers, new)
    route = f"/api/v1/members/{invited['user_id']}/invitation"
    renewed = client.post(route, headers=headers)
    assert renewed.status_code == 200
    assert _join(client, _token(invited["sign_in_path"])).status_code == 401
    assert _join(client, _token(renewed.json()["sign_in_path"])).status_code == 200
    again = client.post(route, headers=headers)
    assert (again.status_code, again.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("role", ["viewer", "approver", "marketer"])
def test_only_admins_get_links(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str], role: str
) -> None:
    invited = _invite(client, key_for(workspace), new)
    route = f"/api/v1/members/{invited['user_id']}/invitation"
    assert client.post(route, headers=key_for(workspace, role)).status_code == 403


def test_an_admin_gets_no_link_of_an_owner(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str]
) -> None:
    invited = _invite(client, key_for(workspace), new | {"role": "owner"})
    route = f"/api/v1/members/{invited['user_id']}/invitation"
    assert client.post(route, headers=key_for(workspace, "admin")).status_code == 403


def test_nobody_gets_a_link_to_an_account_that_reaches_further(
    client: TestClient,
    make_workspace: Callable[..., Workspace],
    key_for: Keys,
    new: dict[str, str],
    database: Database,
) -> None:
    ours, theirs = make_workspace(), make_workspace()
    first = _invite(client, key_for(theirs), new)
    second = _invite(client, key_for(ours), new)
    assert second["sign_in_path"] == "/login/"
    route = f"/api/v1/members/{first['user_id']}/invitation"
    assert client.post(route, headers=key_for(ours)).status_code == 422
    with database.system() as session:
        used = sign_in.create_user(session, f"{uuid4().hex}@example.com", "Flo", PASSWORD)
    taken = _invite(client, key_for(ours), new | {"email": used.email})
    assert (taken["sign_in_path"], taken["pending"]) == ("/login/", False)


def test_a_removed_persons_link_is_dead(
    client: TestClient, workspace: Workspace, key_for: Keys, new: dict[str, str]
) -> None:
    headers = key_for(workspace)
    invited = _invite(client, headers, new)
    gone = client.delete(f"/api/v1/members/{invited['user_id']}", headers=headers)
    assert gone.status_code == 204
    assert _join(client, _token(invited["sign_in_path"])).status_code == 401
    assert _invite(client, headers, new)["sign_in_path"].startswith("/join/")
