"""Saving segments over HTTP, as tests of them do."""

from dataclasses import replace
from typing import Any

from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate
from tests.metrics.shops import Shop, Shops


def rule(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def rules(*each: dict[str, Any]) -> dict[str, Any]:
    return {"groups": [{"rules": list(each)}]}


TWICE = rules(rule("orders", ">=", 2))


def as_marketer(shops: Shops, shop: Shop) -> Shop:
    """The shop with a key that may save."""
    with shops.database.transaction(shop.workspace.id) as session:
        new = ApiKeyCreate.model_validate({"name": "editor", "role": "marketer"})
        key = tenancy.create_api_key(session, tenancy.system_caller(shop.workspace), new)
    return replace(shop, headers={"Authorization": f"Bearer {key.key}"})


def send(shop: Shop, method: str, path: str = "", **more: Any) -> Any:
    headers = shop.headers | more.pop("headers", {})
    return shop.client.request(method, f"/api/v1/segments{path}", headers=headers, **more)


def save(shop: Shop, name: str, chosen: dict[str, Any] = TWICE) -> dict[str, Any]:
    made = send(shop, "POST", json={"name": name, "rules": chosen})
    assert made.status_code == 201, made.text
    found = made.json()
    assert isinstance(found, dict)
    return found
