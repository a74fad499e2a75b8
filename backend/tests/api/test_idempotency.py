"""What an `Idempotency-Key` is not: a hiding place, a back door, a lock for ever."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace

Keys = Callable[..., dict[str, str]]
NEW = {"name": "robot", "role": "viewer"}


def _run(database: Database, statement: str, **values: object) -> list[bytes]:
    with database.system() as session:
        result = session.execute(text(statement), values)
        return [row[0] for row in result] if result.returns_rows else []


@pytest.fixture
def headers(workspace: Workspace, key_for: Keys) -> dict[str, str]:
    return key_for(workspace) | {"Idempotency-Key": f"k-{workspace.id}"}


def test_a_stored_answer_does_not_show_the_key_in_it(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    made = client.post("/api/v1/api-keys", json=NEW, headers=headers)
    secret = made.json()["key"].encode()
    query = "SELECT response FROM idempotency_keys WHERE key = :key"
    stored = _run(database, query, key=headers["Idempotency-Key"])
    assert len(stored) == 1
    assert secret not in bytes(stored[0])
    again = client.post("/api/v1/api-keys", json=NEW, headers=headers)
    assert again.headers["idempotent-replay"] == "true"
    assert again.content == made.content


def test_a_revoked_key_gets_no_stored_answer(
    client: TestClient, headers: dict[str, str], workspace: Workspace, key_for: Keys
) -> None:
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).status_code == 201
    other = key_for(workspace)
    for one in client.get("/api/v1/api-keys", headers=other).json()["items"][1:]:
        client.delete(f"/api/v1/api-keys/{one['id']}", headers=other)
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).status_code == 401


def test_a_request_that_was_killed_does_not_hold_its_key(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).status_code == 201
    unanswered = "UPDATE idempotency_keys SET status = NULL, created_at = now() - :age * interval"
    unanswered += " '1 second' WHERE key = :key"
    _run(database, unanswered, key=headers["Idempotency-Key"], age=30)
    busy = client.post("/api/v1/api-keys", json=NEW, headers=headers)
    assert (busy.status_code, busy.json()["code"]) == (409, "idempotency_key_busy")
    _run(database, unanswered, key=headers["Idempotency-Key"], age=90)
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).status_code == 201


def test_a_key_is_kept_for_a_day(
    client: TestClient, headers: dict[str, str], database: Database
) -> None:
    first = client.post("/api/v1/api-keys", json=NEW, headers=headers).json()["id"]
    aged = "UPDATE idempotency_keys SET created_at = now() - :hours * interval '1 hour'"
    aged += " WHERE key = :key"
    _run(database, aged, key=headers["Idempotency-Key"], hours=23)
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).json()["id"] == first
    _run(database, aged, key=headers["Idempotency-Key"], hours=25)
    assert client.post("/api/v1/api-keys", json=NEW, headers=headers).json()["id"] != first
