"""Connecting an app: the whole dance, and everything that must not pass."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from starlette.testclient import WebSocketDenialResponse

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace

HERE = "http://testserver"
BACK = "https://app.example.com/callback"
VERIFIER = "a-verifier-of-forty-three-characters-or-more-1"
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
MCP = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}
Enter = Callable[..., Any]
DOORS = ("/mcp", "/a2a", "/agui", "/api/chat", "/v1/realtime")
SOCKET = "/v1/realtime"


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    """The app, which may read documents of the loopback."""
    with database.system() as session:  # every test here comes from the same address
        session.execute(text("DELETE FROM login_attempts"))
    allowed = settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    app = create_app(allowed, Database(database.url, pool_size=4))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _registered(client: TestClient, **more: Any) -> dict[str, Any]:
    said = {"client_name": "Helper", "redirect_uris": [BACK]} | more
    answer = client.post("/oauth/register", json=said)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _asked(app: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "client_id": app["client_id"],
        "redirect_uri": BACK,
        "response_type": "code",
        "code_challenge": _challenge(),
        "code_challenge_method": "S256",
        "state": "xyz",
        "resource": [f"{HERE}/mcp"],
    } | more


def _allowed(person: Any, asked: dict[str, Any], own: Workspace, role: str = "viewer") -> Any:
    body = {"request": asked, "approved": True, "workspace_id": own.id, "role": role}
    return person.client.post("/api/v1/connect", json=body, headers=person.headers)


def _code(person: Any, asked: dict[str, Any], own: Workspace, role: str = "viewer") -> str:
    answer = _allowed(person, asked, own, role)
    assert answer.status_code == 200, answer.text
    return str(parse_qs(urlsplit(answer.json()["redirect_to"]).query)["code"][0])


def _exchange(client: TestClient, app: dict[str, Any], code: str, **more: Any) -> Any:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        "resource": f"{HERE}/mcp",
    } | more
    return client.post("/oauth/token", data=form)


def _refresh(client: TestClient, app: dict[str, Any], token: str, **more: Any) -> Any:
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": app["client_id"]}
    return client.post("/oauth/token", data=form | more)


def _status(client: TestClient, token: str, path: str = "/mcp", host: str | None = None) -> int:
    headers = MCP | {"authorization": f"Bearer {token}"} | ({"host": host} if host else {})
    return client.post(path, json=PING, headers=headers).status_code


def _at(
    client: TestClient, path: str, token: str | None = None, host: str = "testserver"
) -> tuple[int, str]:
    """What a door answers first, 200 for a socket that opens, and what it asks for."""
    headers = MCP | {"host": host, "a2a-version": "1.0"}
    headers |= {"authorization": f"Bearer {token}"} if token else {}
    if path != SOCKET:
        answer = client.post(path, json=PING, headers=headers)
        return answer.status_code, answer.headers.get("www-authenticate", "")
    try:
        with client.websocket_connect(f"ws://{host}{path}", headers=headers):
            return 200, ""
    except WebSocketDenialResponse as denied:
        return denied.status_code, denied.headers.get("www-authenticate", "")


def _opened(client: TestClient, token: str, host: str = "testserver") -> set[str]:
    """The doors that a token opens."""
    return {path for path in DOORS if _at(client, path, token, host)[0] != 401}


def _token_for(person: Any, own: Workspace, *paths: str, role: str = "viewer") -> Any:
    """A connected app and what it was given for some doors."""
    app = _registered(person.client)
    asked = _asked(app, resource=[f"{HERE}{path}" for path in paths])
    code = _code(person, asked, own, role)
    return app, _exchange(person.client, app, code, resource=asked["resource"]).json()


def _connected(person: Any, own: Workspace, role: str = "viewer") -> tuple[dict[str, Any], Any]:
    app = _registered(person.client)
    answer = _exchange(person.client, app, _code(person, _asked(app), own, role))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return app, answer.json()


def test_what_an_app_finds_follows_the_host_that_was_asked(client: TestClient) -> None:
    for host in ("testserver", "shop.example.com:8443"):
        nobody = client.post("/mcp", json=PING, headers={"host": host})
        assert nobody.status_code == 401
        where = f"http://{host}/.well-known/oauth-protected-resource/mcp"
        assert nobody.headers["www-authenticate"] == f'Bearer resource_metadata="{where}"'
        for path in (*DOORS, ""):
            found = client.get(
                f"/.well-known/oauth-protected-resource{path}", headers={"host": host}
            ).json()
            assert found["resource"] == f"http://{host}{path or '/mcp'}"
            assert found["authorization_servers"] == [f"http://{host}"]
            assert found["scopes_supported"] == ["read", "write"]
        server = client.get(
            "/.well-known/oauth-authorization-server", headers={"host": host}
        ).json()
        assert server["issuer"] == f"http://{host}"
        assert server["code_challenge_methods_supported"] == ["S256"]
    assert client.get("/.well-known/oauth-protected-resource/other").status_code == 404


def test_a_person_connects_an_app_and_ends_it(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client, client_name="Hel\u202eper\n<b>")
    shown = client.get("/api/v1/connect", params=_asked(app)).json()
    assert shown["name"] == "Hel per <b>"
    assert shown["named_by"] is None
    assert shown["redirect_host"] == "app.example.com"
    assert shown["choices"][0]["roles"] == ["viewer", "approver", "marketer", "admin", "owner"]
    answer = _allowed(person, _asked(app), workspace, "marketer")
    query = parse_qs(urlsplit(answer.json()["redirect_to"]).query)
    assert answer.json()["redirect_to"].startswith(f"{BACK}?code=")
    assert (query["state"], query["iss"]) == (["xyz"], [HERE])
    given = _exchange(client, app, query["code"][0]).json()
    assert given["token_type"] == "Bearer"
    assert given["scope"] == "read write"
    assert 0 < given["expires_in"] <= 3600
    assert _status(client, given["access_token"]) == 200
    listed = client.get("/api/v1/connected-apps").json()["items"]
    assert [(one["name"], one["role"], one["mine"]) for one in listed] == [
        ("Hel per <b>", "marketer", True)
    ]
    assert listed[0]["last_used_at"]
    ended = client.delete(f"/api/v1/connected-apps/{listed[0]['id']}", headers=person.headers)
    assert ended.status_code == 204
    assert _status(client, given["access_token"]) == 401
    assert _refresh(client, app, given["refresh_token"]).json()["error"] == "invalid_grant"
    assert client.get("/api/v1/connected-apps").json()["items"] == []


def test_no_means_no(client: TestClient, workspace: Workspace, sign_in_as: Enter) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client)
    body = {"request": _asked(app), "approved": False}
    answer = client.post("/api/v1/connect", json=body, headers=person.headers).json()
    query = parse_qs(urlsplit(answer["redirect_to"]).query)
    assert (query["error"], query["state"]) == (["access_denied"], ["xyz"])
    assert "code" not in query


WRONG: list[dict[str, Any]] = [
    {"redirect_uri": "https://app.example.com/callback/"},
    {"redirect_uri": "https://app.example.com/callback?next=x"},
    {"redirect_uri": "https://app.example.com.evil.example.com/callback"},
    {"redirect_uri": "https://app.example.com@evil.example.com/callback"},
    {"redirect_uri": "//app.example.com/callback"},
    {"redirect_uri": ""},
    {"response_type": "token"},
    {"code_challenge_method": "plain"},
    {"code_challenge_method": ""},
    {"code_challenge": ""},
    {"code_challenge": "short"},
    {"resource": ["https://other.example.com/mcp"]},
    {"resource": [f"{HERE}/api/v1"]},
    {"resource": [HERE]},
    {"resource": [f"{HERE}/mcp/../api/v1"]},
    {"resource": [f"{HERE}/mcp", "https://other.example.com/a2a"]},
    {"client_id": "nobody"},
    {"client_id": "no\x00body"},
    {"client_id": "https://169.254.169.254/latest/meta-data"},
    {"client_id": "https://[::ffff:169.254.169.254]/latest/meta-data"},
    {"client_id": "http://2852039166/latest"},
]


def test_a_wrong_request_is_told_to_the_person_alone(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client)
    for wrong in WRONG:
        asked = _asked(app) | wrong
        looked = client.get("/api/v1/connect", params=asked)
        decided = _allowed(person, asked, workspace)
        for answer in (looked, decided):
            assert answer.status_code == 422, (wrong, answer.text)
            assert "redirect_to" not in answer.text
            assert answer.json()["title"].endswith(".")


NO_ADDRESS = [
    "http://app.example.com/callback",
    "javascript:alert(1)",
    "data:text/html,x",
    "myapp://callback",
    "https://app.example.com/callback#fragment",
    "https://user@app.example.com/callback",
    "https:///callback",
    "https://app.example.com\\@evil.example.com/",
    "https://app.example.com/call back",
]


def test_what_is_no_registration(client: TestClient) -> None:
    for address in NO_ADDRESS:
        answer = client.post("/oauth/register", json={"redirect_uris": [BACK, address]})
        assert answer.status_code == 400, address
        assert answer.json()["error"] == "invalid_client_metadata"
    for body in (b"", b"[]", b'{"redirect_uris":[]}', b"\xff", b"{" * 9000):
        assert client.post("/oauth/register", content=body).status_code == 400


def test_registrations_of_one_address_are_bounded(client: TestClient) -> None:
    codes = {
        client.post("/oauth/register", json={"redirect_uris": [BACK]}).status_code
        for _ in range(31)
    }
    assert codes == {201, 429}


def test_a_program_on_the_persons_machine_picks_its_port(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client, redirect_uris=["http://127.0.0.1:1234/callback"])
    asked = _asked(app, redirect_uri="http://127.0.0.1:40001/callback")
    assert _allowed(person, asked, workspace).status_code == 200
    for other in ("http://127.0.0.1:1/other", "http://localhost:1234/callback"):
        assert _allowed(person, asked | {"redirect_uri": other}, workspace).status_code == 422


def test_a_code_is_used_once_and_by_whom_it_is_for(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app, other = _registered(client), _registered(client)
    wrong = [
        (app, {"code_verifier": "w" * 43}, "invalid_grant"),
        (app, {"code_verifier": "v" * 129}, "invalid_grant"),
        (app, {"redirect_uri": "https://app.example.com/other"}, "invalid_grant"),
        (app, {"resource": "https://other.example.com/mcp"}, "invalid_target"),
        (app, {"code": "made-up"}, "invalid_grant"),
        (app, {"grant_type": "password"}, "unsupported_grant_type"),
        (other, {}, "invalid_grant"),
    ]
    for who, change, error in wrong:
        code = change.pop("code", None) or _code(person, _asked(app), workspace)
        refused = _exchange(client, who, code, **change)
        assert (refused.status_code, refused.json()["error"]) == (400, error), change
    code = _code(person, _asked(app), workspace)
    given = _exchange(client, app, code).json()
    assert _status(client, given["access_token"]) == 200
    assert _exchange(client, app, code).json()["error"] == "invalid_grant"
    # A code that comes again was seen by somebody else: what it gave ends.
    assert _status(client, given["access_token"]) == 401
    assert _refresh(client, app, given["refresh_token"]).status_code == 400


def test_a_refresh_token_that_comes_again_ends_all(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app, first = _connected(person, workspace)
    foreign = _refresh(client, app, first["refresh_token"], resource="https://x.example.com/mcp")
    assert foreign.json()["error"] == "invalid_target"
    assert _refresh(client, _registered(client), first["refresh_token"]).status_code == 400
    second = _refresh(client, app, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert _status(client, second["access_token"]) == 200
    assert _refresh(client, app, first["refresh_token"]).json()["error"] == "invalid_grant"
    assert _status(client, second["access_token"]) == 401
    assert _refresh(client, app, second["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_token_is_for_its_door_alone(
    client: TestClient, workspace: Workspace, sign_in_as: Enter, database: Database
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    _app, given = _connected(person, workspace, "owner")
    token = given["access_token"]
    assert _status(client, token) == 200
    assert _status(client, token, host="other.example.com") == 401
    client.cookies.clear()
    for path in ("/api/v1/kpis", "/api/v1/members", "/api/v1/connected-apps"):
        answer = client.get(path, headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401, path
    assert _status(client, given["refresh_token"]) == 401
    with database.system() as session:
        kept = session.execute(text("SELECT string_agg(app_secret::text, ' ') FROM app_secret"))
        stored = str(kept.scalar())
        assert token not in stored
        assert given["refresh_token"] not in stored
        session.execute(text("UPDATE app_secret SET expires_at = now() WHERE kind = 'access'"))
    assert _status(client, token) == 401


@pytest.mark.parametrize("path", DOORS)
def test_each_door_says_who_gives_tokens_for_it(client: TestClient, path: str) -> None:
    where = f'Bearer resource_metadata="{HERE}/.well-known/oauth-protected-resource{path}"'
    assert _at(client, path) == (401, where)
    for wrong in ("maa_made-up", "mar_made-up", "ma_made-up"):
        assert _at(client, path, wrong) == (401, f'{where}, error="invalid_token"')


@pytest.mark.parametrize("path", DOORS)
def test_a_token_opens_the_door_that_it_is_for_and_no_other(
    client: TestClient, workspace: Workspace, sign_in_as: Enter, path: str
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app, given = _token_for(person, workspace, path, role="owner")
    client.cookies.clear()
    token = given["access_token"]
    assert _opened(client, token) == {path}
    assert _opened(client, given["refresh_token"]) == set()
    assert _opened(client, token, host="other.example.com") == set()
    headers = {"authorization": f"Bearer {token}"}
    assert client.get("/api/v1/kpis", headers=headers).status_code == 401
    for other in DOORS:
        if other != path:
            again = _refresh(client, app, given["refresh_token"], resource=f"{HERE}{other}")
            assert again.json()["error"] == "invalid_target"
    form = {"token": token, "client_id": app["client_id"]}
    client.post("/oauth/revoke", data=form)
    assert _opened(client, token) == set()


def test_an_app_may_ask_for_several_doors_and_for_a_token_of_one(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client)
    a2a, agui = f"{HERE}/a2a", f"{HERE}/agui"
    asked = _asked(app, resource=[agui, f"{a2a}/"])
    shown = client.get("/api/v1/connect", params=asked).json()["doors"]
    assert shown == [{"name": "A2A", "resource": a2a}, {"name": "AG-UI", "resource": agui}]

    def code() -> str:
        return _code(person, asked, workspace)

    foreign = _exchange(client, app, code(), resource=[a2a, f"{HERE}/mcp"])
    assert foreign.json()["error"] == "invalid_target"
    both = _exchange(client, app, code(), resource=[a2a, agui]).json()
    assert _opened(client, both["access_token"]) == {"/a2a", "/agui"}
    one = _exchange(client, app, code(), resource=agui).json()
    assert _opened(client, one["access_token"]) == {"/agui"}
    wider = _refresh(client, app, one["refresh_token"]).json()
    assert _opened(client, wider["access_token"]) == {"/a2a", "/agui"}
    narrow = _refresh(client, app, wider["refresh_token"], resource=f"{a2a}/").json()
    assert _opened(client, narrow["access_token"]) == {"/a2a"}
    listed = client.get("/api/v1/connected-apps").json()["items"]
    assert all(one["doors"] == shown for one in listed)


def test_a_token_ends_at_every_door_when_the_person_leaves(
    client: TestClient, workspace: Workspace, sign_in_as: Enter, database: Database
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    _app, given = _token_for(person, workspace, *DOORS)
    client.cookies.clear()
    assert _opened(client, given["access_token"]) == set(DOORS)
    with database.system() as session:
        session.execute(
            text("DELETE FROM members WHERE workspace_id = :own"), {"own": workspace.id}
        )
    assert _opened(client, given["access_token"]) == set()


def test_a_browser_brings_its_token_as_a_sub_protocol(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    tokens = [_token_for(person, workspace, path)[1] for path in (SOCKET, "/agui")]
    right, wrong = (
        ["realtime", f"openai-insecure-api-key.{given['access_token']}"] for given in tokens
    )
    with client.websocket_connect(SOCKET, subprotocols=right) as socket:
        assert socket.receive_json()["type"] == "session.created"
    with pytest.raises(WebSocketDenialResponse) as denied:
        with client.websocket_connect(SOCKET, subprotocols=wrong):
            pass
    assert denied.value.status_code == 401


def test_the_card_names_both_ways_in_and_a_viewers_token_offers_what_a_viewer_may(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    card = client.get("/.well-known/agent-card.json").json()
    server = client.get("/.well-known/oauth-authorization-server").json()
    oauth = card["securitySchemes"]["oauth2"]["oauth2SecurityScheme"]
    flow = oauth["flows"]["authorizationCode"]
    assert flow["authorizationUrl"] == server["authorization_endpoint"]
    assert (flow["tokenUrl"], flow["pkceRequired"]) == (server["token_endpoint"], True)
    assert set(flow["scopes"]) == set(server["scopes_supported"])
    assert client.get(oauth["oauth2MetadataUrl"]).json() == server
    named = [set(one["schemes"]) for one in card["securityRequirements"]]
    assert named == [{"api_key"}, {"oauth2"}]
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    skills = {}
    for role in ("viewer", "owner"):
        _app, given = _token_for(person, workspace, "/a2a", role=role)
        headers = {"authorization": f"Bearer {given['access_token']}", "a2a-version": "1.0"}
        asked = {"jsonrpc": "2.0", "id": 1, "method": "GetExtendedAgentCard"}
        answer = client.post("/a2a", json=asked, headers=headers).json()
        skills[role] = {one["id"] for one in answer["result"]["skills"]}
    assert "send_message" in skills["owner"] - skills["viewer"]
    assert "ask" in skills["viewer"]


def test_an_app_has_at_most_the_rights_of_its_person(
    client: TestClient,
    make_workspace: Callable[..., Workspace],
    sign_in_as: Enter,
    database: Database,
) -> None:
    own, theirs = make_workspace(), make_workspace()
    person = sign_in_as(f"{own.slug}@example.com", own)
    app = _registered(client)
    assert _allowed(person, _asked(app), theirs).status_code == 422
    read_only = _asked(app, scope="read")
    assert _allowed(person, read_only, own, "owner").status_code == 422
    assert client.get("/api/v1/connect", params=read_only).json()["choices"][0]["roles"] == [
        "viewer"
    ]
    _app, given = _connected(person, own, "admin")

    def role_at_the_door() -> int:
        call = {
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "draft_message",
                       "arguments": {"subject": "Hello", "body": "Hello"}},
        }  # fmt: skip
        headers = MCP | {"authorization": f"Bearer {given['access_token']}"}
        answer = client.post("/mcp", json=call, headers=headers)
        return 403 if answer.json()["result"].get("isError") else answer.status_code

    assert role_at_the_door() == 200
    with database.system() as session:
        change = "UPDATE members SET role = 'viewer' WHERE workspace_id = :w AND user_id = :u"
        session.execute(text(change), {"w": own.id, "u": person.user_id})
    assert role_at_the_door() == 403
    assert _allowed(person, _asked(app), own, "marketer").status_code == 422
    with database.system() as session:
        gone = "DELETE FROM members WHERE workspace_id = :w AND user_id = :u"
        session.execute(text(gone), {"w": own.id, "u": person.user_id})
    assert _status(client, given["access_token"]) == 401
    assert _refresh(client, _app, given["refresh_token"]).status_code == 400


def test_the_yes_comes_from_our_own_page(
    client: TestClient,
    workspace: Workspace,
    sign_in_as: Enter,
    key_for: Callable[..., dict[str, str]],
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client)
    body = {
        "request": _asked(app), "approved": True, "workspace_id": workspace.id, "role": "viewer",
    }  # fmt: skip
    for headers in ({}, {"X-CSRF-Token": "guessed"}):
        refused = client.post("/api/v1/connect", json=body, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    form = client.post("/api/v1/connect", data={"approved": "true"}, headers=person.headers)
    assert form.status_code == 422
    client.cookies.clear()
    assert client.post("/api/v1/connect", json=body, headers=key_for(workspace)).status_code == 401


def test_apps_of_others_are_theirs(
    client: TestClient,
    make_workspace: Callable[..., Workspace],
    sign_in_as: Enter,
    key_for: Callable[..., dict[str, str]],
) -> None:
    own, theirs = make_workspace(), make_workspace()
    person = sign_in_as(f"{own.slug}@example.com", own)
    _app, given = _connected(person, own)
    app_id = client.get("/api/v1/connected-apps").json()["items"][0]["id"]
    client.cookies.clear()
    for key in (key_for(theirs), key_for(own, "marketer")):
        assert client.get("/api/v1/connected-apps", headers=key).json()["items"] == []
        assert client.delete(f"/api/v1/connected-apps/{app_id}", headers=key).status_code == 404
    assert _status(client, given["access_token"]) == 200
    admin = key_for(own, "admin")
    seen = client.get("/api/v1/connected-apps", headers=admin).json()["items"]
    assert [(one["person"], one["mine"]) for one in seen] == [("A Person", False)]
    assert client.delete(f"/api/v1/connected-apps/{app_id}", headers=admin).status_code == 204
    assert _status(client, given["access_token"]) == 401


def test_an_app_with_a_secret_shows_it(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app = _registered(client, token_endpoint_auth_method="client_secret_basic")
    code = _code(person, _asked(app), workspace)
    for more in ({}, {"client_secret": "guessed"}):
        refused = _exchange(client, app, code, **more)
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    given = _exchange(client, app, code, client_secret=app["client_secret"]).json()
    pair = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
    basic = {"authorization": f"Basic {pair}"}
    nobody = client.post("/oauth/revoke", data={"token": given["access_token"]})
    assert nobody.status_code == 401
    assert _status(client, given["access_token"]) == 200
    ended = client.post("/oauth/revoke", data={"token": given["access_token"]}, headers=basic)
    assert ended.status_code == 200
    assert _status(client, given["access_token"]) == 401


def test_an_app_ends_its_own_tokens_alone(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    app, given = _connected(person, workspace)
    for who, status in ((_registered(client), 200), (app, 401)):
        form = {"token": given["refresh_token"], "client_id": who["client_id"]}
        assert client.post("/oauth/revoke", data=form).status_code == 200
        assert _status(client, given["access_token"]) == status


@contextmanager
def _document(change: dict[str, Any]) -> Iterator[str]:
    """A client's own document, on the loopback; the operator has allowed that host."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = {"client_id": address, "client_name": "Documented", "redirect_uris": [BACK]}
            body = json.dumps(said | change).encode()
            self.send_response(302 if change.get("moved") else 200)
            self.send_header("Location", "http://169.254.169.254/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}/client.json"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()


DOCUMENTS: list[tuple[dict[str, Any], int]] = [
    ({}, 200),
    ({"client_id": "https://other.example.com/client.json"}, 422),
    ({"moved": True}, 422),
    ({"redirect_uris": ["javascript:alert(1)"]}, 422),
    ({"token_endpoint_auth_method": "client_secret_post"}, 422),
    ({"client_name": "x" * 20_000}, 422),
]


def test_an_app_by_its_own_document(
    client: TestClient, workspace: Workspace, sign_in_as: Enter
) -> None:
    person = sign_in_as(f"{workspace.slug}@example.com", workspace)
    for change, status in DOCUMENTS:
        with _document(change) as address:
            asked = _asked({"client_id": address})
            answer = client.get("/api/v1/connect", params=asked)
            assert answer.status_code == status, (change, answer.text)
            if status == 200:
                assert answer.json()["named_by"] == urlsplit(address).netloc
                code = _code(person, asked, workspace)
                given = _exchange(client, {"client_id": address}, code)
                assert _status(client, given.json()["access_token"]) == 200
