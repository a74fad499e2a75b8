"""What is DBOS's own: its role, its records, dead workers, and the way from and to the queue."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from marketing_agent.jobs import service
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.rls import JOBS_ROLE
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import WorkspaceCreate
from tests.jobs.crews import Crew, PlainQueue, Running


@pytest.fixture
def store(empty_database: Database, settings: Settings) -> Crew:
    """A workspace whose jobs nobody carries out yet."""
    with empty_database.system() as session:
        new = WorkspaceCreate(name="Durable", timezone="UTC", currency="EUR")
        made = tenancy.create_workspace(session, new)
    return Crew(empty_database, made.id, PlainQueue(empty_database, settings))


@pytest.fixture
def engine(store: Crew, settings: Settings) -> Iterator[Callable[[], Running]]:
    """Starts DBOS over the store's database."""
    started: list[Running] = []

    def start() -> Running:
        running = Running.over(store.database, settings)
        store.engine = running
        started.append(running)
        return running

    yield start
    for one in started:
        one.end()


def _rows(store: Crew, sql: str) -> list[Any]:
    with psycopg.connect(store.database.url.replace("+psycopg", "", 1)) as connection:
        return connection.execute(sql.encode()).fetchall()


def test_what_it_keeps_and_who_may_read_it(store: Crew, engine: Callable[[], Running]) -> None:
    seen: list[JobContext] = []
    service.handler("test.kept")(seen.append)
    engine()

    def change_my_mind() -> None:
        with store.database.transaction(store.workspace_id) as session:
            service.enqueue(session, store.workspace_id, "test.kept", {"secret": "in the row"})
            raise LookupError

    with pytest.raises(LookupError):
        change_my_mind()
    job = store.enqueue("test.kept", {"secret": "in the row"})
    store.wait(job)
    kept = _rows(
        store,
        "SELECT workflow_uuid, application_version, serialization, i.inputs"
        " FROM dbos.workflow_status"
        " JOIN dbos.workflow_input i USING (workflow_uuid) WHERE name = 'job'",
    )
    (flow, version, form, inputs) = kept[0]
    # One, as the other was rolled back; of one version for good; and JSON, never a pickle.
    assert (len(kept), flow, version, form) == (1, f"{job}.1", "1", "portable_json")
    assert json.loads(inputs)["positionalArgs"] == [job, 1]
    for forbidden in (
        "SELECT 1 FROM dbos.workflow_status",
        "SELECT dbos.enqueue_workflow('a','b')",
    ):
        with store.database.transaction(store.workspace_id) as session:
            with pytest.raises(ProgrammingError, match="permission denied"):
                session.execute(text(forbidden))
    with psycopg.connect(store.database.url.replace("+psycopg", "", 1)) as connection:
        connection.execute(f"SET ROLE {JOBS_ROLE}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT 1 FROM jobs")


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_a_dead_worker_carried_is_gone_on_with(
    store: Crew, engine: Callable[[], Running], tmp_path: Path, elsewhere: bool
) -> None:
    steps: list[str] = []

    def work(context: JobContext) -> None:
        steps.append(context.step("first", lambda: "done by the living"))
        steps.append(context.step("second", lambda: "done by the living"))

    url = store.database.url.replace("+psycopg", "", 1)
    command = [sys.executable, "-m", "tests.jobs.mortal", url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as mortal:
        assert mortal.stdout is not None
        assert mortal.stdout.readline() == "ready\n"
        job = store.enqueue("test.mortal")
        assert mortal.stdout.readline() == "in the middle\n"
        mortal.kill()
    if elsewhere:
        _moved(store)
    service.handler("test.mortal", lane="live")(work)
    living = engine()
    living.look_round()
    if elsewhere:
        # It may only be slow: for twenty seconds nobody touches what it carries.
        assert store.look(job).attempts == 1
        silent = (
            "UPDATE job_worker SET beat_at = now() - interval '21 seconds' WHERE id LIKE 'far%'"
        )
        _change(store, silent)
        living.look_round()
    done = store.wait(job)
    assert (done.status, done.attempts) == ("done", 2)
    assert steps == ["done by the dead", "done by the living"]


def _moved(store: Crew) -> None:
    """As if the worker ran on another machine, where nobody here can see that it is gone."""
    _change(store, "UPDATE job_worker SET id = 'far.away.1.x'")
    _change(store, "UPDATE jobs SET holder = 'far.away.1.x'")
    _change(store, "UPDATE dbos.workflow_status SET executor_id = 'far.away.1.x'")


def _change(store: Crew, sql: str) -> None:
    with psycopg.connect(store.database.url.replace("+psycopg", "", 1)) as connection:
        connection.execute(sql.encode())


def test_a_job_that_kills_each_worker_is_given_up(
    store: Crew, engine: Callable[[], Running]
) -> None:
    told: list[Any] = []
    service.handler("test.deadly", given_up=lambda _s, _own, given: told.append(given))(told.append)
    job = store.enqueue("test.deadly", {"n": 1})
    with store.database.system() as session:
        died = "UPDATE jobs SET status = 'running', attempts = 3, lease_until = now()"
        session.execute(text(died))
    engine().look_round()
    dead = store.wait(job)
    assert (dead.status, dead.error, told) == ("dead", "Its worker died each time.", [{"n": 1}])


def test_each_engine_takes_up_what_the_other_left(
    store: Crew, engine: Callable[[], Running], settings: Settings
) -> None:
    seen: list[str] = []
    service.handler("test.moved")(lambda job: seen.append(job.job_id))
    before = store.enqueue("test.moved")
    durable = engine()
    durable.look_round()
    assert store.wait(before).status == "done"
    durable.end()
    left = store.enqueue("test.moved")
    service.carry_by_queue(store.database)
    after = store.enqueue("test.moved")
    store.engine = PlainQueue(store.database, settings)
    assert [store.wait(job).status for job in (left, after)] == ["done", "done"]
    assert seen == [before, left, after]
    # Handed to the queue, the second is no workflow.
    assert (
        _rows(store, f"SELECT 1 FROM dbos.workflow_status WHERE workflow_uuid = '{after}.1'") == []
    )
