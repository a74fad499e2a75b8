"""A workspace with documents, over HTTP, with a worker run by hand."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

import marketing_agent.agents.documents.jobs
import marketing_agent.agents.runs.jobs
import marketing_agent.agents.search.jobs  # noqa: F401  (as in a worker)
from marketing_agent.api.app import create_app
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate


class Library:
    """A workspace in a database of its own, over HTTP, with a worker run by hand."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.client = TestClient(create_app(settings, database))
        self.workspace = self.new_workspace()
        self.headers = self.key(self.workspace)

    def new_workspace(self) -> Workspace:
        with self.database.system() as session:
            count = session.scalar(text("SELECT count(*) FROM workspaces"))
            new = WorkspaceCreate(name=f"Library {count}", timezone="UTC", currency="EUR")
            return tenancy.create_workspace(session, new)

    def key(self, workspace: Workspace, role: str = "owner") -> dict[str, str]:
        with self.database.transaction(workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": role})
            key = tenancy.create_api_key(session, tenancy.system_caller(workspace), new)
        return {"Authorization": f"Bearer {key.key}"}

    def post(self, name: str, content: bytes, path: str = "documents", **more: Any) -> Any:
        file = {"file": (name, content, "text/csv")}
        given = {"headers": self.headers} | more
        return self.client.post(f"/api/v1/{path}", files=file, **given)

    def added(self, name: str, content: bytes, path: str = "documents") -> dict[str, Any]:
        answer = self.post(name, content, path)
        assert answer.status_code == 201, answer.text
        self.work()
        made: dict[str, Any] = answer.json()
        return made

    def work(self) -> None:
        while jobs.run_next(self.database, self.settings):
            pass

    def get(self, path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
        answer = self.client.get(f"/api/v1/{path}", params=params, headers=headers or self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def found(self, q: str, headers: dict[str, str] | None = None, **params: Any) -> list[Any]:
        items: list[Any] = self.get("search", headers, q=q, **params)["items"]
        return items

    def count(self, table: str) -> int:
        with self.database.transaction(self.workspace.id) as session:
            return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.fixture
def library(empty_database: Database, settings: Settings) -> Library:
    return Library(empty_database, settings)
