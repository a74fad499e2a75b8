"""The sentence of acceptance through each door, by the clients that people would use there.

Each account has the plan (tool and arguments), the numbers of its first step, the approval as the
door showed it and as REST keeps it, messages in the inbox before the decision and after it.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

import httpx
from a2a.client import ClientConfig, create_client
from a2a.types import Message, Part, Role, SendMessageRequest, TaskState
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Value
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from tests.cli.processes import wait_for
from tests.conformance.conftest import Installation
from tests.conformance.node import run_client
from tests.conformance.react import by_langchain
from tests.conformance.realtime import by_realtime
from tests.conformance.sentence import CHANGE, LETTER, PLAN, SENTENCE
from tests.loops import in_a_loop

Account = dict[str, Any]
# The first answer of a process that has just begun, on a machine with much else to do.
_PATIENCE = 120


def _plan(steps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"tool": step["tool"], "arguments": step["arguments"]} for step in steps]


def _approve(installation: Installation, asked: dict[str, Any]) -> Any:
    decision = {"approved": True, "digest": asked["digest"]}
    return installation.rest("POST", f"/approvals/{asked['id']}/decide", decision)


def _approvals(installation: Installation, **wanted: str) -> list[dict[str, Any]]:
    items = installation.rest("GET", "/approvals")["items"]
    return [one for one in items if wanted.items() <= one.items()]


def by_rest(installation: Installation) -> Account:
    """What the dock does: starts a run, reads its log, decides."""
    before = len(installation.inbox())
    run_id = installation.rest("POST", "/runs", {"text": SENTENCE})["id"]

    def shown(status: str) -> Any:
        found = installation.rest("GET", f"/runs/{run_id}")
        return found if found["status"] == status else None

    waiting = wait_for(lambda: shown("waiting"), _PATIENCE)
    (asked,) = _approvals(installation, run_id=run_id)
    early = len(installation.inbox()) - before
    _approve(installation, asked)
    wait_for(lambda: shown("completed"), _PATIENCE)
    _approve(installation, asked)
    return {
        "plan": _plan(waiting["plan"]),
        "numbers": _returned(installation, run_id, "explain_change"),
        "asked": asked,
        "approvals": _approvals(installation, run_id=run_id),
        "early": early,
        "messages": len(installation.inbox()) - before,
    }


def _returned(installation: Installation, run_id: str, tool: str) -> Any:
    """A tool's result, from the server-sent events of a run that has ended."""
    url = f"{installation.url}/api/v1/runs/{run_id}/events"
    answer = httpx.get(url, headers=installation.headers, timeout=60)
    lines = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
    found = [httpx.Response(200, text=line).json() for line in lines]
    payloads = [one.get("payload", one) for one in found]
    return next(
        p["data"] for p in payloads if p.get("type") == "tool.returned" and p["tool"] == tool
    )


def by_a2a(installation: Installation) -> Account:
    """a2a-sdk: one blocking message, then the decision as a data part, twice."""
    before = len(installation.inbox())

    async def work() -> tuple[Any, Any, int]:
        async with httpx.AsyncClient(headers=installation.headers, timeout=60) as http:
            config = ClientConfig(httpx_client=http, streaming=False)
            async with await create_client(installation.url, config) as client:
                waiting = await _said(client, Part(text=SENTENCE))
                asked = _approval(waiting)
                early = len(installation.inbox()) - before
                yes = {"approved": True, "digest": asked["digest"]}
                for _twice in range(2):
                    part = Part(data=ParseDict(yes, Value()))
                    done = await _said(client, part, task_id=waiting.id)
                return waiting, done, early

    waiting, done, early = in_a_loop(work())
    assert done.status.state == TaskState.TASK_STATE_COMPLETED
    asked = _approval(waiting)
    found = next(one for one in waiting.artifacts if one.name == "explain_change")
    run = installation.rest("GET", f"/runs/{waiting.id}")
    return {
        "plan": _plan(run["plan"]),
        "numbers": _data(found.parts)[0],
        "asked": asked,
        "approvals": _approvals(installation, run_id=waiting.id),
        "early": early,
        "messages": len(installation.inbox()) - before,
    }


async def _said(client: Any, part: Part, **more: str) -> Any:
    message = Message(role=Role.ROLE_USER, parts=[part], message_id=uuid.uuid4().hex, **more)
    return [one async for one in client.send_message(SendMessageRequest(message=message))][-1].task


def _data(parts: Iterable[Part]) -> list[Any]:
    return [MessageToDict(part.data) for part in parts if part.HasField("data")]


def _approval(task: Any) -> Any:
    return _data(task.status.message.parts)[0]["approval"]


def by_mcp(installation: Installation, mode: str) -> Account:
    """The `mcp` client: the host's model plans there, so it makes the calls of the agent's plan."""
    before = len(installation.inbox())
    explained = _called(installation, mode, "explain_change", CHANGE)
    letter = LETTER | {"body": explained.content[0].text}
    drafted = _called(installation, mode, "draft_message", letter).structured_content
    named = {"message_id": drafted["id"]}
    asked = _called(installation, mode, "send_message", named).structured_content["approval"]
    early = len(installation.inbox()) - before
    _approve(installation, asked)
    wait_for(lambda: _approvals(installation, id=asked["id"], status="used"), _PATIENCE)
    again = _called(installation, mode, "send_message", named | {"approval_id": asked["id"]})
    assert again.is_error
    return {
        "plan": PLAN,
        "numbers": explained.structured_content,
        "asked": asked,
        "approvals": _approvals(installation, id=asked["id"]),
        "early": early,
        "messages": len(installation.inbox()) - before,
    }


def _called(installation: Installation, mode: str, tool: str, given: dict[str, Any]) -> Any:
    async def work() -> Any:
        async with create_mcp_http_client(headers=installation.headers) as http:
            transport = streamable_http_client(f"{installation.url}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await client.call_tool(tool, given)

    return in_a_loop(work())


def _by_node(*arguments: str) -> Callable[[Installation], Account]:
    return lambda installation: run_client(*arguments, **installation.environment)


DOORS: dict[str, Callable[[Installation], Account]] = {
    "REST": by_rest,
    "MCP 2025-11-25": lambda installation: by_mcp(installation, "legacy"),
    "MCP 2026-07-28": lambda installation: by_mcp(installation, "2026-07-28"),
    "A2A, a2a-sdk": by_a2a,
    "A2A, @a2a-js/sdk JSON-RPC": _by_node("clients/a2a.mjs", "JSONRPC"),
    "A2A, @a2a-js/sdk HTTP+JSON": _by_node("clients/a2a.mjs", "HTTP+JSON"),
    "AG-UI, @ag-ui/client": _by_node("clients/agui.mjs"),
    "AI SDK, @ai-sdk/react": _by_node("clients/aisdk.mjs"),
    "Realtime, openai": by_realtime,
    "Realtime, @openai/agents-realtime": _by_node("clients/realtime.mjs"),
    "LangChain, create_agent": by_langchain,
}
