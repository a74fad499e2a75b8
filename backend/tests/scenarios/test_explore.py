"""Explore in a browser: asked, changed, drawn, written as SQL, kept, taken away as a file."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.scenarios.store import Store
from tests.scenarios.visitor import Visitor
from tests.scenarios.walk import tile

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
SPLIT = "total sales by country last 30 days vs the 30 days before"
ROWS = "SELECT order_date, count(*) AS orders FROM orders GROUP BY order_date ORDER BY order_date"
# Every face of the page, and what stands on it once it is complete.
FACES = {
    "/explore/": "section h2",
    f"/explore/?q={quote_plus(SPLIT)}": "article table",
    "/explore/?q=orders+by+day+last+30+days": "article svg",
    "/explore/?q=orders+by+week+last+90+days&draw=column": "article svg rect",
    "/explore/?q=sales+wibble+last+month": "article ul button",
    "/explore/?q=delete+all+orders": "article p.text-18",
    f"/explore/?view=sql&sql={quote_plus(ROWS)}": "article table",
    "/explore/?view=sql&sql=SELECT+nothing+FROM+orders": "[role=alert] code",
}


def answer(page: Page) -> Locator:
    return page.get_by_role("article", name="Answer")


def ask(page: Page, question: str) -> None:
    box = page.get_by_role("combobox", name="Ask about this store")
    box.fill(question)
    box.press("Enter")
    expect(answer(page).locator("p.font-medium").first).to_be_visible()


def saved_rows(page: Page, button: Locator) -> list[dict[str, str]]:
    with page.expect_download() as download:
        button.click()
    text = download.value.path().read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_question_is_answered_changed_and_shared(
    signed_in: Path, store: Store, visit: Visit
) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    page.goto("/explore/")
    ask(page, "total sales last 30 days")
    expect(answer(page).locator("strong")).to_have_text(store.money("total_sales"))
    expect(answer(page).get_by_text("Equal to Shopify").last).to_be_visible()
    chips = page.get_by_role("group", name="How this was read")
    chips.get_by_role("button", name="metric total sales").click()
    page.get_by_label("Find a metric").fill("order count")
    page.get_by_role("dialog").get_by_role("button", name="Orders", exact=True).click()
    expect(answer(page).locator("strong")).to_have_text(store.count("orders"))
    chips.get_by_role("button", name="split by").click()
    page.get_by_role("menuitemradio", name="Country").click()
    expect(answer(page).get_by_role("columnheader", name="Country")).to_be_visible()
    rows = saved_rows(page, answer(page).get_by_role("button", name="CSV"))
    assert (
        sum(int(row["Orders"]) for row in rows) == store.truth["last_30_days"]["counts"]["orders"]
    )
    other = visit(signed_in).page
    other.goto(page.url)
    expect(answer(other).get_by_role("columnheader", name="Country")).to_be_visible()
    page.go_back()
    expect(answer(page).locator("strong")).to_have_text(store.count("orders"))


def test_a_follow_up_a_thumb_and_one_value_alone(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto(f"/explore/?q={quote_plus('total sales last 90 days')}")
    page.get_by_label("Follow-up question").fill("and by country?")
    page.get_by_label("Follow-up question").press("Enter")
    table = answer(page).get_by_role("table")
    first = table.get_by_role("button").first
    name = first.inner_text()
    answer(page).get_by_role("button", name="This answer is right").click()
    expect(page.get_by_text("Noted as right")).to_be_visible()
    first.click()
    expect(page.get_by_role("slider", name="Total sales by week")).to_be_visible()
    chip = page.get_by_role("button", name=f"only country is {name}")
    chip.click()
    values = page.get_by_role("dialog", name="Only country")
    other = values.get_by_role("listitem").get_by_role("button").filter(has_not_text=name).first
    another = other.inner_text()
    other.click()
    page.get_by_role("button", name=f"only country is {another}").click()
    values.get_by_role("checkbox", name=f"{name} beside the others").check()
    values.get_by_role("button", name="Show these 2 values").click()
    page.get_by_role("button", name=f"only country is {another} or {name}").click()
    values.get_by_role("button", name="Take this filter off").click()
    expect(page.get_by_role("button", name="only country")).to_be_hidden()
    page.get_by_role("button", name="Columns").click()
    expect(answer(page).locator("svg rect").first).to_be_attached()
    expect(page).to_have_url(re.compile("draw=column"))


def test_what_cannot_be_answered_offers_what_can(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/explore/?q=sales+wibble+last+month")
    expect(answer(page).get_by_text("did not understand").last).to_be_visible()
    answer(page).get_by_role("listitem").get_by_role("button").first.click()
    expect(answer(page).get_by_text("A question back")).to_be_hidden()
    page.goto("/explore/?q=delete+all+orders")
    expect(answer(page).get_by_text("Not answered")).to_be_visible()


def test_a_statement_is_written_refused_and_run(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    visitor.expected_refusals = {422}
    page, keys = visitor.page, visitor.page.keyboard
    page.goto("/explore/?view=sql")
    rows = page.get_by_role("article", name="Rows")
    page.get_by_role("button", name="Run").click()  # the example that an empty desk begins with
    grid = rows.locator("[aria-rowcount]")
    expect(grid.get_by_role("columnheader", name="order_date")).to_be_visible()
    write(page, "SELECT count(*) AS n FROM orders WHERE order_d")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_contain_text("order_date")
    keys.press("Escape")
    write(page, "SELECT count(*) AS n\nFRM orders")
    keys.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="line 2")).to_contain_text("sql.syntax")
    expect(page.locator(".cm-lintRange-error")).to_have_text("FRM")
    write(page, "select count(*) as n, '=1+1' as note from orders where total_minor > 0")
    page.get_by_role("button", name="Format").click()
    expect(page.locator(".cm-line").first).to_have_text("SELECT")
    page.get_by_role("button", name="Run").click()
    expect(grid.get_by_role("columnheader", name="note")).to_be_visible()
    (row,) = saved_rows(page, rows.get_by_role("button", name="CSV"))
    assert row["note"] == "'=1+1"
    assert int(row["n"]) > 0


def write(page: Page, sql: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(sql[:-1])
    page.keyboard.type(sql[-1])


def test_ten_thousand_rows_are_walked_and_the_answer_s_sql_is_edited(
    signed_in: Path, visit: Visit
) -> None:
    page = visit(signed_in).page
    page.goto("/explore/?q=orders+by+day+last+30+days")
    answer(page).get_by_role("button", name="SQL", exact=True).click()
    expect(answer(page).get_by_role("region", name="SQL")).to_contain_text("SELECT")
    answer(page).get_by_role("button", name="Edit SQL").click()
    rows = page.get_by_role("article", name="Rows").get_by_role("table")
    expect(rows).to_have_attribute("aria-rowcount", "31")
    many = "SELECT l.order_id, l.line_no FROM order_lines AS l JOIN orders AS o USING (order_id)"
    page.goto(f"/explore/?view=sql&sql={quote_plus(many)}")
    expect(rows).to_have_attribute("aria-rowcount", "1001")
    page.get_by_role("button", name="Show up to").click()
    expect(rows).not_to_have_attribute("aria-rowcount", "1001")
    assert rows.locator("tbody tr").count() < 100


def test_a_question_is_kept_opened_and_put_on_summary(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/explore/?q=orders+by+week+last+90+days&draw=column")
    for name, shelf in (("Weekly orders", "A question"), ("Orders, drawn", "A widget")):
        answer(page).get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="Save")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_label(shelf).check()
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog).to_be_hidden()
    page.get_by_role("group", name="Ways to ask").get_by_role("button", name="Ask").click()
    saved = page.get_by_role("region", name="Saved")
    saved.get_by_role("button", name="Weekly orders", exact=True).click()
    expect(answer(page).locator("svg rect").first).to_be_attached()
    widgets = page.request.get("/api/v1/widgets").json()["items"]
    assert [(one["name"], one["chart"]["kind"]) for one in widgets] == [("Orders, drawn", "column")]


def test_from_any_page_by_keyboard(signed_in: Path, visit: Visit) -> None:
    page, keys = (visitor := visit(signed_in)).page, visitor.page.keyboard
    page.goto("/summary/")
    tile(page, "orders").wait_for()
    keys.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.type("which country bought most last month")
    keys.press("Enter")
    page.wait_for_url("**/explore/**")
    expect(answer(page).get_by_role("table")).to_be_visible()
    keys.press("Control+k")
    box = page.get_by_role("combobox", name="Ask about this store")
    expect(box).to_be_focused()
    keys.type("refund rate by week")
    offered = page.get_by_role("listbox", name="Questions").get_by_role("option")
    expect(offered.filter(has_text="by week").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("slider").first).to_be_visible()
    keys.press("Escape")
    page.locator("h1").click()
    keys.press("g")
    keys.press("s")
    page.wait_for_url("**/summary/**")
    keys.press("g")
    keys.press("e")
    page.wait_for_url("**/explore/**")


@pytest.mark.parametrize(
    "looks", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"]
)
def test_every_face_is_clean(signed_in: Path, visit: Visit, looks: dict[str, bool]) -> None:
    visitor = visit(signed_in, **looks)
    visitor.expected_refusals = {422}
    for path, sign in FACES.items():
        visitor.page.goto(path)
        visitor.page.locator(sign).first.wait_for()
        assert visitor.violations() == [], path
        assert visitor.overflow() <= 0, path
    for part in ("metric", "by", "when", "against"):
        visitor.page.goto(f"/explore/?q={quote_plus(SPLIT)}")
        chips = visitor.page.get_by_role("group", name="How this was read")
        chips.locator("button").filter(has_text=part).first.click()
        visitor.page.locator("[role=menu], [role=dialog]").first.wait_for()
        assert visitor.violations() == [], part
