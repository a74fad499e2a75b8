"""A workspace with a small team, and people of it who ask for things and decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from marketing_agent.agents.runs.house import build_house, furnish, house_of
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace
from tests.api.conftest import client

__all__ = ["client"]

WORDS = {"subject": "Sales last week", "body": "Total sales came to $476.39.\n\n<b>Ada</b> & co."}


@dataclass(frozen=True)
class Team:
    """Calls of one workspace over HTTP, by role."""

    client: TestClient
    database: Database
    settings: Settings
    workspace: Workspace
    key_for: Callable[..., dict[str, str]]

    def send(self, role: str, method: str, path: str, body: object = None) -> Response:
        headers = self.key_for(self.workspace, role)
        return self.client.request(method, f"/api/v1{path}", json=body, headers=headers)

    def done(self, role: str, method: str, path: str, body: object = None) -> Any:
        answer = self.send(role, method, path, body)
        assert answer.is_success, answer.text
        return answer.json()

    def tool(self, role: str, name: str, **arguments: Any) -> Response:
        return self.send(role, "POST", f"/tools/{name}", {"arguments": arguments})

    def drafted(self, **words: Any) -> str:
        """Id of a new draft to the team."""
        answer = self.tool("marketer", "draft_message", **(WORDS | words))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["data"]["id"])

    def asked(self, message_id: str) -> dict[str, Any]:
        """The approval that sending it waits for."""
        answer = self.tool("marketer", "send_message", message_id=message_id)
        assert answer.status_code == 202, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def decide(self, approval: dict[str, Any], *, approved: bool, role: str = "owner") -> Response:
        body = {"approved": approved, "digest": approval["digest"]}
        return self.send(role, "POST", f"/approvals/{approval['id']}/decide", body)

    def inbox(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.done("viewer", "GET", "/inbox")["items"]
        return items

    def work(self) -> None:
        """Does what waits in the background."""
        while jobs.run_next(self.database, self.settings):
            pass


@pytest.fixture
def team(
    client: TestClient,
    database: Database,
    settings: Settings,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
) -> Team:
    found = Team(client, database, settings, workspace, key_for)
    for name in ("Ada", "Bo"):
        email = f"{name.lower()}.{workspace.slug}@example.com"
        new = {"email": email, "name": name, "role": "viewer"}
        found.done("owner", "POST", "/members", new)
    return found


@pytest.fixture
def furnished(team: Team) -> Iterator[Team]:
    """The team, whose runs are carried out with this test's settings."""
    before = house_of(team.database, team.settings)
    furnish(team.database, build_house(team.database, team.settings))
    yield team
    furnish(team.database, before)
