"""From the set-up link to a session, and every way of getting it wrong."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import links, sign_in
from marketing_agent.tenancy.schemas import Workspace

PASSWORD = "a long enough password"


@pytest.fixture
def first_day(settings: Settings, empty_database: Database) -> Iterator[TestClient]:
    app = create_app(settings, Database(empty_database.url, pool_size=2))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _setup_token(database: Database) -> str:
    with database.system() as session:
        return links.make_link(session, "setup").split("token=")[1]


def _owner(token: str) -> dict[str, str]:
    return {"token": token, "name": "Ada", "email": "ada@example.com", "password": PASSWORD}


def test_the_set_up_link_makes_one_owner(first_day: TestClient, empty_database: Database) -> None:
    assert first_day.get("/api/v1/setup").json() == {"needed": True}
    token = _setup_token(empty_database)
    made = first_day.post("/api/v1/setup", json=_owner(token))
    assert made.status_code == 200
    assert made.json()["user"]["email"] == "ada@example.com"
    cookie = made.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    again = first_day.post("/api/v1/setup", json=_owner(token))
    assert (again.status_code, again.json()["code"]) == (401, "link_not_valid")
    assert first_day.get("/api/v1/setup").json() == {"needed": False}


def test_a_newer_set_up_link_replaces_the_older(
    first_day: TestClient, empty_database: Database
) -> None:
    older, newer = _setup_token(empty_database), _setup_token(empty_database)
    assert first_day.post("/api/v1/setup", json=_owner(older)).status_code == 401
    assert first_day.post("/api/v1/setup", json=_owner(newer)).status_code == 200


def test_a_workspace_needs_the_csrf_token(first_day: TestClient, empty_database: Database) -> None:
    info = first_day.post("/api/v1/setup", json=_owner(_setup_token(empty_database))).json()
    store = {"name": "Sunny Store", "timezone": "Europe/Vienna", "currency": "EUR"}
    refused = first_day.post("/api/v1/workspaces", json=store)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    headers = {"X-CSRF-Token": info["csrf_token"]}
    made = first_day.post("/api/v1/workspaces", json=store, headers=headers)
    assert made.status_code == 201
    assert made.json()["slug"] == "sunny-store"
    mine = first_day.get("/api/v1/session").json()["workspaces"]
    assert [(one["slug"], one["role"]) for one in mine] == [("sunny-store", "owner")]
    wrong = first_day.post(
        "/api/v1/workspaces", json=store | {"timezone": "Mars/Base"}, headers=headers
    )
    assert wrong.status_code == 422


def test_password_sign_in_and_out(client: TestClient, database: Database) -> None:
    email = f"{uuid4().hex}@example.com"
    with database.system() as session:
        sign_in.create_user(session, email, "Bo", PASSWORD)
    bad = client.post("/api/v1/login", json={"email": email, "password": "wrong"})
    assert (bad.status_code, bad.json()["code"]) == (401, "wrong_password")
    good = client.post("/api/v1/login", json={"email": email.upper(), "password": PASSWORD})
    assert good.status_code == 200
    headers = {"X-CSRF-Token": good.json()["csrf_token"]}
    assert client.get("/api/v1/session").status_code == 200
    token = client.cookies["ma_session"]
    assert client.post("/api/v1/logout", headers=headers).status_code == 204
    client.cookies.set("ma_session", token)
    assert client.get("/api/v1/session").status_code == 401


def test_ten_wrong_passwords_lock_the_account(client: TestClient, database: Database) -> None:
    email = f"{uuid4().hex}@example.com"
    with database.system() as session:
        sign_in.create_user(session, email, "Cy", PASSWORD)
    for _ in range(10):
        client.post("/api/v1/login", json={"email": email, "password": "wrong"})
    locked = client.post("/api/v1/login", json={"email": email, "password": PASSWORD})
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_logins")
    with database.system() as session:
        session.connection().exec_driver_sql("DELETE FROM login_attempts")


def test_a_sign_in_link_works_once(client: TestClient, database: Database) -> None:
    with database.system() as session:
        user = sign_in.create_user(session, f"{uuid4().hex}@example.com", "Di", None)
        token = links.make_link(session, "sign_in", user.id).split("token=")[1]
    assert client.post("/api/v1/sign-in-link", json={"token": token}).status_code == 200
    assert client.post("/api/v1/sign-in-link", json={"token": token}).status_code == 401


def test_the_last_owner_stays(
    sign_in_as: Callable[..., object], workspace: Workspace, client: TestClient
) -> None:
    person = sign_in_as(f"{uuid4().hex}@example.com", workspace)
    gone = client.delete(f"/api/v1/members/{person.user_id}", headers=person.headers)
    assert (gone.status_code, gone.json()["code"]) == (422, "last_owner")
    new = {"email": f"{uuid4().hex}@example.com", "name": "Eve", "role": "owner"}
    added = client.post("/api/v1/members", json=new, headers=person.headers)
    assert added.status_code == 201
    assert added.json()["sign_in_path"].startswith("/join/?token=")
    gone = client.delete(f"/api/v1/members/{person.user_id}", headers=person.headers)
    assert gone.status_code == 204
