"""Audiences by rules, counted again by pandas over the exported orders."""

from typing import Any

import pandas as pd
import pytest

from tests.insights.exports import lines_of
from tests.metrics.shops import TODAY, Shop, Shops

END = pd.Timestamp(TODAY)


@pytest.fixture
def shop(shops: Shops) -> Shop:
    return shops.imported("Avalon_Sunshine")


@pytest.fixture(scope="module")
def people(shops: Shops) -> pd.DataFrame:
    """Everybody with an order, as the rules see them."""
    lines = lines_of(shops.imported("Avalon_Sunshine"))
    lines = lines[~lines["cancelled"] & lines["customer"].notna() & (lines["day"] <= END)]
    bought = lines.groupby("customer")["variant"].agg(set).rename("bought")
    orders = lines.drop_duplicates("order").groupby("customer")
    found = orders.agg(orders=("day", "size"), last=("day", "max"), first=("day", "min"))
    spent = orders["total"].sum() - orders["refunded"].sum()
    off = orders["order_discount"].agg(lambda amounts: (amounts > 0).mean())
    return found.join(bought).assign(spent=spent.round(2), off=off)


def _rule(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _ask(shop: Shop, *groups: dict[str, Any], match: str = "all") -> Any:
    return shop.client.post(
        "/api/v1/segments/preview",
        params={"as_of": TODAY},
        headers=shop.headers,
        json={"match": match, "groups": groups},
    )


def _count(shop: Shop, *rules: dict[str, Any], match: str = "all") -> int:
    answer = _ask(shop, {"match": match, "rules": rules})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["customers"])


def test_numbers_are_compared(shop: Shop, people: pd.DataFrame) -> None:
    ago = (END - people["last"]).dt.days
    assert _count(shop, _rule("orders", ">=", 2)) == (people["orders"] >= 2).sum()
    assert _count(shop, _rule("spent", ">", 100.5)) == (people["spent"] > 100.5).sum()
    assert _count(shop, _rule("last_order_days", "<=", 90)) == (ago <= 90).sum()
    since = (END - people["first"]).dt.days
    assert _count(shop, _rule("first_order_days", "<", 365)) == (since < 365).sum()
    mean = people["spent"] / people["orders"]
    assert _count(shop, _rule("aov", ">=", 80)) == (mean >= 80).sum()
    assert _count(shop, _rule("discount_share", "=", 1)) == (people["off"] == 1).sum()


def test_all_any_and_groups_of_rules(shop: Shop, people: pd.DataFrame) -> None:
    often, lately = people["orders"] >= 2, (END - people["last"]).dt.days <= 90
    rules = (_rule("orders", ">=", 2), _rule("last_order_days", "<=", 90))
    assert _count(shop, *rules) == (often & lately).sum()
    assert _count(shop, *rules, match="any") == (often | lately).sum()
    rich = _rule("spent", ">=", 200)
    answer = _ask(shop, {"match": "all", "rules": rules}, {"rules": [rich]}, match="any").json()
    assert answer["customers"] == ((often & lately) | (people["spent"] >= 200)).sum()
    assert answer["sentence"] == (
        "Customers (with at least 2 orders and with the last order at most 90 days ago) or "
        "(with at least 200 spent)."
    )


def test_who_bought_a_product_and_who_never_did(shop: Shop, people: pd.DataFrame) -> None:
    hat = people["bought"].map(lambda own: any(name.startswith("Packable Sun Hat") for name in own))
    assert hat.sum() > 3
    assert _count(shop, _rule("product", "is", "Packable Sun Hat")) == hat.sum()
    never = _rule("product", "is_not", "Packable Sun Hat")
    assert _count(shop, never, _rule("orders", ">=", 1)) == (~hat).sum()


def test_groups_agree_with_the_page(shop: Shop) -> None:
    """Champions counted by a rule today are those of the page of a window that ends today."""
    page = shop.get("/insights/segments", range=f"{TODAY}..{TODAY}", limit=500)
    (part,) = [part for part in page["parts"] if part["key"] == "segments"]
    sizes = {row[0]: row[1] for row in part["rows"]}
    for label in ("Champions", "Needs attention", "Dormant"):
        name = label.upper().replace(" ", "_")
        assert _count(shop, _rule("rfm_group", "is", name)) == sizes.get(label, 0)


def test_values_are_parameters_and_counts_alone_come_out(shop: Shop) -> None:
    value = "x' OR '1'='1"
    answer = _ask(shop, {"rules": [_rule("product", "is", value)]}).json()
    assert answer["customers"] == 0
    assert value not in answer["statement"]["sql"]
    assert value in answer["statement"]["params"].values()
    assert "customer_key" not in answer


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (_rule("orders", "is", 2), "takes"),
        (_rule("orders", ">", "many"), "number"),
        (_rule("orders", ">", True), "number"),
        (_rule("country", ">", "US"), "is_not"),
        (_rule("accepts_email", "is", "yes"), "true or false"),
        (_rule("rfm_group", "is", "Kings"), "CHAMPIONS"),
        (_rule("name", "is", "Ada"), "field"),
        (_rule("spent", ">", 1e300), "number"),
        (_rule("orders", ">", 10**400), "number"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(shop: Shop, rule: dict[str, Any], word: str) -> None:
    answer = _ask(shop, {"rules": [rule]})
    assert answer.status_code == 422
    assert word in answer.text


def test_an_empty_store_has_an_empty_audience(shops: Shops) -> None:
    answer = _ask(shops.empty(), {"rules": [_rule("orders", ">=", 1)]}).json()
    assert (answer["customers"], answer["share"], answer["accepting_email"]) == (0, None, None)
