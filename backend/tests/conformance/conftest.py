"""One real server on a database of its own, with a sample shop, for all clients and kits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.sample import write_sample
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, MemberCreate, WorkspaceCreate
from tests.cli.processes import Served
from tests.conftest import create_database
from tests.metrics.shops import ORDERS

ZONE = "America/New_York"


@dataclass(frozen=True)
class Installation:
    """The address of a served shop, and an owner's key to it."""

    url: str
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    @property
    def environment(self) -> dict[str, str]:
        return {"MARKETING_AGENT_URL": self.url, "MARKETING_AGENT_KEY": self.key}

    def rest(self, method: str, path: str, body: object = None, **params: Any) -> Any:
        """The answer of a route, which must be a success."""
        url = f"{self.url}/api/v1{path}"
        answer = httpx.request(
            method, url, json=body, params=params, headers=self.headers, timeout=60
        )
        assert answer.is_success, f"{path}: {answer.text}"
        return answer.json()

    def inbox(self) -> list[dict[str, Any]]:
        """What lies in the preview inbox."""
        items: list[dict[str, Any]] = self.rest("GET", "/inbox")["items"]
        return items


@pytest.fixture(scope="session")
def installation(
    postgres_url: str, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """`serve` with the sample shop's orders up to yesterday imported, and one member, Ada."""
    root = tmp_path_factory.mktemp("conformance")
    url = create_database(postgres_url, f"conformance_{uuid4().hex[:8]}", template_database)
    key = shop(root, url)
    served = Served(root / "data", DATABASE_URL=url)
    try:
        yield Installation(served.wait_ready().url, key)
    finally:
        served.stop()


def _keep_orders(folder: Path) -> None:
    """The sentence needs no more, and the worker prepares what was imported."""
    kept = {path for pattern in ORDERS for path in folder.rglob(pattern)}
    for path in folder.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()


def shop(root: Path, url: str) -> str:
    """Imports the shop; returns an owner's key to its workspace."""
    yesterday = datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=1)
    write_sample(root / "sample", orders=700, until=yesterday)
    folder = root / "sample" / "Avalon_Sunshine"
    _keep_orders(folder)
    database = Database(url, pool_size=4)
    with database.system() as session:
        new = WorkspaceCreate(name="Avalon Sunshine", timezone=ZONE, currency="USD")
        workspace = tenancy.create_workspace(session, new)
    with database.transaction(workspace.id) as session:
        caller = tenancy.system_caller(workspace)
        ada = MemberCreate(email="ada@example.com", name="Ada", role="owner")
        tenancy.add_member(session, caller, ada)
        made = tenancy.create_api_key(session, caller, ApiKeyCreate(name="kits", role="owner"))
    done = ingestion.import_path(database, Settings(data_dir=root / "data"), workspace.id, folder)
    assert [f.reason for f in done.files if f.status != "loaded"] == []
    database.dispose()
    return made.key
