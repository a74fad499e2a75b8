"""Background work over REST: seen, tried again and ended by owners and admins alone."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.jobs import service
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Workspace
from tests.jobs.crews import Crew, PlainQueue

Keys = Callable[..., dict[str, str]]


@pytest.fixture
def rest(database: Database, settings: Settings) -> TestClient:
    return TestClient(create_app(settings, database), raise_server_exceptions=False)


@pytest.fixture
def store(database: Database, settings: Settings, workspace: Workspace) -> Crew:
    return Crew(database, workspace.id, PlainQueue(database, settings))


def test_what_was_given_up_is_seen_and_tried_again(
    rest: TestClient, store: Crew, workspace: Workspace, key_for: Keys
) -> None:
    problems = [Invalid("The shop does not answer.")]

    def work(_context: JobContext) -> None:
        if problems:
            raise problems.pop()

    service.handler("test.rest")(work)
    job, headers = store.enqueue("test.rest"), key_for(workspace, "admin")
    store.wait(job)
    page = rest.get("/api/v1/jobs?status=dead", headers=headers).json()
    (seen,) = page["items"]
    assert (page["total"], page["dead"], page["engine"]) == (1, 1, "queue")
    assert (seen["id"], seen["attempts"], seen["error"]) == (job, 1, "The shop does not answer.")
    again = rest.post(f"/api/v1/jobs/{job}/retry", headers=headers)
    assert (again.status_code, again.json()["status"]) == (202, "queued")
    store.wait(job)
    assert rest.get(f"/api/v1/jobs/{job}", headers=headers).json()["status"] == "done"
    twice = rest.post(f"/api/v1/jobs/{job}/retry", headers=headers)
    assert (twice.status_code, twice.json()["code"]) == (409, "job.not_given_up")
    assert rest.get("/api/v1/jobs?status=dead", headers=headers).json()["items"] == []


def test_what_waits_is_ended(
    rest: TestClient, store: Crew, workspace: Workspace, key_for: Keys
) -> None:
    job, headers = store.enqueue("test.rest", run_after=now()), key_for(workspace, "owner")
    ended = rest.post(f"/api/v1/jobs/{job}/cancel", headers=headers)
    assert (ended.status_code, ended.json()["cancelling"]) == (202, True)
    store.wait(job)
    late = rest.post(f"/api/v1/jobs/{job}/cancel", headers=headers)
    assert (late.status_code, late.json()["code"]) == (409, "job.ended")


@pytest.mark.parametrize("role", ["marketer", "approver", "viewer"])
def test_others_neither_see_nor_act(
    rest: TestClient, store: Crew, workspace: Workspace, key_for: Keys, role: str
) -> None:
    job, headers = store.enqueue("test.rest"), key_for(workspace, role)
    asked = [("get", ""), ("get", f"/{job}"), ("post", f"/{job}/retry"), ("post", f"/{job}/cancel")]
    for method, path in asked:
        answer = rest.request(method, f"/api/v1/jobs{path}", headers=headers)
        assert answer.status_code == 403, path
