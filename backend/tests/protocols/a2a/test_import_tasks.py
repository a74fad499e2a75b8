"""An import is a task: begun with file parts, or in the browser; followed, listed and pushed."""

from pathlib import Path
from typing import Any

import pytest
from a2a.types import (
    CancelTaskRequest,
    GetTaskRequest,
    ListTasksRequest,
    Part,
    SubscribeToTaskRequest,
    TaskNotCancelableError,
    TaskPushNotificationConfig,
    TaskState,
    UnsupportedOperationError,
)
from fastapi.testclient import TestClient
from google.protobuf.json_format import MessageToDict

import marketing_agent.worker.main  # noqa: F401  (registers the handlers)
from marketing_agent.ingestion import service as imports
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import ApiKeyCreate
from tests.agents.conftest import Crew, client
from tests.hooks import Hook, hook
from tests.ingestion.exports import order, orders_csv
from tests.protocols.a2a.conftest import Talk, of_another_workspace, said
from tests.protocols.a2a.test_a2a import _data, _rpc
from tests.protocols.a2a.test_push import _told, _until

__all__ = ["client", "hook"]
IMPORT = _data({"action": "import_files"})
DONE, FAILED = TaskState.TASK_STATE_COMPLETED, TaskState.TASK_STATE_FAILED


@pytest.fixture
def crew(crew: Crew) -> Crew:
    """The crew, where the operator lets calls reach the loopback."""
    crew.settings = crew.settings.model_copy(update={"outgoing_hosts": "127.0.0.1"})
    return crew


def _orders(count: int, start: int = 1) -> bytes:
    """An export of a shop that counts in euro, as the crew's does."""
    rows = [order(number, Currency="EUR") for number in range(start, start + count)]
    return orders_csv(rows).encode()


def _file(name: str, content: bytes) -> Part:
    return Part(raw=content, filename=name, media_type="text/csv")


def _words(messages: Any) -> list[str]:
    return [one.parts[0].text for one in messages]


def _results(task: Any) -> list[dict[str, Any]]:
    (files,) = [one for one in task.artifacts if one.name == "files"]
    return [MessageToDict(part.data) for part in files.parts if part.HasField("data")]


def _imports(crew: Crew) -> int:
    with crew.database.transaction(crew.workspace.id) as session:
        return len(imports.list_imports(session))


def test_an_agent_sends_files_and_follows_what_becomes_of_them(talk: Talk, crew: Crew) -> None:
    bad = orders_csv([order(9, Currency="EUR", Created_at="yesterday")]).encode()

    async def work(client: Any) -> Any:
        files = [_file("orders.csv", _orders(4)), _file("bad.csv", bad)]
        request = said(IMPORT, *files, context_id="night", message_id="n-1")
        told = [one async for one in client.send_message(request)]
        twice = [one async for one in client.send_message(request)]
        read = await client.get_task(GetTaskRequest(id=told[0].task.id))
        listed = await client.list_tasks(ListTasksRequest(context_id="night"))
        with pytest.raises(TaskNotCancelableError):
            await client.cancel_task(CancelTaskRequest(id=read.id))
        with pytest.raises(UnsupportedOperationError):
            async for _one in client.subscribe(SubscribeToTaskRequest(id=read.id)):
                pass
        return told, twice, read, listed

    told, twice, read, listed = talk(work, streaming=True)
    assert told[0].task.status.state == TaskState.TASK_STATE_SUBMITTED
    updates = [one.status_update.status for one in told if one.HasField("status_update")]
    assert [one.state for one in updates].count(DONE) == 1
    assert updates[-1].state == DONE
    words = [one.message.parts[0].text for one in updates]
    assert words[0] == "Files accepted: 2."
    assert "Reading file 1 of 2: bad.csv" in words
    assert words[-2:] == ["Version 1 was published.", "The files were imported."]
    assert {one["name"]: (one["status"], one["loaded"]) for one in _results(read)} == {
        "orders.csv": ("loaded", 4),
        "bad.csv": ("refused", 0),
    }
    assert (read.context_id, read.status.state) == ("night", DONE)
    assert read.history[0].message_id == "n-1"
    assert b"buyer1@example.com" not in read.SerializeToString()  # no bytes of files are kept
    assert [one.id for one in listed.tasks] == [read.id]
    assert listed.tasks[0].status == read.status
    assert twice[0].task.id == read.id
    assert _imports(crew) == 1


def test_an_import_of_the_browser_or_the_command_line_is_a_task_too(
    talk: Talk, crew: Crew, client: TestClient, headers: dict[str, str], tmp_path: Path
) -> None:
    files = [("files", ("orders.csv", _orders(3)))]
    made = client.post("/api/v1/imports", files=files, headers=headers).json()["import_id"]
    (folder := tmp_path / "exports").mkdir()
    (folder / "more.csv").write_bytes(_orders(2, start=20))
    typed = imports.import_path(crew.database, crew.settings, crew.workspace.id, folder).import_id

    async def work(client: Any) -> Any:
        try:
            async for _one in client.subscribe(SubscribeToTaskRequest(id=made)):
                pass
        except UnsupportedOperationError:
            pass  # it had ended before we asked
        listed = await client.list_tasks(ListTasksRequest(include_artifacts=True))
        return [await client.get_task(GetTaskRequest(id=one)) for one in (made, typed)], listed

    (uploaded, loaded), listed = talk(work, streaming=True)
    assert uploaded.status.state == loaded.status.state == DONE
    assert _words(uploaded.history)[0] == "Import orders.csv."
    assert {one.id for one in listed.tasks} == {made, typed}
    revert = f"/api/v1/imports/{made}/revert"  # busy while the worker still clears up
    _until(lambda: client.post(revert, headers=headers).status_code == 200, 60)

    async def again(client: Any) -> Any:
        listed = await client.list_tasks(ListTasksRequest())
        return await client.get_task(GetTaskRequest(id=made)), listed

    reverted, listed = talk(again)
    assert reverted.status.state == DONE
    assert reverted.status.message.parts[0].text.startswith("The import was reverted")
    assert listed.tasks[0].id == made  # it moved last
    assert _words(reverted.history)[-1] == "The files were imported."


def test_what_cannot_be_read_fails_with_its_reason(talk: Talk) -> None:
    async def work(client: Any) -> Any:
        request = said(IMPORT, _file("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200)))
        found = [one async for one in client.send_message(request)]
        return found[-1].task

    task = talk(work)
    assert task.status.state == FAILED
    (file,) = _results(task)
    assert file["status"] == "refused"
    assert file["reason"]


def test_only_who_may_import_begins_one_and_only_with_files(
    address: str, crew: Crew, headers: dict[str, str]
) -> None:
    raw = {"raw": "TmFtZQox", "filename": "a.csv", "mediaType": "text/csv"}
    action = {"data": {"action": "import_files"}}

    def code(parts: list[Any], who: dict[str, str] = headers) -> int:
        message = {"messageId": "m", "role": "ROLE_USER", "parts": parts}
        given = {"message": message, "configuration": {"returnImmediately": True}}
        return int(_rpc(address, who, "SendMessage", given).get("error", {}).get("code", 0))

    with crew.database.transaction(crew.workspace.id) as session:
        new = ApiKeyCreate(name="viewer", role="viewer")
        viewer = tenancy.create_api_key(session, crew.caller, new)
    assert code([action, raw], {"Authorization": f"Bearer {viewer.key}"}) == -32600
    assert code([action]) == -32602
    assert code([raw]) == -32602
    assert code([{"data": {"action": "import_files", "args": {"path": "/etc"}}}, raw]) == -32602
    url = {"url": "http://169.254.169.254/orders.csv", "mediaType": "text/csv"}
    assert code([action, url]) == -32005
    assert code([action, {"raw": "A" * (18 * 1024 * 1024), "filename": "a.csv"}]) == -32600
    assert code([action, raw, {"text": "x" * (1024 * 1024 + 1)}]) == -32600
    assert code([action, *[raw] * 101]) == -32602
    assert _imports(crew) == 0


def test_another_workspace_sees_no_import(
    address: str, crew: Crew, client: TestClient, headers: dict[str, str]
) -> None:
    files = [("files", ("orders.csv", _orders(3)))]
    made = client.post("/api/v1/imports", files=files, headers=headers).json()["import_id"]
    foreign = of_another_workspace(crew)
    for method in ("GetTask", "CancelTask", "SubscribeToTask"):
        assert _rpc(address, foreign, method, {"id": made})["error"]["code"] == -32001, method
    assert _rpc(address, foreign, "ListTasks", {})["result"]["tasks"] == []
    assert _rpc(address, headers, "GetTask", {"id": made})["result"]["id"] == made


def test_a_webhook_hears_of_each_step_once_in_order(talk: Talk, crew: Crew, hook: Hook) -> None:
    async def work(client: Any) -> Any:
        request = said(IMPORT, _file("orders.csv", _orders(2)))
        config = TaskPushNotificationConfig(url=hook.url("127.0.0.1"), id="mine")
        request.configuration.task_push_notification_config.CopyFrom(config)
        found = [one async for one in client.send_message(request)]
        return found[-1].task

    task = talk(work)

    def ended() -> bool:
        return any(one.status_update.status.state == DONE for one in _told(hook))

    _until(ended, 60)
    told = _told(hook)
    updates = [one.status_update.status for one in told if one.HasField("status_update")]
    stamps = [one.timestamp.ToNanoseconds() for one in updates]
    assert stamps == sorted(set(stamps))
    assert [one.state for one in updates].count(DONE) == 1
    assert sum(one.HasField("artifact_update") for one in told) == 1
    assert updates[-1] == task.status
