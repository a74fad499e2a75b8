"""Somebody who is told of alerts outside of the app, and the worker that tells them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.api.app import create_app
from marketing_agent.insights.alerts import service as alerts
from marketing_agent.insights.alerts.schemas import Finding
from marketing_agent.insights.delivery import digests
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, MemberCreate, Workspace, WorkspaceCreate

PATH = "/api/v1/alerts/settings"


def finding(key: str = "stock:jacket", **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "key": key, "kind": "stock", "severity": "warning", "page": "/insights/inventory/",
        "title": f"Runs out: {key}", "body": "The next delivery is 14 days away.",
    }  # fmt: skip
    return Finding.model_validate(given | changed)


@dataclass
class Teller:
    """An owner of a store whose alerts are told, with the worker that does so."""

    client: TestClient
    database: Database
    settings: Settings
    workspace: Workspace

    def call(self, method: str, path: str = "", body: object = None, role: str = "owner") -> Any:
        headers = self.key(role)
        return self.client.request(method, PATH + path, json=body, headers=headers)

    def key(self, role: str) -> dict[str, str]:
        with self.database.transaction(self.workspace.id) as session:
            new = ApiKeyCreate.model_validate({"name": "test", "role": role})
            caller = tenancy.system_caller(self.workspace)
            return {"Authorization": f"Bearer {tenancy.create_api_key(session, caller, new).key}"}

    def put(self, **wanted: Any) -> dict[str, Any]:
        answer = self.call("PUT", "", wanted)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def refused(self, **wanted: Any) -> tuple[int, str]:
        """The status and the code of settings that are not taken; nothing has changed."""
        before = self.call("GET").json()
        answer = self.call("PUT", "", wanted)
        assert self.call("GET").json() == before
        return answer.status_code, answer.json()["code"]

    def member(self, name: str = "ada", *, signed_in: bool = True) -> str:
        with self.database.transaction(self.workspace.id) as session:
            new = MemberCreate(email=f"{name}@example.com", name=name.title(), role="viewer")
            user = tenancy.add_member(session, tenancy.system_caller(self.workspace), new).user_id
        if signed_in:
            self.sql("UPDATE users SET password_hash = 'x' WHERE id = :id", id=user)
        return user

    def sql(self, statement: str, **given: Any) -> Any:
        with self.database.system() as session:
            session.execute(text("SELECT set_config('app.workspace_id', :own, true)"), {
                "own": self.workspace.id})  # fmt: skip
            return session.execute(text(statement), given)

    def find(self, *findings: Finding) -> list[str]:
        """What a look at the data found, in its one transaction."""
        with self.database.transaction(self.workspace.id) as session:
            return alerts.note(session, self.workspace, findings, ())

    def work(self) -> None:
        while jobs.run_next(self.database, self.settings, "outgoing"):
            pass

    def later(self) -> None:
        """What waits for its next try, or for morning, is due."""
        self.sql(
            "UPDATE alert_message SET next_at = now() - interval '1 second' WHERE next_at > now()"
        )
        self.sql("UPDATE jobs SET run_after = now() WHERE name = 'alerts.deliver'")
        self.work()

    def digest(self) -> None:
        """The hour of the digest has come."""
        due = "UPDATE jobs SET run_after = now() WHERE name = :name AND status = 'queued'"
        self.sql(due, name=digests.JOB)
        assert jobs.run_next(self.database, self.settings, "work")
        self.work()

    def log(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", "/deliveries").json()["items"]
        return found

    def told_in(self, alert: str) -> list[dict[str, Any]]:
        """The messages that an alert says it was told in."""
        answer = self.client.get(f"/api/v1/alerts/{alert}", headers=self.key("viewer"))
        found: list[dict[str, Any]] = answer.json()["told_in"]
        return found

    def inbox(self) -> list[dict[str, Any]]:
        """The mails of the preview inbox, the oldest first."""
        headers = self.key("viewer")
        found: list[dict[str, Any]] = self.client.get("/api/v1/inbox", headers=headers).json()[
            "items"
        ]
        return found[::-1]

    def dead_jobs(self) -> list[dict[str, Any]]:
        headers = self.key("owner")
        answer = self.client.get("/api/v1/jobs", params={"status": "dead"}, headers=headers)
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


def teller_of(database: Database, settings: Settings, name: str = "Lamps & Co") -> Teller:
    """A store in UTC, whose app may call the loopback."""
    allowed = settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    with database.system() as session:
        new = WorkspaceCreate(name=name, timezone="UTC", currency="EUR")
        workspace = tenancy.create_workspace(session, new)
    client = TestClient(create_app(allowed, database), raise_server_exceptions=False)
    return Teller(client, database, allowed, workspace)


def night(hours: int = 3) -> dict[str, str]:
    """Quiet hours around this moment, by a clock in UTC."""
    at = datetime.now(UTC)
    start, end = at - timedelta(hours=1), at + timedelta(hours=hours)
    return {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


def day() -> dict[str, str]:
    """Quiet hours that are over for today."""
    at = datetime.now(UTC)
    start, end = at - timedelta(hours=5), at - timedelta(hours=2)
    return {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
