"""The small shop, published once."""

import pytest

from tests.metrics.conftest import MakeStore
from tests.metrics.queries.asking import Shop
from tests.metrics.queries.shop import shop


@pytest.fixture(scope="session")
def asked(make_store: MakeStore) -> Shop:
    """The shop whose every dimension has values."""
    return Shop(make_store(shop()))
