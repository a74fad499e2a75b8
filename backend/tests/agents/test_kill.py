"""Workers killed with signal 9 at any moment: no run is lost and no effect comes twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from marketing_agent.agents.runs import service
from marketing_agent.events import service as outbox
from marketing_agent.kernel.ids import new_id
from tests.agents.conftest import Crew
from tests.agents.test_runs import SENTENCE
from tests.agents.toolbox import ASKED, EFFECT, GIVEN

KILLS = 25
RUNS = 4
_DICE = random.Random(7)  # noqa: S311  (moments, not secrets)


@dataclass
class Mortals:
    """Workers that are born fast and die at once."""

    zygote: "subprocess.Popen[str]"
    pid: int | None = None

    def born(self, tool_seconds: float = 0.02) -> None:
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        self.zygote.stdin.write(f"{tool_seconds}\n")
        self.zygote.stdin.flush()
        self.pid = int(self.zygote.stdout.readline())

    def killed(self) -> None:
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
        self.pid = None


@pytest.fixture
def mortals(crew: Crew) -> Iterator[Mortals]:
    yield from born_of(crew)


def born_of(crew: Crew) -> Iterator[Mortals]:
    """Workers of a crew's database, all dead at the end."""
    url = crew.database.url.replace("+psycopg", "", 1)
    command = [sys.executable, "-m", "tests.agents.zygote", url, str(crew.settings.data_dir)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    one = Mortals(process)
    yield one
    one.killed()
    process.kill()
    process.wait()


def _leases_run_out(crew: Crew) -> None:
    """What happens 20 seconds after a worker's death; its deaths are not held against the job."""
    with crew.database.system() as session:
        session.execute(
            text(
                "UPDATE jobs SET lease_until = now() - interval '1 second', attempts = 1"
                " WHERE status = 'running'"
            )
        )


def _approve(crew: Crew) -> None:
    """Approves what is asked for, two times each."""
    query = text("SELECT payload->>'id' AS id, payload->>'run' AS run FROM events WHERE topic = :t")
    with crew.database.transaction(crew.workspace.id) as session:
        asked = session.execute(query, {"t": ASKED}).all()
        given = {row.id for row in session.execute(query, {"t": GIVEN})}
    for row in asked:
        if row.id not in given:
            for _twice in range(2):
                with crew.database.transaction(crew.workspace.id) as session:
                    outbox.emit(session, crew.workspace.id, GIVEN, {"id": row.id, "run": row.run})
                    service.decided(session, row.run, row.id, approved=True)


def _effects(crew: Crew) -> Counter[tuple[str, str]]:
    query = text("SELECT payload->>'run' AS run, payload->>'tool' AS tool FROM events"
                 " WHERE topic = :topic")  # fmt: skip
    with crew.database.transaction(crew.workspace.id) as session:
        return Counter((r.run, r.tool) for r in session.execute(query, {"topic": EFFECT}))


@pytest.mark.slow
def test_killed_at_any_moment(crew: Crew, mortals: Mortals) -> None:
    runs = [crew.start(SENTENCE, idempotency_key=new_id()).id for _ in range(RUNS)]
    for _kill in range(KILLS):
        mortals.born()
        time.sleep(_DICE.uniform(0.02, 0.5))
        mortals.killed()
        _leases_run_out(crew)
        _approve(crew)
    mortals.born()
    until = time.monotonic() + 240
    while {crew.shown(run).status for run in runs} != {"completed"}:
        assert time.monotonic() < until, [crew.shown(run) for run in runs]
        _approve(crew)
        time.sleep(0.1)
    assert _effects(crew) == {
        (run, tool): 1 for run in runs for tool in ("draft_message", "send_message")
    }
    for run in runs:
        _check_log(crew, run)


def _check_log(crew: Crew, run_id: str) -> None:
    """One start, one end, one call and result a step, and the text that readers put together."""
    events = crew.events(run_id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    counted = Counter(event.type for event in events)
    assert counted["run.started"] == counted["plan.proposed"] == counted["run.finished"] == 1
    assert counted["tool.called"] == counted["tool.returned"] == counted["step.finished"] == 3
    assert counted["approval.requested"] == counted["approval.decided"] == 1
    assert events[-1].type == "run.finished"
    said = {}
    for event in events:
        if event.payload.type == "text.delta":
            said[event.payload.message_id] = (
                said.get(event.payload.message_id, "") + event.payload.text
            )
    assert list(said.values())[-1] == crew.shown(run_id).answer


def test_a_run_that_kills_every_worker_fails(crew: Crew) -> None:
    run = crew.start("orders")
    with crew.database.system() as session:
        session.execute(
            text(
                "UPDATE jobs SET status = 'running', attempts = 99,"
                " lease_until = now() - interval '1 second'"
            )
        )
    crew.work()
    found = crew.shown(run.id)
    assert found.status == "failed"
    assert found.error is not None
    assert found.error.code == "agents.cut_off"
    assert crew.types(run.id) == ["run.failed"]
