"""What profit does not know it says, wherever profit is told."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from marketing_agent.insights import service as insights
from marketing_agent.insights.page.schemas import InsightAsk
from tests.insights.costs import bought, cost, paid, store_of
from tests.insights.pages import figures_of, gaps_of, part_of, rows_of
from tests.insights.test_profit_costs import FIRST, page_with
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import Shop, Shops

LAST = date(2026, 9, 8)
DAYS = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
NET = ("net_profit", "net_margin")
REST = ("contribution", "contribution_margin")
GROSS = ("gross_profit", "gross_margin")
HANDLING = {"kind": "handling", "amount": 1}
SHIPPING = {"kind": "shipping", "by": "order", "amount": 2}
RENT = {"kind": "custom", "name": "Rent", "amount": 1, "every": "day", "category": "fixed"}
FEES = {"kind": "fees", "share": 0.03}


def spent(day: date) -> dict[str, Any]:
    """A day of an ad spend export."""
    one = {"platform": "meta_ads", "campaign_id": "c", "date": day, "spend_minor": 100}
    return one | {"currency": "USD"}


def sold_daily(*skus: str) -> list[Any]:
    return [
        bought(f"{day} {sku}", day, [(sku, 1, 2000)], shipping_minor=500)
        for day in DAYS
        for sku in skus
    ]


@pytest.fixture(scope="module")
def plain(make_store: MakeStore) -> Store:
    """Goods with costs and ads on each day; payments of the first ten days."""
    return make_store(
        store_of(
            *sold_daily("CUP"),
            variants=[cost("CUP", 300)],
            ad_spend=[spent(day) for day in DAYS],
            payouts=[paid(f"p{day}", day, 50) for day in DAYS[:10]],
        )
    )


def asked(store: Store, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    return page_with(store, list(rules), **({"range": f"{FIRST}..{LAST}"} | more))


def incomplete(page: dict[str, Any]) -> set[str]:
    """The figures that are marked, by name."""
    columns = part_of(page, "figures")["columns"]
    return {each["name"] for each in columns if each["label"].endswith("(incomplete)")}


def note(page: dict[str, Any]) -> str:
    return part_of(page, "figures")["note"] or ""


@pytest.mark.parametrize(
    ("rules", "marked", "named"),
    [
        ([HANDLING], {*REST, *NET}, "Shipping, payment fees of some days and fixed costs"),
        ([SHIPPING], {*REST, *NET}, "Payment fees of some days and fixed costs"),
        ([SHIPPING, FEES], {*NET}, "Fixed costs"),
        ([SHIPPING, RENT], {*REST, *NET}, "Payment fees of some days"),
        ([SHIPPING, FEES, RENT], set(), ""),
    ],
    ids=["handling", "shipping", "no-rent", "no-fees", "whole"],
)
def test_a_figure_is_marked_until_what_it_lacks_is_told(
    plain: Store, rules: list[dict[str, Any]], marked: set[str], named: str
) -> None:
    page = asked(plain, *rules)
    assert incomplete(page) == marked
    wanted = (
        f"Not taken off, since nothing tells them: {named}. What is incomplete is at most this."
    )
    assert note(page) == (wanted if named else "")
    assert ("net profit at most" in " ".join(page["sentences"])) == bool(named)
    steps = [row["step"] for row in rows_of(page, "steps")]
    assert ("Net profit (incomplete)" in steps) == bool(named)
    assert "Gross profit" in steps


def test_who_has_no_other_costs_has_whole_figures(plain: Store) -> None:
    page = asked(plain, no_other_costs=True)
    assert incomplete(page) == set()
    assert not {"Net profit", "Shipping", "Fixed costs"} & gaps_of(page).keys()
    # 20 orders of 20.00 less 3.00 of goods, ads of 1.00 a day, and fees of ten days.
    assert figures_of(page)["net_profit"] == 20 * (20 - 3 - 1) - 10 * 0.5


def test_goods_without_a_cost_leave_every_profit_incomplete(make_store: MakeStore) -> None:
    store = make_store(store_of(*sold_daily("CUP", "MUG"), variants=[cost("CUP", 300)]))
    page = asked(store, no_other_costs=True)
    assert incomplete(page) == {*GROSS, *REST, *NET}
    assert "Cost of goods of some sales" in note(page)
    assert gaps_of(page)["Cost of goods of some sales"] == "It is known for 50.00% of gross sales."
    assert page["sentences"][0].startswith("Gross profit was at most ")
    percent = asked(store, {"kind": "goods_percent", "share": 0.5}, no_other_costs=True)
    assert incomplete(percent) == set()


def test_ads_that_end_before_sales_do_are_ads_of_some_days(make_store: MakeStore) -> None:
    half = [spent(day) for day in DAYS[:10]]
    store = make_store(store_of(*sold_daily("CUP"), variants=[cost("CUP", 300)], ad_spend=half))
    page = asked(store, SHIPPING, FEES, RENT)
    assert incomplete(page) == {*REST, *NET}
    assert "Ad spend of some days" in note(page)
    assert gaps_of(page)["Ad spend of some days"].startswith("No export reaches over 10 of 20 days")
    within = asked(store, SHIPPING, FEES, RENT, range=f"{FIRST}..{DAYS[9]}")
    assert incomplete(within) == set()


def test_windows_that_lack_other_lines_are_not_compared(plain: Store) -> None:
    days = {"range": f"{DAYS[15]}..{DAYS[19]}", "compare": "previous_period"}
    alike = figures_of(asked(plain, SHIPPING, FEES, RENT, **days))
    assert alike["previous_net_profit"] is not None
    late = SHIPPING | {"starts": str(DAYS[15])}
    unlike = figures_of(asked(plain, late, FEES, RENT, **days))
    assert unlike["net_profit"] == alike["net_profit"]
    assert (unlike["previous_net_profit"], unlike["change_net_profit"]) == (None, None)
    assert unlike["previous_gross_profit"] == alike["previous_gross_profit"]


def test_the_file_is_marked_as_the_page_is(plain: Store) -> None:
    asked(plain, HANDLING)
    ask = InsightAsk(range=f"{FIRST}..{LAST}", compare="none")
    with plain.database.transaction(plain.workspace.id) as session:
        where = (session, plain.warehouse, plain.workspace, "profit")
        heads = {
            key: next(csv.reader(io.StringIO(insights.part_csv(*where, key, ask))))
            for key in ("figures", "months")
        }
    for head in heads.values():
        assert {"Gross profit", "Contribution (incomplete)", "Net profit (incomplete)"} <= {*head}


def test_one_part_is_told_alone_and_is_the_same(shops: Shops) -> None:
    shop: Shop = shops.imported("Avalon_Sunshine")
    whole, one = shop.get("/insights/profit"), shop.get("/insights/profit", part="figures")
    assert [each["key"] for each in one["parts"]] == ["figures"]
    assert one["parts"][0]["rows"] == whole["parts"][0]["rows"]
    assert (one["sentences"], one["gaps"]) == (whole["sentences"], whole["gaps"])
    fewer = [len(each["parts"][0]["statements"]) for each in (one, whole)]
    assert fewer[0] < fewer[1]
    assert shop.get("/insights/profit", part="nothing")["parts"] == []
