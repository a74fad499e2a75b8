"""A workspace whose runs are carried out with tools of the test's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.agents.planner.brain import ModelBrain
from marketing_agent.agents.runs import jobs as _jobs  # noqa: F401  (registers the handlers)
from marketing_agent.agents.runs import service
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.agents.runs.execution.held import House
from marketing_agent.agents.runs.house import furnish, reader
from marketing_agent.agents.runs.schemas import Run, RunRequest
from marketing_agent.api.app import create_app
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Caller, Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import open_warehouse
from tests.agents.toolbox import EFFECT, Effects


@dataclass
class Crew:
    """The agent of one workspace, carried out by hand: `work()` runs what is due."""

    database: Database
    settings: Settings
    workspace: Workspace
    tools: Effects = field(default_factory=Effects)

    @property
    def caller(self) -> Caller:
        return tenancy.system_caller(self.workspace)

    def start(self, text: str, **more: Any) -> Run:
        with self.database.transaction(self.workspace.id) as session:
            return service.start(session, self.caller, RunRequest(text=text, **more))

    def work(self) -> None:
        while jobs.run_next(self.database, self.settings):
            pass

    def run(self, text: str, **more: Any) -> Run:
        started = self.start(text, **more)
        self.work()
        return self.shown(started.id)

    def shown(self, run_id: str) -> Run:
        with self.database.transaction(self.workspace.id) as session:
            return service.get_run(session, run_id)

    def events(self, run_id: str, after: int = 0) -> list[RunEvent]:
        with self.database.transaction(self.workspace.id) as session:
            return service.events_after(session, run_id, after)

    def types(self, run_id: str) -> list[str]:
        return [event.type for event in self.events(run_id) if event.type != "text.delta"]

    def decide(self, run_id: str, *, approved: bool) -> str:
        (approval_id,) = [a for a, status in self.tools.approvals.items() if status == "open"]
        self.tools.approvals[approval_id] = "approved" if approved else "rejected"
        with self.database.transaction(self.workspace.id) as session:
            service.decided(session, run_id, approval_id, approved=approved)
        return approval_id

    def effects(self) -> list[str]:
        query = text("SELECT payload->>'tool' FROM events WHERE topic = :t ORDER BY id")
        with self.database.transaction(self.workspace.id) as session:
            return list(session.execute(query, {"t": EFFECT}).scalars())


@pytest.fixture
def crew(empty_database: Database, settings: Settings) -> Crew:
    """The agent of a workspace of its own, in a database of its own."""
    with empty_database.system() as session:
        new = WorkspaceCreate(name="Crew", timezone="UTC", currency="EUR")
        workspace = tenancy.create_workspace(session, new)
    made = Crew(empty_database, settings, workspace)
    read = reader(open_warehouse(settings))
    furnish(empty_database, House(empty_database, made.tools, ModelBrain(settings), read))
    return made


@pytest.fixture
def client(crew: Crew) -> Iterator[TestClient]:
    """A client of the crew's app."""
    app = create_app(crew.settings, crew.database)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def headers(crew: Crew) -> dict[str, str]:
    """Headers with an API key of the crew's workspace."""
    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate(name="test", role="owner")
        key = tenancy.create_api_key(session, crew.caller, new)
    return {"Authorization": f"Bearer {key.key}"}
