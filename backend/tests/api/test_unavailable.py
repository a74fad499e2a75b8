"""While PostgreSQL is away the process lives, says so, and asks to try again."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from tests.cli.processes import free_port


@pytest.fixture
def lonely(settings: Settings) -> Iterator[TestClient]:
    """The app with nobody at the database's address."""
    database = Database(f"postgresql://agent:hidden-word@127.0.0.1:{free_port()}/none")
    with TestClient(create_app(settings, database), raise_server_exceptions=False) as client:
        yield client


def test_alive_but_not_ready(lonely: TestClient) -> None:
    assert lonely.get("/healthz").status_code == 200
    away = lonely.get("/readyz")
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k-1"}], ids=["plain", "with key"])
def test_requests_may_be_tried_again(lonely: TestClient, headers: dict[str, str]) -> None:
    key = {"Authorization": "Bearer ma_0123456789abcdefghijKLMNOPQRST"}
    new = {"name": "robot", "role": "viewer"}
    away = lonely.post("/api/v1/api-keys", json=new, headers=key | headers)
    assert away.status_code == 503
    assert away.json()["retryable"] is True
    assert "hidden-word" not in away.text
