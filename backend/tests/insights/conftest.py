"""Stores that pages of insights are read from."""

from pathlib import Path

import pytest

from tests.insights.retail import Retail, retail_of
from tests.metrics.conftest import MakeStore, make_store, warehouse
from tests.metrics.engines.conftest import on_both

__all__ = ["make_store", "on_both", "retail", "warehouse"]


@pytest.fixture(scope="session")
def retail(make_store: MakeStore, shared_data: Path) -> Retail:
    """Eight months of a real retailer, as a published store and as the rows it came from."""
    return retail_of(shared_data / "uci-online-retail", make_store)
