"""Jobs run at least once, are retried, and are given up with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from marketing_agent.jobs import service
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate


@pytest.fixture
def runs() -> list[JobContext]:
    seen: list[JobContext] = []
    service.handler("test.note")(seen.append)
    return seen


@pytest.fixture
def store(empty_database: Database) -> Workspace:
    with empty_database.system() as session:
        new = WorkspaceCreate(name="Queue", timezone="UTC", currency="EUR")
        return tenancy.create_workspace(session, new)


def _enqueue(database: Database, store: Workspace, name: str) -> str:
    with database.transaction(store.id) as session:
        return service.enqueue(session, store.id, name, {"n": 1})


def _state(database: Database, job_id: str) -> tuple[str, int, str | None]:
    with database.system() as session:
        query = text("SELECT status, attempts, error FROM jobs WHERE id = :id")
        row = session.execute(query, {"id": job_id}).one()
        return row.status, row.attempts, row.error


def test_a_job_runs_once(
    empty_database: Database, store: Workspace, settings: Settings, runs: list[JobContext]
) -> None:
    job = _enqueue(empty_database, store, "test.note")
    assert service.run_next(empty_database, settings) is True
    assert service.run_next(empty_database, settings) is False
    assert [(run.job_id, run.workspace_id, run.payload) for run in runs] == [
        (job, store.id, {"n": 1})
    ]
    assert _state(empty_database, job) == ("done", 1, None)


def test_what_somebody_waits_for_goes_first(
    empty_database: Database, store: Workspace, settings: Settings, runs: list[JobContext]
) -> None:
    order: list[str] = []
    service.handler("test.import", urgent=True)(lambda job: order.append(job.job_id))
    later = [_enqueue(empty_database, store, "test.note") for _ in range(2)]
    first = [_enqueue(empty_database, store, "test.import") for _ in range(2)]
    assert service.run_next(empty_database, settings)
    assert service.run_next(empty_database, settings)
    assert (order, runs) == (first, [])
    while service.run_next(empty_database, settings):
        pass
    assert [run.job_id for run in runs] == later


def test_a_rolled_back_transaction_leaves_no_job(
    empty_database: Database, store: Workspace, settings: Settings, runs: list[JobContext]
) -> None:
    def change_my_mind() -> None:
        with empty_database.transaction(store.id) as session:
            service.enqueue(session, store.id, "test.note")
            raise Invalid("changed my mind")

    with pytest.raises(Invalid):
        change_my_mind()
    assert service.run_next(empty_database, settings) is False
    assert runs == []


def test_a_dead_workers_job_is_taken_up(
    empty_database: Database, store: Workspace, settings: Settings, runs: list[JobContext]
) -> None:
    job = _enqueue(empty_database, store, "test.note")
    with empty_database.system() as session:
        session.execute(
            text("UPDATE jobs SET status = 'running', attempts = 1, lease_until = :past"),
            {"past": now() - timedelta(seconds=1)},
        )
    assert service.run_next(empty_database, settings) is True
    assert _state(empty_database, job)[:2] == ("done", 2)
    assert len(runs) == 1


def test_errors_are_retried_then_given_up(
    empty_database: Database, store: Workspace, settings: Settings
) -> None:
    def fail(_context: JobContext) -> None:
        raise RuntimeError("no luck")

    service.handler("test.fail")(fail)
    job = _enqueue(empty_database, store, "test.fail")
    for _ in range(service.MAX_ATTEMPTS):
        assert service.run_next(empty_database, settings) is True
        with empty_database.system() as session:
            session.execute(text("UPDATE jobs SET run_after = now() - interval '1 second'"))
    assert _state(empty_database, job) == ("dead", service.MAX_ATTEMPTS, "no luck")
    assert service.run_next(empty_database, settings) is False


def test_a_refusal_is_not_retried(
    empty_database: Database, store: Workspace, settings: Settings
) -> None:
    def refuse(_context: JobContext) -> None:
        raise Invalid("The file is empty.")

    service.handler("test.refuse")(refuse)
    job = _enqueue(empty_database, store, "test.refuse")
    service.run_next(empty_database, settings)
    assert _state(empty_database, job) == ("dead", 1, "The file is empty.")
