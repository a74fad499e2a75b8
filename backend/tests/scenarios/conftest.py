"""A real server on an empty data folder, a sample store, and a real Chromium."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from marketing_agent.sample import write_sample
from tests.cli.processes import Served
from tests.scenarios.store import ZONE, Store
from tests.scenarios.visitor import Visitor
from tests.scenarios.walk import drop_exports, make_owner, make_workspace

expect.set_options(timeout=30_000)  # the first look at new data waits for its SQL to be compiled
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium; nothing is downloaded. Its loop ends before other tests begin."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser here: none of {', '.join(_BROWSERS)} is installed")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`serve` on an empty data folder: an installation on its first day."""
    folder = tmp_path_factory.mktemp("first-day") / "data"
    # Agents of others stand on the loopback here.
    served = Served(folder, MARKETING_AGENT_OUTGOING_HOSTS="127.0.0.1").wait_ready()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The exports of one sample store up to yesterday in its own zone."""
    root = tmp_path_factory.mktemp("exports")
    yesterday = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=1)
    write_sample(root, orders=900, until=yesterday)
    return Store.take(root / "Avalon_Sunshine")


@pytest.fixture(scope="module")
def signed_in(
    chromium: Browser, server: Served, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The first owner's cookies, once they came by the set-up link and dropped their exports."""
    visitor = Visitor(chromium, server.url)
    visitor.expected_refusals = {401}  # the look for a session before there is one
    make_owner(visitor.page, server.log.read_text())
    make_workspace(visitor.page)
    drop_exports(visitor, store)
    state = tmp_path_factory.mktemp("session") / "state.json"
    visitor.context.storage_state(path=state)
    visitor.context.close()
    assert visitor.complaints == []
    return state


@pytest.fixture
def visit(chromium: Browser, server: Served) -> Iterator[Callable[..., Visitor]]:
    """Opens a window: `visit(state, dark=True, phone=True)`. Its console must stay silent."""
    visitors: list[Visitor] = []

    def open_window(state: Path | None = None, **looks: bool) -> Visitor:
        visitors.append(Visitor(chromium, server.url, state, **looks))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []
