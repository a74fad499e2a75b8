"""Published stores that tests read: all data, reports only, Klaviyo only, ads only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from marketing_agent.kernel.db import Database
from marketing_agent.metrics import service
from marketing_agent.metrics.schemas import Kpi, Summary
from marketing_agent.metrics.service import Ask
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import Warehouse
from tests import names
from tests.metrics import stores, synthetic
from tests.metrics.shops import ADS, KLAVIYO, NAMES, ORDERS, REPORTS, Shop, Shops

if TYPE_CHECKING:
    from tests.metrics.queries.asking import Shop as Asking


@dataclass(frozen=True)
class Store:
    """A published workspace with the door to its numbers."""

    database: Database
    warehouse: Warehouse
    workspace: Workspace

    def kpis(self, *keys: str, **ask: Any) -> list[Kpi]:
        with self.database.transaction(self.workspace.id) as session:
            asked = Ask(**({"as_of": synthetic.TODAY} | ask))
            return service.kpis(session, self.warehouse, self.workspace, asked, keys or None)

    def kpi(self, key: str, **ask: Any) -> Kpi:
        return self.kpis(key, **ask)[0]

    def summary(self, **ask: Any) -> Summary:
        with self.database.transaction(self.workspace.id) as session:
            asked = Ask(**({"as_of": synthetic.TODAY} | ask))
            return service.summary(session, self.warehouse, self.workspace, asked)


MakeStore = Callable[..., Store]


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="session")
def make_store(database: Database, warehouse: Warehouse) -> MakeStore:
    """Publishes a store from tables of rows."""

    def make(tables: synthetic.Tables, currency: str = "USD") -> Store:
        new = WorkspaceCreate(
            name=names.unique("Metrics"), timezone="America/New_York", currency=currency
        )
        with database.system() as session:
            workspace = tenancy.create_workspace(session, new)
        stores.build(warehouse, workspace.id, tables)
        return Store(database, warehouse, stores.publish(database, workspace, 1))

    return make


@pytest.fixture(scope="session")
def stores_by_source(make_store: MakeStore) -> dict[str, Store]:
    """The store that leaves each kind of source as the first that can answer."""
    return {
        "ledger": make_store(synthetic.everything()),
        "report": make_store(synthetic.only("report_facts", "ad_spend")),
        "klaviyo": make_store(synthetic.only("email_messages", "email_flows")),
        "ads": make_store(synthetic.only("ad_spend")),
        "report_by_channel": (split := make_store(synthetic.split_reports())),
        "report_by_product": split,
        "report_by_type": split,
    }


@pytest.fixture(scope="session")
def asked(make_store: MakeStore) -> "Asking":
    """The shop whose every dimension has values."""
    from tests.metrics.queries.asking import Shop as Asking
    from tests.metrics.queries.shop import shop

    return Asking(make_store(shop()))


@pytest.fixture(scope="session", params=NAMES)
def whole(shops: Shops, request: pytest.FixtureRequest) -> Shop:
    """Each shop with all its files."""
    return shops.imported(request.param)


@pytest.fixture(scope="session", params=NAMES)
def reported(shops: Shops, request: pytest.FixtureRequest) -> Shop:
    """Each shop with its reports alone."""
    return shops.imported(request.param, *REPORTS)


@pytest.fixture(scope="session", params=NAMES)
def exported(shops: Shops, request: pytest.FixtureRequest) -> Shop:
    """Each shop with its exports of orders, Klaviyo and ads, and no report."""
    return shops.imported(request.param, *ORDERS, *KLAVIYO, *ADS)
