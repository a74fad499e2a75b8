"""Alerts in a browser: the list and what is done with it, today's cards, what comes by itself."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from marketing_agent.api.app import create_app
from marketing_agent.api.webapp import find_web
from marketing_agent.ingestion import service as ingestion
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.findings import told
from marketing_agent.insights.alerts.schemas import Alert, AlertSearch, Finding
from marketing_agent.insights.page.saying import number, say
from marketing_agent.insights.page.schemas import PartSql, Source
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy import sign_in
from marketing_agent.tenancy.schemas import Workspace
from tests.api.test_every_route import ORDERS
from tests.insights.test_alerts import KINDS, finding
from tests.loops import serving
from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a long pass phrase"
LOOKS = [{}, {"dark": True}, {"phone": True}, {"dark": True, "phone": True}]
FALL = "Total sales fell 38% on Thursday 26 November"
RUNS_OUT = "Trail Jacket M runs out in 6 days"
LONG = "and the words about it are so many that no card holds them all, " * 6
FOUND = (
    finding("fall", kind="anomaly", severity="critical", effect_minor=-421_000, title=FALL,
            body=f"Orders explain most of it, {LONG}", day="2026-11-26",
            page="/insights/changes/?show=total_sales", facts={"metric": "total_sales"}),
    finding(),
    finding("stock:b", title="Beanie runs out in 9 days", effect_minor=-1_250),
    finding("rise", kind="anomaly", severity="notice", effect_minor=99_900_000,
            title="Orders rose 61% on Friday 27 November", page="/insights/changes/?show=orders"),
)  # fmt: skip


LEFT = Source(
    formula="Units for sale, all locations, as last exported.",
    statements=(
        PartSql(sql_id="one", sql="SELECT available FROM inventory_levels", hash="h", ms=2.0,
                dialect="duckdb", params={"days": 30}, tables=("inventory_levels",)),
    ),
)  # fmt: skip


def numbered() -> Finding:
    """The jacket that runs out, with numbers that say where they came from."""
    said = say("{units} are left of it.", units=number("12 units", LEFT))
    return finding(**told(said, LEFT)._asdict())


class House:
    """A workspace with a day of orders, and what its numbers let somebody look at."""

    def __init__(self, database: Database, workspace: Workspace, address: str) -> None:
        self.database, self.workspace, self.address = database, workspace, address

    def join(self, name: str, role: str) -> str:
        """Somebody of that role; gives their address for signing in."""
        email = f"{name.lower()}-{self.workspace.slug}@example.com"
        with self.database.system() as session:
            user = sign_in.create_user(session, email, name, PASSWORD)
            sign_in.add_owner(session, self.workspace.id, user.id)
        with self.database.transaction(self.workspace.id) as session:
            if role != "owner":
                caller = tenancy.system_caller(self.workspace)
                tenancy.change_member(session, caller, user.id, role)  # type: ignore[arg-type]
        return email

    def find(self, *found: Finding) -> None:
        with self.database.transaction(self.workspace.id) as session:
            alerts.note(session, self.workspace, found, KINDS)

    def kept(self, title: str) -> Alert:
        """The alert as the server has it."""
        with self.database.transaction(self.workspace.id) as session:
            listed = alerts.listed(session, self.workspace, AlertSearch(status="all"))
        return next(one for one in listed.items if one.title == title)


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    if find_web(None) is None:
        pytest.skip("the web app is not built")
    with serving(create_app(settings, Database(database.url, pool_size=4))) as url:
        yield url


@pytest.fixture
def house(database: Database, workspace: Workspace, address: str) -> House:
    found = House(database, workspace, address)
    found.join("Ada", "owner")
    return found


@pytest.fixture
def stocked(house: House, settings: Settings, tmp_path: Path) -> House:
    (tmp_path / "orders.csv").write_text(ORDERS)
    ingestion.import_path(house.database, settings, house.workspace.id, tmp_path / "orders.csv")
    return house


@pytest.fixture
def enter(house: House, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Opens a page as somebody of the house; the console must stay silent."""
    visitors: list[Visitor] = []

    def open_at(path: str, who: str = "ada", **looks: bool) -> Visitor:
        visitor = Visitor(chromium, house.address, **looks)
        visitors.append(visitor)
        said = {"email": f"{who}-{house.workspace.slug}@example.com", "password": PASSWORD}
        assert visitor.page.request.post("/api/v1/login", data=said).ok
        visitor.page.goto(path)
        return visitor

    yield open_at
    for visitor in visitors:
        visitor.context.close()
        assert visitor.complaints == []


def item(page: Page, title: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=title)


def titles(page: Page) -> Locator:
    return page.get_by_role("list", name="Alerts").get_by_role("heading")


def press(row: Locator, name: str) -> None:
    row.get_by_role("button", name=re.compile(f"^{name}")).click()


def badge(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main", exact=True).get_by_role(
        "link", name="Alerts"
    )


def clean(visitor: Visitor) -> None:
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    assert visitor.shifts() == []
    assert not visitor.phone or visitor.small_targets() == []


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look) or "light")
def test_the_list_and_the_cards_read_well(
    stocked: House, enter: Callable[..., Visitor], look: dict[str, bool]
) -> None:
    stocked.find(FOUND[0], numbered(), *FOUND[2:])
    visitor = enter("/alerts/", **look)
    page = visitor.page
    expect(titles(page)).to_have_text([FALL, RUNS_OUT, FOUND[2].title, FOUND[3].title])
    first = item(page, FALL)
    for words in ("Critical", "\N{MINUS SIGN}$4,210", "Unusual day", "26 Nov 2026"):
        expect(first).to_contain_text(words)
    clean(visitor)
    page.goto("/summary/")
    today = page.get_by_role("region", name="Today")
    expect(today.get_by_role("listitem")).to_have_count(3)
    expect(today.get_by_text("3 of 4 open")).to_be_visible()
    clean(visitor)


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[3]], ids=["light", "dark-phone"])
def test_each_number_opens_the_statement_it_came_from(
    stocked: House, enter: Callable[..., Visitor], look: dict[str, bool]
) -> None:
    stocked.find(numbered())
    visitor = enter("/alerts/", **look)
    page, keys = visitor.page, visitor.page.keyboard
    for path, place in (("/alerts/", "list"), ("/summary/", "region")):
        page.goto(path)
        there = page.get_by_role(place, name="Alerts" if place == "list" else "Today")  # type: ignore[arg-type]
        for called in ("12 units", "\N{MINUS SIGN}$9,400"):
            opener = there.get_by_role("button", name=f"{called}, how it is counted")
            opener.focus()
            keys.press("Enter")
            panel = page.get_by_role("dialog", name=called)
            expect(panel).to_contain_text(LEFT.formula)
            expect(panel).to_contain_text("SELECT available FROM inventory_levels")
            expect(panel).to_contain_text("$days = 30")
            assert visitor.violations() == []
            keys.press("Escape")
            expect(panel).to_have_count(0)
            expect(opener).to_be_focused()


def test_a_number_that_changed_meanwhile_says_so(
    house: House, enter: Callable[..., Visitor]
) -> None:
    house.find(numbered())
    page = enter("/alerts/").page
    opener = page.get_by_role("button", name="12 units, how it is counted")
    expect(opener).to_be_visible()
    house.find(finding(body="None is left."))  # a look says nothing to open pages
    opener.click()
    expect(page.get_by_role("dialog")).to_contain_text("says something else now")


def test_each_act_is_seen_at_once_kept_and_taken_back(
    house: House, enter: Callable[..., Visitor]
) -> None:
    house.join("Ben", "marketer")
    house.find(*FOUND)
    page = enter("/alerts/").page
    expect(badge(page)).to_contain_text("4 open")
    press(item(page, FALL), "I look after it")
    expect(item(page, FALL)).to_have_count(0)
    expect(badge(page)).to_contain_text("3 open")
    page.get_by_role("button", name="Undo").click()
    expect(item(page, FALL)).to_be_visible()
    expect(badge(page)).to_contain_text("4 open")
    press(item(page, RUNS_OUT), "Snooze")
    page.get_by_role("menuitem", name="For 30 days").click()
    expect(item(page, RUNS_OUT)).to_have_count(0)
    press(item(page, FALL), "More for")
    page.get_by_role("menuitem", name="Ben").click()
    expect(item(page, FALL)).to_have_count(0)
    press(item(page, FOUND[2].title), "More for")
    page.get_by_role("menuitem", name="Resolve with a note").click()
    dialog = page.get_by_role("dialog", name="Resolve")
    dialog.get_by_label("Note").fill("Ordered 200.")
    dialog.get_by_role("button", name="Resolve").click()
    expect(item(page, FOUND[2].title)).to_have_count(0)
    expect(badge(page)).to_contain_text("1 open")

    page.get_by_role("button", name="Status: Open").click()
    page.get_by_role("menuitemradio", name="All").click()
    expect(item(page, FALL)).to_contain_text("Ben looks after it")
    expect(item(page, RUNS_OUT)).to_contain_text("Snoozed until")
    expect(item(page, FOUND[2].title)).to_contain_text("Note: Ordered 200.")
    expect(item(page, FOUND[2].title)).to_contain_text("Resolved by you")
    press(item(page, RUNS_OUT), "Open again")
    expect(item(page, RUNS_OUT)).not_to_contain_text("Snoozed until")
    expect(badge(page)).to_contain_text("2 open")
    page.get_by_role("button", name="Kind: Any").click()
    page.get_by_role("menuitemradio", name="Stock").click()
    expect(titles(page)).to_have_text([RUNS_OUT, FOUND[2].title])
    expect(page).to_have_url(re.compile("status=all"))
    expect(page).to_have_url(re.compile("kind=stock"))
    assert house.kept(FALL).status == "acknowledged"
    assert house.kept(RUNS_OUT).status == "open"
    done = house.kept(FOUND[2].title)
    assert (done.status, done.note) == ("resolved", "Ordered 200.")


def test_what_the_server_refuses_comes_back(house: House, enter: Callable[..., Visitor]) -> None:
    house.find(*FOUND)
    visitor = enter("/alerts/")
    page = visitor.page
    visitor.expected_refusals = {500}
    page.route("**/alerts/*/resolve", lambda route: route.fulfill(status=500, body="{}"))
    press(item(page, FALL), "Resolve")
    expect(page.get_by_text(f"“{FALL}” is as it was.")).to_be_visible()
    expect(titles(page).first).to_have_text(FALL)
    expect(badge(page)).to_contain_text("4 open")
    assert house.kept(FALL).status == "open"


def test_by_keyboard_alone(house: House, enter: Callable[..., Visitor]) -> None:
    house.find(*FOUND)
    visitor = enter("/alerts/")
    page, keys = visitor.page, visitor.page.keyboard
    expect(titles(page)).to_have_count(4)
    keys.press("j")
    visitor.wait_focused(FALL)
    keys.press("j")
    visitor.wait_focused(RUNS_OUT)
    keys.press("ArrowUp")
    visitor.wait_focused(FALL)
    for _ in ("I look after it", "Snooze", "Resolve"):
        keys.press("Tab")
    expect(item(page, FALL).get_by_role("button", name=f"Resolve {FALL}")).to_be_focused()
    keys.press("Enter")
    expect(item(page, FALL)).to_have_count(0)
    expect(page.get_by_role("link", name=RUNS_OUT)).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/insights/inventory/**")
    keys.press("g")
    keys.press("l")
    page.wait_for_url("**/alerts/")


def test_todays_cards_are_done_with_one_by_one(
    stocked: House, enter: Callable[..., Visitor]
) -> None:
    stocked.find(*FOUND)
    page = enter("/summary/").page
    today = page.get_by_role("region", name="Today")
    cards = today.get_by_role("heading", level=3)
    expect(cards).to_have_text([one.title for one in FOUND[:3]])
    expect(badge(page)).to_contain_text("4 open")
    press(today.get_by_role("listitem").filter(has_text=FALL), "Resolve")
    expect(cards).to_have_text([one.title for one in FOUND[1:]])
    expect(badge(page)).to_contain_text("3 open")
    page.get_by_role("button", name="Undo").click()
    expect(cards.first).to_have_text(FALL)
    for left in range(4, 0, -1):
        expect(badge(page)).to_contain_text(f"{left} open")
        press(today.get_by_role("listitem").first, "Snooze")
        page.get_by_role("menuitem", name="For a day").click()
    expect(today).to_contain_text("Nothing needs you")
    expect(cards).to_have_count(0)
    expect(badge(page)).not_to_contain_text("open")
    assert stocked.kept(FALL).status == "snoozed"


def test_nothing_is_asked_for_today_of_a_store_without_data(
    house: House, enter: Callable[..., Visitor]
) -> None:
    page = enter("/summary/").page
    expect(page.get_by_role("heading", name=re.compile("figures appear here"))).to_be_visible()
    expect(page.get_by_role("region", name="Today")).to_have_count(0)
    page.goto("/alerts/")
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    missing = page.get_by_role("region", name="What cannot be watched yet")
    expect(missing.get_by_role("link").first).to_have_attribute("href", "/imports/")


def test_what_is_raised_meanwhile_comes_by_itself(
    stocked: House, enter: Callable[..., Visitor]
) -> None:
    stocked.find(FOUND[1])
    visitor = enter("/alerts/")
    page = visitor.page
    expect(titles(page)).to_have_text([RUNS_OUT])
    with page.expect_response("**/api/v1/events*"):
        page.reload()
    expect(titles(page)).to_have_text([RUNS_OUT])
    stocked.find(*FOUND[:3])
    expect(titles(page)).to_have_text([FALL, RUNS_OUT, FOUND[2].title])
    expect(badge(page)).to_contain_text("3 open")
    said = page.get_by_role("status").filter(has_text=FALL)
    said.get_by_role("button", name="See why").click()
    page.wait_for_url("**/insights/changes/?show=total_sales**")


def test_a_viewer_may_only_look(stocked: House, enter: Callable[..., Visitor]) -> None:
    stocked.join("Vera", "viewer")
    stocked.find(*FOUND)
    page = enter("/alerts/", who="vera").page
    expect(page.get_by_text("You can look.")).to_be_visible()
    expect(item(page, FALL).get_by_role("button", name="More for")).to_be_visible()
    expect(item(page, FALL).get_by_role("button")).to_have_count(1)
    page.goto("/summary/")
    today = page.get_by_role("region", name="Today")
    expect(today.get_by_role("link", name=re.compile("^See why"))).to_have_count(3)
    expect(today.get_by_role("button")).to_have_count(0)
