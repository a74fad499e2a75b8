"""Others are connected in a browser: apps that ask, and servers that are told what happens."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import text

import marketing_agent.events.webhooks.jobs
import marketing_agent.protocols.a2a.push.jobs  # noqa: F401  (as in a worker)
from marketing_agent.api.app import create_app
from marketing_agent.api.webapp import find_web
from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Workspace
from tests.hooks import Hook, answered, hook
from tests.loops import beside, in_a_loop, serving
from tests.protocols.test_oauth import Kept
from tests.scenarios.visitor import Visitor

__all__ = ["hook"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
BACK = "http://127.0.0.1:3030/callback"
PASSWORD = "a long pass phrase"
LONG = 60.0


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    """The product; servers of others stand on the loopback here."""
    if find_web(None) is None:
        pytest.skip("the web app is not built")
    own = settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    with serving(create_app(own, Database(database.url, pool_size=4))) as url:
        yield url


@pytest.fixture
def email(database: Database, workspace: Workspace) -> str:
    """The address of the workspace's owner."""
    found = f"{workspace.slug}@example.com"
    with database.system() as session:
        user = sign_in.create_user(session, found, "Ada", PASSWORD)
        sign_in.add_owner(session, workspace.id, user.id)
    return found


@pytest.fixture
def work(database: Database, settings: Settings) -> Callable[[], None]:
    """Makes the calls that wait, as a worker would."""
    own = settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})

    def act() -> None:
        while beside(jobs.run_next, database, own):
            pass

    return act


def sign_in_as(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


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


def test_an_app_is_connected_refused_and_ended(address: str, email: str, chromium: Browser) -> None:
    app = _App(address, "Helper")
    with ThreadPoolExecutor(max_workers=1) as pool:
        tools = pool.submit(app.run)
        visitor = Visitor(chromium, address)
        visitor.expected_refusals = {401, 422}
        page = visitor.page
        returned = _returns(page)
        asked = app.shown.get(timeout=LONG)
        page.goto(asked)
        sign_in_as(page, email)
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


LOOKS = pytest.mark.parametrize(
    "looks", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"]
)


@pytest.fixture
def window(address: str, chromium: Browser, email: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a page as the owner; its console must stay silent."""
    visitors: list[Visitor] = []

    def open_at(path: str, **looks: bool) -> Visitor:
        visitors.append(Visitor(chromium, address, **looks))
        visitors[-1].expected_refusals = {401, 422}
        visitors[-1].page.goto(f"/login/?next={path}")
        sign_in_as(visitors[-1].page, email)
        visitors[-1].page.wait_for_url(f"**{path}")
        return visitors[-1]

    yield open_at
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []


def clean(visitor: Visitor) -> None:
    """Nothing that axe, a narrow window or a finger would stumble over."""
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    if visitor.phone:
        assert visitor.small_targets() == []


@LOOKS
def test_a_webhook_is_added_tried_sent_again_paused_and_removed(
    window: Callable[..., Visitor], hook: Hook, work: Callable[[], None], looks: dict[str, bool]
) -> None:
    visitor = window("/settings/webhooks/", **looks)
    page = visitor.page
    expect(page.get_by_text("None yet. Add one below.")).to_be_visible()
    place, add = page.get_by_label("Address to call"), page.get_by_text("Add the webhook")
    place.fill("https://169.254.169.254/latest")
    add.click()
    expect(page.get_by_text("Calls do not go to this address.")).to_be_visible()
    clean(visitor)
    place.fill(hook.url("127.0.0.1"))
    page.get_by_label("A message is sent").check()
    add.click()
    made = page.get_by_role("listitem", name=hook.url("127.0.0.1"))
    expect(made.get_by_text("An import is complete, a message is sent")).to_be_visible()
    expect(made.get_by_text("whsec_")).to_be_visible()
    hook.reply = lambda handler: answered(handler, 410)
    made.get_by_role("button", name="Send a test").click()
    expect(made.get_by_text("Waiting")).to_be_visible()
    work()
    expect(made.get_by_text("Given up")).to_be_visible()
    expect(made.get_by_text("HTTP 410")).to_be_visible()
    clean(visitor)
    hook.reply = None
    made.get_by_role("button", name="Send again: Test").click()
    expect(made.get_by_text("Waiting")).to_be_visible()
    work()
    expect(made.get_by_text("Delivered")).to_be_visible()
    assert [path for _method, path, _headers, _body in hook.requests] == ["/hook", "/hook"]
    made.get_by_role("button", name="Pause").click()
    expect(made.get_by_text("Paused since")).to_be_visible()
    expect(made.get_by_role("button", name="Send a test")).to_be_disabled()
    made.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Remove this webhook").click()
    expect(page.get_by_text("None yet. Add one below.")).to_be_visible()


def _nobody_takes(
    address: str, headers: dict[str, str], database: Database, workspace: Workspace, url: str
) -> None:
    """An agent asks to be told of a task and takes no call until the last one is made."""
    follow = {"action": "follow_events", "args": {"kinds": ["message.sent"]}}
    message = {"messageId": "m", "role": "ROLE_USER", "parts": [{"data": follow}]}
    asks = {"taskPushNotificationConfig": {"url": url}, "returnImmediately": True}
    call = {"jsonrpc": "2.0", "id": 1, "method": "SendMessage"}
    call |= {"params": {"message": message, "configuration": asks}}
    told = httpx2.post(f"{address}/a2a", json=call, headers=headers | {"A2A-Version": "1.0"})
    assert "result" in told.json(), told.text
    with database.transaction(workspace.id) as session:
        session.execute(text("UPDATE a2a_push_config SET attempts = 99"))
        events.emit(session, workspace.id, "message.sent", {"message_id": "m"})


@LOOKS
def test_calls_that_nobody_took_are_sent_again(
    window: Callable[..., Visitor],
    hook: Hook,
    work: Callable[[], None],
    address: str,
    database: Database,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    looks: dict[str, bool],
) -> None:
    hook.reply = lambda handler: answered(handler, 500)
    _nobody_takes(address, key_for(workspace), database, workspace, hook.url("127.0.0.1"))
    work()
    visitor = window("/agents/", **looks)
    lost = visitor.page.get_by_role("region", name="Calls given up")
    expect(lost.get_by_role("listitem")).to_contain_text("It answered 500.")
    clean(visitor)
    hook.reply = None
    lost.get_by_role("button", name="Send again").click()
    expect(lost).to_have_count(0)
    work()
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)
    expect(lost).to_have_count(0)
    assert [len(body) > 0 for _method, _path, _headers, body in hook.requests] == [True, True]
