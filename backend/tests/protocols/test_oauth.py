"""The official MCP client connects by OAuth, a person saying yes: by REST with their session."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx2
import pytest
from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import links, sign_in
from marketing_agent.tenancy.schemas import Workspace
from tests.loops import in_a_loop, serving

BACK = "http://127.0.0.1:3030/callback"


class Kept:
    """What the client keeps between its runs."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class _Person:
    """Opens the address that the client shows, signed in, and says yes."""

    def __init__(self, address: str, database: Database, workspace: Workspace) -> None:
        with database.system() as session:
            user = sign_in.create_user(session, f"{workspace.slug}@example.com", "Ada", None)
            sign_in.add_owner(session, workspace.id, user.id)
            token = links.make_link(session, "sign_in", user.id).split("token=")[1]
        self.browser = httpx2.Client(base_url=address)
        signed = self.browser.post("/api/v1/sign-in-link", json={"token": token}).json()
        self.csrf = {"X-CSRF-Token": signed["csrf_token"]}
        self.workspace, self.asked = workspace, 0
        self.answer = ""

    async def open(self, url: str) -> None:
        self.asked += 1
        assert urlsplit(url).path == "/connect/"
        request: dict[str, Any] = dict(parse_qsl(urlsplit(url).query))
        request["resource"] = [request["resource"]]
        body = {
            "request": request,
            "approved": True,
            "workspace_id": self.workspace.id,
            "role": "viewer",
        }
        said = self.browser.post("/api/v1/connect", json=body, headers=self.csrf)
        assert said.status_code == 200, said.text
        self.answer = said.json()["redirect_to"]

    async def returned(self) -> AuthorizationCodeResult:
        found = {name: values[0] for name, values in parse_qs(urlsplit(self.answer).query).items()}
        return AuthorizationCodeResult.model_validate(found)


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    with serving(create_app(settings, Database(database.url, pool_size=4))) as url:
        yield url


def _tools(address: str, kept: Kept, person: _Person) -> list[str]:
    metadata = OAuthClientMetadata.model_validate(
        {"client_name": "A client", "redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    )
    provider = OAuthClientProvider(f"{address}/mcp", metadata, kept, person.open, person.returned)

    async def run() -> Any:
        async with httpx2.AsyncClient(auth=provider, timeout=60) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport) as client:
                return [tool.name for tool in (await client.list_tools()).tools]

    found: list[str] = in_a_loop(run())
    return found


def test_the_official_client_connects_refreshes_and_asks_again(
    address: str, database: Database, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    person, kept = _Person(address, database, workspace), Kept()
    assert "ask" in _tools(address, kept, person)
    assert kept.tokens is not None
    assert kept.tokens.scope == "read"
    assert person.asked == 1
    assert "ask" in _tools(address, kept, person)
    assert person.asked == 1
    listed = httpx2.get(f"{address}/api/v1/connected-apps", headers=key_for(workspace)).json()
    assert [one["name"] for one in listed["items"]] == ["A client"]
    ended = person.browser.delete(
        f"/api/v1/connected-apps/{listed['items'][0]['id']}", headers=person.csrf
    )
    assert ended.status_code == 204
    assert "ask" in _tools(address, kept, person)
    assert person.asked == 2
