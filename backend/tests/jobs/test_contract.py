"""What every engine behind the port promises: the same tests for each."""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from marketing_agent.jobs import service
from marketing_agent.jobs.errors import Ended, NotGivenUp, UnknownJob
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.time import now
from tests.jobs.crews import Crew


@pytest.fixture
def runs() -> list[JobContext]:
    seen: list[JobContext] = []
    service.handler("test.note")(seen.append)
    return seen


def test_a_job_runs_once(crew: Crew, runs: list[JobContext]) -> None:
    job = crew.enqueue("test.note", {"n": 1})
    done = crew.wait(job)
    crew.wait(crew.enqueue("test.note", {"n": 2}))
    assert [(run.job_id, run.workspace_id, run.payload, run.attempt) for run in runs[:1]] == [
        (job, crew.workspace_id, {"n": 1}, 1)
    ]
    assert (done.status, done.attempts, done.error) == ("done", 1, None)
    assert [run.payload["n"] for run in runs] == [1, 2]


def test_what_somebody_waits_for_goes_first(crew: Crew, runs: list[JobContext]) -> None:
    order: list[str] = []
    service.handler("test.note")(lambda job: order.append(job.job_id))
    service.handler("test.import", urgent=True)(lambda job: order.append(job.job_id))
    crew.know()
    with crew.database.transaction(crew.workspace_id) as session:
        names = ("test.note", "test.note", "test.import", "test.import")
        ids = [service.enqueue(session, crew.workspace_id, name) for name in names]
    for job in ids:
        crew.wait(job)
    # Of two that were queued by one transaction, either may be the first.
    assert [sorted(order[:2]), sorted(order[2:])] == [sorted(ids[2:]), sorted(ids[:2])]
    assert runs == []


def test_a_rolled_back_transaction_leaves_no_job(crew: Crew, runs: list[JobContext]) -> None:
    def change_my_mind() -> None:
        with crew.database.transaction(crew.workspace_id) as session:
            kept.append(service.enqueue(session, crew.workspace_id, "test.note"))
            raise Invalid("changed my mind")

    kept: list[str] = []
    with pytest.raises(Invalid):
        change_my_mind()
    crew.wait(crew.enqueue("test.note", {"after": True}))
    assert [run.payload for run in runs] == [{"after": True}]
    with pytest.raises(UnknownJob):
        crew.look(kept[0])


def test_what_is_due_later_waits(crew: Crew, runs: list[JobContext]) -> None:
    later = crew.enqueue("test.note", {"n": 1}, run_after=now() + timedelta(hours=1))
    crew.wait(crew.enqueue("test.note", {"n": 2}))
    soon = crew.enqueue("test.note", {"n": 3}, run_after=now() + timedelta(milliseconds=300))
    crew.wait(soon)
    assert crew.look(later).status == "queued"
    assert [run.payload["n"] for run in runs] == [2, 3]


def test_errors_are_retried_then_given_up_and_may_be_tried_again(crew: Crew) -> None:
    lucky = threading.Event()

    def fail(_context: JobContext) -> None:
        if not lucky.is_set():
            raise RuntimeError("Eve's mail is eve@example.com")

    told: list[Any] = []
    service.handler("test.fail", given_up=lambda _s, own, given: told.append((own, given)))(fail)
    job = crew.enqueue("test.fail", {"n": 1})
    dead = crew.wait(job)
    assert (dead.status, dead.attempts) == ("dead", service.MAX_ATTEMPTS)
    # A sentence for people, and nothing of what the error held: that may be of customers.
    assert dead.error == "Something went wrong on our side (RuntimeError)."
    assert told == [(crew.workspace_id, {"n": 1})]
    lucky.set()
    with crew.database.transaction(crew.workspace_id) as session:
        service.retry(session, job)
    done = crew.wait(job)
    assert (done.status, done.attempts, done.error) == ("done", 1, None)
    with crew.database.transaction(crew.workspace_id) as session, pytest.raises(NotGivenUp):
        service.retry(session, job)


def test_attempts_are_counted_from_where_it_last_came_further(crew: Crew) -> None:
    begun: list[int] = []

    def work(context: JobContext) -> None:
        begun.append(context.attempt)
        raise RuntimeError("cut off")

    def reached(_session: Session, given: Mapping[str, Any]) -> int:
        return min(len(begun), given["stuck"])

    service.handler("test.further", attempts=2, reached=reached)(work)
    dead = crew.wait(crew.enqueue("test.further", {"stuck": 3}))
    assert (dead.status, dead.attempts, begun) == ("dead", 2, [1, 1, 1, 1, 2])


def test_a_refusal_is_not_retried(crew: Crew) -> None:
    def refuse(_context: JobContext) -> None:
        raise Invalid("The file is empty.")

    service.handler("test.refuse")(refuse)
    job = crew.wait(crew.enqueue("test.refuse"))
    assert (job.status, job.attempts, job.error) == ("dead", 1, "The file is empty.")


def test_steps_that_were_done_are_not_done_again(crew: Crew) -> None:
    counted: Counter[str] = Counter()

    def act(name: str) -> int:
        counted[name] += 1
        if name == "b" and counted[name] == 1:
            raise RuntimeError("the first time")
        return counted[name]

    def work(context: JobContext) -> None:
        given.append([context.step(name, lambda name=name: act(name)) for name in ("a", "b", "c")])

    given: list[list[int]] = []
    service.handler("test.steps")(work)
    job = crew.wait(crew.enqueue("test.steps"))
    assert (job.status, job.attempts) == ("done", 2)
    assert counted == {"a": 1, "b": 2, "c": 1}
    assert given == [[1, 2, 1]]


def test_what_a_step_writes_is_written_exactly_once(crew: Crew) -> None:
    tries: list[int] = []

    def write(session: Session) -> dict[str, Any]:
        return {"made": service.enqueue(session, crew.workspace_id, "test.made")}

    def broken(session: Session) -> None:
        service.enqueue(session, crew.workspace_id, "test.made")
        raise RuntimeError("after it wrote")

    def work(context: JobContext) -> None:
        tries.append(context.attempt)
        given.append(context.tx_step("write", write)["made"])
        if context.attempt == 1:
            context.tx_step("broken", broken)

    given: list[str] = []
    service.handler("test.made")(lambda _job: None)
    service.handler("test.tx")(work)
    job = crew.wait(crew.enqueue("test.tx"))
    assert (job.status, tries) == ("done", [1, 2])
    assert given[0] == given[1]
    with crew.database.transaction(crew.workspace_id) as session:
        shown = service.listed(session, crew.workspace_id, None, 50, 0)
    assert [one.id for one in shown.items if one.name == "test.made"] == given[:1]


def test_sleeping_holds_nothing(crew: Crew, runs: list[JobContext]) -> None:
    begun: list[int] = []

    def work(context: JobContext) -> None:
        begun.append(context.attempt)
        context.sleep("a while", timedelta(days=1))

    service.handler("test.sleep")(work)
    job = crew.enqueue("test.sleep")
    crew.until(lambda: crew.look(job), lambda seen: seen.status == "queued" and seen.started_at)
    crew.wait(crew.enqueue("test.note"))  # by the one thread that both need
    assert crew.look(job).status == "queued"
    assert (len(runs), begun) == (1, [1])


def test_sleeping_ends_and_is_no_attempt(crew: Crew) -> None:
    begun: list[int] = []
    once: list[int] = []

    def work(context: JobContext) -> None:
        begun.append(context.attempt)
        context.step("once", lambda: once.append(1))
        context.sleep("a while", timedelta(milliseconds=1500))

    service.handler("test.nap")(work)
    done = crew.wait(crew.enqueue("test.nap"))
    assert (done.status, done.attempts, once) == ("done", 1, [1])
    # Begun again after the sleep, unless it was over before it was looked at.
    assert begun in ([1], [1, 1])


def test_a_signal_wakes_whoever_waits_for_it_once(crew: Crew) -> None:
    heard: list[Any] = []

    def work(context: JobContext) -> None:
        heard.append(context.wait_signal("approval", timedelta(days=1)))

    service.handler("test.wait")(work)
    job = crew.enqueue("test.wait")
    crew.until(lambda: crew.look(job), lambda seen: seen.waits_for == "approval")
    told = [_signal(crew, job, {"by": name}, key="click") for name in ("Ada", "Bob", "Cyd")]
    done = crew.wait(job)
    assert (told, heard) == ([True, False, False], [{"by": "Ada"}])
    assert (done.status, done.attempts, done.waits_for) == ("done", 1, None)
    with pytest.raises(Ended):
        _signal(crew, job, {}, key="late")


def _signal(crew: Crew, job: str, message: dict[str, str], key: str) -> bool:
    with crew.database.transaction(crew.workspace_id) as session:
        return service.signal(session, job, "approval", message, key=key)


def test_a_signal_may_come_before_it_is_waited_for(crew: Crew) -> None:
    heard: list[Any] = []

    def work(context: JobContext) -> None:
        heard.append(context.wait_signal("approval", timedelta(days=1)))
        heard.append(context.wait_signal("nothing", timedelta(milliseconds=50)))

    service.handler("test.early")(work)
    with crew.database.transaction(crew.workspace_id) as session:
        job = service.enqueue(session, crew.workspace_id, "test.early")
        service.signal(session, job, "approval", [1, "two"], key="only")
    assert crew.wait(job).status == "done"
    # Begun again after each wait, unless a wait was over before it was looked at.
    assert heard[-1] is None
    assert heard[:-1] in ([[1, "two"]], [[1, "two"], [1, "two"]])


def test_what_waits_is_cancelled_and_told_so(crew: Crew, runs: list[JobContext]) -> None:
    told: list[Any] = []
    service.handler("test.note", given_up=lambda _s, own, given: told.append((own, given)))(
        runs.append
    )
    job = crew.enqueue("test.note", {"n": 1}, run_after=now() + timedelta(hours=1))
    with crew.database.transaction(crew.workspace_id) as session:
        assert service.cancel(session, job).cancelling
    assert crew.wait(job).status == "cancelled"
    assert (told, runs) == ([(crew.workspace_id, {"n": 1})], [])
    with crew.database.transaction(crew.workspace_id) as session, pytest.raises(Ended):
        service.cancel(session, job)


def test_what_runs_is_cancelled_at_its_next_step(crew: Crew) -> None:
    done: list[str] = []

    def work(context: JobContext) -> None:
        context.step("first", lambda: done.append("first"))
        with crew.database.transaction(crew.workspace_id) as session:
            service.cancel(session, context.job_id)
        context.step("second", lambda: done.append("second"))

    service.handler("test.cancel")(work)
    job = crew.wait(crew.enqueue("test.cancel"))
    assert (job.status, job.steps, done) == ("cancelled", ("first",), ["first"])
