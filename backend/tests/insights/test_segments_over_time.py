"""A segment over time, between two days and beside others, counted again by pandas."""

from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from marketing_agent.insights.segments.schemas import SegmentRules
from marketing_agent.insights.segments.service import preview
from tests.insights.exports import lines_of
from tests.insights.retail import Retail
from tests.insights.saving import TWICE, as_marketer, rule, rules, save, send
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.shops import TODAY, Shop, Shops
from tests.metrics.stores import order

AFTER = pd.Timestamp(TODAY) + pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def shop(shops: Shops) -> Shop:
    return as_marketer(shops, shops.imported("BE_Design_Co"))


@pytest.fixture(scope="module")
def lines(shop: Shop) -> pd.DataFrame:
    found = lines_of(shop)
    return found[~found["cancelled"] & found["customer"].notna()]


def stood(lines: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Everybody who ordered before that day, as they stood then."""
    before = lines[lines["day"] < end]
    orders = before.drop_duplicates("order").groupby("customer")
    found = orders.agg(orders=("day", "size"), last=("day", "max"))
    cents = ((orders["total"].sum() - orders["refunded"].sum()) * 100).round().astype(int)
    ago = (end - pd.Timedelta(days=1) - found["last"]).dt.days
    return found.assign(cents=cents, ago=ago)


def lately(lines: pd.DataFrame, end: pd.Timestamp) -> set[str]:
    people = stood(lines, end)
    return set(people[(people["orders"] >= 2) & (people["ago"] <= 60)].index)


LATELY = rules(rule("orders", ">=", 2), rule("last_order_days", "<=", 60))


def test_sizes_at_ends_of_months_are_those_of_each_day(shop: Shop, lines: pd.DataFrame) -> None:
    made = save(shop, "Lately")
    send(shop, "PUT", f"/{made['id']}", json={"name": "Lately", "rules": LATELY})
    found = shop.get(f"/segments/{made['id']}/history")
    ends = pd.date_range(end="2026-11-01", periods=12, freq="MS")
    wanted = {
        str((end - pd.Timedelta(days=1)).date()): len(lately(lines, end))
        for end in ends
        if (lines["day"] < end).any()
    }
    assert {point["day"]: point["customers"] for point in found["points"]} == wanted
    assert len(wanted) == 12
    assert len(set(wanted.values())) > 3, "else the day would not matter"
    assert "customer_key" not in str(found["points"])
    assert found["statement"]["sql_id"]


def test_a_product_is_bought_from_its_day_on(shop: Shop, lines: pd.DataFrame) -> None:
    (top,) = shop.get("/segments/values", field="product", limit=1)["items"]
    made = save(shop, "Bought the first", rules(rule("product", "is", top["value"])))
    own = lines[lines["variant"].str.startswith(top["value"])]
    found = shop.get(f"/segments/{made['id']}/history")["points"]
    sizes = [own[own["day"] <= pd.Timestamp(point["day"])]["customer"].nunique() for point in found]
    assert [point["customers"] for point in found] == sizes
    assert sizes[0] < sizes[-1]


def test_who_joined_left_and_stayed(shop: Shop, lines: pd.DataFrame) -> None:
    made = save(shop, "Lately, again", LATELY)
    found = shop.get(f"/segments/{made['id']}/changes", since="2026-06-30", until="2026-10-31")
    then, now = (lately(lines, pd.Timestamp(day)) for day in ("2026-07-01", "2026-11-01"))
    known = set(stood(lines, pd.Timestamp("2026-07-01")).index)
    assert found["customers_before"] == len(then)
    assert found["customers"] == len(now)
    assert (found["stayed"], found["joined"], found["left"]) == (
        len(then & now), len(now - then), len(then - now),
    )  # fmt: skip
    # Those without an order are known all the time.
    assert found["new_customers"] == len(now - then - known)
    assert min(found["stayed"], found["joined"], found["left"], found["new_customers"]) > 0


@pytest.mark.parametrize(
    ("since", "until"), [("2026-10-31", "2026-10-31"), ("2026-11-01", "2026-10-31")]
)
def test_days_that_are_not_in_order_are_refused(shop: Shop, since: str, until: str) -> None:
    (made, *_) = shop.get("/segments")["items"] or [save(shop, "Any")]
    answer = shop.ask(f"/segments/{made['id']}/changes", since=since, until=until)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_range")


def test_overlaps_are_those_of_the_sets(shop: Shop, lines: pd.DataFrame) -> None:
    people = stood(lines, AFTER)
    everyone = {
        "Twice or more": (TWICE, people["orders"] >= 2),
        "In 90 days": (rules(rule("last_order_days", "<=", 90)), people["ago"] <= 90),
        "Much": (rules(rule("spent", ">", 150)), people["cents"] > 15000),
        "Once": (rules(rule("orders", "=", 1)), people["orders"] == 1),
        "Nobody at all": (rules(rule("orders", "<", 0)), people["orders"] < 0),
    }
    ids, sets = [], []
    for name, (chosen, holds) in everyone.items():
        ids.append(save(shop, name, chosen)["id"])
        sets.append(set(people[holds].index))
    found = send(shop, "POST", "/overlap", json={"ids": ids}, params={"as_of": TODAY}).json()
    assert [one["customers"] for one in found["items"]] == [len(own) for own in sets]
    alone = [len(own - set().union(*(o for o in sets if o is not own))) for own in sets]
    assert [one["alone"] for one in found["items"]] == alone
    assert found["reached"] == len(set().union(*sets))
    pairs = {(pair["one_id"], pair["other_id"]): pair for pair in found["pairs"]}
    assert len(pairs) == 10
    for one, other in combinations(range(5), 2):
        pair, both = pairs[ids[one], ids[other]], len(sets[one] & sets[other])
        assert pair["both"] == both
        either = len(sets[one] | sets[other])
        assert pair["jaccard"] == (pytest.approx(both / either) if either else None)
        share = both / len(sets[one]) if sets[one] else None
        assert pair["share_of_one"] == (None if share is None else pytest.approx(share))
    assert "customer_key" not in {each for row in found["items"] for each in row}


@pytest.mark.parametrize("ids", [[], ["a"], ["a", "a"], list("abcdef"), ["a\0", "b"], "ab"])
def test_two_to_five_segments_are_compared(shop: Shop, ids: Any) -> None:
    assert send(shop, "POST", "/overlap", json={"ids": ids}).status_code == 422


def test_one_that_is_away_is_404(shop: Shop) -> None:
    made = save(shop, "Soon away")
    other = save(shop, "Stays")
    send(shop, "DELETE", f"/{made['id']}")
    answer = send(shop, "POST", "/overlap", json={"ids": [other["id"], made["id"]]})
    assert (answer.status_code, answer.json()["code"]) == (404, "segment.unknown")


def test_a_store_of_nothing_has_no_history(shops: Shops) -> None:
    nobody = as_marketer(shops, shops.empty())
    one, other = save(nobody, "One")["id"], save(nobody, "Other")["id"]
    assert nobody.get(f"/segments/{one}/history")["points"] == []
    moved = nobody.get(f"/segments/{one}/changes")
    assert (moved["joined"], moved["left"], moved["stayed"]) == (0, 0, 0)
    assert (date.fromisoformat(moved["until"]) - date.fromisoformat(moved["since"])).days == 30
    found = send(nobody, "POST", "/overlap", json={"ids": [one, other]}).json()
    assert (found["everybody"], found["pairs"][0]["jaccard"]) == (0, None)


def test_orders_without_customers_reach_nobody(make_store: MakeStore) -> None:
    """Guests' orders have no customer: nobody is known, and nobody is counted."""
    days = [date(2026, 10, day) for day in range(1, 29)]
    store = make_store({"orders": [order(str(n), day, 1000) for n, day in enumerate(days)]})
    assert _count(store, rules(rule("orders", ">=", 0))) == (0, None)


def test_a_real_retailer_is_counted_as_pandas_counts_it(retail: Retail) -> None:
    invoices = retail.invoices
    bought = invoices[~invoices["credit"] & invoices["customer"].notna()]
    own = bought[bought["day"] < "2011-06-01"].groupby("customer")
    people = own.agg(orders=("day", "size"), pence=("pence", "sum"), last=("day", "max"))
    ago = (pd.Timestamp("2011-05-31") - people["last"]).dt.days
    chosen = rules(rule("spent", ">=", 500), rule("last_order_days", ">", 60))
    wanted = int(((people["pence"] >= 50_000) & (ago > 60)).sum())
    assert wanted > 10
    found, share = _count(retail.store, chosen, date(2011, 5, 31))
    assert found == wanted
    assert share == pytest.approx(wanted / len(people))


def _count(store: Store, chosen: dict[str, Any], as_of: date = TODAY) -> tuple[int, float | None]:
    asked = SegmentRules.model_validate(chosen)
    with store.database.transaction(store.workspace.id) as session:
        found = preview(session, store.warehouse, store.workspace, asked, as_of)
    return found.customers, found.share
