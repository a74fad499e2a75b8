"""A real server on an owner's first day, a sample store, and a real Chromium."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from marketing_agent.sample import write_sample
from tests.cli.processes import Served
from tests.scenarios.first_day import FirstDay, started
from tests.scenarios.store import ZONE, Store
from tests.scenarios.visitor import Visitor

# A server that has just begun loads what runs are carried out by, and compiles its first SQL.
expect.set_options(timeout=60_000)
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


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The exports of one sample store up to yesterday in its own zone."""
    root = tmp_path_factory.mktemp("exports")
    yesterday = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=1)
    write_sample(root, orders=900, until=yesterday)
    return Store.take(root / "Avalon_Sunshine")


@pytest.fixture(scope="package")
def first_day(
    chromium: Browser, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> FirstDay:
    """A store whose owner came by the set-up link and dropped their exports."""
    return FirstDay.walked(tmp_path_factory.mktemp("first-day") / "data", chromium, store)


@pytest.fixture(scope="module")
def server(first_day: FirstDay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`serve` on a copy of the first day: what a module does, no other sees."""
    served = started(first_day.copied(tmp_path_factory.mktemp("next-day") / "data"))
    yield served
    served.stop()


@pytest.fixture(scope="module")
def signed_in(first_day: FirstDay, server: Served) -> Path:
    """The owner's cookies."""
    return first_day.state_at(server.url, server.data_dir.parent / "state.json")


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
