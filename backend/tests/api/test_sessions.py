"""Cookies, what is logged about them, and the role behind every connection."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from marketing_agent.kernel.db import Database
from marketing_agent.observability.logs import configure_logs
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Workspace

PASSWORD = "a long enough password"


@pytest.fixture
def account(database: Database) -> dict[str, str]:
    email = f"{uuid4().hex}@example.com"
    with database.system() as session:
        sign_in.create_user(session, email, "Ada", PASSWORD)
    return {"email": email, "password": PASSWORD}


def _cookie(app: Any, account: dict[str, str], **headers: str) -> str:
    answer = TestClient(app).post("/api/v1/login", json=account, headers=headers)
    assert answer.status_code == 200
    return str(answer.headers["set-cookie"])


def test_the_cookie_is_secure_behind_https(client: TestClient, account: dict[str, str]) -> None:
    proxied = ProxyHeadersMiddleware(client.app, trusted_hosts="testclient")
    https = {"X-Forwarded-Proto": "https"}
    assert "Secure" in _cookie(proxied, account, **https)
    assert "Secure" not in _cookie(proxied, account)
    stranger = ProxyHeadersMiddleware(client.app, trusted_hosts="10.0.0.1")
    assert "Secure" not in _cookie(stranger, account, **https)


def test_signing_in_never_takes_over_a_given_session(
    client: TestClient, account: dict[str, str]
) -> None:
    planted = "planted-by-somebody-else-0000000000"
    client.cookies.set("ma_session", planted)
    answer = client.post("/api/v1/login", json=account)
    assert answer.cookies["ma_session"] != planted
    stranger = TestClient(client.app, cookies={"ma_session": planted})
    assert stranger.get("/api/v1/session").status_code == 401


def test_ended_sessions_are_swept(
    client: TestClient, account: dict[str, str], database: Database
) -> None:
    count = "SELECT count(*) FROM user_sessions s JOIN users u ON u.id = s.user_id"
    count += " WHERE u.email = :email"
    client.post("/api/v1/login", json=account)
    with database.system() as session:
        session.execute(text("UPDATE user_sessions SET expires_at = now() - interval '1 second'"))
    assert client.get("/api/v1/session").status_code == 401
    client.post("/api/v1/login", json=account)
    with database.system() as session:
        assert session.execute(text(count), {"email": account["email"]}).scalar() == 1


def test_signing_in_leaves_no_secret_in_the_log(
    client: TestClient,
    account: dict[str, str],
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = key_for(workspace)["Authorization"].split()[1]
    configure_logs("DEBUG")
    try:
        cookie = client.post("/api/v1/login", json=account).cookies["ma_session"]
        client.post("/api/v1/login", json=account | {"password": "wrong-but-private"})
        client.get("/api/v1/members", headers={"Authorization": f"Bearer {key}"})
        line = f"Cookie: ma_session={cookie}; key {key} of {account['email']}"
        logging.getLogger("test").warning(line)
        try:
            raise RuntimeError(f"no luck with {account['email']} and {key}")
        except RuntimeError:
            logging.getLogger("test").exception("failed")
    finally:
        logging.getLogger().handlers[:] = []
    written = capsys.readouterr().err
    assert "no luck with" in written
    for secret in (PASSWORD, "wrong-but-private", cookie, key, account["email"]):
        assert secret not in written


def test_the_application_role_has_no_powers(database: Database) -> None:
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin"
    powers += " FROM pg_roles WHERE rolname = current_user"
    owned = "SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid"
    owned += " WHERE r.rolname = current_user AND d.deptype = 'o'"
    with database.transaction() as session:
        assert session.execute(text(powers)).scalar() is False
        assert session.execute(text(owned)).scalar() == 0
        creates = text("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        assert session.execute(creates).scalar() is False
