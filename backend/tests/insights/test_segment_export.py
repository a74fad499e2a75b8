"""A segment as Klaviyo would be told of it: checked by a reader of such definitions, written here.

The reader applies a definition to what a customer did. Over many customers and rules it has to
hold for exactly those for whom the rules hold.
"""

from itertools import product
from typing import Any

import pytest

from marketing_agent.insights.segments import klaviyo
from marketing_agent.insights.segments.schemas import SegmentRules
from tests.insights.saving import TWICE, as_marketer, rule, rules, save
from tests.metrics.shops import Shop, Shops

OPERATORS = {
    "greater-than-or-equal": lambda a, b: a >= b,
    "less-than-or-equal": lambda a, b: a <= b,
    "greater-than": lambda a, b: a > b,
    "less-than": lambda a, b: a < b,
    "equals": lambda a, b: a == b,
}
Person = dict[str, Any]
# The days ago of each order, what all cost, what was bought, and consent.
PEOPLE: list[Person] = [
    {"days": list(days), "spent": spent, "names": names, "consent": consent}
    for days, spent, names, consent in product(
        ((), (0,), (30,), (31,), (90, 5), (91,), (400, 91, 30)),
        (0.0, 99.5, 100.0),
        ((), ("Cup",)),
        (True, False),
    )
]


@pytest.fixture
def shop(shops: Shops) -> Shop:
    return as_marketer(shops, shops.empty())


def in_klaviyo(definition: dict[str, Any], person: Person) -> bool:
    return all(
        any(_holds(condition, person) for condition in group["conditions"])
        for group in definition["condition_groups"]
    )


def _holds(condition: dict[str, Any], person: Person) -> bool:
    if condition["type"] == "profile-marketing-consent":
        return bool(condition["consent"]["can_receive_marketing"] == person["consent"])
    days = [ago for ago in person["days"] if _falls(condition["timeframe_filter"], ago)]
    measured: float = person["spent"] if condition["measurement"] == "sum" else len(days)
    if condition["metric_id"] == klaviyo.ORDERED:
        (one,) = condition["metric_filters"]
        measured = person["names"].count(one["filter"]["value"])
    compared = condition["measurement_filter"]
    return bool(OPERATORS[compared["operator"]](measured, compared["value"]))


def _falls(when: dict[str, Any], ago: int) -> bool:
    """An order so many calendar days ago is at noon of its day, and it is noon now."""
    if when["operator"] == "alltime":
        return True
    assert when["unit"] == "day"
    quantity: int = when["quantity"]
    return ago < quantity if when["operator"] == "in-the-last" else ago >= quantity


def by_rules(chosen: dict[str, Any], person: Person) -> bool:
    """The rules as they are documented, in plain Python."""
    every = {"all": all, "any": any}
    return every[chosen.get("match", "all")](
        every[group.get("match", "all")](_true(each, person) for each in group["rules"])
        for group in chosen["groups"]
    )


def _true(each: dict[str, Any], person: Person) -> bool:
    field, op, value = each["field"], each["op"], each["value"]
    if field == "product":
        return bool((value in person["names"]) == (op == "is"))
    if field == "accepts_email":
        return bool((person["consent"] == value) == (op == "is"))
    days = person["days"]
    if field in ("last_order_days", "first_order_days") and not days:
        return False
    found = {
        "orders": lambda: len(days), "spent": lambda: person["spent"],
        "last_order_days": lambda: min(days), "first_order_days": lambda: max(days),
    }[field]()  # fmt: skip
    compare = {">=": "greater-than-or-equal", "<=": "less-than-or-equal", ">": "greater-than",
               "<": "less-than", "=": "equals"}  # fmt: skip
    return bool(OPERATORS[compare[op]](found, value))


NUMBERS = [
    *(rule("orders", op, 2) for op in (">=", "<=", ">", "<", "=")),
    *(rule("spent", op, 99.5) for op in (">=", "<=", ">", "<", "=")),
    *(rule("last_order_days", op, 30) for op in (">=", "<=", ">", "<")),
    *(rule("first_order_days", op, 90) for op in (">=", "<=", ">", "<")),
    rule("product", "is", "Cup"), rule("product", "is_not", "Cup"),
    rule("accepts_email", "is", True), rule("accepts_email", "is_not", True),
    rule("accepts_email", "is", False),
]  # fmt: skip


@pytest.mark.parametrize(
    "chosen",
    [
        *(rules(each) for each in NUMBERS),
        rules(rule("orders", ">=", 2), rule("last_order_days", ">", 30)),
        {"groups": [{"match": "any", "rules": [rule("last_order_days", ">", 30), NUMBERS[-1]]}]},
        {
            "match": "any",
            "groups": [
                {"rules": [rule("orders", "=", 1), rule("spent", ">", 99)]},
                {"match": "any", "rules": [rule("first_order_days", "<=", 31), NUMBERS[-5]]},
                {"rules": [rule("last_order_days", ">=", 91), NUMBERS[-3]]},
            ],
        },
    ],
    ids=lambda chosen: str(chosen)[-60:],
)  # fmt: skip
def test_a_definition_holds_for_whom_the_rules_hold(chosen: dict[str, Any]) -> None:
    made = klaviyo.definition(SegmentRules.model_validate(chosen))
    assert [in_klaviyo(made, person) for person in PEOPLE] == [
        by_rules(chosen, person) for person in PEOPLE
    ]


def test_the_request_is_as_klaviyo_takes_it_and_holds_no_people(shop: Shop) -> None:
    made = save(shop, "Came back", TWICE)
    found = shop.get(f"/segments/{made['id']}/export")
    data = found["request"]["data"]
    assert (data["type"], data["attributes"]["name"]) == ("segment", "Came back")
    assert data["attributes"]["definition"] == {
        "condition_groups": [
            {
                "conditions": [
                    {
                        "type": "profile-metric",
                        "metric_id": "METRIC_ID_OF_PLACED_ORDER",
                        "measurement": "count",
                        "measurement_filter": {
                            "type": "numeric", "operator": "greater-than-or-equal", "value": 2,
                        },
                        "timeframe_filter": {"type": "date", "operator": "alltime"},
                    }
                ]
            }
        ]
    }  # fmt: skip
    assert found["placeholders"] == {"METRIC_ID_OF_PLACED_ORDER": "Placed Order"}
    assert "counts alone leave the warehouse" in found["notes"][0]


@pytest.mark.parametrize(
    ("missing", "word"),
    [
        (rule("aov", ">", 50), "mean"),
        (rule("discount_share", "=", 1), "share"),
        (rule("country", "is", "US"), "by name"),
        (rule("product_type", "is", "Hat"), "type"),
        (rule("rfm_group", "is", "LOYAL"), "ranked here"),
        (rule("last_order_days", "=", 30), "exactly"),
        (rule("last_order_days", "<", 1.5), "whole days"),
        (rule("first_order_days", "<", 0), "from one on"),
    ],
)
def test_what_klaviyo_cannot_say_is_named_and_nothing_else_is_offered(
    shop: Shop, missing: dict[str, Any], word: str
) -> None:
    made = save(shop, "Half", rules(rule("orders", ">=", 2), missing))
    found = shop.get(f"/segments/{made['id']}/export")
    assert found["request"] is None
    (one,) = found["unsaid"]
    assert word in one["why"]


def test_rules_that_grow_without_end_are_refused_in_time(shop: Shop) -> None:
    group = {"rules": [rule("orders", "=", n) for n in range(20)]}
    made = save(shop, "Too much", {"match": "any", "groups": [group] * 10})
    found = shop.get(f"/segments/{made['id']}/export")
    assert found["request"] is None
    assert "100 groups" in found["unsaid"][0]["why"]


def test_the_file_holds_sizes_and_no_formula(shops: Shops) -> None:
    shop = as_marketer(shops, shops.imported("Avalon_Sunshine"))
    made = save(shop, "=HYPERLINK(1)", TWICE)
    answer = shop.ask(f"/segments/{made['id']}/export", format="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    head, *rows = answer.text.strip().split("\r\n")
    assert head == "Segment,Rules,End of month,Customers,Share"
    assert len(rows) == 12
    assert all(row.startswith("'=HYPERLINK(1),Customers with at least 2 orders.,") for row in rows)
    assert "@" not in answer.text
    assert shop.ask(f"/segments/{made['id']}/export", format="xml").status_code == 422
