"""A sample shop whose people save things."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from tests.metrics.shops import TODAY, Shop, Shops

NET_BY_MONTH = {"metrics": ["net_sales"], "grain": "month", "time": "last_3_months"}


@dataclass(frozen=True)
class Desk:
    """Somebody at work in the shop, with the rights of a role."""

    shop: Shop
    headers: dict[str, str]

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        return self.shop.client.request(
            method, f"/api/v1{path}", json=body, headers=self.headers | headers
        )

    def done(self, method: str, path: str, body: object = None) -> Any:
        answer = self.send(method, path, body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def save(self, kind: str, name: str, **asked: object) -> dict[str, Any]:
        """A new saved question or widget."""
        found: dict[str, Any] = self.done("POST", f"/{kind}", {"name": name} | asked)
        return found

    def data(self, *ids: str) -> list[dict[str, Any]]:
        """Data of these widgets on the shop's day."""
        found: list[dict[str, Any]] = self.done(
            "GET", f"/widgets/data?as_of={TODAY}&ids={','.join(ids)}"
        )["items"]
        return found


@pytest.fixture(scope="session")
def shop(shops: Shops) -> Shop:
    return shops.new("Avalon_Sunshine")


@pytest.fixture
def desk(shop: Shop, key_for: Callable[..., dict[str, str]]) -> Desk:
    """A marketer."""
    return Desk(shop, key_for(shop.workspace, "marketer"))


@pytest.fixture
def reader(shop: Shop, key_for: Callable[..., dict[str, str]]) -> Desk:
    """A viewer."""
    return Desk(shop, key_for(shop.workspace, "viewer"))
