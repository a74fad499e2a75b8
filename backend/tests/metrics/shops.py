"""The sample shops, imported the way a user imports them, and asked over HTTP."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.sample.service import write_sample
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate
from tests import names

UNTIL = date(2026, 11, 23)
TODAY = date(2026, 11, 24)
NAMES = ("Avalon_Sunshine", "BE_Design_Co")
REPORTS = ("* - *.csv", "channel_performance_*.csv")
ORDERS = ("orders_export*.csv", "transactions_export*.csv", "customers_export*.csv")
KLAVIYO = ("klaviyo_*.csv",)
ADS = ("meta_ads*.csv", "google_ads*.csv")


@dataclass(frozen=True)
class Shop:
    """A shop's workspace: what was imported, and the truth it was simulated from."""

    client: TestClient
    settings: Settings
    workspace: Workspace
    headers: dict[str, str]
    folder: Path
    truth: dict[str, Any]

    def get(self, path: str, **params: Any) -> Any:
        """The answer of a route, which must be 200."""
        answer = self.ask(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, path: str, **params: Any) -> Any:
        params = {"as_of": TODAY} | params
        return self.client.get(f"/api/v1{path}", params=params, headers=self.headers)

    def tiles(self, **params: Any) -> dict[str, dict[str, Any]]:
        """The tiles of the Summary page by key."""
        sections = self.get("/summary", **params)["sections"]
        return {tile["key"]: tile for section in sections for tile in section["tiles"]}

    def kpi(self, key: str, **params: Any) -> dict[str, Any]:
        (found,) = self.get("/kpis", keys=key, **params)
        assert isinstance(found, dict)
        return found

    def file(self, pattern: str) -> str:
        """The path of the one exported file of that name."""
        (found,) = self.folder.rglob(pattern)
        return str(found)


class Shops:
    """Makes workspaces out of the files of a sample shop."""

    def __init__(self, root: Path, database: Database, **settings: Any) -> None:
        self.root, self.database = root, database
        self.settings = Settings(data_dir=root / "data", **settings)
        write_sample(root / "sample", orders=700, until=UNTIL)
        self.app = create_app(self.settings, Database(database.url, pool_size=4))
        self._shared: dict[tuple[str, ...], Shop] = {}

    def running(self) -> Iterator["Shops"]:
        with TestClient(self.app) as client:
            self.client = client
            yield self

    def imported(self, name: str, *patterns: str) -> Shop:
        """The workspace, made once, with the shop's files of these names; without them all."""
        key = (name, *patterns)
        if key not in self._shared:
            self._shared[key] = self.new(name, *patterns)
        return self._shared[key]

    def new(self, name: str, *patterns: str) -> Shop:
        """A workspace of one's own, to be changed at will."""
        folder = self.root / "sample" / name
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        workspace = self._workspace(truth["timezone"], truth["currency"])
        chosen = self._chosen(folder, workspace.slug, patterns or ("*.csv",))
        done = ingestion.import_path(self.database, self.settings, workspace.id, chosen)
        refused = [(f.name, f.status, f.reason) for f in done.files if f.status != "loaded"]
        assert refused == []
        with self.database.transaction(workspace.id) as session:
            workspace = tenancy.get_workspace(session, workspace.id)
        return Shop(self.client, self.settings, workspace, self._key(workspace), folder, truth)

    def empty(self) -> Shop:
        """A workspace without any file."""
        workspace = self._workspace("America/New_York", "USD")
        return Shop(self.client, self.settings, workspace, self._key(workspace), self.root, {})

    def _workspace(self, timezone: str, currency: str) -> Workspace:
        name = names.unique("Shop")
        with self.database.system() as session:
            new = WorkspaceCreate(name=name, timezone=timezone, currency=currency)
            return tenancy.create_workspace(session, new)

    def _chosen(self, folder: Path, name: str, patterns: Sequence[str]) -> Path:
        target = self.root / "chosen" / name
        for pattern in patterns:
            for file in folder.rglob(pattern):
                to = target / file.relative_to(folder)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)
        return target

    def _key(self, workspace: Workspace) -> dict[str, str]:
        with self.database.transaction(workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": "viewer"})
            key = tenancy.create_api_key(session, tenancy.system_caller(workspace), new)
        return {"Authorization": f"Bearer {key.key}"}
