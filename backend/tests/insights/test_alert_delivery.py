"""Alerts by mail, held at night and summed up in digests: what is set, and what leaves."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketing_agent.insights.delivery import jobs as telling
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from tests.campaigns.test_smtp import Server, server
from tests.campaigns.test_smtp import settings as smtp_settings
from tests.insights.telling import PATH, Teller, day, finding, night, teller_of

__all__ = ["server", "smtp_settings"]


@pytest.fixture
def teller(empty_database: Database, settings: Settings) -> Teller:
    return teller_of(empty_database, settings)


def mail_to(*recipients: str, **more: Any) -> dict[str, Any]:
    return {"on": True, "recipients": recipients} | more


def test_nothing_is_set_at_first_and_nothing_is_told(teller: Teller) -> None:
    found = teller.call("GET").json()
    assert (found["email"]["on"], found["chats"], found["quiet"]) == (False, [], None)
    assert (found["digest"]["every"], found["timezone"], found["mail"]) == ("off", "UTC", "preview")
    teller.find(finding())
    teller.work()
    teller.put()
    teller.find(finding("another"))
    teller.work()
    assert (teller.inbox(), teller.log()) == ([], [])


def test_several_alerts_are_one_mail_to_those_who_were_chosen(teller: Teller) -> None:
    ada, _bo = teller.member("ada"), teller.member("bo")
    teller.put(email=mail_to(ada))
    teller.find(finding("b"), finding("a", severity="critical", title="Sales fell 43 % on 24 Nov"))
    teller.work()
    (mail,) = teller.inbox()
    assert mail["subject"] == "2 alerts: Sales fell 43 % on 24 Nov"
    assert mail["recipients"] == ["Ada <ada@example.com>"]
    assert mail["body_text"].startswith("2 alerts in Lamps & Co.\n\nCritical: Sales fell 43 %")
    assert "http://testserver/insights/inventory/" in mail["body_text"]
    assert "<p>2 alerts in Lamps &amp; Co.</p>" in mail["body_html"]
    assert teller.log()[0]["status"] == "delivered"


def test_links_lead_to_the_public_address_where_one_is_set(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member()))
    teller.settings = teller.settings.model_copy(update={"public_url": "https://ma.example.com/"})
    teller.find(finding())
    teller.work()
    assert "https://ma.example.com/insights/inventory/" in teller.inbox()[0]["body_text"]


def test_text_of_the_store_is_no_markup_and_no_header(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member()))
    title = "Lamp\r\nBcc: eve@example.com <script>alert(1)</script> 👩‍🚀 \u202egnp.exe"
    page = '/insights/inventory/?q="><img src=x onerror=alert(1)>'
    teller.find(finding("a", title=title, body="<b>bold</b>\n& more", page=page))
    teller.work()
    (mail,) = teller.inbox()
    assert mail["subject"] == (
        "1 alert: Lamp Bcc: eve@example.com <script>alert(1)</script> 👩‍🚀 gnp.exe"
    )
    assert [tag for tag in ("<script", "<b>", "<img") if tag in mail["body_html"]] == []
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in mail["body_html"]


def test_a_page_elsewhere_is_not_linked(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member()))
    teller.find(
        finding("a", page="//evil.example.com/"), finding("b", page="https://evil.example.com/")
    )
    teller.work()
    assert "evil.example.com" not in teller.inbox()[0]["body_html"].replace("Runs out", "")


def test_who_left_or_never_signed_in_gets_no_mail(teller: Teller) -> None:
    gone, new = teller.member("gone"), teller.member("new", signed_in=False)
    teller.put(email=mail_to(gone, new))
    teller.sql("DELETE FROM members WHERE user_id = :id", id=gone)
    teller.find(finding())
    teller.work()
    assert teller.inbox() == []
    (told,) = teller.log()
    assert (told["status"], told["problem"].split(":")[0]) == (
        "dropped", "None of the people chosen can be written to",
    )  # fmt: skip


def test_at_night_it_is_held_and_in_the_morning_it_is_one_message(teller: Teller) -> None:
    quiet = night(hours=3)
    teller.put(email=mail_to(teller.member()), quiet=quiet | {"critical_breaks": False})
    for n in range(20):
        teller.find(finding(f"item {n}", severity="critical"))
    teller.work()
    assert teller.inbox() == []
    (held,) = teller.log()
    until = datetime.fromisoformat(held["next_at"]).astimezone(UTC)
    assert (held["status"], held["alerts"], f"{until:%H:%M}") == ("waiting", 20, quiet["end"])
    over = json.dumps(day())
    teller.sql(
        "UPDATE alert_delivery_settings SET quiet = quiet || cast(:over AS jsonb)", over=over
    )
    teller.later()
    (mail,) = teller.inbox()
    assert mail["subject"].startswith("20 alerts: ")


def test_critical_ones_break_through_and_the_rest_waits(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member()), quiet=night())
    teller.find(finding("a", severity="critical"), finding("b"), finding("c", severity="notice"))
    teller.work()
    (mail,) = teller.inbox()
    assert mail["subject"] == "1 alert: Runs out: a"
    assert {one["status"]: one["alerts"] for one in teller.log()} == {"delivered": 1, "waiting": 2}


def test_quiet_hours_that_are_taken_away_let_it_go(teller: Teller) -> None:
    email = mail_to(teller.member())
    teller.put(email=email, quiet=night())
    teller.find(finding())
    teller.work()
    assert teller.inbox() == []
    teller.put(email=email)
    teller.work()
    assert len(teller.inbox()) == 1
    teller.later()
    assert len(teller.inbox()) == 1


def test_what_was_queued_before_night_waits_when_night_has_come(teller: Teller) -> None:
    email = mail_to(teller.member())
    teller.put(email=email)
    teller.find(finding())
    teller.put(email=email, quiet=night())
    teller.work()
    assert teller.inbox() == []
    assert teller.log()[0]["next_at"] is not None


def test_what_was_resolved_meanwhile_is_not_told(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member()), quiet=night())
    (alert,) = teller.find(finding())
    done = f"/api/v1/alerts/{alert}/resolve"
    assert teller.client.post(done, json={}, headers=teller.key("owner")).is_success
    teller.put(email=mail_to(*teller.call("GET").json()["email"]["recipients"]))
    teller.work()
    assert (teller.inbox(), teller.log()[0]["status"]) == ([], "dropped")


def test_a_digest_holds_what_was_raised_since_the_last_one(teller: Teller) -> None:
    teller.put(email=mail_to(teller.member(), when="digest"), digest={"every": "daily", "hour": 8})
    teller.find(finding("b"), finding("a", severity="critical"), finding("c", severity="notice"))
    teller.work()
    assert teller.inbox() == []
    teller.digest()
    (mail,) = teller.inbox()
    assert mail["subject"] == "Digest: 3 new alerts, 3 open"
    assert mail["body_text"].startswith(
        "3 new alerts in Lamps & Co since the last digest. 3 open: 1 critical, 1 warning, 1 notice."
    )
    assert mail["body_text"].index("Runs out: a") < mail["body_text"].index("Runs out: b")
    teller.digest()
    assert len(teller.inbox()) == 1
    teller.find(finding("d"))
    teller.digest()
    assert teller.inbox()[1]["subject"] == "Digest: 1 new alert, 4 open"
    assert [one["kind"] for one in teller.log()] == ["digest", "digest"]


def test_an_alert_names_where_it_was_told_at_once_and_in_which_digest(teller: Teller) -> None:
    both = mail_to(teller.member(), severity="warning")
    chat = {"name": "Shop", "url": "https://8.8.8.8/services/T/B/X", "when": "at_once"}
    teller.put(email=both, chats=[chat], digest={"every": "daily", "hour": 8})
    (early,) = teller.find(finding("early"))
    (slight,) = teller.find(finding("slight", severity="notice"))
    assert [one["kind"] for one in teller.told_in(early)] == ["alerts", "alerts"]
    teller.put(email=both, digest={"every": "daily", "hour": 8})
    teller.digest()
    (late,) = teller.find(finding("late"))
    teller.work()
    assert [(one["channel"], one["kind"], one["status"]) for one in teller.told_in(early)] == [
        ("E-mail", "alerts", "delivered"), ("Shop", "alerts", "dropped"),
        ("E-mail", "digest", "delivered"),
    ]  # fmt: skip
    assert [one["kind"] for one in teller.told_in(slight)] == ["alerts"], "it asks for graver ones"
    (digest,) = [one for one in teller.log() if one["kind"] == "digest"]
    told = teller.told_in(early)[2]
    assert (told["created_at"], told["settled_at"]) == (digest["created_at"], digest["settled_at"])
    assert [one["kind"] for one in teller.told_in(late)] == ["alerts"]
    teller.digest()
    assert [one["kind"] for one in teller.told_in(late)] == ["alerts", "digest"]
    assert len(teller.told_in(early)) == 3, "one digest tells of it, not the next too"


def test_a_digest_that_was_moved_is_made_at_its_new_hour_alone(teller: Teller) -> None:
    email = mail_to(teller.member(), when="digest")
    hour = (datetime.now(UTC) + timedelta(hours=3)).hour
    first = teller.put(email=email, digest={"every": "daily", "hour": hour})["digest_due"]
    moved = teller.put(email=email, digest={"every": "daily", "hour": (hour + 5) % 24})
    assert moved["digest_due"] != first
    again = teller.put(email=email, digest={"every": "daily", "hour": (hour + 5) % 24})
    assert again["digest_due"] == moved["digest_due"]
    teller.find(finding())
    teller.sql("UPDATE jobs SET run_after = now() WHERE name = 'alerts.digest'")
    for _n in range(2):
        assert jobs.run_next(teller.database, teller.settings, "work")
    assert not jobs.run_next(teller.database, teller.settings, "work")
    teller.work()
    assert len(teller.inbox()) == 1


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"quiet": {"start": "22:00", "end": "22:00"}}, "alert_channel.unclear"),
        ({"quiet": {"start": "24:00", "end": "08:00"}}, "invalid"),
        ({"quiet": {"start": "22:00", "end": "08:00", "timezone": "Mars/Olympus"}}, "invalid"),
        ({"email": {"on": True}}, "alert_channel.unclear"),
        ({"email": {"recipients": ["nobody"]}}, "alert_channel.unknown_recipient"),
        ({"email": {"severity": "terrible"}}, "invalid"),
        ({"email": {"kinds": []}}, "invalid"),
        ({"digest": {"every": "daily", "hour": 24}}, "invalid"),
        (
            {"digest": {"every": "daily", "hour": 3}, "quiet": {"start": "22:00", "end": "08:00"}},
            "alert_channel.unclear",
        ),
        (
            {"chats": [{"name": "x", "url": "https://8.8.8.8/x", "when": "digest"}]},
            "alert_channel.unclear",
        ),
        ({"chats": [{"name": "x"}]}, "alert_channel.unclear"),
        ({"chats": [{"name": "x", "url": "https://8.8.8.8/x"}] * 11}, "invalid"),
        ({"moon": "full"}, "invalid"),
    ],
    ids=[
        "no end", "no hour", "a zone", "nobody chosen", "no member", "no severity", "no kind",
        "no such hour", "digest at night", "digest without one", "no address", "too many", "extra",
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(
    teller: Teller, wanted: dict[str, Any], code: str
) -> None:
    assert teller.refused(**wanted) == (422, code)


def test_a_chat_of_somebody_else_is_unknown(teller: Teller) -> None:
    other = teller_of(teller.database, teller.settings, "Another")
    url = "https://8.8.8.8/services/T/B/X"
    (chat,) = other.put(chats=[{"name": "Theirs", "url": url}])["chats"]
    assert teller.refused(chats=[{"id": chat["id"], "name": "Mine"}]) == (
        404, "alert_channel.unknown",
    )  # fmt: skip
    tried = teller.call("POST", "/test", {"channel": chat["id"]})
    assert tried.status_code == 404
    stranger = other.member("stranger")
    assert teller.refused(email={"recipients": [stranger]})[0] == 422


def test_a_store_in_no_known_time_zone_is_told_so(teller: Teller) -> None:
    teller.sql("UPDATE workspaces SET timezone = 'Mars/Olympus' WHERE id = :id",
               id=teller.workspace.id)  # fmt: skip
    answer = teller.call("PUT", "", {})
    assert (answer.status_code, "Mars/Olympus" in answer.json()["title"]) == (422, True)


@pytest.mark.parametrize("role", ["viewer", "approver", "marketer"])
def test_only_owners_and_admins_see_and_set_it(teller: Teller, role: str) -> None:
    assert teller.call("GET", role=role).status_code == 403
    assert teller.call("PUT", "", {}, role=role).status_code == 403
    assert teller.call("POST", "/test", {"channel": "email"}, role=role).status_code == 403
    assert teller.call("GET", "/deliveries", role=role).status_code == 403
    assert teller.client.get(PATH).status_code == 401


def test_a_test_mail_lies_in_the_inbox(teller: Teller) -> None:
    nobody = teller.call("POST", "/test", {"channel": "email"})
    assert nobody.status_code == 404
    teller.put()
    empty = teller.call("POST", "/test", {"channel": "email"})
    assert (empty.status_code, empty.json()["code"]) == (422, "alert_channel.unclear")
    teller.put(email=mail_to(teller.member()) | {"on": False})
    tried = teller.call("POST", "/test", {"channel": "email"}).json()
    assert tried["delivered"]
    assert teller.inbox()[0]["subject"] == "Test: alerts arrive here"


def test_mail_that_died_on_its_way_is_once_in_the_inbox(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller.put(email=mail_to(teller.member()))
    teller.find(finding())

    def die(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            teller.work()
    teller.sql("UPDATE jobs SET lease_until = now() - interval '1 minute' WHERE status = 'running'")
    teller.work()
    assert (len(teller.inbox()), teller.log()[0]["status"]) == (1, "delivered")


def test_by_smtp_it_reaches_the_server_and_a_busy_one_is_tried_again(
    empty_database: Database, smtp_settings: Settings, server: Server
) -> None:
    teller = teller_of(empty_database, smtp_settings)
    teller.put(email=mail_to(teller.member("ada"), teller.member("bo")))
    server.answer = "451 later"
    teller.find(finding("a", title="Grüße\r\nBcc: eve@example.com"))
    teller.work()
    (told,) = teller.log()
    assert (told["status"], told["problem"]) == ("waiting", "The mail server is busy (451).")
    server.answer = "250 OK"
    teller.later()
    (mail,) = server.received
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == f"<{told['id']}@shop.example.com>"
    assert teller.log()[0]["status"] == "delivered"
    assert teller.inbox() == []


def test_what_the_mail_server_refuses_for_good_is_given_up(
    empty_database: Database, smtp_settings: Settings, server: Server
) -> None:
    teller = teller_of(empty_database, smtp_settings)
    teller.put(email=mail_to(teller.member()))
    server.answer = "554 no"
    teller.find(finding())
    teller.work()
    assert (teller.log()[0]["status"], len(teller.dead_jobs())) == ("dead", 1)


@pytest.mark.parametrize(("status", "days"), [("delivered", 30), ("dropped", 30), ("dead", 90)])
def test_the_log_is_cleaned_and_nothing_is_told_again(
    teller: Teller, status: str, days: int
) -> None:
    teller.put(email=mail_to(teller.member()))
    teller.find(finding("old"))
    teller.work()
    teller.find(finding("new"))
    teller.work()
    age = "UPDATE alert_message SET status = :status, settled_at = now() - :days * interval '1 day'"
    new, old = (one["id"] for one in teller.log())
    teller.sql(f"{age} WHERE id = :id", status=status, days=days - 1, id=new)
    teller.sql(f"{age} WHERE id = :id", status=status, days=days + 1, id=old)
    with teller.database.transaction(teller.workspace.id) as session:
        jobs.enqueue(session, teller.workspace.id, telling.FORGET)
    assert jobs.run_next(teller.database, teller.settings, "work")
    assert [one["id"] for one in teller.log()] == [new]
    teller.find(finding("old"))
    teller.work()
    assert len(teller.inbox()) == 2


def test_names_and_addresses_cannot_break_a_mail(teller: Teller) -> None:
    ada, bo = teller.member("ada"), teller.member("bo")
    rename = "UPDATE users SET name = :name WHERE id = :id"
    teller.sql(rename, id=ada, name="Ada\r\nBcc: eve@example.com")
    teller.put(email=mail_to(ada))
    teller.find(finding("a"))
    teller.work()
    assert teller.inbox()[0]["recipients"] == ['"Ada Bcc: eve@example.com" <ada@example.com>']
    teller.sql("UPDATE users SET email = 'bö@example.com' WHERE id = :id", id=bo)
    teller.put(email=mail_to(bo))
    teller.find(finding("b"))
    teller.work()
    (told, _first) = teller.log()
    assert told["status"] == "dead"
    assert told["problem"].startswith("A mail cannot be sent to bö@example.com")
