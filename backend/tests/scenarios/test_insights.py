"""The pages of insights as a person opens them, in both themes, at a desk and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from marketing_agent.insights.service import PAGES
from tests.scenarios.picture import Picture
from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
LOOKS = [{}, {"dark": True}, {"phone": True}, {"dark": True, "phone": True}]
NEXT_PAGE = re.compile(r"/explore/.*\.txt")
NO_NUMBER = re.compile(r"\bNaN\b|Infinity|undefined|\[object")


def opened(page: Page, name: str) -> None:
    """The page with everything on it: something to read, and nothing on its way."""
    page.goto(f"/insights/{name}/")
    main = page.locator("main")
    expect(main.get_by_role("heading", level=2).first).to_be_visible()
    expect(main.locator("[aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look) or "light")
def test_every_page_reads_well(signed_in: Path, visit: Visit, look: dict[str, bool]) -> None:
    visitor = visit(signed_in, **look)
    page = visitor.page
    page.goto("/insights/")
    links = page.locator("main li").get_by_role("link")
    expect(links).to_have_count(len(PAGES))
    for one in PAGES:
        opened(page, one.name)
        expect(page.get_by_role("heading", level=1)).to_have_text(one.title)
        assert not NO_NUMBER.search(page.locator("main").inner_text()), one.name
        assert visitor.violations() == [], one.name
        assert visitor.overflow() <= 0, one.name
        assert badly_painted(visitor, one.name) == [], one.name
        if visitor.phone:
            assert visitor.small_targets() == [], one.name


def badly_painted(visitor: Visitor, name: str) -> list[str]:
    """Parts and drawings that stay blank, and a page in the other theme's colours."""
    picture = Picture(visitor, name)
    assert picture.image.width == (390 if visitor.phone else 1440)
    assert (picture.ground < 60) if visitor.dark else (picture.ground > 220)
    return picture.blank("main section, main svg")


def test_what_is_chosen_changes_the_page_and_stays_in_its_address(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    opened(page, "cohorts")
    days = page.get_by_role("button", name=re.compile("^Dates: "))
    expect(days).to_have_accessible_name("Dates: Last 12 months")
    # Written by the page itself, they would undo a link that was pressed a moment before.
    assert "range" not in page.url
    days.click()
    page.get_by_role("button", name="Last 90 days").click()
    expect(days).to_have_accessible_name("Dates: Last 90 days")
    expect(page).to_have_url(re.compile("range=last_90_days"))
    page.get_by_role("button", name="Step: Month").click()
    page.get_by_role("menuitemradio", name="Quarter").click()
    expect(page.get_by_role("button", name="Step: Quarter")).to_be_visible()
    expect(page).to_have_url(re.compile("grain=quarter"))
    page.reload()
    expect(page.get_by_role("button", name="Step: Quarter")).to_be_visible()
    expect(days).to_have_accessible_name("Dates: Last 90 days")


def test_a_link_pressed_while_a_page_loads_is_followed(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    listed: list[Route] = []
    followed: list[Route] = []
    page.route(re.compile(r"/api/v1/insights$"), lambda route: listed.append(route))
    page.route(NEXT_PAGE, lambda route: followed.append(route))
    with page.expect_request(re.compile(r"/api/v1/insights$")):
        page.goto("/insights/cohorts/")
    page.get_by_role("navigation").get_by_role("link", name="Explore").click()
    for route in listed:
        route.continue_()
    # The page learns its own days while the next one is still on its way.
    days = page.get_by_role("button", name=re.compile("^Dates: "))
    expect(days).to_have_accessible_name("Dates: Last 12 months")
    assert followed
    page.unroute(NEXT_PAGE)
    for route in followed:
        route.continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explore")
    expect(page).to_have_url(re.compile(r"/explore/$"))


def test_a_part_goes_with_a_message(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    opened(page, "sales")
    page.get_by_role("button", name="Ask about Sales by country").press("Enter")
    waiting = page.get_by_role("list", name="Attached to the next message").get_by_role("listitem")
    expect(waiting).to_have_text([re.compile("^Sales by country, ")])
    expect(page.get_by_label("Message to the agent")).to_be_focused()
    talk = page.get_by_role("region", name="Conversation")
    page.get_by_role("heading", name="Key figures").drag_to(talk)
    expect(waiting).to_have_text([re.compile("^Sales by country, "), re.compile("^Key figures, ")])
    page.get_by_role("button", name=re.compile("^Remove Key figures")).click()
    expect(waiting).to_have_count(1)
    assert visitor.violations() == []
    page.get_by_label("Message to the agent").fill("Summarise this")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Plan, 1 of 1 steps? done"))).to_be_visible(timeout=120_000)
    sent = page.get_by_role("list", name="Attached", exact=True).get_by_role("listitem")
    expect(sent).to_have_text([re.compile("^Sales by country, ")])


def test_figures_beside_a_page_are_over_the_days_of_the_page(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page, "cohorts")
    page.get_by_role("button", name="Agent").first.click()
    page.get_by_role("button", name="Attach", exact=True).click()
    picker = page.get_by_role("dialog", name="Attach to the message")
    picker.get_by_role("button", name="Total sales, last 12 months").click()
    waiting = page.get_by_role("list", name="Attached to the next message").get_by_role("listitem")
    expect(waiting).to_have_text(["Total sales, last 12 months"])
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Ask, or find a figure or a page").fill("total sales")
    page.get_by_role("option", name=re.compile("^Total sales")).first.click()
    days = page.get_by_role("button", name=re.compile("^Dates: "))
    expect(days).to_have_accessible_name("Dates: Last 12 months")
    expect(page).to_have_url(re.compile(r"/summary/\?.*range=last_12_months"))


def test_each_part_says_how_it_is_counted_and_is_taken_away_as_a_file(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    opened(page, "cohorts")
    page.get_by_role("button", name=re.compile("^How this is counted")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("SQL").first).to_contain_text("SELECT")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("^Download .* as CSV")).first.click()
    assert taken.value.suggested_filename.startswith("cohorts-")


def test_a_table_is_sorted_by_its_heads(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page, "products")
    head = page.get_by_role("columnheader", name="Units").first
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")


def test_a_page_is_kept_read_and_taken_back(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    page.goto("/insights/")
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", name="No reports yet")).to_be_visible()
    opened(page, "why")
    page.get_by_role("button", name="Save as report").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Why sales moved")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why sales moved")
    expect(page.get_by_role("region", name="Total sales by day")).to_be_visible()
    assert visitor.violations() == []
    page.get_by_role("button", name="All reports").click()
    page.get_by_role("button", name="Delete Why sales moved").click()
    expect(page.get_by_role("heading", name="No reports yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Why sales moved")).to_be_visible()
    assert visitor.violations() == []


def test_an_unusual_day_leads_to_why(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/insights/changes/?range=last_90_days")
    page.get_by_role("link", name="Show me why").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show me why")
    expect(page.get_by_role("heading", name="Other figures on the same days")).to_be_visible()


def test_a_lead_time_is_set_where_stock_is_read(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    opened(page, "inventory")
    expect(page.get_by_text("Lead time 14 days")).to_be_visible()
    page.get_by_role("button", name="Set lead time").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Service level, in percent")).to_have_value("95")
    assert visitor.violations() == []
    dialog.get_by_label("Lead time, in days").fill("21")
    dialog.get_by_label("Service level, in percent").fill("99")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Lead time 21 days, give or take 3; service level 99%")).to_be_visible()


def test_pages_of_one_job_lead_to_each_other(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page, "cohorts")
    siblings = page.get_by_role("navigation", name="Customers")
    expect(siblings.get_by_role("link", name="Cohorts")).to_have_attribute("aria-current", "page")
    siblings.get_by_role("link", name="Segments").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Segments")
    siblings.get_by_role("link", name="Insights").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Insights")


def test_in_a_wide_table_changes_stand_under_their_figures(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page, "acquisition")
    split = page.get_by_role("region", name="Where they came from, by channel", exact=True)
    expect(split.get_by_role("columnheader", name="Sessions", exact=True)).to_be_visible()
    expect(split.get_by_role("columnheader", name="Sessions, before")).to_have_count(0)
    expect(split.get_by_text(re.compile("^Changes are against "))).to_be_visible()
    box = split.get_by_label("Rows of Where they came from, by channel")
    assert box.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
