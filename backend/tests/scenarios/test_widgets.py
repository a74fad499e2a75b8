"""Widgets on Summary in a browser: read, arranged with mouse and keyboard, renamed, removed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
WEEKS: dict[str, Any] = {"metrics": ["net_sales"], "grain": "week", "time": "last_90_days"}
TOP: dict[str, Any] = {
    "metrics": ["total_sales"], "dimensions": ["product"], "time": "last_30_days",
    "order": [{"by": "total_sales", "dir": "desc"}], "limit": 8,
}  # fmt: skip
COUNT = "SELECT financial_status, COUNT(*) AS n FROM orders GROUP BY financial_status"


def send(page: Page, method: str, path: str, body: object = None) -> Any:
    """A request of the signed-in person."""
    session = page.request.get("/api/v1/session").json()
    headers = {"X-CSRF-Token": session["csrf_token"]}
    answer = page.request.fetch(f"/api/v1{path}", method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json() if answer.text() else None


@pytest.fixture
def board(signed_in: Path, visit: Visit) -> Callable[..., Visitor]:
    """Opens Summary with three widgets: `board(phone=True)`."""

    def open_board(**looks: bool) -> Visitor:
        visitor = visit(signed_in, **looks)
        page = visitor.page
        for widget in send(page, "GET", "/widgets")["items"]:
            send(page, "DELETE", f"/widgets/{widget['id']}")
        for name, x, y, asked in (
            ("Net sales by week", 0, 0, {"question": WEEKS}),
            ("Top products", 6, 0, {"question": TOP}),
            ("Orders by status", 0, 6, {"sql": COUNT}),
        ):
            layout = {"x": x, "y": y, "w": 6, "h": 6}
            send(page, "POST", "/widgets", {"name": name, "layout": layout} | asked)
        page.goto("/summary/")
        for name in ("Net sales by week", "Top products", "Orders by status"):
            # The first look at new data waits for its SQL to be compiled.
            rows = card(page, name).locator("svg, td").first
            expect(rows).to_be_visible(timeout=60_000)
        return visitor

    return open_board


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name)


def layout(page: Page) -> dict[str, tuple[int, ...]]:
    items = send(page, "GET", "/widgets")["items"]
    return {one["name"]: tuple(one["layout"][side] for side in "xywh") for one in items}


def saved(page: Page) -> Any:
    return page.expect_response("**/widgets/layout")


@pytest.mark.parametrize(
    "looks", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"]
)
def test_the_board_is_clean_and_still(
    board: Callable[..., Visitor], looks: dict[str, bool]
) -> None:
    visitor = board(**looks)
    assert visitor.violations() == []
    assert visitor.shifts() == []
    assert visitor.overflow() <= 0
    if not looks.get("phone"):
        return
    boxes = [
        card(visitor.page, name).bounding_box() or {}
        for name in ("Net sales by week", "Top products", "Orders by status")
    ]
    assert len({box["x"] for box in boxes}) == 1
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)


def test_widgets_are_moved_and_resized_with_the_mouse(board: Callable[..., Visitor]) -> None:
    page = board().page
    page.get_by_role("button", name="Arrange").click()
    handle = page.get_by_role("button", name="Move Orders by status")
    drag(page, handle, dy=-330, dx=0)
    moved = layout(page)
    assert moved["Orders by status"][1] < moved["Net sales by week"][1]
    corner = card(page, "Top products").locator("xpath=..").locator(".cursor-se-resize")
    drag(page, corner, dx=0, dy=100)
    assert layout(page)["Top products"][2:] == (6, 8)
    page.get_by_role("button", name="Done arranging").click()
    page.reload()
    expect(card(page, "Top products")).to_have_css("height", f"{8 * 50 - 10}px")


def drag(page: Page, what: Locator, dx: int, dy: int) -> None:
    what.evaluate("it => it.scrollIntoView({ block: 'center' })")
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with saved(page):
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 11):
            page.mouse.move(x + dx * step / 10, y + dy * step / 10)
        page.mouse.up()


def test_widgets_are_moved_and_resized_from_the_keyboard(board: Callable[..., Visitor]) -> None:
    visitor = board()
    page = visitor.page
    page.get_by_role("button", name="Arrange").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move Top products")).to_be_visible()
    visitor.tab_to("Move Top products")
    with saved(page):
        page.keyboard.press("Shift+ArrowLeft")
    with saved(page):
        page.keyboard.press("Shift+ArrowDown")
    assert layout(page)["Top products"] == (6, 0, 5, 7)
    with saved(page):
        page.keyboard.press("ArrowRight")
    assert layout(page)["Top products"][0] == 7
    visitor.wait_focused("Move Top products")
    said = page.get_by_role("status").filter(has_text="Top products")
    expect(said).to_have_text("Top products: column 8, row 1, 5 columns wide, 7 rows high")
    assert visitor.violations() == []


def test_a_widget_is_renamed_removed_and_brought_back(board: Callable[..., Visitor]) -> None:
    page = board().page
    choose(page, "Top products", "Rename")
    page.get_by_role("textbox", name="Name").fill("Best sellers")
    page.get_by_role("button", name="Rename").click()
    expect(card(page, "Best sellers")).to_be_visible()
    choose(page, "Best sellers", "Remove")
    expect(card(page, "Best sellers")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "Best sellers")).to_be_visible()
    choose(page, "Best sellers", "Take off Summary")
    expect(card(page, "Best sellers")).to_have_count(0)
    put_on(page, "Best sellers")
    expect(card(page, "Best sellers")).to_be_visible()
    assert layout(page)["Best sellers"] == (6, 0, 6, 6)


def put_on(page: Page, name: str) -> None:
    """By the menu of what is off the board."""
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("menuitem", name=name).click()


def choose(page: Page, name: str, act: str) -> None:
    page.get_by_role("button", name=f"Options of {name}").click()
    page.get_by_role("menuitem", name=act).click()


def test_a_widget_opens_in_explore(board: Callable[..., Visitor]) -> None:
    page = board().page
    choose(page, "Orders by status", "Open in Explore")
    page.wait_for_url("**/explore/**")
    expect(page).to_have_url(re.compile("view=sql"))


def test_a_tile_and_a_figure_go_with_a_message(board: Callable[..., Visitor]) -> None:
    visitor = board()
    page = visitor.page
    page.get_by_role("button", name="Options of Top products").click()
    page.get_by_role("menuitem", name="Attach to a message").click()
    waiting = page.get_by_role("list", name="Attached to the next message")
    expect(waiting.get_by_role("listitem")).to_have_text(["Top products"])
    expect(page.get_by_label("Message to the agent")).to_be_focused()
    page.locator('[data-kpi="total_sales"]').first.click()
    page.get_by_role("dialog").get_by_role("button", name="Attach").click()
    expect(waiting.get_by_role("listitem")).to_have_text(
        ["Top products", "Total sales, last 30 days"]
    )
    page.get_by_role("button", name="Attach", exact=True).click()
    picker = page.get_by_role("dialog", name="Attach to the message")
    picker.get_by_role("searchbox").fill("orders by st")
    picker.get_by_role("button", name="Orders by status").click()
    expect(waiting.get_by_role("listitem")).to_have_count(3)
    waiting.get_by_role("button", name="Remove Total sales, last 30 days").click()
    assert visitor.violations() == []
    page.get_by_label("Message to the agent").fill("Summarise these")
    page.keyboard.press("Enter")
    sent = page.get_by_role("list", name="Attached", exact=True).get_by_role("listitem")
    expect(sent).to_have_text(["Top products", "Orders by status"])
    expect(page.get_by_text("Plan, 2 of 2 steps done")).to_be_visible(timeout=120_000)
    expect(waiting).to_have_count(0)


def test_a_tile_and_a_figure_are_dragged_into_the_dock(board: Callable[..., Visitor]) -> None:
    page = board().page
    page.get_by_role("button", name="Agent").first.click()
    talk = page.get_by_role("region", name="Conversation")
    waiting = page.get_by_role("list", name="Attached to the next message").get_by_role("listitem")
    card(page, "Top products").locator("header").drag_to(talk)
    expect(waiting).to_have_text(["Top products"])
    page.locator("article").filter(has=page.locator("[data-kpi=orders]")).first.drag_to(talk)
    expect(waiting).to_have_text(["Top products", "Orders, last 30 days"])
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_tile_is_embedded_for_named_sites_and_taken_back(board: Callable[..., Visitor]) -> None:
    visitor = board()
    page = visitor.page
    page.get_by_role("button", name="Options of Top products").click()
    page.get_by_role("menuitem", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Embed Top products")
    dialog.get_by_label("Sites that may show it").fill("https://intranet.example.com/path")
    visitor.expected_refusals = {422}
    dialog.get_by_role("button", name="Make a frame").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Sites that may show it").fill("https://intranet.example.com")
    dialog.get_by_label("For how long").select_option("7")
    dialog.get_by_role("button", name="Make a frame").click()
    expect(dialog.get_by_text("https://intranet.example.com")).to_be_visible()
    (frame,) = send(page, "GET", "/frames")["items"]
    shown = page.request.get(frame["path"], headers={"Sec-Fetch-Dest": "iframe"})
    assert (
        "frame-ancestors https://intranet.example.com" in shown.headers["content-security-policy"]
    )
    assert visitor.violations() == []
    dialog.get_by_role("button", name="End it").click()
    expect(dialog.get_by_role("button", name="End it")).to_have_count(0)
    assert page.request.get(frame["path"], headers={"Sec-Fetch-Dest": "iframe"}).status == 404
