"""Costs that no file tells, as a person sets them, and what profit then says of them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
LOOKS = [{}, {"dark": True}, {"phone": True}, {"dark": True, "phone": True}]
COSTS = "**/api/v1/insights/settings/costs"
PROFIT = "/api/v1/insights/profit"


def opened(page: Page) -> Locator:
    """The list of costs, once it is there."""
    page.goto("/settings/costs/")
    expect(page.get_by_role("checkbox", name="There are no other costs")).to_be_visible()
    return page.get_by_role("region", name="Costs")


def adding(page: Page, kind: str) -> Locator:
    page.get_by_role("button", name="Add a cost").click()
    dialog = page.get_by_role("dialog", name="Add a cost")
    dialog.get_by_label("Cost", exact=True).select_option(label=kind)
    return dialog


def taken_off(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_text(f"{name} removed")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look) or "light")
def test_the_list_and_the_form_read_well(
    signed_in: Path, visit: Visit, look: dict[str, bool]
) -> None:
    visitor = visit(signed_in, **look)
    page = visitor.page
    costs = opened(page)
    dialog = adding(page, "Other spend")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog.get_by_text("Give it a name.")).to_be_visible()
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    if visitor.phone:
        assert visitor.small_targets() == []
    dialog.get_by_label("Name").fill("A name that goes on " * 9)
    dialog.get_by_label("Amount in").fill("1,200")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog).to_have_count(0)
    expect(costs.get_by_text("$1,200.00 a month, fixed cost")).to_be_visible()
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    if visitor.phone:
        assert visitor.small_targets() == []
    costs.get_by_role("button", name=re.compile("^Remove A name that goes on")).click()
    expect(costs.get_by_text("None yet.")).to_be_visible()


def test_a_cost_is_set_changed_taken_off_and_brought_back(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    costs = opened(page)
    dialog = adding(page, "Payment fees")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog.get_by_text("Write a percent or an amount.")).to_be_visible()
    expect(dialog.get_by_label("Percent")).to_be_focused()
    dialog.get_by_label("Percent").fill("2,9")
    dialog.get_by_label("Amount in").fill("0.30")
    dialog.get_by_label("First day").fill("2026-03-01")
    dialog.get_by_label("Last day").fill("2026-02-01")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog.get_by_text("It ends before it starts.")).to_be_visible()
    dialog.get_by_label("Last day").fill("")
    dialog.get_by_role("button", name="Add this cost").click()
    row = costs.get_by_role("listitem")
    expect(row).to_contain_text("2.9 % of what orders were charged and $0.30 an order")
    expect(row).to_contain_text("From Sun 1 Mar 2026")

    page.get_by_role("button", name="Change Payment fees").click()
    dialog = page.get_by_role("dialog", name="Change this cost")
    expect(dialog.get_by_label("Percent")).to_have_value("2.9")
    dialog.get_by_label("Percent").fill("3.1")
    dialog.get_by_label("Last day").fill("2026-12-31")
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("3.1 % of what")
    expect(row).to_contain_text("Sun 1 Mar 2026 to Thu 31 Dec 2026")
    page.reload()
    expect(row).to_contain_text("3.1 % of what")

    taken_off(page, "Payment fees")
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Payment fees is back")).to_be_visible()
    expect(row).to_contain_text("3.1 % of what")
    taken_off(page, "Payment fees")


def test_what_the_server_refuses_is_said_and_what_was_typed_stays(
    signed_in: Path, visit: Visit
) -> None:
    visitor = visit(signed_in)
    visitor.expected_refusals.update({422, 409})
    page = visitor.page
    costs = opened(page)
    dialog = adding(page, "Handling")
    dialog.get_by_label("Amount in").fill("1.005")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog.get_by_role("alert")).to_contain_text("at most 2 decimals")
    expect(dialog.get_by_label("Amount in")).to_have_value("1.005")
    assert visitor.violations() == []
    dialog.get_by_label("Amount in").fill("1.25")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog).to_have_count(0)

    # Of one kind two may not start on the same day.
    dialog = adding(page, "Handling")
    dialog.get_by_label("Amount in").fill("2")
    dialog.get_by_role("button", name="Add this cost").click()
    expect(dialog.get_by_role("alert")).to_contain_text("2 rules start")
    page.keyboard.press("Escape")

    # Somebody else sets costs meanwhile: theirs are shown, and nothing of them is lost.
    other = visit(signed_in).page
    opened(other)
    theirs = adding(other, "Shipping")
    theirs.get_by_label("Amount in").fill("4")
    theirs.get_by_role("button", name="Add this cost").click()
    expect(theirs).to_have_count(0)
    page.get_by_role("button", name="Remove Handling").click()
    expect(page.get_by_text("Somebody else changed the costs")).to_be_visible()
    expect(costs.get_by_role("listitem")).to_have_count(2)
    for name in ("Handling", "Shipping"):
        taken_off(page, name)


def test_it_is_worked_by_the_keyboard_alone(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    costs = opened(page)
    visitor.tab_to("Add a cost")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Add a cost")
    expect(dialog.get_by_label("Cost", exact=True)).to_be_focused()
    page.keyboard.type("Handling")
    visitor.tab_to("Amount in USD")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(costs.get_by_role("listitem")).to_contain_text("$1.50 an order")
    visitor.tab_to("Change Handling")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Change this cost")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Change Handling")).to_be_focused()
    visitor.tab_to("Remove Handling")
    page.keyboard.press("Enter")
    expect(costs.get_by_text("None yet.")).to_be_visible()


def test_costs_that_do_not_come_can_be_asked_for_again(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    visitor.expected_refusals.add(503)
    page = visitor.page
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        route.fulfill(status=503, content_type="application/json", body="{}")

    page.route(COSTS, refuse)
    page.goto("/settings/costs/")
    again = page.get_by_role("button", name=re.compile("again", re.IGNORECASE))
    expect(again).to_be_visible()
    assert asked
    page.unroute(COSTS)
    again.click()
    expect(page.get_by_role("checkbox", name="There are no other costs")).to_be_visible()


def asked(page: Page) -> list[str]:
    """What is asked of profit from now on."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if PROFIT in one.url else None)
    return found


def strip(page: Page) -> Locator:
    """Profit on Summary, once somebody has come down to it."""
    page.goto("/?range=last_90_days")
    found = page.get_by_role("region", name="Profit")
    found.scroll_into_view_if_needed()
    expect(found.get_by_role("heading", name="Profit")).to_be_visible()
    return found


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(look) or "light")
def test_profit_on_summary_reads_well(signed_in: Path, visit: Visit, look: dict[str, bool]) -> None:
    visitor = visit(signed_in, **look)
    profit = strip(visitor.page)
    expect(profit.get_by_text("Net profit (incomplete)")).to_be_visible()
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    if visitor.phone:
        assert visitor.small_targets() == []


def test_profit_on_summary_is_asked_for_when_it_comes_near(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    urls = asked(page)
    page.goto("/?range=last_90_days")
    expect(page.get_by_role("region", name="Pinned").get_by_role("heading").first).to_be_visible()
    profit = page.get_by_role("region", name="Profit")
    expect(profit).to_have_count(1)
    expect(page.get_by_role("region", name="Pinned").get_by_role("article").first).to_be_visible()
    assert urls == []
    profit.scroll_into_view_if_needed()
    expect(profit.get_by_role("heading", name="Profit")).to_be_visible()
    (url,) = urls
    assert "part=figures" in url
    assert "range=last_90_days" in url
    profit.get_by_role("button", name="How this is counted").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("SQL").first).to_contain_text("SELECT")


def test_profit_on_summary_says_what_it_lacks_until_that_is_told(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    profit = strip(page)
    expect(profit.get_by_text("Contribution (incomplete)")).to_be_visible()
    expect(profit.get_by_text("Not taken off, since nothing tells them: Shipping")).to_be_visible()
    expect(profit).to_contain_text("costs are in no export, and none are set.")
    profit.get_by_role("link", name="Set costs").click()
    page.get_by_role("checkbox", name="There are no other costs").check()
    expect(page.get_by_role("checkbox", name="There are no other costs")).to_be_enabled()
    profit = strip(page)
    expect(profit.get_by_text("Net profit", exact=True)).to_be_visible()
    expect(profit.get_by_text("Not taken off")).to_have_count(0)
    opened(page)
    page.get_by_role("checkbox", name="There are no other costs").uncheck()
    expect(page.get_by_role("checkbox", name="There are no other costs")).to_be_enabled()
