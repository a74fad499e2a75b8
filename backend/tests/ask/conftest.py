"""One sample shop, imported the way a user imports it, with its cache filled."""

import pytest

from marketing_agent.ask import service
from marketing_agent.kernel.db import Database
from marketing_agent.warehouse.service import open_warehouse
from tests.metrics.shops import Shop, Shops


@pytest.fixture(scope="session")
def shop(database: Database, shops: Shops) -> Shop:
    """Avalon Sunshine, as after its first import."""
    found = shops.new("Avalon_Sunshine")
    with database.transaction(found.workspace.id) as session:
        warehouse = open_warehouse(found.settings)
        assert service.fill_cache(session, warehouse, found.workspace) > 1_500
    return found
