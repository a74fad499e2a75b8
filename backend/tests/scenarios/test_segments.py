"""Saved segments as a person makes them: rules, a size that follows, a name, and a way back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
LOOKS = [{}, {"dark": True}, {"phone": True}, {"dark": True, "phone": True}]


def opened(page: Page) -> None:
    page.goto("/insights/segments/")
    expect(page.get_by_role("region", name="Groups over time")).to_be_visible()
    page.get_by_role("link", name="Saved segments").click()
    expect(page.get_by_role("heading", name="Templates")).to_be_visible()
    expect(page.get_by_text("Customers with at least 2 orders.")).to_be_visible()


def size(page: Page) -> int:
    """The size of the audience, once it is that of the rules as they stand."""
    audience = page.get_by_role("region", name="Audience")
    expect(audience).to_have_attribute("aria-busy", "false")
    strong = audience.locator("strong")
    expect(strong).to_have_text(re.compile(r"^[\d,]+$"))  # until it is counted first: a dash
    return int(strong.inner_text().replace(",", ""))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look) or "light")
def test_it_reads_well(signed_in: Path, visit: Visit, look: dict[str, bool]) -> None:
    visitor = visit(signed_in, **look)
    page = visitor.page
    opened(page)
    with page.expect_response("**/segments/preview*"):
        page.get_by_role("button", name="Add a group").click()
    audience = page.get_by_role("region", name="Audience").locator("div").first
    expect(audience).to_have_css("opacity", "1")
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    if visitor.phone:
        assert visitor.small_targets() == []


def test_rules_are_counted_kept_deleted_and_brought_back(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page)
    twice = size(page)
    page.get_by_label("Rule 1, value").fill("3")
    expect(page.get_by_text("Customers with at least 3 orders.")).to_be_visible()
    thrice = size(page)
    assert 0 < thrice < twice
    page.get_by_label("Rule 1, value").fill("")
    expect(page.get_by_text("Fill in the value of each rule.")).to_be_visible()
    page.get_by_label("Rule 1, value").fill("3")
    page.get_by_label("Name", exact=True).fill("Three or more")
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    saved = page.get_by_role("region", name="Saved")
    one = saved.get_by_role("button", name=re.compile(f"^Three or more {thrice}$"))
    expect(one).to_have_attribute("aria-current", "true")
    saved.get_by_role("button", name="Delete Three or more").click()
    expect(one).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(one).to_be_visible()


def test_a_group_is_one_press_from_a_segment_of_it(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/insights/segments/")
    groups = page.get_by_role("region", name="Groups", exact=True)
    row = groups.get_by_role("row").filter(has=page.get_by_text("At risk", exact=True))
    row.get_by_role("link", name="Make a segment").click()
    expect(page.get_by_label("Rule 1, field")).to_have_value("rfm_group")
    expect(page.get_by_label("Rule 1, value")).to_have_value("AT_RISK")
    assert size(page) > 0
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("At risk")
    name.fill("Worth winning back")
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/insights/segments/saved/\?segment=[^&]+$"))


def test_a_template_is_opened_kept_and_compared(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    opened(page)
    for name in ("One-time buyers", "New customers"):
        page.get_by_role("region", name="Templates").get_by_role(
            "button", name=re.compile(f"^{name}")
        ).click()
        page.get_by_role("button", name="Save segment").click()
        expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    for name in ("One-time buyers", "New customers"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    pairs = page.get_by_role("region", name="Pairs of segments")
    expect(pairs.get_by_role("row")).to_have_count(2)
    expect(pairs).to_contain_text("One-time buyers and New customers")


def test_a_saved_one_is_found_by_its_name_in_the_command_menu(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    opened(page)
    page.get_by_label("Name", exact=True).fill("Zebra people")
    page.get_by_role("button", name="Save segment").click()
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    menu = page.get_by_role("combobox", name="Ask, or find a figure or a page")
    page.goto("/insights/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    menu.fill("zebra")
    expect(page.get_by_role("option").first).to_contain_text("Zebra people")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Zebra people")
    page.keyboard.press("Control+k")
    menu.fill("new segment")
    expect(page.get_by_role("option").first).to_contain_text("New segment")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
