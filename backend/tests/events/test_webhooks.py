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
    post.happens()
    post.work()
    assert post.log(made["id"])[0]["next_at"] is not None
    for _try in hooks.WAITS:
        post.later()
    assert len(hook.requests) == len(hooks.WAITS) + 1
    assert len({(headers["webhook-id"], body) for _m, _p, headers, body in hook.requests}) == 1
    (dead,) = post.log(made["id"])
    assert (dead["status"], dead["problem"]) == ("dead", "It answered 500.")
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
