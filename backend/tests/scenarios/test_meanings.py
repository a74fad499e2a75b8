"""What questions mean, in a browser: found, opened, put right, forgotten; and the stored SQL."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.scenarios.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
QUESTION = "orders in the last 41 days"
PAGE = "/settings/questions/"


def ask(page: Page) -> Locator:
    page.goto("/explore/")
    box = page.get_by_role("combobox", name="Ask about this store")
    box.fill(QUESTION)
    box.press("Enter")
    answer = page.get_by_role("article", name="Answer")
    answer.locator("strong").wait_for()
    return answer


def found(page: Page, words: str) -> Locator:
    page.get_by_role("searchbox").fill(words)
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=words, exact=False))
    expect(page.locator("tbody > tr")).to_have_count(1)
    return row


def choose(page: Page, act: str) -> None:
    page.get_by_role("button", name=f"Options of {QUESTION}").press("Enter")
    page.get_by_role("menuitem", name=act).press("Enter")


def test_a_meaning_is_found_opened_changed_and_forgotten(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    visitor.expected_refusals = {404, 422}
    page = visitor.page
    for _ in range(2):  # read, then known: the first hit links the entry to its SQL
        ask(page)
    page.goto(PAGE)
    row = found(page, QUESTION)
    expect(row).to_contain_text("orders, last 41 days")
    expect(row).to_contain_text("Read by rule")
    row.get_by_role("button", name=QUESTION).first.press("Enter")
    expect(page.get_by_label(f"SQL of {QUESTION}")).to_contain_text("SELECT")
    for act, said in (("Pin", "Pinned"), ("Expire", "Expired"), ("Verify", "Verified")):
        choose(page, act)
        expect(row).to_contain_text(said)
    choose(page, "Edit the meaning")
    dialog = page.get_by_role("dialog")
    meaning, save = dialog.get_by_label("Meaning"), dialog.get_by_role("button", name="Save")
    for typed, reason in (
        ('{"metrics": [', "not complete"),
        ('{"metrics": ["odrers"], "time": "last_41_days"}', "odrers"),
    ):
        meaning.fill(typed)
        save.click()
        expect(dialog.get_by_role("alert")).to_contain_text(reason)
    meaning.fill('{"metrics": ["total_sales"], "time": "last_41_days"}')
    save.click()
    expect(row).to_contain_text("total sales, last 41 days")
    expect(row).to_contain_text("Edited by a person")
    expect(ask(page)).to_contain_text("$")
    page.goto(PAGE)
    found(page, QUESTION)
    choose(page, "Forget")
    page.get_by_role("dialog").get_by_role("button", name="Forget it").click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_lists_are_narrowed_turned_over_and_saved(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto(PAGE)
    rows = page.locator("tbody > tr")
    expect(rows).to_have_count(25)
    page.get_by_label("Order", exact=True).select_option("prompt")
    page.get_by_label("Source", exact=True).select_option("seed")
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text(re.compile("^26.50 of"))).to_be_visible()
    total = page.request.get("/api/v1/prompt-cache?source=seed&limit=1").json()["total"]
    assert saved(page) == total
    page.get_by_role("button", name="Stored SQL").click()
    page.get_by_label("For", exact=True).select_option("kpi")
    page.get_by_role("searchbox").fill("total_sales")
    expect(page.get_by_text("of 1", exact=False).first).to_be_visible()
    rows.first.get_by_role("button").click()
    expect(page.get_by_role("region", name="SQL", exact=True)).to_contain_text("SELECT")
    wanted = {"kind": "kpi", "q": "total_sales", "limit": 1}
    assert saved(page) == page.request.get("/api/v1/sql-templates", params=wanted).json()["total"]


def test_how_long_readings_hold_is_chosen_by_source_with_the_keyboard(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    page.goto(f"{PAGE}?view=lifetimes")
    by_rule = page.get_by_label("Read by rule: holds")
    expect(by_rule.locator("option:checked")).to_have_text("Default: never ends")
    for typed, text, seconds in (("30", "30 days", 30 * 86_400), ("n", "Never ends", 0)):
        expect(by_rule).to_be_enabled()  # what was chosen before is saved
        by_rule.focus()
        page.keyboard.type(typed)
        expect(page.get_by_text("Lifetime saved").first).to_be_visible()
        expect(by_rule.locator("option:checked")).to_have_text(text)
        assert lifetime(page, "rule") == (seconds, True)
    page.reload()
    expect(by_rule.locator("option:checked")).to_have_text("Never ends")
    by_rule.select_option("")
    expect(by_rule.locator("option:checked")).to_have_text("Default: never ends")
    assert lifetime(page, "rule") == (0, False)


def lifetime(page: Page, source: str) -> tuple[int, bool]:
    items = page.request.get("/api/v1/prompt-cache/lifetimes").json()["items"]
    (found,) = (one for one in items if one["source"] == source)
    return found["seconds"], found["own"]


def saved(page: Page) -> int:
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


@pytest.mark.parametrize(
    "looks", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"]
)
def test_every_view_is_clean(signed_in: Path, visit: Visit, looks: dict[str, bool]) -> None:
    visitor = visit(signed_in, **looks)
    for path in (PAGE, f"{PAGE}?view=sql", f"{PAGE}?view=lifetimes"):
        visitor.page.goto(path)
        visitor.page.locator("tbody button[aria-expanded], li select").first.click()
        assert visitor.violations() == [], path
        assert visitor.overflow() <= 0, path
        assert not looks.get("phone") or visitor.small_targets() == [], path
