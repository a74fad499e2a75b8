"""Push notifications: to a real server of the loopback, from the outbox, at least once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from a2a.types import (
    AuthenticationInfo,
    DeleteTaskPushNotificationConfigRequest,
    GetTaskPushNotificationConfigRequest,
    ListTaskPushNotificationConfigsRequest,
    Part,
    SendMessageConfiguration,
    StreamResponse,
    TaskNotFoundError,
    TaskPushNotificationConfig,
    TaskState,
)
from fastapi.testclient import TestClient
from google.protobuf.json_format import Parse
from sqlalchemy import text

from marketing_agent.jobs import service as jobs
from marketing_agent.protocols.a2a.push import jobs as push_jobs
from marketing_agent.protocols.a2a.push import sending
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate, WorkspaceCreate
from tests.agents.conftest import Crew, client
from tests.hooks import Hook, answered, hook
from tests.kernel.test_addresses import METADATA, SPELLINGS
from tests.protocols.a2a.conftest import Talk, said
from tests.protocols.a2a.test_a2a import SENTENCE
from tests.protocols.agui.test_agui import Recorded

__all__ = ["client", "hook"]
QUESTION = "How many orders last month?"
TOKEN, CREDENTIALS = "token-of-the-receiver", "credentials-of-the-receiver"
_ONE_WORKER = """
import os
from pathlib import Path
import marketing_agent.protocols.a2a.push.jobs
from marketing_agent.jobs import service
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
settings = Settings(data_dir=Path(os.environ["FOLDER"]), outgoing_hosts="127.0.0.1")
service.run_next(Database(os.environ["PLACE"], pool_size=2), settings, "outgoing")
"""


@pytest.fixture
def crew(crew: Crew) -> Crew:
    """The crew, where the operator lets calls reach the loopback."""
    crew.tools.__class__ = Recorded
    crew.settings = crew.settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    return crew


def _webhook(hook: Hook, **more: Any) -> TaskPushNotificationConfig:
    return TaskPushNotificationConfig(
        url=hook.url("127.0.0.1"),
        token=TOKEN,
        authentication=AuthenticationInfo(scheme="Bearer", credentials=CREDENTIALS),
        **more,
    )


def _until(found: Callable[[], bool], seconds: float = 120) -> None:
    """Waits for a state, however long it takes within reason."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def _told(hook: Hook) -> list[StreamResponse]:
    return [Parse(body, StreamResponse()) for _m, _p, _h, body in hook.requests]


def _states(hook: Hook) -> list[str]:
    """The states of the task as the receiver heard of them, repeats left out."""
    found: list[str] = []
    for one in _told(hook):
        kind = one.WhichOneof("payload")
        if kind in ("task", "status_update"):
            state = TaskState.Name(getattr(one, kind).status.state).removeprefix("TASK_STATE_")
            found += [state] if found[-1:] != [state] else []
    return found


def _asked(crew: Crew, question: str = SENTENCE) -> str:
    """A task that has come as far as it can alone, by JSON-RPC's own service."""
    from marketing_agent.protocols.a2a import service

    with crew.database.transaction(crew.workspace.id) as session:
        message = said(Part(text=question)).message
        accepted = service.send(session, crew.settings, crew.caller, crew.tools, message)
    crew.work()
    return accepted.task_id


def _rpc(client: TestClient, headers: dict[str, str], method: str, params: dict[str, Any]) -> Any:
    body = {"jsonrpc": "2.0", "id": 1, "method": f"{method}TaskPushNotificationConfig"}
    more = headers | {"A2A-Version": "1.0"}
    return client.post("/a2a", json=body | {"params": params}, headers=more).json()


def _set(client: TestClient, headers: dict[str, str], task_id: str, url: str) -> Any:
    return _rpc(client, headers, "Create", {"taskId": task_id, "id": "mine", "url": url})


def _log(client: TestClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    """The log of pushes, the oldest first."""
    found = client.get("/api/v1/a2a/pushes", params={"limit": 200}, headers=headers)
    assert found.status_code == 200
    return sorted(found.json()["items"], key=lambda one: one["event"])


def _due_now(crew: Crew) -> None:
    """As if the time until the next try had passed."""
    with crew.database.system() as session:
        session.execute(
            text("UPDATE jobs SET run_after = now() - interval '1 second' WHERE name = 'a2a.push'")
        )
    with crew.database.transaction(crew.workspace.id) as session:
        session.execute(text("UPDATE a2a_push_config SET next_at = NULL"))
    crew.work()


def test_a_webhook_hears_all_of_a_task(
    talk: Talk, hook: Hook, crew: Crew, address: str, headers: dict[str, str]
) -> None:
    async def work(client: Any) -> Any:
        request = said(Part(text=QUESTION))
        request.configuration.CopyFrom(
            SendMessageConfiguration(task_push_notification_config=_webhook(hook))
        )
        return [one async for one in client.send_message(request)][-1].task

    task = talk(work)
    _until(lambda: _states(hook)[-1:] == ["COMPLETED"])
    assert _states(hook) == ["WORKING", "COMPLETED"]
    given = {one.artifact_update.artifact.artifact_id: one.artifact_update.artifact
             for one in _told(hook) if one.HasField("artifact_update")}  # fmt: skip
    assert given == {one.artifact_id: one for one in task.artifacts}
    assert _told(hook)[-1].status_update.status == task.status
    for method, path, sent, _body in hook.requests:
        assert (method, path) == ("POST", "/hook")
        assert sent["x-a2a-notification-token"] == TOKEN
        assert sent["authorization"] == f"Bearer {CREDENTIALS}"
        assert sent["content-type"] == "application/json"

    def log() -> Any:
        return httpx.get(f"{address}/api/v1/a2a/pushes?limit=200", headers=headers).json()

    _until(lambda: {one["status"] for one in log()["items"]} == {"delivered"})
    assert log()["total"] == len(hook.requests)
    assert {(one["task_id"], one["answer"]) for one in log()["items"]} == {(task.id, 200)}


def test_webhooks_are_set_read_listed_and_deleted(talk: Talk, hook: Hook, crew: Crew) -> None:
    task_id = _asked(crew, QUESTION)
    foreign = _foreign_task(crew)

    async def work(client: Any) -> None:
        made = await client.create_task_push_notification_config(
            _webhook(hook, task_id=task_id, id="mine")
        )
        other = await client.create_task_push_notification_config(_webhook(hook, task_id=task_id))
        get = GetTaskPushNotificationConfigRequest(task_id=task_id, id="mine")
        read = await client.get_task_push_notification_config(get)
        assert made == read
        assert (read.url, read.authentication.scheme) == (hook.url("127.0.0.1"), "Bearer")
        assert (read.token, read.authentication.credentials) == ("", "")
        listed = await client.list_task_push_notification_configs(
            ListTaskPushNotificationConfigsRequest(task_id=task_id)
        )
        assert [one.id for one in listed.configs] == ["mine", other.id]
        for _time in range(2):
            await client.delete_task_push_notification_config(
                DeleteTaskPushNotificationConfigRequest(task_id=task_id, id="mine")
            )
        with pytest.raises(TaskNotFoundError):
            await client.get_task_push_notification_config(get)
        for nowhere in (foreign, "no-such-task"):
            with pytest.raises(TaskNotFoundError):
                await client.create_task_push_notification_config(_webhook(hook, task_id=nowhere))
            with pytest.raises(TaskNotFoundError):
                await client.list_task_push_notification_configs(
                    ListTaskPushNotificationConfigsRequest(task_id=nowhere)
                )
            with pytest.raises(TaskNotFoundError):
                await client.delete_task_push_notification_config(
                    DeleteTaskPushNotificationConfigRequest(task_id=nowhere, id="mine")
                )

    talk(work)
    # A task that has ended is told as it stands: nobody who asked too late waits for ever.
    _until(lambda: "COMPLETED" in _states(hook))
    assert {one.WhichOneof("payload") for one in _told(hook)} == {"task"}
    with crew.database.transaction(crew.workspace.id) as session:
        kept = session.execute(text("SELECT c::text FROM a2a_push_config c")).scalars().all()
        sealed = session.execute(text("SELECT secrets FROM a2a_push_config")).scalars().all()
    assert len(kept) == 1
    assert not [row for row in kept if TOKEN in row or CREDENTIALS in row]
    assert not [one for one in sealed if TOKEN.encode() in one or CREDENTIALS.encode() in one]


def _foreign_task(crew: Crew) -> str:
    with crew.database.system() as session:
        other = tenancy.create_workspace(
            session, WorkspaceCreate(name="Other", timezone="UTC", currency="EUR")
        )
    mine, crew.workspace = crew.workspace, other
    task_id = _asked(crew, QUESTION)
    crew.workspace = mine
    return task_id


def test_the_card_offers_push(client: TestClient) -> None:
    card = client.get("/.well-known/agent-card.json").json()
    assert card["capabilities"]["pushNotifications"] is True


def test_what_is_not_taken_is_told_again_in_order(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    task_id = _asked(crew)
    troubles = [503, None, 302]

    def reply(handler: Any) -> None:
        trouble = troubles.pop(0) if troubles else 200
        if trouble is not None:  # None: the connection ends without an answer
            answered(handler, trouble)

    hook.reply = reply
    assert "error" not in _set(client, headers, task_id, hook.url("127.0.0.1", path="/?key=k"))
    crew.work()
    (first,) = _log(client, headers)
    assert (first["status"], first["attempts"], first["answer"]) == ("pending", 1, 503)
    assert (first["kind"], first["url"]) == ("task", hook.url("127.0.0.1", path="/"))
    crew.work()  # not before its time
    assert len(hook.requests) == 1
    _cancel(crew, task_id)
    crew.work()
    assert len(hook.requests) == 1
    for _time in range(3):
        _due_now(crew)
    assert _states(hook) == ["INPUT_REQUIRED", "CANCELED"]
    bodies = [body for *_rest, body in hook.requests]
    assert bodies[0] == bodies[1] == bodies[2] == bodies[3]
    assert [(one["status"], one["attempts"]) for one in _log(client, headers)] == [
        ("delivered", 4),
        ("delivered", 1),
    ]


def test_nobody_listening_and_silence_are_waited_out(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task_id = _asked(crew)
    silent = []

    def silence(handler: Any) -> None:
        silent.append(handler)
        handler.rfile.read(1)  # until the caller hangs up

    hook.reply = silence
    _set(client, headers, task_id, "http://127.0.0.1:1/")
    crew.work()
    (only,) = _log(client, headers)
    assert (only["status"], only["answer"]) == ("pending", None)
    assert only["problem"] == "There was no answer."
    _set(client, headers, task_id, hook.url("127.0.0.1"))  # the same id: its address changes
    with monkeypatch.context() as brief:
        brief.setattr(sending, "_SECONDS", 0.3)
        crew.work()
    assert _log(client, headers)[0]["problem"] == "No answer came in time."
    _until(lambda: len(silent) == 1)
    hook.reply = None
    _due_now(crew)
    assert _log(client, headers)[0]["status"] == "delivered"


def test_a_webhook_that_never_answers_is_given_up_and_tried_anew(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "WAITS", (0, 0))
    hook.reply = lambda handler: answered(handler, 500)
    task_id = _asked(crew)
    _set(client, headers, task_id, hook.url("127.0.0.1"))
    _due_now(crew)
    assert [(one["status"], one["attempts"]) for one in _log(client, headers)] == [("dead", 3)]
    with crew.database.system() as session:
        assert not session.execute(text("SELECT 1 FROM jobs WHERE status = 'dead'")).all()
    hook.reply = None
    _cancel(crew, task_id)
    crew.work()
    assert [one["status"] for one in _log(client, headers)] == ["dead", "delivered"]
    dead = client.get("/api/v1/a2a/pushes?status=dead", headers=headers).json()
    assert dead["total"] == 1


def _dead(client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew) -> dict[str, Any]:
    """An update that was given up, told while the receiver was down; then it is up again."""
    hook.reply = lambda handler: answered(handler, 500)
    _set(client, headers, _asked(crew), hook.url("127.0.0.1"))
    for _time in range(3):
        _due_now(crew)
    (dead,) = client.get("/api/v1/a2a/pushes?status=dead", headers=headers).json()["items"]
    hook.reply = None
    found: dict[str, Any] = dead
    return found


def _again(client: TestClient, headers: dict[str, str], push_id: str) -> Any:
    return client.post(f"/api/v1/a2a/pushes/{push_id}/retry", headers=headers)


def test_what_was_given_up_is_told_again_in_the_same_words(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "WAITS", (0, 0))
    dead = _dead(client, headers, hook, crew)
    _cancel(crew, dead["task_id"])
    crew.work()
    before = [body for *_rest, body in hook.requests]
    again = _again(client, headers, dead["id"])
    assert (again.status_code, again.json()["status"]) == (202, "pending")
    crew.work()
    sent = [body for *_rest, body in hook.requests]
    assert (len(sent), sent[-1]) == (len(before) + 1, before[0])
    assert hook.requests[-1][2].get("content-type") == "application/json"
    assert {one["status"] for one in _log(client, headers)} == {"delivered"}
    assert _again(client, headers, dead["id"]).json()["status"] == "delivered"
    crew.work()
    assert len(hook.requests) == len(sent)


def test_told_again_it_is_tried_as_often_and_given_up_again(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "WAITS", (0, 0))
    dead = _dead(client, headers, hook, crew)
    hook.reply = lambda handler: answered(handler, 503)
    _again(client, headers, dead["id"])
    for _time in range(3):
        crew.work()
    (only,) = _log(client, headers)
    assert (only["status"], only["attempts"], only["answer"]) == ("dead", 3, 503)
    assert len(hook.requests) == 6


def test_nobody_is_told_again_whose_webhook_is_deleted_and_no_stranger_asks(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "WAITS", (0, 0))
    dead = _dead(client, headers, hook, crew)
    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate(name="marketer", role="marketer")
        key = tenancy.create_api_key(session, crew.caller, new).key
    refused = _again(client, {"Authorization": f"Bearer {key}"}, dead["id"])
    assert refused.status_code == 403
    assert _again(client, headers, "no-such-push").status_code == 404
    _again(client, headers, dead["id"])
    _rpc(client, headers, "Delete", {"taskId": dead["task_id"], "id": "mine"})
    crew.work()
    assert [one["status"] for one in _log(client, headers)] == ["dropped"]
    with crew.database.transaction(crew.workspace.id) as session:
        session.execute(text("UPDATE a2a_push_delivery SET status = 'dead'"))
    gone = _again(client, headers, dead["id"])
    assert (gone.status_code, gone.json()["code"]) == (409, "push.ended")
    assert len(hook.requests) == 3


@pytest.mark.parametrize(
    ("status", "days"), [("delivered", 30), ("dropped", 30), ("dead", 90), ("refused", 90)]
)
def test_the_log_of_pushes_is_cleaned_once_a_day(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew, status: str, days: int
) -> None:
    _set(client, headers, _asked(crew), hook.url("127.0.0.1"))
    crew.work()
    aged = text(
        "UPDATE a2a_push_delivery SET status = :status,"
        " settled_at = now() - :age * interval '1 hour'"
    )
    for hours, left in ((days * 24 - 1, 1), (days * 24 + 1, 0)):
        with crew.database.transaction(crew.workspace.id) as session:
            session.execute(aged, {"status": status, "age": hours})
            jobs.enqueue(session, crew.workspace.id, push_jobs.FORGET)
        crew.work()
        assert len(_log(client, headers)) == left


def test_nothing_is_told_after_a_webhook_is_deleted(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    hook.reply = lambda handler: answered(handler, 500)
    task_id = _asked(crew)
    _set(client, headers, task_id, hook.url("127.0.0.1"))
    crew.work()
    assert len(hook.requests) == 1
    _rpc(client, headers, "Delete", {"taskId": task_id, "id": "mine"})
    _cancel(crew, task_id)
    _due_now(crew)
    assert len(hook.requests) == 1
    assert [one["status"] for one in _log(client, headers)] == ["dropped"]


def test_a_worker_killed_in_the_middle_tells_once_it_is_back(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    task_id = _asked(crew)
    hook.reply = lambda handler: handler.rfile.read(1)  # no answer: the worker waits
    _set(client, headers, task_id, hook.url("127.0.0.1"))
    place = crew.database.url.replace("+psycopg", "", 1)
    environment = os.environ | {"PLACE": place, "FOLDER": str(crew.settings.data_dir)}
    worker = subprocess.Popen([sys.executable, "-c", _ONE_WORKER], env=environment)
    try:
        _until(lambda: len(hook.requests) == 1)
    finally:
        worker.kill()
        worker.wait()
    hook.reply = None
    crew.work()
    assert len(hook.requests) == 1
    with crew.database.system() as session:
        session.execute(text("UPDATE jobs SET lease_until = now() - interval '1 second'"))
    crew.work()
    assert _states(hook) == ["INPUT_REQUIRED"]
    assert len(hook.requests) == 2
    assert [(one["status"], one["attempts"]) for one in _log(client, headers)] == [("delivered", 2)]


def test_metadata_in_every_spelling_is_refused_and_nothing_sent(
    client: TestClient,
    headers: dict[str, str],
    hook: Hook,
    crew: Crew,
    caplog: pytest.LogCaptureFixture,
) -> None:
    task_id = _asked(crew)
    for spell in SPELLINGS.values():
        for scheme in ("https", "http"):
            url = f"{scheme}://{spell(METADATA)}:{hook.port}/latest"
            answer = _set(client, headers, task_id, url)
            assert answer["error"]["code"] == -32602, url
    assert caplog.messages.count("a push address was refused") == 2 * len(SPELLINGS)
    more = headers | {"A2A-Version": "1.0"}
    place = f"/a2a/rest/tasks/{task_id}/pushNotificationConfigs"
    rest = client.post(place, json={"url": f"http://{METADATA}/"}, headers=more)
    assert rest.status_code == 400
    inline = {"taskPushNotificationConfig": {"url": f"https://{METADATA}/"}}
    message = {"messageId": "m", "role": "ROLE_USER", "parts": [{"text": QUESTION}]}
    sent = {"jsonrpc": "2.0", "id": 1, "method": "SendMessage",
            "params": {"message": message, "configuration": inline}}  # fmt: skip
    assert client.post("/a2a", json=sent, headers=more).json()["error"]["code"] == -32602
    crew.work()
    assert _log(client, headers) == []
    assert client.get("/api/v1/runs", headers=headers).json()["total"] == 1


def test_an_address_is_screened_again_when_it_is_called(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    task_id = _asked(crew)
    _set(client, headers, task_id, hook.url("127.0.0.1"))
    with crew.database.transaction(crew.workspace.id) as session:
        session.execute(
            text("UPDATE a2a_push_config SET url = :url"), {"url": f"https://{METADATA}/"}
        )
    crew.work()
    assert hook.requests == []
    (only,) = _log(client, headers)
    assert (only["status"], only["problem"]) == ("refused", "Calls do not go to this address.")


def test_the_log_is_for_owners_and_of_one_workspace(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    task_id = _asked(crew)
    _set(client, headers, task_id, hook.url("127.0.0.1"))
    crew.work()
    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate(name="viewer", role="viewer")
        key = tenancy.create_api_key(session, crew.caller, new).key
    refused = client.get("/api/v1/a2a/pushes", headers={"Authorization": f"Bearer {key}"})
    assert refused.status_code == 403
    assert len(_log(client, headers)) == 1
    with crew.database.system() as session:
        new_workspace = WorkspaceCreate(name="Other", timezone="UTC", currency="EUR")
        crew.workspace = tenancy.create_workspace(session, new_workspace)
    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate(name="owner", role="owner")
        other = tenancy.create_api_key(session, crew.caller, new).key
    assert _log(client, {"Authorization": f"Bearer {other}"}) == []


def test_what_fits_no_header_is_refused(
    client: TestClient, headers: dict[str, str], hook: Hook, crew: Crew
) -> None:
    task_id = _asked(crew)
    unfit: list[dict[str, Any]] = [
        {"token": "a\r\nX: 1"},
        {"token": "é"},
        {"authentication": {"scheme": "Bea rer"}},
        {"authentication": {"scheme": "Bearer", "credentials": "a\nb"}},
        {"id": "x" * 300},
    ]
    for given in unfit:
        params = {"taskId": task_id, "url": hook.url("127.0.0.1")} | given
        assert _rpc(client, headers, "Create", params)["error"]["code"] == -32602, given
    for number in range(11):
        params = {"taskId": task_id, "url": hook.url("127.0.0.1"), "id": str(number)}
        answer = _rpc(client, headers, "Create", params)
        assert ("error" in answer) == (number == 10)


def _cancel(crew: Crew, task_id: str) -> None:
    from marketing_agent.protocols.a2a import service

    with crew.database.transaction(crew.workspace.id) as session:
        service.cancel(session, crew.caller, task_id)
