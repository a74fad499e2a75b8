"""An owner's first day, walked once and kept: others go on from a copy of it."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.cli.processes import Served, wait_for
from tests.scenarios.store import Store
from tests.scenarios.visitor import Visitor
from tests.scenarios.walk import drop_exports, make_owner, make_workspace, tile

_SEEDING_S = 600


@dataclass(frozen=True)
class FirstDay:
    """A data folder whose server has ended, and what the owner's browser kept of its address.

    `opened` is the amount in the drawer of the first tile that the owner opened.
    """

    folder: Path
    url: str
    state: str
    opened: str

    @classmethod
    def walked(cls, folder: Path, browser: Browser, store: Store) -> "FirstDay":
        """From the set-up link by a dropped folder to an opened tile, until all work is done."""
        served = started(folder)
        visitor = Visitor(browser, served.url)
        visitor.expected_refusals = {401}  # the look for a session before there is one
        make_owner(visitor.page, served.log.read_text())
        make_workspace(visitor.page)
        drop_exports(visitor, store)
        opened = _open_tile(visitor.page)
        wait_for(lambda: _seeded(visitor.page), _SEEDING_S)
        state = folder.parent / "state.json"
        visitor.context.storage_state(path=state)
        visitor.context.close()
        assert visitor.complaints == []
        served.stop()
        return cls(folder, served.url, state.read_text(), opened)

    def copied(self, to: Path) -> Path:
        """The data folder once more; owners and modes as they are, which PostgreSQL looks at."""
        subprocess.run(["cp", "-Rp", str(self.folder), str(to)], check=True)
        return to

    def state_at(self, url: str, to: Path) -> Path:
        """What the owner's browser would hold had the day been at this address."""
        to.write_text(self.state.replace(self.url, url))
        return to


def started(folder: Path) -> Served:
    """`serve` on a data folder; agents of others stand on the loopback here."""
    return Served(folder, MARKETING_AGENT_OUTGOING_HOSTS="127.0.0.1").wait_ready()


def _open_tile(page: Page) -> str:
    tile(page, "total_sales").get_by_role("button").first.click()
    amount = page.get_by_role("dialog", name="Total sales").locator("strong").first
    expect(amount).to_be_visible()
    return amount.inner_text()


def _seeded(page: Page) -> bool:
    """Whether the common questions of the store are known: the last that an import asks for."""
    jobs = page.request.get("/api/v1/jobs?limit=200").json()["items"]
    return [job["status"] for job in jobs if job["name"] == "ask.seed"] == ["done"]
