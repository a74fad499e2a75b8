"""Webhooks: told from the outbox, signed, tried again, given up, screened."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from marketing_agent.api.app import create_app
from marketing_agent.events import service as events
from marketing_agent.events.webhooks import jobs as hooks
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, Workspace, WorkspaceCreate
from tests.hooks import Hook, answered, hook
from tests.kernel.test_addresses import METADATA

__all__ = ["hook"]


@dataclass
class Post:
    """An owner with a webhook, and the worker that tells it."""

    client: TestClient
    database: Database
    settings: Settings
    workspace: Workspace
    headers: dict[str, str]

    def call(self, method: str, path: str = "", body: object = None) -> Any:
        address = f"/api/v1/webhooks{path}"
        return self.client.request(method, address, json=body, headers=self.headers)

    def add(self, url: str, *topics: str) -> dict[str, Any]:
        made = self.call("POST", "", {"url": url, "topics": topics or ["message.sent"]})
        assert made.status_code == 201, made.text
        found: dict[str, Any] = made.json()
        return found

    def happens(self, topic: str = "message.sent", **payload: str) -> None:
        with self.database.transaction(self.workspace.id) as session:
            events.emit(session, self.workspace.id, topic, payload)

    def work(self) -> None:
        while jobs.run_next(self.database, self.settings, "outgoing"):
            pass

    def later(self) -> None:
        """The next try is due."""
        with self.database.system() as session:
            session.execute(text("UPDATE jobs SET run_after = now() WHERE status = 'queued'"))
        self.work()

    def given_up(self) -> list[dict[str, Any]]:
        """What was told of calls that were given up."""
        with self.database.transaction(self.workspace.id) as session:
            found = events.read_after(session, self.workspace.id, 0, ["webhook.given_up"])
        return [event.payload for event in found]

    def log(self, hook_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", f"/{hook_id}/deliveries").json()["items"]
        return found


@pytest.fixture
def post(empty_database: Database, settings: Settings) -> Post:
    allowed = settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    with empty_database.system() as session:
        new = WorkspaceCreate(name="Post", timezone="UTC", currency="EUR")
        workspace = tenancy.create_workspace(session, new)
    client = TestClient(create_app(allowed, empty_database), raise_server_exceptions=False)
    made = Post(client, empty_database, allowed, workspace, {})
    made.headers = _key(made, "owner")
    return made


def _key(post: Post, role: str) -> dict[str, str]:
    with post.database.transaction(post.workspace.id) as session:
        new = ApiKeyCreate.model_validate({"name": "test", "role": role})
        key = tenancy.create_api_key(session, tenancy.system_caller(post.workspace), new).key
    return {"Authorization": f"Bearer {key}"}


def _signed_by(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Written anew from the words of Standard Webhooks."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = headers["webhook-id"] + "." + headers["webhook-timestamp"] + "." + body.decode()
    wanted = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split(" ")


def _status(code: int) -> Callable[[Any], None]:
    return lambda handler: answered(handler, code)


def test_an_event_arrives_signed_and_only_what_was_wanted(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    post.happens(message_id="m1")
    post.happens("automation.ran", automation_id="a1")
    post.work()
    ((method, path, headers, body),) = hook.requests
    assert (method, path) == ("POST", "/hook")
    assert json.loads(body) == json.loads(body) | {
        "id": headers["webhook-id"], "type": "message.sent", "data": {"message_id": "m1"},
    }  # fmt: skip
    assert _signed_by(made["secret"], headers, body)
    assert not _signed_by(made["secret"], headers, body + b" ")
    (told,) = post.log(made["id"])
    assert (told["status"], told["answer"], told["attempts"]) == ("delivered", 200, 1)


def test_an_event_whose_transaction_fails_is_told_to_nobody(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    with pytest.raises(RuntimeError), post.database.transaction(post.workspace.id) as session:
        events.emit(session, post.workspace.id, "message.sent", {})
        raise RuntimeError
    post.work()
    assert (hook.requests, post.log(made["id"])) == ([], [])


def test_it_is_tried_again_with_the_same_id_and_given_up_in_the_end(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(500)
    post.happens(run_id="r1")
    post.work()
    assert (post.log(made["id"])[0]["next_at"] is not None, post.given_up()) == (True, [])
    for _try in hooks.WAITS:
        post.later()
    assert len(hook.requests) == len(hooks.WAITS) + 1
    assert len({(headers["webhook-id"], body) for _m, _p, headers, body in hook.requests}) == 1
    (dead,) = post.log(made["id"])
    assert (dead["status"], dead["problem"]) == ("dead", "It answered 500.")
    assert post.given_up() == [
        {"webhook_id": made["id"], "delivery_id": dead["id"], "about": "message.sent",
         "run_id": "r1"}
    ]  # fmt: skip
    post.later()
    hook.reply = None
    again = post.call("POST", f"/{made['id']}/deliveries/{dead['id']}/retry")
    assert again.status_code == 202
    post.work()
    assert post.log(made["id"])[0]["status"] == "delivered"
    assert len(hook.requests) == len(hooks.WAITS) + 2


def test_one_that_is_gone_is_not_tried_again(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(410)
    post.happens()
    post.work()
    post.later()
    assert (len(hook.requests), post.log(made["id"])[0]["status"]) == (1, "dead")


def test_a_new_secret_signs_beside_the_old_one_for_a_day(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    new = post.call("POST", f"/{made['id']}/rotate").json()["secret"]
    assert new != made["secret"]
    post.call("POST", f"/{made['id']}/ping")
    post.work()
    _method, _path, headers, body = hook.requests[-1]
    assert json.loads(body)["type"] == "webhook.ping"
    assert _signed_by(new, headers, body)
    assert _signed_by(made["secret"], headers, body)
    with post.database.system() as session:
        session.execute(text("UPDATE webhook SET previous_until = now()"))
    post.call("POST", f"/{made['id']}/ping")
    post.work()
    _method, _path, headers, body = hook.requests[-1]
    assert _signed_by(new, headers, body)
    assert not _signed_by(made["secret"], headers, body)


def test_the_secret_is_shown_once_and_sealed(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    assert made["secret"] not in post.call("GET").text
    with post.database.system() as session:
        kept = session.execute(text("SELECT secret FROM webhook")).scalar_one()
    assert made["secret"].encode() not in bytes(kept)


@pytest.mark.parametrize(
    "url", [f"https://{METADATA}/x", "http://example.com/x", "ftp://example.com", "no"]
)
def test_an_address_within_the_house_is_refused(post: Post, url: str) -> None:
    answer = post.call("POST", "", {"url": url, "topics": ["message.sent"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "outgoing.refused")


def test_an_address_that_was_allowed_is_screened_again_when_it_is_called(
    post: Post, hook: Hook
) -> None:
    made = post.add(hook.url("127.0.0.1"))
    post.settings = post.settings.model_copy(update={"outgoing_hosts": None})
    post.happens()
    post.work()
    assert (hook.requests, post.log(made["id"])[0]["status"]) == ([], "dead")


def test_only_owners_and_admins_and_only_known_events(post: Post, hook: Hook) -> None:
    wrong = {"url": hook.url("127.0.0.1"), "topics": ["moon.rose"]}
    assert post.call("POST", "", wrong).status_code == 422
    assert post.call("POST", "", wrong | {"topics": []}).status_code == 422
    post.headers = _key(post, "marketer")
    assert post.call("GET").status_code == 403
    assert post.call("POST", "", wrong).status_code == 403


def test_a_deleted_one_is_told_nothing_more(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    post.happens()
    assert post.call("DELETE", f"/{made['id']}").status_code == 204
    post.happens()
    post.work()
    assert hook.requests == []


def test_one_that_is_paused_is_sent_nothing_until_it_goes_on(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    post.happens(message_id="before")
    paused = post.call("PATCH", f"/{made['id']}", {"paused": True}).json()
    assert paused["paused_at"] is not None
    again = post.call("PATCH", f"/{made['id']}", {"paused": True}).json()
    assert again["paused_at"] == paused["paused_at"]
    post.happens(message_id="meanwhile")
    post.work()
    assert hook.requests == []
    ping = post.call("POST", f"/{made['id']}/ping")
    assert (ping.status_code, ping.json()["code"]) == (409, "webhook.paused")
    assert post.call("PATCH", f"/{made['id']}", {"paused": False}).json()["paused_at"] is None
    post.work()
    told = [json.loads(body)["data"]["message_id"] for _m, _p, _h, body in hook.requests]
    assert told == ["before"]
    assert [one["status"] for one in post.log(made["id"])] == ["delivered"]


def test_a_pause_does_not_bring_forward_what_waits_for_its_next_try(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(500)
    post.happens()
    post.work()
    for paused in (True, False):
        post.call("PATCH", f"/{made['id']}", {"paused": paused})
    post.work()
    assert len(hook.requests) == 1


def test_what_was_given_up_is_not_sent_again_while_it_is_paused(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(410)
    post.happens()
    post.work()
    (dead,) = post.log(made["id"])
    post.call("PATCH", f"/{made['id']}", {"paused": True})
    again = post.call("POST", f"/{made['id']}/deliveries/{dead['id']}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "webhook.paused")
    assert post.log(made["id"])[0]["status"] == "dead"


def test_what_it_is_told_can_be_changed(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    changed = post.call("PATCH", f"/{made['id']}", {"topics": ["automation.ran"]}).json()
    assert (changed["topics"], changed["paused_at"]) == (["automation.ran"], None)
    post.happens("message.sent")
    post.happens("automation.ran", automation_id="a1")
    post.work()
    assert [json.loads(body)["type"] for _m, _p, _h, body in hook.requests] == ["automation.ran"]
    assert post.call("PATCH", f"/{made['id']}", {"topics": []}).status_code == 422


@pytest.mark.parametrize(("status", "days"), [("delivered", 30), ("dead", 90)])
def test_the_log_is_cleaned_once_a_day(post: Post, hook: Hook, status: str, days: int) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(200 if status == "delivered" else 410)
    for _one in range(3):
        post.happens()
    post.work()
    ages = (days - 1, days + 1)
    with post.database.system() as session:
        for told, age in zip(post.log(made["id"])[:2], ages, strict=True):
            aged = "UPDATE webhook_delivery SET settled_at = now() - :age * interval '1 day'"
            session.execute(text(f"{aged} WHERE id = :id"), {"age": age, "id": told["id"]})
    kept = [post.log(made["id"])[n]["id"] for n in (0, 2)]
    with post.database.transaction(post.workspace.id) as session:
        jobs.enqueue(session, post.workspace.id, hooks.FORGET)
    assert jobs.run_next(post.database, post.settings)
    assert [one["id"] for one in post.log(made["id"])] == kept


def test_what_waits_stays_in_the_log_however_old(post: Post, hook: Hook) -> None:
    made = post.add(hook.url("127.0.0.1"))
    hook.reply = _status(500)
    post.happens()
    post.work()
    with post.database.system() as session:
        session.execute(text("UPDATE webhook_delivery SET created_at = now() - interval '1 year'"))
    with post.database.transaction(post.workspace.id) as session:
        jobs.enqueue(session, post.workspace.id, hooks.FORGET)
    assert jobs.run_next(post.database, post.settings)
    assert len(post.log(made["id"])) == 1
