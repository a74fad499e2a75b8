"""The app over this worker's database, and people who call it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import links, sign_in
from marketing_agent.tenancy.schemas import Workspace


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    """A client of the app; server errors come back as answers, as they would over the wire."""
    app = create_app(settings, Database(database.url, pool_size=4))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@dataclass(frozen=True)
class Person:
    """A signed-in browser: its client holds the cookie, `headers` the rest."""

    client: TestClient
    headers: dict[str, str]
    user_id: str


@pytest.fixture
def sign_in_as(client: TestClient, database: Database) -> Callable[..., Person]:
    """Signs a new owner of the given workspaces in by a one-time link."""

    def enter(email: str, *workspaces: Workspace) -> Person:
        with database.system() as session:
            user = sign_in.create_user(session, email, "A Person", None)
            for workspace in workspaces:
                sign_in.add_owner(session, workspace.id, user.id)
            path = links.make_link(session, "sign_in", user.id)
        answer = client.post("/api/v1/sign-in-link", json={"token": path.split("token=")[1]})
        assert answer.status_code == 200, answer.text
        headers = {"X-CSRF-Token": answer.json()["csrf_token"]}
        return Person(client, headers, user.id)

    return enter
