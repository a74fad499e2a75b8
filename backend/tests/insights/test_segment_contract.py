"""A segment for Klaviyo is a request that Klaviyo's own OpenAPI takes, whatever its rules are."""

import gzip
import json
from typing import Any

import jsonschema_rs
import pytest

from marketing_agent.insights.segments import klaviyo
from marketing_agent.insights.segments.schemas import SegmentRules
from tests.conftest import SHARED
from tests.insights.saving import as_marketer, rule, rules, save
from tests.insights.test_segment_export import NUMBERS
from tests.metrics.shops import Shops

FILE = SHARED / "contracts" / "klaviyo" / f"klaviyo-openapi-{klaviyo.REVISION}.json.gz"
# `=` of days is what Klaviyo cannot say; all else that the builder offers for these fields.
FURTHER = [
    *(rule("orders", op, 0) for op in (">=", "<=", ">", "<", "=")),
    *(rule("spent", op, 1_000_000) for op in (">=", "<=", ">", "<", "=")),
    *(rule("last_order_days", op, 9_998) for op in (">=", "<=", ">", "<")),
    *(rule("first_order_days", op, 1) for op in (">=", "<=", ">", "<")),
    rule("vendor", "is", "Ada & Söhne"), rule("vendor", "is_not", "Ada"),
    rule("accepts_email", "is_not", False),
]  # fmt: skip
MIXED: dict[str, Any] = {
    "match": "any",
    "groups": [
        {"rules": [rule("orders", "=", 1), rule("spent", ">", 99)]},
        {"match": "any", "rules": [rule("first_order_days", "<=", 31), rule("vendor", "is", "A")]},
        {"rules": [rule("last_order_days", ">=", 91), rule("accepts_email", "is", True)]},
    ],
}


def strict(node: Any) -> Any:
    """The schema as JSON Schema, where no object may have more than it says."""
    if isinstance(node, list):
        return [strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: strict(each) for key, each in node.items()}
    if "oneOf" in made:
        made["anyOf"] = made.pop("oneOf")
    if made.get("type") == "object" and "properties" in made:
        made.setdefault("additionalProperties", False)
    return {"anyOf": [made, {"type": "null"}]} if made.pop("nullable", False) is True else made


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    if not FILE.is_file():
        pytest.skip(f"Klaviyo's OpenAPI is not here: {FILE.name} beside the checkout is absent")
    found = json.loads(gzip.decompress(FILE.read_bytes()))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def checker(contract: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    body = contract["paths"]["/api/segments"]["post"]["requestBody"]["content"]
    (schema,) = (each["schema"] for each in body.values())
    parts = {"components": {"schemas": strict(contract["components"]["schemas"])}}
    return jsonschema_rs.Draft202012Validator(strict(schema) | parts)


def request(chosen: dict[str, Any]) -> dict[str, Any]:
    made = klaviyo.definition(SegmentRules.model_validate(chosen))
    return {"data": {"type": "segment", "attributes": {"name": "Ours", "definition": made}}}


def test_it_is_the_contract_of_the_revision_that_is_named(contract: dict[str, Any]) -> None:
    assert contract["info"]["version"] == klaviyo.REVISION


@pytest.mark.parametrize(
    "chosen",
    [*(rules(each) for each in (*NUMBERS, *FURTHER)), MIXED],
    ids=[*(f"{one['field']} {one['op']} {one['value']}" for one in (*NUMBERS, *FURTHER)), "mixed"],
)
def test_klaviyo_takes_every_rule_that_is_said(
    checker: jsonschema_rs.Draft202012Validator, chosen: dict[str, Any]
) -> None:
    assert [error.message for error in checker.iter_errors(request(chosen))] == []


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        ("type", "profile-metrics"), ("measurement", "mean"), ("metric", "A"),
        ("measurement_filter", {"type": "numeric", "operator": "is", "value": 1}),
        ("measurement_filter", {"type": "numeric", "operator": "equals", "value": "1"}),
        ("timeframe_filter", {"type": "date", "operator": "in-the-last", "quantity": 3}),
        ("timeframe_filter", {"type": "date", "operator": "always"}),
    ],
    ids=["kind", "measurement", "unknown", "operator", "text", "no-unit", "no-time"],
)  # fmt: skip
def test_what_klaviyo_does_not_know_is_told_apart(
    checker: jsonschema_rs.Draft202012Validator, at: str, wrong: object
) -> None:
    body = request(rules(rule("orders", ">=", 2)))
    assert checker.is_valid(body)
    groups = body["data"]["attributes"]["definition"]["condition_groups"]
    groups[0]["conditions"][0][at] = wrong
    assert not checker.is_valid(body)


def test_the_export_itself_is_taken(
    checker: jsonschema_rs.Draft202012Validator, shops: Shops
) -> None:
    shop = as_marketer(shops, shops.empty())
    found = shop.get(f"/segments/{save(shop, 'Mixed', MIXED)['id']}/export")
    assert checker.is_valid(found["request"])
    assert any(klaviyo.REVISION in each for each in found["notes"])
