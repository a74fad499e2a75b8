"""A workspace whose warehouse can be asked, and the app over it."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

import marketing_agent.worker.main  # noqa: F401  (registers the handlers)
from marketing_agent.api.app import create_app
from marketing_agent.ingestion import service
from marketing_agent.ingestion.schemas import ImportFile, ImportResult
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import open_warehouse
from tests import names
from tests.conftest import create_database

Answer = httpx2.Response


@dataclass(frozen=True)
class Shop:
    """One workspace seen through its doors: command line, HTTP, published data."""

    database: Database
    settings: Settings
    workspace: Workspace
    client: TestClient

    def headers(self, role: str = "owner") -> dict[str, str]:
        with self.database.transaction(self.workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": role})
            caller = tenancy.system_caller(self.workspace)
            key = tenancy.create_api_key(session, caller, new)
        return {"Authorization": f"Bearer {key.key}"}

    def load(self, path: Path, **options: Any) -> ImportResult:
        """Imports as the command line does."""
        return service.import_path(self.database, self.settings, self.workspace.id, path, **options)

    def send(self, files: Mapping[str, bytes], headers: Mapping[str, str] | None = None) -> Answer:
        """Uploads as a browser does."""
        parts = [("files", (name, io.BytesIO(data))) for name, data in files.items()]
        return self.client.post("/api/v1/imports", files=parts, headers=headers or self.headers())

    def work(self) -> None:
        """Runs every job that is due, as the worker does."""
        while jobs.run_next(self.database, self.settings):
            pass

    def upload(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Uploads, works, and gives the import as the API shows it."""
        answer = self.send(files)
        assert answer.status_code == 202, answer.text
        self.work()
        return self.shown(answer.json()["import_id"])

    def shown(self, import_id: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/v1/imports/{import_id}", headers=self.headers("viewer"))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @property
    def version(self) -> int:
        with self.database.transaction(self.workspace.id) as session:
            return tenancy.get_workspace(session, self.workspace.id).warehouse_version

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the published version."""
        warehouse = open_warehouse(self.settings)
        return warehouse.query(self.workspace.id, self.version, sql).rows

    @property
    def orders(self) -> int:
        count: int = self.ask("SELECT count(*) FROM orders")[0][0]
        return count

    def alive(self) -> bool:
        return bool(self.client.get("/healthz").json() == {"status": "ok"})


House = tuple[Database, Settings, TestClient]
MakeShop = Callable[..., Shop]


@pytest.fixture(scope="module")
def house(
    postgres_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """An installation of this module's own: its worker finds no other module's jobs."""
    url = create_database(postgres_url, f"house_{uuid4().hex[:8]}", template_database)
    database = Database(url, pool_size=4)
    settings = Settings(data_dir=tmp_path_factory.mktemp("house"), max_upload_bytes=96 << 20)
    app = create_app(settings, Database(url, pool_size=4))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield database, settings, client
    database.dispose()


def new_shop(house: House, timezone: str = "America/New_York", currency: str = "USD") -> Shop:
    """A shop without data."""
    database, settings, client = house
    name = names.unique("Shop")
    with database.system() as session:
        new = WorkspaceCreate(name=name, timezone=timezone, currency=currency)
        workspace = tenancy.create_workspace(session, new)
    return Shop(database, settings, workspace, client)


@pytest.fixture
def make_shop(house: House) -> MakeShop:
    """Makes shops without data: `make_shop(timezone=…, currency=…)`."""
    return partial(new_shop, house)


@pytest.fixture
def shop(make_shop: MakeShop) -> Shop:
    """A shop in New York, in US dollars, without data."""
    return make_shop()


def adds_up(file: ImportFile | Mapping[str, Any]) -> bool:
    """Whether every row of the file has one fate."""
    shown = file if isinstance(file, Mapping) else file.model_dump()
    fates = shown["loaded"] + shown["rejected"] + shown["duplicates"]
    return bool(shown["rows_in"] == fates)
