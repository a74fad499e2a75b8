"""The same published stores on both engines: DuckDB's file, and that file put into PostgreSQL."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from marketing_agent.warehouse.service import Warehouse
from tests.metrics.conftest import Store
from tests.metrics.queries.asking import Shop as Asking


@dataclass(frozen=True)
class Both:
    """One store, asked on either engine."""

    duckdb: Store
    postgres: Store

    @property
    def asking(self) -> tuple[Asking, Asking]:
        return Asking(self.duckdb), Asking(self.postgres)


OnBoth = Callable[[Store], Both]


@pytest.fixture(scope="session")
def on_both(tmp_path_factory: pytest.TempPathFactory) -> OnBoth:
    """Gives a store a twin whose warehouse is PostgreSQL, from a copy of its version's file."""

    def make(store: Store) -> Both:
        workspace, data = store.workspace, tmp_path_factory.mktemp("twin")
        file = store.warehouse.version_path(workspace.id, workspace.warehouse_version)
        assert file is not None
        folder = data / "warehouse" / workspace.id
        folder.mkdir(parents=True)
        shutil.copyfile(file, folder / file.name)
        warehouse = Warehouse(data, postgres_url=store.database.url)
        assert (store.warehouse.dialect, warehouse.dialect) == ("duckdb", "postgres")
        return Both(store, Store(store.database, warehouse, workspace))

    return make


@pytest.fixture(scope="session")
def both(asked: Asking, on_both: OnBoth) -> Both:
    """The shop whose every dimension has values, on both engines."""
    return on_both(asked.store)
