"""One sample shop, imported the way a user imports it, with its cache filled."""

from collections.abc import Iterator

import pytest

from marketing_agent.ask import service
from marketing_agent.kernel.db import Database
from marketing_agent.warehouse.service import open_warehouse
from tests.metrics.shops import Shop, Shops


@pytest.fixture(scope="session")
def shop(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Avalon Sunshine, as after its first import."""
    for shops in Shops(tmp_path_factory.mktemp("ask"), database).running():
        found = shops.imported("Avalon_Sunshine")
        with database.transaction(found.workspace.id) as session:
            warehouse = open_warehouse(found.settings)
            assert service.fill_cache(session, warehouse, found.workspace) > 1_500
        yield found
