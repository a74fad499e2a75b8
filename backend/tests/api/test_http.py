"""What every answer has: ids, headers, problems, idempotency."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.api.idempotency import BodyHash
from marketing_agent.observability.logs import configure_logs
from marketing_agent.observability.redaction import HIDDEN, redact
from marketing_agent.tenancy.schemas import Workspace

Keys = Callable[..., dict[str, str]]


def test_operations(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
    client.get("/api/v1/setup")
    text = client.get("/metrics").text
    assert 'operation="get_setup",status="200"' in text


def test_the_document_is_public_and_named(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) > 20
    assert all("security" in operation for operation in operations)


def test_unknown_routes_are_problems(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    assert answer.headers["x-request-id"]


def test_request_ids_are_kept_and_hostile_ones_replaced(client: TestClient) -> None:
    given_id = {"X-Request-Id": "a-good-id-123"}
    assert client.get("/healthz", headers=given_id).headers["x-request-id"] == "a-good-id-123"
    hostile = {"X-Request-Id": "bad id\twith blanks"}
    assert client.get("/healthz", headers=hostile).headers["x-request-id"] != "bad id\twith blanks"


def test_the_same_key_and_body_get_the_same_answer(
    client: TestClient, workspace: Workspace, key_for: Keys
) -> None:
    headers = key_for(workspace) | {"Idempotency-Key": "k-1"}
    new = {"name": "robot", "role": "viewer"}
    first = client.post("/api/v1/api-keys", json=new, headers=headers)
    second = client.post("/api/v1/api-keys", json=new, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    other = client.post("/api/v1/api-keys", json=new | {"name": "x"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    listed = client.get("/api/v1/api-keys", headers=headers).json()["items"]
    assert [one["name"] for one in listed].count("robot") == 1


def test_a_concurrent_pair_runs_once(
    client: TestClient, workspace: Workspace, key_for: Keys
) -> None:
    headers = key_for(workspace) | {"Idempotency-Key": "k-2"}
    new = {"name": "twin", "role": "viewer"}

    def post(_number: int) -> int:
        return client.post("/api/v1/api-keys", json=new, headers=headers).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(post, range(4)))
    assert statuses <= {201, 409}
    listed = client.get("/api/v1/api-keys", headers=headers).json()["items"]
    assert [one["name"] for one in listed].count("twin") == 1


def test_a_refused_request_leaves_the_key_free(
    client: TestClient, workspace: Workspace, key_for: Keys
) -> None:
    new = {"name": "later", "role": "viewer"}
    key = {"Idempotency-Key": "k-3"}
    refused = client.post("/api/v1/api-keys", json=new, headers=key_for(workspace, "viewer") | key)
    assert refused.status_code == 403
    headers = key_for(workspace) | key
    assert client.post("/api/v1/api-keys", json=new, headers=headers).status_code == 201


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(1, 30))
def test_a_form_hashes_alike_whatever_its_boundary(parts: list[bytes], size: int) -> None:
    def digest(boundary: bytes) -> str:
        body = b"".join(b"--" + boundary + b"\r\n\r\n" + part + b"\r\n" for part in parts)
        hashed = BodyHash(f"multipart/form-data; boundary={boundary.decode()}")
        for start in range(0, len(body), size):
            hashed.feed(body[start : start + size])
        return hashed.digest()

    assert digest(b"f0e1d2c3b4a5968778695a4b3c2d1e0f") == digest(
        b"00112233445566778899aabbccddeeff"
    )


def test_other_bodies_hash_otherwise() -> None:
    hashes = set()
    for body in (b"one", b"two", b""):
        hashed = BodyHash("application/json")
        hashed.feed(body)
        hashes.add(hashed.digest())
    assert len(hashes) == 3


def test_logs_are_json_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("INFO")
    secret = "ma_0123456789abcdefghijKLMNOPQRST"
    logging.getLogger("test").info(
        "signed in with %s", secret, extra={"password": "hunter2", "mail": "ada@example.com"}
    )
    logging.getLogger().handlers[:] = []
    line = capsys.readouterr().err.strip()
    entry = json.loads(line)
    assert entry["password"] == HIDDEN
    assert secret not in line
    assert "ada@example.com" not in line


def test_redaction_reaches_inside() -> None:
    seen = redact("payload", {"csrf_token": "x", "list": ["postgresql://u:p@db/x"]})
    assert seen == {"csrf_token": HIDDEN, "list": [f"postgresql://{HIDDEN}@db/x"]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/threads", {"title": "a\0b"}),
        ("PUT", "/api/v1/summary/pins", {"keys": ["orders\0"]}),
        ("POST", "/api/v1/ask", {"question": "orders\0 last month"}),
        ("POST", "/api/v1/api-keys", {"name": "a\0b", "role": "viewer"}),
        ("POST", "/api/v1/saved-questions", {"name": "a\0b", "sql": "SELECT 1"}),
    ],
)
def test_a_character_that_no_text_can_hold(
    method: str,
    path: str,
    body: dict[str, object],
    client: TestClient,
    workspace: Workspace,
    key_for: Keys,
) -> None:
    answer = client.request(method, path, json=body, headers=key_for(workspace, "owner"))
    assert answer.status_code < 500, answer.text
