"""Automations through REST: written, tried, switched on, and what they do then."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from marketing_agent.agents.automations import firing
from marketing_agent.agents.automations.firing import MOST_PER_HOUR
from marketing_agent.agents.runs import service as runs
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, WorkspaceCreate
from tests.agents.automations.conftest import (
    ASKED,
    MAILED,
    MONDAYS,
    WHEN_IMPORTED,
    Desk,
    add_member,
)

NIGHTLY = {"kind": "schedule", "at": "22:00"}
FEW = {"kind": "metric", "metric": "orders", "relation": "below", "value": "10"}


def test_it_is_off_until_it_was_tried_and_switched_on(desk: Desk) -> None:
    made = desk.create()
    assert desk.done("GET", f"/{made}")["state"] == "off"
    assert desk.switch(made).json()["code"] == "automation.not_tried"
    desk.imported()
    assert (desk.runs(made), desk.crew.tools.calls) == ([], [])

    desk.tried(made)
    on = desk.switch(made).json()
    assert (on["state"], [step["tool"] for step in on["plan"]]) == ("on", ["ask"])
    assert on["compliance"]["blocked"] is False
    assert {check["name"] for check in on["compliance"]["checks"]} == {
        "owner", "effect", "data", "consent", "recipients", "quiet_hours", "model",
    }  # fmt: skip


def test_a_trial_shows_what_it_would_send_and_sends_nothing(desk: Desk) -> None:
    made = desk.create(action=MAILED)
    run = desk.crew.shown(desk.tried(made))
    assert (run.status, run.source) == ("completed", "automation")
    assert [(s.tool, s.status) for s in run.plan or ()] == [
        ("ask", "done"), ("draft_message", "done"), ("send_message", "skipped"),
    ]  # fmt: skip
    assert desk.crew.effects() == ["draft_message"]
    assert "approval.requested" not in desk.crew.types(run.id)
    assert "Not sent" in (run.answer or "")


def test_a_question_that_was_asked_back_is_not_switched_on(desk: Desk) -> None:
    desk.crew.tools.outcome = "clarify"  # type: ignore[attr-defined]
    made = desk.create()
    desk.tried(made)
    answer = desk.switch(made)
    assert (answer.status_code, answer.json()["code"]) == (409, "automation.not_tried")
    assert "not understood" in answer.json()["title"]


def test_each_import_runs_it_once_and_what_it_sends_waits(
    desk: Desk, noon: Callable[[int], None]
) -> None:
    made = desk.running(action=MAILED)
    desk.crew.tools.calls.clear()
    desk.imported()
    (found,) = desk.runs(made)
    assert (found["status"], found["run"]["waiting_for"]) == ("started", "approval")
    assert [name for name, _arguments in desk.crew.tools.calls] == ["ask", "draft_message"]
    assert found["compliance"]["blocked"] is False
    (open_one,) = [a for a in desk.crew.tools.approvals if a in str(found["run"])]
    desk.crew.tools.approvals[open_one] = "approved"
    with desk.crew.database.transaction(desk.crew.workspace.id) as session:
        runs.decided(session, found["run"]["id"], open_one, approved=True)
    desk.crew.work()
    assert desk.crew.effects().count("send_message") == 1
    desk.imported("failed")
    assert len(desk.runs(made)) == 1


def test_the_same_event_told_again_runs_nothing_more(desk: Desk) -> None:
    made = desk.running()
    desk.imported()
    again = text(
        "UPDATE jobs SET status = 'queued' WHERE workspace_id = :own"
        " AND name IN ('automations.fire', 'events.deliver')"
    )
    with desk.crew.database.system() as session:
        session.execute(again, {"own": desk.crew.workspace.id})
    desk.crew.work()
    assert len(desk.runs(made)) == 1


def test_a_schedule_runs_each_slot_once_and_queues_the_next(desk: Desk) -> None:
    made = desk.running(trigger=MONDAYS)
    before = desk.done("GET", f"/{made}")["next_at"]
    assert desk.queued("automations.slot") == 1
    desk.slot_comes()
    desk.crew.work()
    (found,) = desk.runs(made)
    assert (found["status"], found["cause"][:5]) == ("started", "slot:")
    assert desk.queued("automations.slot") == 1
    assert desk.done("GET", f"/{made}")["next_at"] == before


def test_a_slot_that_is_a_day_late_is_left_out_and_said(desk: Desk) -> None:
    made = desk.running(trigger=MONDAYS)
    desk.slot_comes(late=timedelta(days=3))
    desk.crew.work()
    (found,) = desk.runs(made)
    assert (found["status"], found["run"]) == ("skipped", None)
    assert desk.queued("automations.slot") == 1


def test_a_pause_lets_slots_and_events_pass_by(desk: Desk) -> None:
    made = desk.running(trigger=MONDAYS)
    assert desk.switch(made, "paused").json()["next_at"] is None
    desk.slot_comes()
    desk.crew.work()
    assert (desk.runs(made), desk.queued("automations.slot")) == ([], 0)
    assert desk.switch(made).json()["state"] == "on"
    assert desk.queued("automations.slot") == 1


@pytest.mark.parametrize(
    ("value", "until", "status", "said"),
    [
        (4, "2999-01-01", "started", "was 4: below 10."),
        (12, "2999-01-01", "unmet", "was 12: not below 10."),
        (None, "2999-01-01", "unmet", "not known"),
        (0, "2026-11-01", "unmet", "reaches 2026-11-01"),
        (0, None, "unmet", "is empty"),
    ],
)
def test_a_condition_runs_it_only_when_it_is_met(
    desk: Desk, value: float | None, until: str, status: str, said: str
) -> None:
    made = desk.running(trigger=FEW)
    desk.crew.tools.value = value  # type: ignore[attr-defined]
    desk.crew.tools.until = until  # type: ignore[attr-defined]
    desk.slot_comes()
    desk.crew.work()
    (found,) = desk.runs(made)
    assert found["status"] == status
    assert said in found["note"]
    assert (found["run"] is None) == (status == "unmet")


@pytest.mark.parametrize(
    ("relation", "value", "met"),
    [("at_most", 10, True), ("at_most", 11, False), ("at_least", 10, True),
     ("at_least", 9, False), ("below", 10, False), ("above", 10, False)],
)  # fmt: skip
def test_a_bound_holds_its_value_where_it_says_so(
    desk: Desk, relation: str, value: float, met: bool
) -> None:
    made = desk.running(trigger=FEW | {"relation": relation})
    desk.crew.tools.value = value  # type: ignore[attr-defined]
    desk.slot_comes()
    desk.crew.work()
    (found,) = desk.runs(made)
    assert found["status"] == ("started" if met else "unmet")


def test_an_import_has_a_condition_looked_at_and_it_runs_once_a_day(
    desk: Desk, noon: Callable[[int], None]
) -> None:
    made = desk.running(trigger=FEW)
    desk.crew.tools.value = 12  # type: ignore[attr-defined]
    desk.imported()
    desk.crew.tools.value = 4  # type: ignore[attr-defined]
    desk.imported("failed")
    desk.imported()
    desk.imported()
    again, first, not_met = desk.runs(made)
    assert [one["status"] for one in (not_met, first, again)] == ["unmet", "started", "unmet"]
    assert "It ran today already." in again["note"]


def test_a_change_switches_it_off_and_can_be_taken_back(desk: Desk) -> None:
    made = desk.running(trigger=MONDAYS)
    other = ASKED | {"text": "How much revenue last week?"}
    changed = desk.done("PATCH", f"/{made}", {"action": other})
    assert (changed["state"], changed["trial_id"], changed["version"]) == ("off", None, 2)
    desk.slot_comes()
    desk.crew.work()
    assert desk.runs(made) == []
    before = desk.done("GET", f"/{made}/versions")["items"][1]
    assert before["action"] == ASKED
    back = desk.done("PATCH", f"/{made}", {"action": before["action"]})
    assert (back["action"], back["version"]) == (ASKED, 3)
    renamed = desk.done("PATCH", f"/{made}", {"name": "Weekly"})
    assert (renamed["name"], renamed["version"]) == ("Weekly", 4)
    seen = desk.call("PATCH", f"/{made}", {"name": "Other"}, **{"If-Match": '"1"'})
    assert seen.json()["code"] == "automation.changed"


def test_a_deleted_one_runs_no_more_and_comes_back_switched_off(desk: Desk) -> None:
    made = desk.running()
    desk.done("DELETE", f"/{made}")
    assert desk.done("GET")["items"] == []
    desk.imported()
    assert desk.done("POST", f"/{made}/restore")["state"] == "off"
    assert desk.runs(made) == []


@pytest.mark.parametrize(
    ("trigger", "code"),
    [
        ({"kind": "full_moon"}, "invalid"),
        ({"kind": "event", "event": "moon.rose"}, "invalid"),
        ({"kind": "schedule", "at": "25:00"}, "invalid"),
        ({"kind": "schedule", "at": "08:00", "weekdays": []}, "automation.never_fires"),
        (FEW | {"metric": "luck"}, "automation.unknown_trigger"),
        (FEW | {"value": "NaN"}, "invalid"),
    ],
)
def test_a_trigger_that_is_none_is_refused(
    desk: Desk, trigger: dict[str, object], code: str
) -> None:
    body = {"name": "x", "trigger": trigger, "action": ASKED, "owner_id": desk.owner_id}
    answer = desk.call("POST", "", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


def test_a_tool_that_is_none_is_refused_when_it_is_tried(desk: Desk) -> None:
    made = desk.create(action={"kind": "tool", "tool": "rm_rf"})
    answer = desk.call("POST", f"/{made}/try")
    assert (answer.status_code, answer.json()["code"]) == (422, "agents.invalid_plan")


def test_an_automation_that_would_send_to_nobody_is_not_switched_on(desk: Desk) -> None:
    stranger = {"kind": "tool", "tool": "draft_message",
                "arguments": {"subject": "s", "body": "b", "to": "eve@example.com"}}  # fmt: skip
    made = desk.create(action=stranger)
    desk.tried(made)
    answer = desk.switch(made)
    assert (answer.status_code, answer.json()["code"]) == (409, "automation.blocked")
    assert "eve@example.com is no member" in answer.json()["title"]
    assert desk.done("GET", f"/{made}")["state"] == "off"
    checked = desk.done("GET", f"/{made}/check")
    assert [c["name"] for c in checked["checks"] if c["blocks"]] == ["recipients"]


def test_a_message_at_night_is_not_switched_on_and_one_by_an_event_waits(
    desk: Desk, noon: Callable[[int], None]
) -> None:
    made = desk.create(trigger=NIGHTLY, action=MAILED)
    desk.tried(made)
    assert "between 07:00 and 21:00" in desk.switch(made).json()["title"]
    other = desk.running(trigger=WHEN_IMPORTED, action=MAILED)
    noon(23)
    desk.imported()
    (held,) = desk.runs(other)
    assert (held["status"], held["run"]) == ("due", None)
    assert "waits until 07:00" in held["note"]
    noon(8)
    with desk.crew.database.system() as session:
        session.execute(text("UPDATE jobs SET run_after = now() WHERE name = 'automations.fire'"))
    desk.crew.work()
    assert desk.runs(other)[0]["status"] == "started"


def test_a_removed_owner_blocks_each_run_until_another_takes_it_over(desk: Desk) -> None:
    made = desk.running()
    with desk.crew.database.transaction(desk.crew.workspace.id) as session:
        tenancy.remove_member(session, desk.crew.caller, desk.owner_id)
    desk.imported()
    (found,) = desk.runs(made)
    assert (found["status"], found["run"]) == ("blocked", None)
    assert "no member any more" in found["note"]
    assert [c["name"] for c in found["compliance"]["checks"] if c["blocks"]] == ["owner"]
    assert desk.done("GET", f"/{made}")["owner"]["left"] is True
    other = add_member(desk.crew, "olaf", "marketer")
    assert desk.done("PATCH", f"/{made}", {"owner_id": other})["owner"]["left"] is False


def test_another_model_blocks_until_it_is_switched_on_again(desk: Desk) -> None:
    made = desk.running()
    desk.crew.settings = desk.crew.settings.model_copy(update={"llm_model": "openai:gpt"})
    desk.imported()
    (found,) = desk.runs(made)
    assert (found["status"], "offline" in found["note"]) == ("blocked", True)


def test_a_storm_of_events_is_bounded_and_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    within_one_hour = now()
    monkeypatch.setattr(firing, "now", lambda: within_one_hour)
    made = desk.running()
    for _event in range(MOST_PER_HOUR + 5):
        desk.imported(work=False)
    desk.crew.work()
    found = desk.runs(made)
    assert [one["status"] for one in found].count("started") == MOST_PER_HOUR
    (over,) = [one for one in found if one["status"] == "skipped"]
    assert (over["missed"], over["run"]) == (5, None)


@pytest.mark.parametrize(("role", "may"), [("marketer", True), ("approver", False),
                                           ("viewer", False)])  # fmt: skip
def test_who_may(desk: Desk, key_of: Callable[[str], dict[str, str]], role: str, may: bool) -> None:
    made = desk.create()
    desk.headers = key_of(role)
    assert desk.call("GET").status_code == 200
    for method, path, body in (
        ("PATCH", f"/{made}", {"name": "y"}), ("POST", f"/{made}/try", None),
        ("POST", f"/{made}/switch", {"to": "off"}), ("DELETE", f"/{made}", None),
    ):  # fmt: skip
        assert desk.call(method, path, body).is_success is may, path


def test_nobody_lends_rights_that_they_lack(
    desk: Desk, key_of: Callable[[str], dict[str, str]]
) -> None:
    boss = add_member(desk.crew, "second", "owner")
    made = desk.create(owner_id=boss)
    desk.headers = key_of("marketer")
    body = {"name": "x", "trigger": WHEN_IMPORTED, "action": ASKED}
    assert desk.call("POST", "", body).json()["code"] == "automation.needs_owner"
    assert desk.call("POST", "", body | {"owner_id": boss}).status_code == 403
    assert desk.call("PATCH", f"/{made}", {"action": MAILED}).status_code == 403


def test_a_key_of_the_command_line_stands_for_the_only_owner(
    desk: Desk, key_of: Callable[[str], dict[str, str]]
) -> None:
    body = {"name": "x", "trigger": WHEN_IMPORTED, "action": ASKED}
    assert desk.done("POST", "", body)["owner"]["name"] == "boss"
    desk.headers = key_of("marketer")
    assert desk.call("POST", "", body).json()["code"] == "automation.needs_owner"
    desk.headers = key_of("owner")
    add_member(desk.crew, "second", "owner")
    refused = desk.call("POST", "", body).json()
    assert (refused["code"], "owner_id" in refused["title"]) == ("automation.needs_owner", True)


def test_a_key_stands_for_the_member_who_made_it(desk: Desk) -> None:
    add_member(desk.crew, "second", "owner")
    with desk.crew.database.transaction(desk.crew.workspace.id) as session:
        mara = tenancy.member_caller(session, desk.crew.workspace.id, desk.owner_id)
        assert mara
        new = ApiKeyCreate(name="hers", role="marketer")
        key = tenancy.create_api_key(session, mara, new).key
    desk.headers = {"Authorization": f"Bearer {key}"}
    body = {"name": "x", "trigger": WHEN_IMPORTED, "action": ASKED}
    assert desk.done("POST", "", body)["owner"]["user_id"] == desk.owner_id
    with desk.crew.database.transaction(desk.crew.workspace.id) as session:
        tenancy.remove_member(session, desk.crew.caller, desk.owner_id)
    assert desk.call("POST", "", body).json()["code"] == "automation.needs_owner"


def test_another_workspace_has_none_of_it(desk: Desk) -> None:
    made = desk.create()
    with desk.crew.database.system() as session:
        new = WorkspaceCreate(name=new_id(), timezone="UTC", currency="EUR")
        other = tenancy.create_workspace(session, new)
    with desk.crew.database.transaction(other.id) as session:
        caller = tenancy.system_caller(other)
        key = tenancy.create_api_key(session, caller, ApiKeyCreate(name="k", role="owner")).key
    desk.headers = {"Authorization": f"Bearer {key}"}
    assert desk.done("GET")["items"] == []
    for method, path in (("GET", ""), ("GET", "/runs"), ("GET", "/check"), ("POST", "/try"),
                         ("DELETE", ""), ("POST", "/restore"), ("GET", "/versions")):  # fmt: skip
        assert desk.call(method, f"/{made}{path}").status_code == 404, path
