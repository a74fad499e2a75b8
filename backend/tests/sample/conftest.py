"""One small sample for all tests of the generator: both shops, 24 months to a fixed day."""

from datetime import date

import pytest

from marketing_agent.sample import write_sample
from tests.sample.shopfolder import ShopFolder

UNTIL = date(2026, 11, 22)
SHOPS = ("Avalon_Sunshine", "BE_Design_Co")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ShopFolder]:
    """Shop name → its folder, read back from the files alone."""
    root = tmp_path_factory.mktemp("sample")
    write_sample(root, orders=2500, until=UNTIL)
    return {shop: ShopFolder(root / shop) for shop in SHOPS}


@pytest.fixture(scope="session", params=SHOPS)
def shop(request: pytest.FixtureRequest, sample: dict[str, ShopFolder]) -> ShopFolder:
    return sample[str(request.param)]
