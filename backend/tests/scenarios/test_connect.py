"""An app is connected in a browser: the official MCP client asks, a person says yes."""

import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from playwright.sync_api import Browser, Page, Route, expect

from marketing_agent.api.app import create_app
from marketing_agent.api.webapp import find_web
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Workspace
from tests.loops import in_a_loop, serving
from tests.protocols.test_oauth import Kept
from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BACK = "http://127.0.0.1:3030/callback"
PASSWORD = "a long pass phrase"
LONG = 60.0


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    if find_web(None) is None:
        pytest.skip("the web app is not built")
    with serving(create_app(settings, Database(database.url, pool_size=4))) as url:
        yield url


class _App:
    """The client: shows an address to a person, and waits for what comes back."""

    def __init__(self, address: str, name: str) -> None:
        self.shown: queue.Queue[str] = queue.Queue()
        self.back: queue.Queue[str] = queue.Queue()
        said = {"client_name": name, "redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
        self._address = address
        self._provider = OAuthClientProvider(
            f"{address}/mcp",
            OAuthClientMetadata.model_validate(said),
            Kept(),
            self._show,
            self._wait,
        )

    async def _show(self, url: str) -> None:
        self.shown.put(url)

    async def _wait(self) -> AuthorizationCodeResult:
        found = parse_qs(urlsplit(self.back.get(timeout=LONG)).query)
        return AuthorizationCodeResult.model_validate({n: v[0] for n, v in found.items()})

    async def _tools(self) -> int:
        async with httpx2.AsyncClient(auth=self._provider, timeout=LONG) as http:
            transport = streamable_http_client(f"{self._address}/mcp", http_client=http)
            async with Client(transport) as client:
                return len((await client.list_tools()).tools)

    def run(self) -> int:
        """How many tools it finds, once a person has connected it."""
        return in_a_loop(self._tools())


def _returns(page: Page) -> queue.Queue[str]:
    """What the browser brings back to the app's own address."""
    found: queue.Queue[str] = queue.Queue()

    def fulfil(route: Route) -> None:
        found.put(route.request.url)
        route.fulfill(body="Back in the app", content_type="text/plain")

    page.route(f"{BACK}*", fulfil)
    return found


def test_an_app_is_connected_refused_and_ended(
    address: str, database: Database, workspace: Workspace, chromium: Browser
) -> None:
    email = f"{workspace.slug}@example.com"
    with database.system() as session:
        user = sign_in.create_user(session, email, "Ada", PASSWORD)
        sign_in.add_owner(session, workspace.id, user.id)
    app = _App(address, "Helper")
    with ThreadPoolExecutor(max_workers=1) as pool:
        tools = pool.submit(app.run)
        visitor = Visitor(chromium, address)
        visitor.expected_refusals = {401, 422}
        page = visitor.page
        returned = _returns(page)
        asked = app.shown.get(timeout=LONG)
        page.goto(asked)
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Helper wants to work")).to_be_visible()
        expect(page.get_by_text("127.0.0.1:3030", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Connect", exact=True)).to_be_disabled()
        assert visitor.violations() == []
        page.get_by_label("What it may do").select_option("viewer")
        page.get_by_role("button", name="Connect", exact=True).click()
        expect(page.get_by_text("Back in the app")).to_be_visible()
        app.back.put(returned.get(timeout=LONG))
        assert tools.result(timeout=LONG) > 5
    page.goto(asked)
    page.get_by_role("button", name="Do not connect").click()
    expect(page.get_by_text("Back in the app")).to_be_visible()
    assert parse_qs(urlsplit(returned.get(timeout=LONG)).query)["error"] == ["access_denied"]
    page.goto(asked.replace("3030", "3030%40evil.example.com"))
    expect(page.get_by_role("heading", name="This app cannot be connected")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.goto("/agents/")
    apps = page.get_by_role("region", name="Connected apps")
    expect(apps.get_by_text("As viewer for you")).to_be_visible()
    apps.get_by_role("button", name="Disconnect Helper").click()
    page.get_by_role("button", name="Disconnect it").click()
    expect(apps.get_by_text("None yet.")).to_be_visible()
    visitor.context.close()
    assert visitor.complaints == []
