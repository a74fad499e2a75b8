"""Automations that events begin: each thing once, and never by what their own runs led to."""

from collections.abc import Iterator
from typing import Any

import pytest

from marketing_agent.agents.automations.firing import MOST_AFTER
from marketing_agent.agents.automations.happenings import HAPPENINGS
from marketing_agent.agents.automations.schemas import EventKind
from marketing_agent.events import service as events
from marketing_agent.jobs import service as jobs
from marketing_agent.jobs.kinds import KINDS
from marketing_agent.jobs.schemas import JobContext
from marketing_agent.kernel.errors import Invalid
from tests.agents.automations.conftest import Desk

HOPELESS = "tests.hopeless"


def happens(desk: Desk, topic: str, **payload: Any) -> None:
    """Something happens in the store, and the worker does what follows."""
    own = desk.crew.workspace.id
    with desk.crew.database.transaction(own) as session:
        events.emit(session, own, topic, payload)
    desk.crew.work()


def on(desk: Desk, event: str) -> str:
    """An automation that waits for a kind of event, switched on."""
    return desk.running(trigger={"kind": "event", "event": event})


def began(desk: Desk, automation_id: str) -> list[str]:
    """How each time that it was due ended, the newest first."""
    return [one["status"] for one in desk.runs(automation_id)]


def run_of(desk: Desk, automation_id: str) -> str:
    """Id of the newest run that it began."""
    found: str = desk.runs(automation_id)[0]["run"]["id"]
    return found


@pytest.mark.parametrize(
    ("kind", "topic", "payload", "other"),
    [
        ("import.completed", "import.completed", {"status": "completed"}, {"status": "failed"}),
        ("import.failed", "import.completed", {"status": "failed"}, {"status": "completed"}),
        ("approval.requested", "approval.requested", {"status": "open"}, None),
        ("approval.decided", "approval.decided", {"status": "rejected"}, {"status": "used"}),
        ("message.sent", "message.sent", {"gateway": "preview"}, None),
        ("alert.raised", "alert.raised", {"severity": "high", "act": "raised"}, None),
        ("segment.changed", "segment.changed", {"customers": "90"}, None),
        ("run.failed", "run.changed", {"status": "failed"}, {"status": "completed"}),
        ("job.given_up", "job.given_up", {"job": "metrics.prepare"}, None),
        ("webhook.given_up", "webhook.given_up", {"about": "message.sent"}, None),
    ],
)
def test_an_event_of_its_kind_begins_it(
    desk: Desk, kind: EventKind, topic: str, payload: dict[str, str], other: dict[str, str] | None
) -> None:
    made, named = on(desk, kind), HAPPENINGS[kind].subject
    if other is not None:
        happens(desk, topic, **{named: "another"} | other)
    assert began(desk, made) == []
    happens(desk, topic, **{named: "thing"} | payload)
    assert began(desk, made) == ["started"]
    run = desk.crew.shown(run_of(desk, made))
    assert run.status == "completed"


def test_every_kind_is_tested_above() -> None:
    (cases,) = [
        mark.args[1]
        for mark in test_an_event_of_its_kind_begins_it.pytestmark  # type: ignore[attr-defined]
    ]
    assert {case[0] for case in cases} == set(HAPPENINGS)


def test_a_decision_that_is_told_again_begins_nothing_more(desk: Desk) -> None:
    made = on(desk, "approval.decided")
    for status in ("approved", "approved", "used"):  # as when the act failed at first
        happens(desk, "approval.decided", approval_id="a", status=status)
    assert began(desk, made) == ["started"]


def test_what_its_own_run_led_to_begins_it_not_again(desk: Desk) -> None:
    made = on(desk, "run.failed")
    happens(desk, "run.changed", run_id="somebody's", status="failed")
    happens(desk, "run.changed", run_id=run_of(desk, made), status="failed")
    assert began(desk, made) == ["skipped", "started"]
    assert "a run of its own" in desk.runs(made)[0]["note"]


def test_not_through_another_automation_either(desk: Desk) -> None:
    first, second = on(desk, "approval.requested"), on(desk, "message.sent")
    happens(desk, "approval.requested", approval_id="a", run_id=None)
    happens(desk, "message.sent", message_id="m", run_id=run_of(desk, first))
    assert began(desk, second) == ["started"]
    happens(desk, "approval.requested", approval_id="b", run_id=run_of(desk, second))
    assert began(desk, first) == ["skipped", "started"]
    # A call of a webhook that told of an automation, and did not arrive, came of it too.
    third = on(desk, "webhook.given_up")
    due = desk.runs(second)[0]["id"]
    happens(desk, "webhook.given_up", delivery_id="d", due_id=due)
    happens(desk, "message.sent", message_id="n", run_id=run_of(desk, third))
    assert (began(desk, third), began(desk, second)) == (["started"], ["skipped", "started"])


def test_automations_in_a_row_come_to_an_end(desk: Desk) -> None:
    row = [on(desk, "approval.requested")]
    happens(desk, "approval.requested", approval_id="a", run_id=None)
    for kind in ("message.sent", "run.failed", "job.given_up"):
        row.append(on(desk, kind))
        happening = HAPPENINGS[kind]
        told = {happening.subject: "x", "status": "failed", "run_id": run_of(desk, row[-2])}
        happens(desk, happening.topic, **told)
    assert [began(desk, one) for one in row] == [["started"]] * MOST_AFTER + [["skipped"]]


def test_one_that_is_paused_is_told_of_no_more(desk: Desk) -> None:
    made = on(desk, "message.sent")
    assert desk.switch(made, "paused").is_success
    happens(desk, "message.sent", message_id="m")
    assert desk.queued("automations.happened") == 0
    with desk.crew.database.transaction(desk.crew.workspace.id) as session:
        events.emit(session, desk.crew.workspace.id, "message.sent", {"message_id": "n"})
    assert desk.queued("automations.happened") == 0
    assert desk.switch(made).is_success
    happens(desk, "message.sent", message_id="o")
    assert began(desk, made) == ["started"]


@pytest.fixture
def hopeless() -> Iterator[str]:
    """Name of a job that is refused for good."""

    @jobs.handler(HOPELESS)
    def refuse(_context: JobContext) -> None:
        raise Invalid("It cannot be done.")

    yield HOPELESS
    del KINDS[HOPELESS]


def test_a_job_that_is_given_up_is_told_with_whose_it_was(desk: Desk, hopeless: str) -> None:
    made, own = on(desk, "job.given_up"), desk.crew.workspace.id
    with desk.crew.database.transaction(own) as session:
        jobs.enqueue(session, own, hopeless)
    desk.crew.work()
    assert began(desk, made) == ["started"]
    with desk.crew.database.transaction(own) as session:
        jobs.enqueue(session, own, hopeless, {"run_id": run_of(desk, made)})
    desk.crew.work()
    assert began(desk, made) == ["skipped", "started"]
