"""A workspace with members whose automations are carried out by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from marketing_agent.agents.automations import jobs as _jobs  # noqa: F401  (registers handlers)
from marketing_agent.agents.planner.brain import ModelBrain
from marketing_agent.agents.runs.execution.held import House
from marketing_agent.agents.runs.house import furnish, reader
from marketing_agent.agents.runs.toolbox import Outcome, ToolBrief
from marketing_agent.api.app import create_app
from marketing_agent.events import service as events
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, MemberCreate, WorkspaceCreate
from marketing_agent.warehouse.service import open_warehouse
from tests.agents.conftest import Crew
from tests.agents.toolbox import Effects
from tests.conftest import create_database

WHEN_IMPORTED = {"kind": "event", "event": "import.completed"}
MONDAYS = {"kind": "schedule", "at": "08:00", "weekdays": ["mon"]}
ASKED = {"kind": "instruction", "text": "How many orders last week?"}
MAILED = {"kind": "instruction", "text": "How many orders last week? Mail the answer to the team."}
QUERY = ToolBrief("run_query", "Query", "Queries.", "read", {"properties": {}})


class Numbers(Effects):
    """Effects with a metric whose value a test sets; `until` is how far the data reaches."""

    value: float | None = 4
    until = "2999-01-01"
    outcome = "answer"

    def call(self, caller: Any, name: str, arguments: dict[str, Any], *rest: Any) -> Outcome:
        if name != "run_query":
            found = super().call(caller, name, arguments, *rest)
            if name != "ask":
                return found
            return Outcome(found.text, found.data | {"outcome": self.outcome})
        columns = [{"role": "value"}]
        data = {"columns": columns, "rows": [[self.value]], "data_until": self.until}
        return Outcome("", data | {"window": {"end": "2026-11-26"}})


@dataclass
class Desk:
    """A person at the REST door of automations, and the worker behind it."""

    crew: Crew
    client: TestClient
    headers: dict[str, str]
    owner_id: str

    def call(self, method: str, path: str = "", body: object = None, **more: str) -> Response:
        address = f"/api/v1/automations{path}"
        return self.client.request(method, address, json=body, headers=self.headers | more)

    def done(self, method: str, path: str = "", body: object = None) -> Any:
        answer = self.call(method, path, body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def create(self, trigger: object = None, action: object = None, **more: object) -> str:
        body = {"name": "Orders", "trigger": trigger or WHEN_IMPORTED, "action": action or ASKED}
        made: str = self.done("POST", "", body | {"owner_id": self.owner_id} | more)["id"]
        return made

    def tried(self, automation_id: str) -> str:
        run: str = self.done("POST", f"/{automation_id}/try")["id"]
        self.crew.work()
        return run

    def switch(self, automation_id: str, to: str = "on") -> Response:
        return self.call("POST", f"/{automation_id}/switch", {"to": to})

    def running(self, trigger: object = None, action: object = None) -> str:
        made = self.create(trigger, action)
        self.tried(made)
        answer = self.switch(made)
        assert answer.status_code == 200, answer.text
        return made

    def runs(self, automation_id: str) -> list[dict[str, Any]]:
        """Its runs without trials, the newest first."""
        found = self.done("GET", f"/{automation_id}/runs?limit=100")["items"]
        return [one for one in found if one["status"] != "trial"]

    def imported(self, status: str = "completed", work: bool = True) -> None:
        with self.crew.database.transaction(self.crew.workspace.id) as session:
            payload = {"import_id": "i1", "status": status}
            events.emit(session, self.crew.workspace.id, "import.completed", payload)
        if work:
            self.crew.work()

    def slot_comes(self, late: timedelta = timedelta(seconds=1)) -> None:
        """The queued moments are past by so much."""
        then = now() - late
        with self.crew.database.system() as session:
            session.execute(
                text(
                    "UPDATE jobs SET run_after = :at, payload = payload || jsonb_build_object"
                    "('at', cast(:iso AS text)) WHERE name = 'automations.slot'"
                    " AND status = 'queued' AND workspace_id = :own"
                ),
                {"at": then, "iso": then.isoformat(), "own": self.crew.workspace.id},
            )

    def queued(self, name: str) -> int:
        query = text(
            "SELECT count(*) FROM jobs WHERE name = :name AND status = 'queued'"
            " AND workspace_id = :own"
        )
        own = {"name": name, "own": self.crew.workspace.id}
        with self.crew.database.system() as session:
            return int(session.execute(query, own).scalar_one())


def add_member(crew: Crew, name: str, role: str) -> str:
    with crew.database.transaction(crew.workspace.id) as session:
        new = MemberCreate.model_validate(
            {"email": f"{name}.{new_id()}@example.com", "name": name, "role": role}
        )
        return tenancy.add_member(session, crew.caller, new).user_id


@pytest.fixture(scope="module")
def own_database(postgres_url: str, template_database: str) -> Iterator[Database]:
    """A database whose jobs are those of these tests alone; each test has its workspace."""
    name = f"automations_{uuid4().hex[:8]}"
    found = Database(create_database(postgres_url, name, template_database), pool_size=4)
    yield found
    found.dispose()


@pytest.fixture(scope="module")
def app(own_database: Database, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    settings = Settings(data_dir=tmp_path_factory.mktemp("automations"))
    return create_app(settings, own_database)


@pytest.fixture
def crew(app: FastAPI) -> Crew:
    database: Database = app.state.database
    with database.system() as session:
        new = WorkspaceCreate(name=uuid4().hex, timezone="UTC", currency="EUR")
        workspace = tenancy.create_workspace(session, new)
    tools = Numbers(offered_tools=(*Effects().offered_tools, QUERY))
    made = Crew(database, app.state.settings, workspace, tools)
    app.state.toolbox = tools
    read = reader(open_warehouse(made.settings))
    furnish(database, House(database, tools, ModelBrain(made.settings), read))
    return made


@pytest.fixture
def desk(app: FastAPI, crew: Crew, key_of: Callable[[str], dict[str, str]]) -> Desk:
    add_member(crew, "boss", "owner")
    client = TestClient(app, raise_server_exceptions=False)
    return Desk(crew, client, key_of("owner"), add_member(crew, "mara", "marketer"))


@pytest.fixture
def key_of(crew: Crew) -> Callable[[str], dict[str, str]]:
    """Headers with a key of a role."""

    def make(role: str) -> dict[str, str]:
        with crew.database.transaction(crew.workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": role})
            key = tenancy.create_api_key(session, crew.caller, new).key
        return {"Authorization": f"Bearer {key}"}

    return make


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the hour that automations take for the time of day."""

    def at(hour: int) -> None:
        from marketing_agent.agents.automations import firing

        fixed = now().replace(hour=hour)
        monkeypatch.setattr(firing, "now", lambda: fixed)

    at(12)
    return at
