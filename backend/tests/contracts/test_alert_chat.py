"""Alerts told to a chat: what a webhook of Slack's kind is posted, and what it answers."""

import json
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

import pytest

from marketing_agent.insights.delivery import jobs as telling
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from tests.hooks import Hook, answered, hook
from tests.insights.telling import Teller, finding, teller_of
from tests.kernel.test_addresses import METADATA

__all__ = ["hook"]


@pytest.fixture
def teller(empty_database: Database, settings: Settings) -> Teller:
    return teller_of(empty_database, settings)


def _chat(hook: Hook, **more: Any) -> dict[str, Any]:
    return {"name": "Team", "url": hook.url("127.0.0.1", path="/services/T0/B0/secretWXYZ")} | more


def _posted(hook: Hook) -> list[dict[str, Any]]:
    return [json.loads(body) for _method, _path, _headers, body in hook.requests]


def _lines(payload: dict[str, Any]) -> list[str]:
    """The alerts of a payload, as the blocks show them."""
    return [block["text"]["text"] for block in payload["blocks"][2:-1]]


def _status(code: int, body: bytes = b"ok", **headers: str) -> Callable[[Any], None]:
    def reply(handler: Any) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def test_an_alert_is_posted_once_as_text_and_blocks(teller: Teller, hook: Hook) -> None:
    teller.put(chats=[_chat(hook)])
    teller.find(finding("Trail Jacket", severity="critical"))
    teller.work()
    teller.find(finding("Trail Jacket", severity="critical"))
    teller.work()
    ((method, path, headers, _body),) = hook.requests
    assert (method, path) == ("POST", "/services/T0/B0/secretWXYZ")
    assert headers["content-type"] == "application/json; charset=utf-8"
    (payload,) = _posted(hook)
    assert payload.keys() == {"text", "blocks"}
    assert payload["text"] == (
        "1 alert: Runs out: Trail Jacket\n• Critical: Runs out: Trail Jacket\n"
        "<http://testserver/alerts/|Open Marketing Agent>"
    )
    assert [block["type"] for block in payload["blocks"]] == ["header", *["section"] * 3]
    assert _lines(payload) == [
        "Critical: Runs out: Trail Jacket\nThe next delivery is 14 days away."
    ]
    (told,) = teller.log()
    assert (told["status"], told["answer"], told["channel"], told["alerts"]) == (
        "delivered", 200, "Team", 1,
    )  # fmt: skip


def test_an_alert_whose_transaction_fails_is_told_to_nobody(teller: Teller, hook: Hook) -> None:
    from marketing_agent.insights.alerts import service as alerts

    teller.put(chats=[_chat(hook)])
    own = teller.workspace
    with pytest.raises(RuntimeError), teller.database.transaction(own.id) as session:
        alerts.note(session, own, [finding()], ())
        raise RuntimeError
    teller.work()
    assert (hook.requests, teller.log()) == ([], [])


def test_a_thousand_alerts_at_once_are_one_message(teller: Teller, hook: Hook) -> None:
    teller.put(chats=[_chat(hook)])
    many = [finding(f"item {n:04}", severity="notice") for n in range(999)]
    teller.find(*many, finding("the worst", severity="critical"))
    teller.work()
    (payload,) = _posted(hook)
    assert payload["blocks"][0]["text"]["text"] == "1000 alerts: Runs out: the worst"
    assert len(_lines(payload)) == 10
    assert _lines(payload)[0].startswith("Critical: Runs out: the worst")
    assert payload["blocks"][-1]["text"]["text"].startswith("And 990 more. <")
    assert teller.log()[0]["alerts"] == 1000


def test_each_chat_is_told_what_it_wants(teller: Teller, hook: Hook) -> None:
    grave = _chat(hook, name="Grave", severity="critical")
    stock = _chat(hook, name="Stock", kinds=["stock"])
    off = _chat(hook, name="Off", on=False)
    teller.put(chats=[grave, stock, off])
    teller.find(finding("a", severity="critical", kind="anomaly"), finding("b", severity="warning"))
    teller.work()
    told = {one["channel"]: one["alerts"] for one in teller.log()}
    assert told == {"Grave": 1, "Stock": 1}
    assert sorted(len(_lines(payload)) for payload in _posted(hook)) == [1, 1]


def test_text_of_the_store_is_no_markup_and_calls_nobody(teller: Teller, hook: Hook) -> None:
    teller.put(chats=[_chat(hook)])
    title = "<!channel> @here [win](https://evil.example.com) A & B\r\nX-Evil: 1 👩‍🚀"
    teller.find(finding("a", title=title, body="<https://evil.example.com|click> @everyone"))
    teller.work()
    (payload,) = _posted(hook)
    text = payload["text"]
    assert "&lt;!channel&gt;" in text
    assert "A &amp; B X-Evil: 1 👩‍🚀" in text
    assert [one for one in ("<!", "@here", "@everyone", "](") if one in text] == []
    for block in payload["blocks"][:-1]:
        assert block["text"]["type"] == "plain_text"
        assert [one for one in ("@here", "@everyone", "](") if one in block["text"]["text"]] == []
    assert payload["blocks"][-1]["text"]["text"].startswith("<http://testserver/")


def test_the_address_is_sealed_and_never_given_back(teller: Teller, hook: Hook) -> None:
    made = teller.put(chats=[_chat(hook)])
    (chat,) = made["chats"]
    assert (chat["host"], chat["last4"]) == (f"127.0.0.1:{hook.port}", "WXYZ")
    assert "secretWXYZ" not in teller.call("GET").text
    (kept,) = teller.sql("SELECT url FROM alert_chat").scalars().all()
    assert b"secret" not in bytes(kept)
    same = {"id": chat["id"], "name": "Renamed", "severity": "warning"}
    (renamed,) = teller.put(chats=[same])["chats"]
    assert (renamed["id"], renamed["name"], renamed["last4"]) == (chat["id"], "Renamed", "WXYZ")
    teller.find(finding())
    teller.work()
    assert len(hook.requests) == 1


def test_one_that_was_removed_or_switched_off_gets_nothing(teller: Teller, hook: Hook) -> None:
    (chat,) = teller.put(chats=[_chat(hook)])["chats"]
    teller.find(finding("a"))
    teller.put(chats=[{"id": chat["id"], "name": "Team", "on": False}])
    teller.work()
    teller.put(chats=[{"id": chat["id"], "name": "Team"}])
    teller.find(finding("b"))
    teller.put(chats=[])
    teller.work()
    assert hook.requests == []
    assert [one["problem"] for one in teller.log()] == [
        "This channel was removed.", "This channel is switched off.",
    ]  # fmt: skip


def test_it_is_tried_again_later_and_later_and_given_up(teller: Teller, hook: Hook) -> None:
    teller.put(chats=[_chat(hook)])
    hook.reply = _status(503)
    teller.find(finding())
    teller.work()
    (first,) = teller.log()
    assert (first["status"], first["problem"]) == ("waiting", "It answered 503.")
    for _try in telling.WAITS:
        teller.later()
    assert len(hook.requests) == len(telling.WAITS) + 1
    assert teller.log()[0]["status"] == "dead"
    (job,) = teller.dead_jobs()
    assert (job["name"], job["error"]) == ("alerts.deliver", "It answered 503.")
    hook.reply = None
    retry = teller.client.post(f"/api/v1/jobs/{job['id']}/retry", headers=teller.key("owner"))
    assert retry.is_success
    teller.work()
    assert (teller.log()[0]["status"], teller.dead_jobs()) == ("delivered", [])
    assert len(hook.requests) == len(telling.WAITS) + 2


@pytest.mark.parametrize("code", [301, 400, 403, 404, 410])
def test_what_would_come_to_the_same_is_not_tried_again(
    teller: Teller, hook: Hook, code: int
) -> None:
    teller.put(chats=[_chat(hook)])
    hook.reply = _status(code, Location=hook.url("127.0.0.1", path="/elsewhere"))
    teller.find(finding())
    teller.work()
    teller.later()
    assert [path for _m, path, _h, _b in hook.requests] == ["/services/T0/B0/secretWXYZ"]
    (told,) = teller.log()
    assert (told["status"], told["problem"]) == ("dead", f"It answered {code}.")


@pytest.mark.parametrize("form", ["seconds", "date", "absurd", "nonsense"])
def test_a_chat_that_asks_to_wait_is_waited_for(teller: Teller, hook: Hook, form: str) -> None:
    teller.put(chats=[_chat(hook)])
    asked, at = 1800, now()
    said = {
        "seconds": str(asked),
        "date": format_datetime(at.replace(microsecond=0).astimezone() , usegmt=False),
        "absurd": "9" * 300,
        "nonsense": "soon",
    }  # fmt: skip
    hook.reply = _status(429, Retry_After=said[form])
    teller.find(finding())
    teller.work()
    (told,) = teller.log()
    from datetime import datetime

    waits = (datetime.fromisoformat(told["next_at"]) - at).total_seconds()
    least = {"seconds": asked, "date": telling.WAITS[0], "absurd": 21_600, "nonsense": 5}[form]
    assert least <= waits < least + 120


def test_a_long_answer_is_not_read(teller: Teller, hook: Hook) -> None:
    teller.put(chats=[_chat(hook)])
    hook.reply = _status(200, b"x" * 10_000_000)
    teller.find(finding())
    teller.work()
    assert teller.log()[0]["status"] == "delivered"


def test_one_that_does_not_answer_is_tried_again(
    teller: Teller, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketing_agent.insights.delivery.sending.SECONDS", 0.3)
    teller.put(chats=[_chat(hook)])
    import time

    hook.reply = lambda handler: (time.sleep(1.0), answered(handler))[1]
    teller.find(finding())
    teller.work()
    (told,) = teller.log()
    assert (told["status"], told["problem"]) == ("waiting", "No answer came in time.")


@pytest.mark.parametrize(
    "url",
    [
        f"https://{METADATA}/x",
        "https://10.0.0.8/x",
        "http://example.com/x",
        "https://localhost/x",
        "https://user:word@example.com/x",
        "no",
    ],
)
def test_an_address_within_the_house_is_refused(teller: Teller, url: str) -> None:
    refused = teller.refused(chats=[{"name": "Team", "url": url}])
    assert refused == (422, "outgoing.refused")


def test_an_address_that_was_allowed_is_screened_again_when_it_is_called(
    teller: Teller, hook: Hook
) -> None:
    teller.put(chats=[_chat(hook)])
    teller.settings = teller.settings.model_copy(update={"outgoing_hosts": None})
    teller.find(finding())
    teller.work()
    assert (hook.requests, teller.log()[0]["status"]) == ([], "dead")


def test_a_test_says_what_happened(teller: Teller, hook: Hook) -> None:
    (chat,) = teller.put(chats=[_chat(hook)])["chats"]
    done = teller.call("POST", "/test", {"channel": chat["id"]}).json()
    assert done == {"delivered": True, "said": "The chat took the test and answered 200."}
    (payload,) = _posted(hook)
    assert payload["text"].startswith("Test: alerts arrive here\n")
    hook.reply = _status(404)
    failed = teller.call("POST", "/test", {"channel": chat["id"]}).json()
    assert failed == {"delivered": False, "said": "It answered 404."}
    unknown = teller.call("POST", "/test", {"channel": "nobody"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "alert_channel.unknown")
    assert teller.log() == []


def test_a_worker_that_dies_after_sending_sends_once_more_and_no_third_time(
    teller: Teller, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller.put(chats=[_chat(hook)])
    teller.find(finding())

    def die(*_given: object) -> None:
        raise KeyboardInterrupt  # as a signal would, between sending and noting

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            teller.work()
    assert (len(hook.requests), teller.log()[0]["status"]) == (1, "sending")
    _taken_up(teller)
    assert (len(hook.requests), teller.log()[0]["status"]) == (2, "delivered")


def test_one_that_dies_twice_is_given_up_with_a_word(
    teller: Teller, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller.put(chats=[_chat(hook)])
    teller.find(finding())

    def die(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "_settle", die)
        for work in (teller.work, lambda: _taken_up(teller)):
            with pytest.raises(KeyboardInterrupt):
                work()
    _taken_up(teller)
    assert len(hook.requests) == 2
    (told,) = teller.log()
    assert (told["status"], told["problem"]) == (
        "dead", "It was broken off twice and may have arrived. It is not sent again by itself.",
    )  # fmt: skip


def _taken_up(teller: Teller) -> None:
    """The lease of the worker that died is over."""
    teller.sql("UPDATE jobs SET lease_until = now() - interval '1 minute' WHERE status = 'running'")
    teller.work()
