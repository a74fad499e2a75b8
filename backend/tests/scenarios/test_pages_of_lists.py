"""Lists that are read page by page: pages of one row, from the real server, in a browser."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.scenarios.test_agent import SENTENCE, approval, composer, dock, tell
from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
ASKED = ("Total sales yesterday", "Orders yesterday", "Sessions yesterday")


def said(page: Page, text: str) -> Locator:
    """In the conversation: the thread itself is named after its first words."""
    return dock(page).get_by_role("region", name="Conversation").get_by_text(text, exact=True)


def _one_at_a_time(page: Page, path: str) -> None:
    """What the app asks of that path comes back one row a page."""

    def fewer(route: Route) -> None:
        url = urlsplit(route.request.url)
        query = parse_qs(url.query) | {"limit": ["1"]}
        route.continue_(url=url._replace(query=urlencode(query, doseq=True)).geturl())

    page.route(f"**{path}?*", fewer)


def test_earlier_words_of_a_thread_are_shown_on_demand(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/summary/")
    tell(page, ASKED[0])
    for place, text in enumerate(ASKED):
        if place:
            composer(page).fill(text)
            composer(page).press("Enter")
        expect(dock(page).get_by_text("1 of 1 step done")).to_have_count(place + 1)
    _one_at_a_time(page, "/api/v1/threads/*")
    page.reload()
    earlier = dock(page).get_by_role("button", name="Show earlier")
    for shown in (1, 2):
        for place, text in enumerate(reversed(ASKED)):
            expect(said(page, text)).to_have_count(int(place < shown))
        earlier.click()
    for text in ASKED:
        expect(said(page, text)).to_be_visible()
    expect(earlier).to_have_count(0)


def test_more_of_the_approvals_is_shown_on_demand(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/summary/")
    for _ in range(2):
        tell(page, SENTENCE)
        expect(approval(page)).to_have_count(1)
    _one_at_a_time(page, "/api/v1/approvals")
    page.goto("/approvals/")
    main = page.get_by_role("main")
    expect(main.get_by_role("region", name="Approval")).to_have_count(1)
    main.get_by_role("button", name="Show more").click()
    expect(main.get_by_role("region", name="Approval")).to_have_count(2)
    expect(main.get_by_role("button", name="Show more")).to_have_count(0)


def test_whoever_asks_for_the_mark_of_the_app_gets_it(signed_in: Path, visit: Visit) -> None:
    # Browsers ask by these names, some before they have read the page.
    page = visit(signed_in).page
    for name, kind in (("/favicon.ico", "image/"), ("/icon.svg", "image/svg+xml")):
        answer = page.request.get(name)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kind)
