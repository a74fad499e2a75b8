"""RFM of the sample shops and of a real retailer, ranked and mapped again by pandas."""

from typing import Any

import pandas as pd
import pytest

from marketing_agent.insights import service
from marketing_agent.insights.page.schemas import InsightAsk
from tests.insights.exports import lines_of
from tests.insights.pages import page_of, rows_of
from tests.insights.retail import Retail
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import NAMES, REPORTS, Shop, Shops
from tests.metrics.stores import order, sale
from tests.metrics.synthetic import TODAY

RANGE = "2026-08-01..2026-10-31"
END, BEFORE = pd.Timestamp("2026-11-01"), pd.Timestamp("2026-08-01")
# Rows R 1 to 5, columns FM 1 to 5.
GRID = (
    ("Dormant", "Dormant", "Dormant", "Previously loyal", "Previously loyal"),
    ("Almost lost", "Almost lost", "Almost lost", "At risk", "At risk"),
    ("Needs attention", "Needs attention", "Needs attention", "Loyal", "Loyal"),
    ("Promising", "Promising", "Active", "Loyal", "Champions"),
    ("New", "Promising", "Active", "Loyal", "Champions"),
)


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, shops: Shops) -> Shop:
    return shops.imported(request.param)


def _orders(shop: Shop) -> pd.DataFrame:
    lines = lines_of(shop)
    orders = lines[~lines["cancelled"] & lines["customer"].notna()].drop_duplicates("order")
    return orders.assign(spent=(orders["total"] - orders["refunded"]).round(2))


def _scored(orders: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """R, FM and group of everybody who ordered before that day."""
    own = orders[orders["day"] < end].groupby("customer")
    people = own.agg(last=("day", "max"), orders=("day", "size"), spent=("spent", "sum"))
    # Cents, so that equal sums are equal.
    people["spent"] = (people["spent"] * 100).round().astype(int)
    fifth = {
        name: ((people[name].rank(method="min") - 1) / (len(people) - 1)).map(
            lambda rank: 1 + sum(rank >= cut for cut in (0.2, 0.4, 0.6, 0.8))
        )
        for name in ("last", "orders", "spent")
    }
    people["r"] = fifth["last"]
    people["fm"] = (fifth["orders"] + fifth["spent"] + 1) // 2
    people["group"] = [GRID[r - 1][fm - 1] for r, fm in zip(people["r"], people["fm"], strict=True)]
    return people


def test_groups_are_what_pandas_ranks(shop: Shop) -> None:
    people = _scored(_orders(shop), END)
    found = {
        row["segment"]: row for row in rows_of(page_of(shop, "segments", range=RANGE), "segments")
    }
    for group, own in people.groupby("group"):
        row = found.pop(str(group))
        assert row["customers"] == len(own)
        assert row["spent_all"] == pytest.approx(own["spent"].sum() / 100, abs=0.006)
        assert row["orders"] == pytest.approx(own["orders"].mean(), abs=1e-6)
        assert row["days"] == pytest.approx((END - own["last"]).dt.days.mean(), abs=1e-6)
    assert set(found) <= {"Prospects"}


def test_shares_are_of_those_who_have_ordered(shop: Shop) -> None:
    page = page_of(shop, "segments", range=RANGE)
    groups = pd.DataFrame(rows_of(page, "segments")).set_index("segment")
    ordered = groups.drop("Prospects", errors="ignore")
    assert ordered["share"].sum() == pytest.approx(1, abs=1e-5)
    best = groups.loc["Champions"]
    assert f"{best['share']:.2%} of those who have ordered" in page["sentences"][0]
    if "Prospects" in groups.index:
        assert pd.isna(groups.loc["Prospects", "share"])


def test_the_matrix_holds_everybody_once(shop: Shop) -> None:
    people = _scored(_orders(shop), END)
    cells = rows_of(page_of(shop, "segments", range=RANGE), "matrix")
    wanted = {(f"R{r}", f"FM{fm}"): len(own) for (r, fm), own in people.groupby(["r", "fm"])}
    assert {(cell["recency"], cell["worth"]): cell["customers"] for cell in cells} == wanted


def test_each_group_leads_to_a_segment_of_the_same_people(shop: Shop) -> None:
    people = _scored(_orders(shop), END)["group"].value_counts().to_dict()
    rows = rows_of(page_of(shop, "segments", range=RANGE), "segments")
    for row in rows:
        path, group = row["build"].split("?group=")
        assert path == "/insights/segments/saved/"
        rule = {"field": "rfm_group", "op": "is", "value": group}
        answer = shop.client.post(
            "/api/v1/segments/preview", params={"as_of": RANGE[-10:]}, headers=shop.headers,
            json={"groups": [{"rules": [rule]}]},
        )  # fmt: skip
        reached = answer.json()["customers"]
        assert reached == row["customers"] == people.get(row["segment"], row["customers"])
    assert len(rows) >= 10


def test_who_moved(shop: Shop) -> None:
    orders = _orders(shop)
    now, before = _scored(orders, END)["group"], _scored(orders, BEFORE)["group"]
    pairs = pd.DataFrame({"to": now}).join(before.rename("from")).fillna("No order yet")
    wanted = pairs.value_counts(["from", "to"]).to_dict()
    rows = rows_of(page_of(shop, "segments", range=RANGE), "moved")
    assert {(row["from"], row["to"]): row["customers"] for row in rows} == wanted


def test_ends_of_months(shop: Shop) -> None:
    orders = _orders(shop)
    rows = rows_of(page_of(shop, "segments", range=RANGE), "months")
    assert len({row["month"] for row in rows}) == 12
    for end in ("2025-12-01", "2026-06-01", "2026-11-01"):
        wanted = _scored(orders, pd.Timestamp(end))["group"].value_counts().to_dict()
        day = str((pd.Timestamp(end) - pd.Timedelta(days=1)).date())
        found = {row["segment"]: row["customers"] for row in rows if row["month"] == day}
        assert found == wanted


def _page(store: Store, **asked: Any) -> dict[str, Any]:
    ask = InsightAsk.model_validate({"as_of": TODAY} | asked)
    with store.database.transaction(store.workspace.id) as session:
        found = service.insight(session, store.warehouse, store.workspace, "segments", ask)
    return found.model_dump(mode="json")


def test_a_real_retailer(retail: Retail) -> None:
    invoices = retail.invoices
    own = invoices[~invoices["credit"] & invoices["customer"].notna()]
    end = pd.Timestamp(own["day"].max()) + pd.Timedelta(days=1)
    orders = pd.DataFrame(
        {
            "customer": own["customer"],
            "day": pd.to_datetime(own["day"]),
            "spent": own["pence"] / 100,
        }
    )
    wanted = _scored(orders, end)["group"].value_counts().to_dict()
    last = end - pd.Timedelta(days=1)
    span = f"{(last - pd.Timedelta(days=29)).date()}..{last.date()}"
    page = _page(retail.store, range=span, as_of=end.date())
    assert {row["segment"]: row["customers"] for row in rows_of(page, "segments")} == wanted


def _store(make_store: MakeStore, count: int, **more: Any) -> Store:
    orders = [order(str(n), TODAY, 1000, customer_key=f"c{n}") | more for n in range(count)]
    return make_store({"orders": orders, "sales_ledger": [sale(one) for one in orders]})


@pytest.mark.parametrize(
    ("count", "more", "why"),
    [
        (1, {}, "1 customer has ordered until then"),
        (40, {"customer_key": None}, "name no customer"),
        (40, {"cancelled_date": TODAY}, "all of them were cancelled"),
    ],
)
def test_too_little_is_said(
    make_store: MakeStore, count: int, more: dict[str, Any], why: str
) -> None:
    page = _page(_store(make_store, count, **more), range=f"{TODAY}..{TODAY}")
    assert page["parts"] == []
    assert why in page["gaps"][0]["why"]


def test_everybody_alike_is_one_group(make_store: MakeStore) -> None:
    page = _page(_store(make_store, 30), range=f"{TODAY}..{TODAY}")
    assert [row["customers"] for row in rows_of(page, "segments")] == [30]
    assert {gap["what"] for gap in page["gaps"]} == {"Consent to e-mail", "Prospects"}


def test_reports_alone(shops: Shops) -> None:
    page = page_of(shops.imported("Avalon_Sunshine", *REPORTS), "segments")
    assert page["parts"] == []
    assert "orders export" in page["gaps"][0]["add"]
