"""Alerts over HTTP: raised once, looked after, put off, done with, ended by the data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.events import service as events
from marketing_agent.insights.alerts import repository, service
from marketing_agent.insights.alerts.schemas import AlertKind, Finding
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Workspace

KINDS: tuple[AlertKind, ...] = ("anomaly", "stock")
KeyFor = Callable[..., dict[str, str]]


def finding(key: str = "stock:jacket", **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "key": key, "kind": "stock", "severity": "warning", "effect_minor": -940_000,
        "title": "Trail Jacket M runs out in 6 days", "body": "The next delivery is 14 days away.",
        "page": "/insights/inventory/", "facts": {"days": 6},
    }  # fmt: skip
    return Finding.model_validate(given | changed)


class Room:
    """A workspace whose alerts are looked at over HTTP by somebody of a role."""

    def __init__(self, database: Database, workspace: Workspace, key_for: KeyFor) -> None:
        self.database, self.workspace, self._key_for = database, workspace, key_for
        self.client = TestClient(create_app(Settings(), database))

    def _headers(self, role: str) -> dict[str, str]:
        return self._key_for(self.workspace, role=role)

    def find(self, *findings: Finding) -> list[str]:
        with self.database.transaction(self.workspace.id) as session:
            return service.note(session, self.workspace, findings, KINDS)

    def listed(self, **search: Any) -> dict[str, Any]:
        answer = self.client.get("/api/v1/alerts", params=search, headers=self._headers("viewer"))
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found

    def do(self, act: str, alert_id: str, role: str = "marketer", **body: Any) -> Any:
        path = f"/api/v1/alerts/{alert_id}/{act}"
        return self.client.post(path, json=body, headers=self._headers(role))


@pytest.fixture
def room(database: Database, workspace: Workspace, key_for: KeyFor) -> Room:
    return Room(database, workspace, key_for)


def test_the_same_thing_is_one_alert(room: Room) -> None:
    (first,) = room.find(finding())
    assert room.find(finding(title="Trail Jacket M runs out in 5 days")) == []
    (found,) = room.listed()["items"]
    assert (found["id"], found["times"]) == (first, 2)
    assert found["title"] == "Trail Jacket M runs out in 5 days"
    assert (found["effect"], found["status"], found["facts"]) == (-9400.0, "open", {"days": 6})


def test_the_gravest_come_first_then_what_is_about_most_money(room: Room) -> None:
    room.find(
        finding("a", severity="notice", effect_minor=10_000_000),
        finding("b", effect_minor=5), finding("c", effect_minor=-700),
        finding("d", severity="critical", effect_minor=None),
    )  # fmt: skip
    found = room.listed()
    graves = [one["severity"] for one in found["items"]]
    assert graves == ["critical", "warning", "warning", "notice"]
    assert [one["effect"] for one in found["items"]][1:3] == [-7.0, 0.05]
    assert (found["total"], found["open"]) == (4, 4)
    page = room.listed(limit=1, offset=1)
    assert (len(page["items"]), page["total"]) == (1, 4)


def test_somebody_looks_after_it_puts_it_off_and_is_done_with_it(room: Room) -> None:
    (alert,) = room.find(finding())
    assert room.do("ack", alert).json()["status"] == "acknowledged"
    assert room.listed()["items"] == []
    put_off = room.do("snooze", alert, days=2).json()
    assert put_off["status"] == "snoozed"
    assert room.listed(status="snoozed")["total"] == 1
    done = room.do("resolve", alert, note="Ordered 200.").json()
    assert (done["status"], done["note"]) == ("resolved", "Ordered 200.")
    again = room.do("ack", alert)
    assert (again.status_code, again.json()["code"]) == (409, "alert.resolved")
    back = room.do("reopen", alert).json()
    assert (back["status"], back["owner_id"], back["resolved_at"]) == ("open", None, None)


def test_a_snooze_ends_by_itself(room: Room) -> None:
    (alert,) = room.find(finding())
    room.do("snooze", alert, days=1)
    assert room.listed()["open"] == 0
    with room.database.transaction(room.workspace.id) as session:
        row = repository.locked(session, alert)
        assert row is not None
        row.snoozed_until = now() - timedelta(minutes=1)
    (found,) = room.listed()["items"]
    assert (found["id"], found["status"]) == (alert, "open")
    assert room.listed(status="snoozed")["total"] == 0


def test_a_state_that_ended_ends_its_alert_and_may_come_anew(room: Room) -> None:
    (first,) = room.find(finding())
    room.find()
    (ended,) = room.listed(status="all")["items"]
    assert (ended["id"], ended["status"]) == (first, "resolved")
    assert ended["note"] == "The data no longer shows it."
    (second,) = room.find(finding())
    assert second != first


def test_what_a_person_is_done_with_stays_so_while_it_lasts(room: Room) -> None:
    (alert,) = room.find(finding())
    room.do("resolve", alert)
    assert room.find(finding()) == []
    assert room.listed()["items"] == []
    room.find()
    assert len(room.find(finding())) == 1


def test_an_odd_day_stays_and_is_raised_once(room: Room) -> None:
    day = finding("anomaly:orders:2026-11-09", kind="anomaly", day="2026-11-09")
    (alert,) = room.find(day)
    room.find()
    assert [one["id"] for one in room.listed()["items"]] == [alert]
    room.do("resolve", alert)
    room.find()
    assert room.find(day) == []


def test_an_alert_is_an_event_and_its_end_another(room: Room) -> None:
    (alert,) = room.find(finding())
    room.do("ack", alert)
    with room.database.transaction(room.workspace.id) as session:
        told = events.read_after(session, room.workspace.id, 0, ["alert"])
    assert [event.topic for event in told] == ["alert.raised", "alert.changed"]
    assert told[0].payload["title"] == "Trail Jacket M runs out in 6 days"


def test_viewers_read_and_strangers_own_nothing(room: Room) -> None:
    (alert,) = room.find(finding())
    for act in ("ack", "snooze", "resolve", "reopen"):
        assert room.do(act, alert, role="viewer").status_code == 403
    wrong = room.do("ack", alert, owner_id="0199c5f2-7d1e-7000-8000-000000000001")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "alert.unknown_owner")
    assert room.do("snooze", alert, days=91).status_code == 422
    assert room.do("ack", "nobody").status_code == 404
