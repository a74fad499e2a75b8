"""The agent that the official kit steers stands behind the product's own door."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.schemas import Workspace


def test_the_steered_agent_wants_the_key_and_keeps_callers_apart(
    settings: Settings,
    database: Database,
    make_workspace: Callable[..., Workspace],
    key_for: Callable[..., dict[str, str]],
) -> None:
    app = create_app(settings.model_copy(update={"a2a_conformance": True}), database)
    client = TestClient(app)
    assert client.post("/a2a", json={}).status_code == 401
    one, other = (key_for(make_workspace()) for _ in range(2))

    def call(headers: dict[str, str], method: str, params: dict[str, Any]) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return client.post("/a2a", json=body, headers=headers | {"A2A-Version": "1.0"}).json()

    message = {"messageId": "tck-artifact-data-1", "role": "ROLE_USER", "parts": [{"text": "go"}]}
    task = call(one, "SendMessage", {"message": message})["result"]["task"]
    assert task["status"]["state"] == "TASK_STATE_COMPLETED"
    assert task["artifacts"][0]["parts"][0]["data"] == {"key": "value", "count": 42}
    assert call(one, "GetTask", {"id": task["id"]})["result"]["id"] == task["id"]
    assert call(other, "GetTask", {"id": task["id"]})["error"]["code"] == -32001
    typed = one | {"A2A-Version": "1.0", "Content-Type": "text/plain"}
    answer = client.post("/a2a", content=b"{}", headers=typed)
    assert answer.json()["error"]["code"] == -32005
    assert client.post("/a2a/rest/message:send", content=b"{}", headers=typed).status_code == 415
