"""From the set-up link to an opened tile, in a browser, against the real product."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.scenarios.first_day import FirstDay
from tests.scenarios.store import Store
from tests.scenarios.visitor import Visitor
from tests.scenarios.walk import EMAIL, PASSWORD, fill_in, tile

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
# Every screen behind the sign-in, and what stands on it once it is complete.
SCREENS = {
    "/summary/": "[data-kpi]",
    "/summary/?kpi=total_sales": "[role=dialog] pre",
    "/summary/?kpi=aov_all_campaigns_prior_30_days": "[role=dialog] pre",
    "/alerts/": "main h2",
    "/imports/": "#history",
    "/settings/": "input[name=name]",
    "/settings/?new=store": "[role=dialog]",
    "/settings/members/": "table",
    "/settings/api-keys/": "form",
    "/settings/jobs/": "select",
}
DOORS = {
    "/login/": "form",
    "/setup/": "h1",
    "/join/?token=not-sent-yet-0123456789": "form",
    "/signin/?token=used-long-ago-0123456789": "a",
}


def test_the_first_day_leads_from_the_set_up_link_to_an_opened_tile(
    first_day: FirstDay, store: Store
) -> None:
    assert first_day.opened == store.money("total_sales")


def test_the_folder_is_read_file_by_file(signed_in: Path, store: Store, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/imports/")
    page.get_by_role("button", name="Imported").click()
    rows = page.locator("table.ledger tbody tr")
    expect(rows).to_have_count(len(store.files))
    for path, count in store.files.items():
        row = rows.filter(has_text=path)
        expect(row).to_contain_text("Loaded")
        assert row.locator("td").nth(2).inner_text() == f"{count:,}"


def test_a_tile_opens_down_to_its_files(signed_in: Path, store: Store, visit: Visit) -> None:
    page = visit(signed_in).page
    page.goto("/summary/")
    expect(tile(page, "orders").locator("strong")).to_have_text(store.count("orders"))
    tile(page, "total_sales").get_by_role("button").first.click()
    drawer = page.get_by_role("dialog", name="Total sales")
    expect(drawer.locator("strong").first).to_have_text(store.money("total_sales"))
    expect(drawer.get_by_text("Net sales plus shipping")).to_be_visible()
    for part in ("gross_sales", "shipping", "taxes"):
        expect(drawer.locator("dd", has_text=store.money(part))).to_be_visible()
    expect(drawer.get_by_text(f"says {store.money('total_sales')} for the same")).to_be_visible()
    expect(drawer.locator("pre")).to_contain_text("sales_ledger")
    rows_add_up(page, drawer, store)
    drawer.get_by_role("tab", name="Files").click()
    expect(drawer.get_by_role("link", name="sales/orders_export_1.csv")).to_be_visible()


def rows_add_up(page: Page, drawer: Locator, store: Store) -> None:
    drawer.get_by_role("tab", name="Rows").click()
    with page.expect_download() as download:
        drawer.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    expect(drawer.get_by_role("tab", name=f"Rows {len(rows):,}")).to_be_visible()
    cents = sum(round(float(row["total_sales"]) * 100) for row in rows)
    assert cents == store.truth["last_30_days"]["money"]["total_sales"]


@pytest.mark.parametrize(
    "looks", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"]
)
def test_every_screen_is_clean(signed_in: Path, visit: Visit, looks: dict[str, bool]) -> None:
    inside, outside = (visit(state, **looks) for state in (signed_in, None))
    outside.expected_refusals = {401, 404, 422}
    screens = [(inside, path, sign) for path, sign in SCREENS.items()]
    screens += [(outside, path, sign) for path, sign in DOORS.items()]
    for visitor, path, sign in [*screens, (outside, "/no-such-page/", "h1")]:
        visitor.page.goto(path)
        visitor.page.locator(sign).first.wait_for()
        assert visitor.violations() == [], path
        assert visitor.overflow() <= 0, path
        assert visitor.shifts() == [], path
        assert not looks.get("phone") or visitor.small_targets() == [], path


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_nothing_jumps_while_summary_loads(signed_in: Path, visit: Visit, phone: bool) -> None:
    visitor = visit(signed_in, phone=phone)
    page = visitor.page
    for _ in range(2):  # the first time without, then with what this browser remembers
        with held_back(page, "**/api/v1/summary?*"):
            page.goto("/summary/")
            expected = page.locator("main [role=status] .rounded-card").first.bounding_box()
        tile(page, "total_sales").locator("strong").wait_for()
        assert page.locator("main article").first.bounding_box() == expected
        page.wait_for_timeout(500)
        assert visitor.shifts() == []


@contextmanager
def held_back(page: Page, pattern: str) -> Iterator[None]:
    """What is asked for meanwhile is answered afterwards: until then the page stands without it."""
    held: list[Route] = []
    holds = True

    def answer(route: Route) -> None:
        if holds:
            held.append(route)
        else:
            route.continue_()

    page.route(pattern, answer)
    yield
    holds = False
    for route in held:
        route.continue_()


def test_by_keyboard_alone(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page, keys = visitor.page, visitor.page.keyboard
    page.goto("/summary/")
    tile(page, "orders").wait_for()
    visitor.tab_to("Skip to the page", most=1)
    keys.press("Enter")
    visitor.tab_to("Orders")
    keys.press("Enter")
    drawer = page.get_by_role("dialog", name="Orders")
    expect(drawer).to_be_focused()
    expect(drawer.get_by_role("slider", name="Orders by day")).to_be_visible()
    expect(drawer.get_by_role("tab", name="SQL")).to_be_visible()
    visitor.tab_to("Orders by day")
    keys.press("ArrowLeft")
    expect(drawer.get_by_role("slider")).to_have_attribute("aria-valuenow", "29")
    visitor.tab_to("SQL")
    keys.press("ArrowRight")
    expect(drawer.get_by_role("tabpanel", name="Rows")).to_be_visible()
    keys.press("Escape")
    expect(drawer).to_be_hidden()
    visitor.wait_focused("Orders")
    keys.press("g")
    keys.press("i")
    page.wait_for_url("**/imports/**")
    keys.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.type("gross sal")
    keys.press("Enter")
    expect(page.get_by_role("dialog", name="Gross sales")).to_be_visible()


def test_a_lost_session_leads_back_to_where_it_was(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    visitor.expected_refusals = {401}
    page = visitor.page
    page.goto("/summary/?range=last_7_days")
    tile(page, "orders").wait_for()
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Pin Orders").click(force=True)
    page.wait_for_url("**/login/**")
    fill_in(page, email=EMAIL, password="not the right one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").filter(has_text="password")).to_be_visible()
    fill_in(page, email=EMAIL, password=PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/summary/?range=last_7_days")
    tile(page, "orders").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_an_answer_that_does_not_come_is_said(signed_in: Path, visit: Visit, dark: bool) -> None:
    visitor = visit(signed_in, dark=dark)
    visitor.expected_refusals = {500}
    page = visitor.page
    page.route("**/api/v1/summary?*", lambda route: route.fulfill(status=500, body="{}"))
    page.goto("/summary/")
    said = page.get_by_role("alert").filter(has_text="The summary could not be loaded")
    expect(said).to_contain_text("Your data is unchanged")
    assert visitor.violations() == []
    page.unroute("**/api/v1/summary?*")
    said.get_by_role("button", name="Try again").click()
    tile(page, "orders").wait_for()


def test_a_figure_is_pinned_without_a_mouse(signed_in: Path, visit: Visit) -> None:
    page = visit(signed_in, phone=True).page
    page.goto("/summary/?kpi=net_sales")
    drawer = page.get_by_role("dialog", name="Net sales")
    pinned = page.get_by_role("region", name="Pinned", include_hidden=True)
    drawer.get_by_role("button", name="Pin", exact=True).click()
    expect(drawer.get_by_role("button", name="Unpin")).to_be_visible()
    expect(pinned.locator('[data-kpi="net_sales"]')).to_have_count(1)
    drawer.get_by_role("button", name="Unpin").click()
    expect(pinned.locator('[data-kpi="net_sales"]')).to_have_count(0)


def test_a_key_is_shown_once(signed_in: Path, visit: Visit) -> None:
    visitor = visit(signed_in)
    page = visitor.page
    page.goto("/settings/api-keys/")
    fill_in(page, name="Nightly import")
    page.get_by_role("button", name="Make a key").click()
    key = page.get_by_role("region", name="Key “Nightly import”").locator("code").inner_text()
    answer = visitor.context.request.get(
        "/api/v1/kpis?keys=orders", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.ok
    page.reload()
    expect(page.get_by_text("Never used").or_(page.get_by_text("Used "))).to_be_visible()
    assert key not in page.content()


def test_an_invited_viewer_may_only_look(signed_in: Path, visit: Visit) -> None:
    owner, guest = visit(signed_in).page, visit()
    guest.expected_refusals = {403}
    owner.goto("/settings/members/")
    fill_in(owner, name="Vera Novak", email="vera@example.com")
    owner.locator("form select").select_option("viewer")
    owner.get_by_role("button", name="Add").click()
    link = owner.get_by_role("region", name="Invitation link for Vera Novak").locator("code")
    page = guest.page
    page.goto(link.inner_text())
    fill_in(page, password=PASSWORD)
    page.get_by_role("button", name="Join").click()
    tile(page, "orders").wait_for()
    assert page.get_by_role("button", name="Pin Orders").count() == 0
    page.goto("/imports/")
    expect(page.get_by_text("Your role here lets you look at imports")).to_be_visible()
    assert page.get_by_role("region", name="Add files").count() == 0
    page.goto("/settings/api-keys/")
    expect(page.get_by_text("Your role in this workspace does not include it")).to_be_visible()
    assert guest.violations() == []


def test_what_is_wrong_with_a_file_is_said(
    signed_in: Path, store: Store, visit: Visit, tmp_path: Path
) -> None:
    looking_on, visitor = visit(signed_in).page, visit(signed_in)
    looking_on.goto("/imports/")
    looking_on.locator("#history").wait_for()
    page = visitor.page
    page.goto("/imports/")
    visitor.drop(page.get_by_role("region", name="Add files"), odd_files(tmp_path, store))
    table = page.locator("table.ledger")
    expect(table.locator("tr", has_text="meta_ads_daily.csv")).to_contain_text("Loaded")
    expect(table.locator("tr", has_text="holiday.jpg")).to_contain_text("Refused")
    expect(table.locator("tr", has_text="plans.csv")).to_contain_text("Not recognised")
    table.get_by_text("2 columns").click()
    expect(table.get_by_text("week, idea")).to_be_visible()
    page.get_by_role("button", name="1 rejected row of").click()
    rejected = page.get_by_role("dialog", name="1 row of meta_ads_daily.csv left out")
    expect(rejected.locator("tbody tr")).to_contain_text("31/31/2026")
    assert visitor.violations() == []
    # Nobody reloaded this window: the event stream told it.
    expect(looking_on.get_by_text("2 imports")).to_be_visible()


def odd_files(folder: Path, store: Store) -> Path:
    """A photograph, a table nobody knows, and an export with one impossible day."""
    odd = folder / "odd"
    odd.mkdir()
    (odd / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    (odd / "plans.csv").write_text("week,idea\n1,Sale\n")
    head, first, second, *_ = (
        (store.folder / "marketing/meta_ads_daily.csv").read_text("utf-8-sig").splitlines()
    )
    broken = second.replace(second.split(",")[head.split(",").index("Day")], "31/31/2026")
    (odd / "meta_ads_daily.csv").write_text("\n".join([head, first, broken]) + "\n")
    return odd
