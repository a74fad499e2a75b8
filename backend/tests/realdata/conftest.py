"""Real exports, imported once a run through the public door into a workspace for each store."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from marketing_agent.ingestion import service as ingestion
from marketing_agent.ingestion.schemas import ImportResult
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.metrics import service as metrics
from marketing_agent.metrics.schemas import Kpi
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import Warehouse, open_warehouse
from tests.realdata.expected import GROUPS, Group


@dataclass(frozen=True)
class Imported:
    """A group's import and the numbers that it gave."""

    result: ImportResult
    database: Database
    warehouse: Warehouse
    workspace: Workspace

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        version = self.workspace.warehouse_version
        return self.warehouse.query(self.workspace.id, version, sql).rows

    def kpi(self, key: str, window: str) -> Kpi:
        with self.database.transaction(self.workspace.id) as session:
            ask = metrics.Ask(range=window)
            return metrics.kpis(session, self.warehouse, self.workspace, ask, [key])[0]


def files_of(shared_data: Path, group: Group) -> list[Path]:
    """The files of the group, by the names that an import gives them."""
    folder = shared_data / group.folder
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if fnmatchcase(str(path.relative_to(folder)), group.only)]


@pytest.fixture(scope="session")
def imported(
    database: Database, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Imported]:
    """Imports the group of that key on first use."""
    # Every file here is small: reading it must not take much memory.
    settings = Settings(data_dir=tmp_path_factory.mktemp("real"), warehouse_memory="256MB")
    done: dict[str, Imported] = {}

    def get(key: str) -> Imported:
        if key not in done:
            group = next(group for group in GROUPS if group.key == key)
            done[key] = _import(database, settings, group, shared_data)
        return done[key]

    return get


def _import(database: Database, settings: Settings, group: Group, shared_data: Path) -> Imported:
    new = WorkspaceCreate(
        name=f"Real {group.key}"[:60], timezone=group.timezone, currency=group.currency
    )
    with database.system() as session:
        workspace_id = tenancy.create_workspace(session, new).id
    files = files_of(shared_data, group)
    path = shared_data / group.folder if group.only == "*" else files[0]
    result = ingestion.import_path(database, settings, workspace_id, path)
    with database.transaction(workspace_id) as session:
        workspace = tenancy.get_workspace(session, workspace_id)
    return Imported(result, database, open_warehouse(settings), workspace)
