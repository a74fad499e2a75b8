"""The page of sales: the truth of the samples and their exported orders, to the cent."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.insights.pages import figures_of, gaps_of, page_of, part_of, rows_of, told
from tests.metrics import synthetic
from tests.metrics.conftest import MakeStore
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops
from tests.metrics.stores import order, refund, sale

DAY = date(2026, 9, 1)
WIDE = "2026-08-01..2026-10-31"
MONEY = ("total_sales", "gross_sales", "discounts", "returns", "net_sales")


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def test_the_figures_are_those_of_the_truth(shop: Shop) -> None:
    found = figures_of(page_of(shop, "sales"))
    now, before = (shop.truth[part] for part in ("last_30_days", "prior_30_days"))
    for key in MONEY:
        mine, old = now["money"][key], before["money"][key]
        assert (found[key], found[f"previous_{key}"]) == (mine / 100, old / 100)
        moved = (mine - old) / abs(old) if old else None
        assert found[f"change_{key}"] == pytest.approx(moved, abs=1e-6)
    assert (found["orders"], found["previous_orders"]) == (
        now["counts"]["orders"],
        before["counts"]["orders"],
    )


def test_the_steps_add_up_to_the_total(shop: Shop) -> None:
    truth = shop.truth["by_month"]["2026-10"]["money"]
    page = page_of(shop, "sales", range="2026-10-01..2026-10-31")
    cents = {row["step"]: round(row["amount"] * 100) for row in rows_of(page, "steps")}
    assert cents["Gross sales"] == truth["gross_sales"]
    assert cents["Gross sales"] + cents["Discounts"] + cents["Returns"] == cents["Net sales"]
    after = cents["Shipping charges"] + cents["Taxes"] + cents["Duties, fees and the rest"]
    assert cents["Net sales"] + after == cents["Total sales"] == truth["total_sales"]


def test_days_add_up_to_the_total_with_the_days_before_beside(shop: Shop) -> None:
    page = page_of(shop, "sales")
    line, found = rows_of(page, "trend"), figures_of(page)
    assert len(line) == 30
    assert sum(row["total_sales"] or 0 for row in line) == pytest.approx(found["total_sales"])
    before = sum(row["previous_total_sales"] or 0 for row in line)
    assert before == pytest.approx(found["previous_total_sales"])


def exported(shop: Shop, first: str, last: str) -> pd.DataFrame:
    """The orders of these days as the export has them, cancelled ones too."""
    files = sorted(shop.folder.rglob("orders_export*.csv"))
    lines = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files])
    orders = lines[lines["Total"] != ""].drop_duplicates("Name", keep="last")
    zone = shop.workspace.timezone
    day = pd.to_datetime(orders["Created at"], utc=True).dt.tz_convert(zone).dt.strftime("%Y-%m-%d")
    found: pd.DataFrame = orders[(day >= first) & (day <= last)]
    return found


@pytest.mark.parametrize(
    ("part", "column", "nothing"),
    [
        ("discount_code", "Discount Code", "No discount code"),
        ("country", "Shipping Country", "No country"),
    ],
)
def test_splits_are_those_of_the_exported_orders(
    shop: Shop, part: str, column: str, nothing: str
) -> None:
    page = page_of(shop, "sales", range="2026-01-01..2026-10-31", limit=500)
    mine = {row[part]: row["orders"] for row in rows_of(page, f"by_{part}") if row["orders"]}
    theirs = exported(shop, "2026-01-01", "2026-10-31")[column].replace("", nothing).value_counts()
    assert mine == theirs.to_dict()


def test_a_split_over_time_adds_up_to_the_split(shop: Shop) -> None:
    page = page_of(shop, "sales", split="customer_type", grain="week", show="order_day")
    line, table = rows_of(page, "split"), rows_of(page, "by_customer_type")
    for row in table:
        mine = [one for one in line if one["customer_type"] == row["customer_type"]]
        total = sum(one["total_sales_by_order_day"] or 0 for one in mine)
        assert total == pytest.approx(row["total_sales_by_order_day"], abs=0.005)
    assert len(table) > 1


def test_it_says_what_a_person_would(shop: Shop) -> None:
    truth = shop.truth["last_30_days"]["money"]
    first, second, *rest = page_of(shop, "sales")["sentences"]
    assert f"{truth['total_sales'] / 100:,.2f} from 25 October to 23 November 2026" in first
    share = -truth["discounts"] / truth["gross_sales"]
    assert second.startswith(f"Discounts took {share * 100:.2f}% of gross sales")
    assert any(each.startswith("By country, most came from") for each in rest)
    codes, people = (
        max(rows_of(page_of(shop, "sales"), f"by_{split}"), key=lambda row: row["total_sales"])
        for split in ("discount_code", "customer_type")
    )
    assert codes["discount_code"] == "No discount code"
    assert any(each.startswith("By discount code, most came without one: ") for each in rest)
    who = f"from {people['customer_type'].lower()} customers: "
    assert any(each.startswith(f"By customer type, most came {who}") for each in rest)


def _store(make_store: MakeStore, returned: int, *days: date) -> Any:
    orders = [order(str(at), day, 5000, customer_key=f"c{at}") for at, day in enumerate(days)]
    back = [refund(one, date(2026, 10, 2), returned) for one in orders] if returned else []
    tail = order("tail", date(2026, 11, 20), 100)
    ledger = [*map(sale, orders), *back, sale(tail)]
    return make_store({"orders": [*orders, tail], "sales_ledger": ledger})


def test_a_refund_stands_on_the_chosen_day(make_store: MakeStore) -> None:
    store = _store(make_store, 2000, DAY)
    september = "2026-09-01..2026-09-30"
    own = figures_of(told(store, "sales", range=september))
    order_day = figures_of(told(store, "sales", range=september, show="order_day"))
    assert (own["total_sales"], own["returns"]) == (50, 0)
    assert order_day["total_sales_by_order_day"] == 30
    assert order_day["returns_by_order_day"] == -20
    page = told(store, "sales", range=september, show="order_day")
    assert [row["amount"] for row in rows_of(page, "steps")] == [50, 0, -20, 30, 0, 30]
    (both,) = rows_of(page, "refunds")
    assert (both["returns"], both["returns_by_order_day"]) == (0, -20)


def test_all_refunded(make_store: MakeStore) -> None:
    page = told(_store(make_store, 5000, DAY, DAY), "sales", range=WIDE)
    found = figures_of(page)
    assert (found["total_sales"], found["returns"], found["aov"]) == (0, -100, 50)
    assert page["sentences"][1] == "Discounts took 0.00% of gross sales, returns 100.00%."
    assert len(page["sentences"]) == 2, "nobody brought most of nothing"


def test_three_days_are_compared_with_nothing(make_store: MakeStore) -> None:
    days = [date(2026, 11, day) for day in (21, 22, 23)]
    page = told(_store(make_store, 0, *days), "sales")
    found = figures_of(page)
    assert (found["total_sales"], found["change_total_sales"]) == (151, None)
    assert "compared" not in page["sentences"][0]


def test_reports_alone_have_totals_and_say_which_splits_they_lack(shops: Shops) -> None:
    reported = shops.imported(NAMES[0], *REPORTS)
    page = page_of(reported, "sales")
    whole = page_of(shops.imported(NAMES[0]), "sales")
    assert rows_of(page, "steps") == rows_of(whole, "steps")
    keys = {part["key"] for part in page["parts"]}
    assert keys.isdisjoint({"by_country", "by_discount_code", "by_sales_channel"})
    lacking = ", ".join(gaps_of(page))
    for what in ("Sales by country", "Sales by discount code", "Returns by order day"):
        assert what in lacking
    assert part_of(page, "figures")["statements"][0]["hash"]


def test_orders_without_money_events_and_nothing_at_all(
    make_store: MakeStore, shops: Shops
) -> None:
    page = told(make_store({"orders": [order("1", DAY, 5000)]}), "sales", range=WIDE)
    assert figures_of(page)["orders"] == 1
    assert "Total sales" in ", ".join(gaps_of(page))
    empty = shops.empty().get("/insights/sales")
    assert (empty["parts"], empty["sentences"]) == ([], [])
    assert all(gap["add"] for gap in empty["gaps"])
    ads = told(make_store(synthetic.only("ad_spend")), "sales", range=WIDE)
    assert ads["parts"] == []
