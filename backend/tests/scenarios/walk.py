"""The first steps of every owner: the set-up link, a workspace, a folder of exports."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.scenarios.store import ZONE, Store
from tests.scenarios.visitor import Visitor

_READING_MS = (
    120_000  # a folder is read, and the first look at it waits for its SQL, on any machine
)
EMAIL, PASSWORD = "ada@example.com", "a long enough sentence"


def tile(page: Page, key: str) -> Locator:
    """The tile of a figure on Summary."""
    return page.locator("article").filter(has=page.locator(f'[data-kpi="{key}"]'))


def fill_in(page: Page, **fields: str) -> None:
    """Fills a form's fields by their names."""
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)


def make_owner(page: Page, log: str) -> None:
    """Follows the link that the server printed."""
    page.goto("/setup/?token=" + log.split("/setup/?token=")[1].split()[0])
    fill_in(page, name="Ada Rivera", email=EMAIL, password=PASSWORD)
    page.get_by_role("button", name="Make me the owner").click()


def make_workspace(page: Page) -> None:
    """Answers what a first visit asks."""
    expect(page.get_by_role("heading", name="Which store is this for?")).to_be_visible()
    fill_in(page, name="Avalon Sunshine")
    page.locator("[name=timezone]").select_option(ZONE)
    page.locator("[name=currency]").select_option("USD")
    page.get_by_role("button", name="Create the workspace").click()
    expect(page.get_by_role("heading", name=re.compile("figures appear here"))).to_be_visible()


def drop_exports(visitor: Visitor, store: Store) -> None:
    """Drops the folder on Imports and watches it being read."""
    page = visitor.page
    page.get_by_role("link", name="Drop in a folder").click()
    visitor.drop(page.get_by_role("region", name="Add files"), store.folder)
    expect(page.get_by_role("progressbar", name="Import")).to_be_visible()
    expect(page.get_by_text("Imported", exact=True)).to_be_visible(timeout=_READING_MS)
    page.get_by_role("link", name="Summary").first.click()
    tile(page, "orders").wait_for(timeout=_READING_MS)
