"""What comes into the dock from outside, in a browser: views of others, documents, resources."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.agents.servers.viewed import Viewed, viewed
from tests.cli.processes import Served
from tests.scenarios.test_agent import composer, dock, tell
from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
_WORKING_MS = 120_000  # the first run of a server loads what plans it
TOOLS = ("trend", "trap", "lookup")


@pytest.fixture(scope="module")
def other() -> Iterator[Viewed]:
    with viewed() as found:
        yield found


@pytest.fixture(scope="module")
def owner(
    chromium: Browser,
    server: Served,
    signed_in: Path,
    other: Viewed,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """An owner who added the server and trusts three of its tools to read, on its page."""
    visitor = Visitor(chromium, server.url, signed_in)
    page = visitor.page
    page.goto("/agents/")
    form = page.get_by_role("form", name="Add a server")
    form.locator("[name=name]").fill("shop")
    form.locator("[name=url]").fill(other.url)
    form.get_by_role("button", name="Add the server").click()
    for name in TOOLS:
        row = page.get_by_role("listitem").filter(has_text=f"shop/{name}").last
        row.get_by_label("It only reads").check()
        row.get_by_role("button", name=f"Approve shop/{name}").click()
        expect(row.get_by_text("On: trusted to read only")).to_be_visible()
    state = tmp_path_factory.mktemp("session") / "state.json"
    visitor.context.storage_state(path=state)
    visitor.context.close()
    assert visitor.complaints == []
    return state


def _view(page: Page, tool: str) -> FrameLocator:
    frames = dock(page).get_by_title(f"View of shop/{tool}")
    expect(frames).to_be_visible(timeout=_WORKING_MS)
    return frames.content_frame


def _held_back(server: Served) -> list[str]:
    lines = server.log.read_text().splitlines()
    return [one for one in lines if "a view of others was held back" in one]


def test_a_kind_view_draws_the_result_in_the_dock(owner: Path, visit: Visit, other: Viewed) -> None:
    visitor = visit(owner)
    page = visitor.page
    page.goto("/threads/")
    page.goto("/explore/")
    tell(page, "Use shop/trend with word: May")
    view = _view(page, "trend")
    expect(view.get_by_role("heading")).to_have_text("trend says May")
    expect(view.get_by_text("Drawn in the light")).to_be_visible()
    frame = dock(page).get_by_title("View of shop/trend")
    expect(frame).to_have_css("height", "180px")
    view.get_by_role("button", name="Ask for more").click()
    expect(view.get_by_role("heading")).to_have_text("lookup says tea")
    view.get_by_role("button", name="Open the shop").click()
    asked = dock(page).get_by_role("group", name="The view asks")
    expect(asked.get_by_text("https://shop.example.com/tea")).to_be_visible()
    asked.get_by_role("button", name="No").click()
    expect(asked).to_have_count(0)
    assert len(page.context.pages) == 1
    assert visitor.violations() == []


def test_a_hostile_view_gets_nowhere(
    owner: Path, visit: Visit, other: Viewed, server: Served
) -> None:
    visitor = visit(owner)
    page = visitor.page
    page.goto("/explore/")
    before = list(other.calls)
    tell(page, "Use shop/trap with word: cheese")
    done = _view(page, "trap").get_by_role("listitem")
    expect(done).to_have_count(12)
    assert [one for one in done.all_inner_texts() if "refused" not in one] == []
    assert other.calls == [*before, "trap cheese"]
    lines = _held_back(server)
    assert [name in " ".join(lines) for name in ("wipe", "../send_message")] == [True, True]
    assert len(lines) == 2
    _nothing_happened(visitor, other)


@pytest.mark.parametrize(
    ("word", "told"), [("flood", "it sent more than"), ("leave", "it went to another page")]
)
def test_a_view_that_floods_or_leaves_is_stopped(
    owner: Path, visit: Visit, other: Viewed, server: Served, word: str, told: str
) -> None:
    visitor = visit(owner)
    page = visitor.page
    page.goto("/explore/")
    with page.expect_response("**/view/stop", timeout=_WORKING_MS) as noted:
        tell(page, f"Use shop/trap with word: {word}")
    assert noted.value.status == 204
    expect(dock(page).get_by_role("alert")).to_contain_text(told)
    expect(dock(page).get_by_title("View of shop/trap")).to_have_count(0)
    assert any("server.view_stopped" in line for line in _held_back(server))
    composer(page).fill("The page still listens")  # and is not busy with what was sent
    assert other.calls.count("lookup flood") <= 60
    _nothing_happened(visitor, other)


def _nothing_happened(visitor: Visitor, other: Viewed) -> None:
    """It left no trace but the browser's own word that it was refused."""
    assert visitor.page.url.endswith("/explore/")
    assert len(visitor.context.pages) == 1
    assert other.touched == []
    assert "wipe" not in " ".join(other.calls)
    word = ("Content Security Policy", "Blocked opening", "Unsafe attempt", "status of 4")
    assert [one for one in visitor.complaints if not any(part in one for part in word)] == []
    visitor.complaints.clear()


def test_documents_are_added_found_attached_and_removed(
    owner: Path, visit: Visit, tmp_path: Path
) -> None:
    visitor = visit(owner)
    page = visitor.page
    (tmp_path / "returns.md").write_text("# Returns\n\nUnworn goods come back in thirty days.\n")
    (tmp_path / "odd.bin").write_bytes(b"\x00\x01\x02")
    page.goto("/documents/")
    expect(page.get_by_text("No documents yet")).to_be_visible()
    visitor.expected_refusals = {415, 422}
    page.get_by_test_id("pick-documents").set_input_files(
        [tmp_path / "returns.md", tmp_path / "odd.bin"]
    )
    library = page.get_by_role("region", name="Library")
    expect(library.get_by_role("link", name="returns.md")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="odd.bin")).to_be_visible()
    assert visitor.violations() == []
    page.get_by_label("Search documents").fill("thirty days")
    found = page.get_by_role("region", name="Results")
    expect(found.get_by_text("Unworn goods come back in")).to_be_visible(timeout=_WORKING_MS)
    page.get_by_label("Search documents").fill("")
    page.get_by_role("button", name="Agent").first.click()
    page.get_by_role("button", name="Attach", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="returns.md").click()
    waiting = page.get_by_role("list", name="Attached to the next message")
    expect(waiting.get_by_role("listitem")).to_have_text(["returns.md"])
    page.get_by_role("button", name="Attach", exact=True).click()
    picker = page.get_by_role("dialog", name="Attach to the message")
    picker.get_by_role("button", name="What shop, a server of others, has").click()
    picker.get_by_role("button", name="Terms").click()
    expect(waiting.get_by_role("listitem")).to_have_text(["returns.md", "terms.md"])
    waiting.get_by_role("button", name="Remove terms.md").click()
    (tmp_path / "days.csv").write_text("day,orders\n2026-10-01,3\n")
    visitor.drop(page.get_by_role("region", name="Conversation"), tmp_path / "days.csv")
    expect(waiting.get_by_role("listitem")).to_have_text(["returns.md", "days.csv"])
    waiting.get_by_role("button", name="Remove days.csv").click()
    composer(page).fill("Read this file")
    composer(page).press("Enter")
    sent = page.get_by_role("list", name="Attached", exact=True).get_by_role("link")
    expect(sent).to_have_text(["returns.md"])
    expect(dock(page).get_by_text("thirty days").last).to_be_visible(timeout=_WORKING_MS)
    library.get_by_role("button", name="Remove returns.md").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No documents yet")).to_be_visible()
