"""A sample shop whose tools are called over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response

from tests.metrics.shops import Shop, Shops


@dataclass(frozen=True)
class Hand:
    """Somebody who calls tools, with the rights of a role."""

    shop: Shop
    headers: dict[str, str]

    def call(self, tool: str, /, **arguments: Any) -> Response:
        body = {"arguments": arguments}
        return self.shop.client.post(f"/api/v1/tools/{tool}", json=body, headers=self.headers)

    def done(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The result of a call that must work."""
        answer = self.call(tool, **arguments)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def rest(self, method: str, path: str, body: object = None) -> Any:
        answer = self.shop.client.request(method, f"/api/v1{path}", json=body, headers=self.headers)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def shop(shops: Shops) -> Shop:
    return shops.new("Avalon_Sunshine")


@pytest.fixture
def hand_of(shop: Shop, key_for: Callable[..., dict[str, str]]) -> Callable[[str], Hand]:
    """Somebody of a role in the shop."""
    return lambda role: Hand(shop, key_for(shop.workspace, role))


@pytest.fixture
def marketer(hand_of: Callable[[str], Hand]) -> Hand:
    return hand_of("marketer")


@pytest.fixture
def viewer(hand_of: Callable[[str], Hand]) -> Hand:
    return hand_of("viewer")
