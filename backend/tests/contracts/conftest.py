"""A small store whose app has a language model: the scripted server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Role, Workspace, WorkspaceCreate
from tests import names
from tests.contracts.model_server import KEY, Scripted, scripted_server
from tests.contracts.small_store import DAYS, EACH_DAY, write_orders

TODAY = "2026-10-01"
PATIENCE_S = 30.0
Knobs = dict[str, Any]


@dataclass(frozen=True)
class Asker:
    """Somebody with an API key who asks a store."""

    client: TestClient
    workspace: Workspace
    headers: dict[str, str]

    def ask(self, question: str, as_of: str = TODAY, **more: Any) -> dict[str, Any]:
        """The answer, which is one whatever the model does."""
        body = {"question": question, "as_of": as_of} | more
        answer = self.client.post("/api/v1/ask", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def get(self, path: str, **params: Any) -> Any:
        answer = self.client.get(f"/api/v1{path}", params=params, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, question: dict[str, Any]) -> list[list[Any]]:
        """The rows of a semantic query, asked past everything that reads questions."""
        answer = self.client.post("/api/v1/query", json=question, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: list[list[Any]] = answer.json()["rows"]
        return found

    def select(self, statement: str) -> list[list[Any]]:
        """The rows of a statement of the SQL explorer."""
        answer = self.client.post("/api/v1/sql", json={"sql": statement}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: list[list[Any]] = answer.json()["rows"]
        return found

    def entry(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The entry of the prompt cache that an answer came from."""
        items = self.get("/prompt-cache", limit=500)["items"]
        (found,) = [one for one in items if one["id"] == answer["cache"]["entry_id"]]
        assert isinstance(found, dict)
        return found

    def change(self, answer: dict[str, Any], **change: Any) -> Any:
        path = f"/api/v1/prompt-cache/{answer['cache']['entry_id']}"
        return self.client.patch(path, json=change, headers=self.headers)

    def thumb(self, answer: dict[str, Any], *, helpful: bool = True) -> None:
        path = f"/api/v1/ask/{answer['id']}/feedback"
        done = self.client.post(path, json={"helpful": helpful}, headers=self.headers)
        assert done.status_code == 204


@dataclass(frozen=True)
class Store:
    """An app with a model over one small store, and its people."""

    client: TestClient
    database: Database
    workspace: Workspace

    def asker(self, role: Role) -> Asker:
        with self.database.transaction(self.workspace.id) as session:
            new = ApiKeyCreate(name="test", role=role)
            key = tenancy.create_api_key(session, tenancy.system_caller(self.workspace), new)
        return Asker(self.client, self.workspace, {"Authorization": f"Bearer {key.key}"})


@pytest.fixture(scope="session")
def scripted() -> Iterator[Scripted]:
    """The model, where OpenAI's and Anthropic's own variables say that it is."""
    with scripted_server() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.url)
        patch.setenv("OPENAI_API_KEY", KEY)
        patch.setenv("ANTHROPIC_BASE_URL", server.url.removesuffix("/v1"))
        patch.setenv("ANTHROPIC_API_KEY", KEY)
        yield server


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that the stores of this session share."""
    return tmp_path_factory.mktemp("contracts")


@pytest.fixture(scope="session")
def made_workspace(database: Database, data_dir: Path) -> Workspace:
    """A workspace with the small store's orders."""
    with database.system() as session:
        new = WorkspaceCreate(name=names.unique("Shop"), timezone="UTC", currency="USD")
        made = tenancy.create_workspace(session, new)
    folder = write_orders(data_dir / "exports")
    done = ingestion.import_path(database, Settings(data_dir=data_dir), made.id, folder)
    assert [(file.status, file.loaded) for file in done.files] == [("loaded", DAYS * EACH_DAY)]
    with database.transaction(made.id) as session:
        return tenancy.get_workspace(session, made.id)


@pytest.fixture
def open_store(
    database: Database, data_dir: Path, made_workspace: Workspace, scripted: Scripted
) -> Iterator[Callable[..., Store]]:
    """Opens the store's app with settings of the test's own."""
    opened: list[TestClient] = []

    def make(model: str | None = "openai:scripted", **knobs: Any) -> Store:
        given: Knobs = {"llm_timeout_s": PATIENCE_S} | knobs
        if model:
            given["LLM_MODEL"] = model
        settings = Settings(data_dir=data_dir, **given)
        app = create_app(settings, Database(database.url, pool_size=2))
        client = TestClient(app, raise_server_exceptions=False)
        client.__enter__()
        opened.append(client)
        return Store(client, database, made_workspace)

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    """The store with the scripted model, whose tokens have a price."""
    return open_store(llm_input_price="2.50", llm_output_price="10")


@pytest.fixture
def analyst(store: Store) -> Asker:
    """Somebody who may write SQL."""
    return store.asker("marketer")


@pytest.fixture
def viewer(store: Store) -> Asker:
    """Somebody who may not."""
    return store.asker("viewer")
