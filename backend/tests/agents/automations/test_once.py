"""One event or slot is one run, whoever races for it or dies with it; its run is a task."""

import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from marketing_agent.jobs import service as jobs
from tests.agents.automations.conftest import MAILED, MONDAYS, Desk
from tests.agents.automations.test_automations import FEW
from tests.agents.test_kill import Mortals, born_of

EVENTS = 6


def _race(desk: Desk) -> None:
    """Two workers, begun at the same moment."""
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        while jobs.run_next(desk.crew.database, desk.crew.settings):
            pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_that_race_begin_each_run_once(desk: Desk) -> None:
    made = desk.running()
    for _event in range(EVENTS):
        desk.imported(work=False)
    desk.crew.tools.calls.clear()
    _race(desk)
    desk.crew.work()
    found = desk.runs(made)
    assert Counter(one["cause"] for one in found).most_common(1)[0][1] == 1
    assert [one["run"]["status"] for one in found] == ["completed"] * EVENTS
    assert len(desk.crew.tools.calls) == EVENTS


def test_a_slot_that_two_jobs_hold_is_one_run(desk: Desk) -> None:
    made = desk.running(trigger=MONDAYS)
    desk.slot_comes()
    twice = text(
        "INSERT INTO jobs (id, workspace_id, name, payload, status, attempts, run_after,"
        " created_at) SELECT id || '-2', workspace_id, name, payload, status, 0, run_after,"
        " created_at FROM jobs WHERE name = 'automations.slot' AND workspace_id = :own"
    )
    with desk.crew.database.system() as session:
        session.execute(twice, {"own": desk.crew.workspace.id})
    _race(desk)
    desk.crew.work()
    assert [one["status"] for one in desk.runs(made)] == ["started"]


@pytest.fixture
def mortals(desk: Desk) -> Iterator[Mortals]:
    yield from born_of(desk.crew)


def test_a_worker_killed_between_claim_and_effect_leaves_one_effect(
    desk: Desk, mortals: Mortals
) -> None:
    made = desk.running(trigger=FEW)
    desk.slot_comes()
    mortals.born(tool_seconds=600)
    _wait_for_claim(desk)
    mortals.killed()
    assert [one["status"] for one in desk.runs(made)] == ["due"]
    lapsed = text(
        "UPDATE jobs SET lease_until = now() - interval '1 second'"
        " WHERE status = 'running' AND workspace_id = :own"
    )
    with desk.crew.database.system() as session:
        session.execute(lapsed, {"own": desk.crew.workspace.id})
    desk.crew.tools.calls.clear()
    desk.crew.work()
    (found,) = desk.runs(made)
    assert (found["status"], found["run"]["status"]) == ("started", "completed")
    assert [name for name, _arguments in desk.crew.tools.calls] == ["ask"]


def _wait_for_claim(desk: Desk) -> None:
    """Until the worker holds what is due, and waits for the metric."""
    held = text(
        "SELECT 1 FROM jobs WHERE name = 'automations.fire' AND status = 'running'"
        " AND workspace_id = :own"
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with desk.crew.database.system() as session:
            if session.execute(held, {"own": desk.crew.workspace.id}).first():
                return
        time.sleep(0.05)
    raise AssertionError("no worker took it")


def test_the_run_is_a_task_of_a2a(desk: Desk) -> None:
    made = desk.running(action=MAILED)
    (run,) = [one for one in desk.done("GET", f"/{made}/runs")["items"]]
    headers = desk.headers | {"A2A-Version": "1.0"}
    answer = desk.client.get(f"/a2a/rest/tasks/{run['run']['id']}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"]["state"] == "TASK_STATE_COMPLETED"
    assert answer.json()["contextId"] == run["run"]["thread_id"]
    assert desk.client.get("/a2a/rest/tasks/none", headers=headers).status_code == 404
