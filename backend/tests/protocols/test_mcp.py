"""MCP with the official client over real HTTP: both revisions, views, approvals, and bad input."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import mcp_types as types
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.shared.exceptions import MCPError

from marketing_agent.agents.tools import service as tools
from marketing_agent.api.app import create_app
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace, WorkspaceUpdate
from tests.loops import in_a_loop, serving


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    """The product on a port of the loopback."""
    with serving(create_app(settings, Database(database.url, pool_size=4))) as url:
        yield url


def _with(
    address: str,
    headers: dict[str, str],
    mode: str,
    work: Callable[[Client], Any],
    person: Any = None,
) -> Any:
    async def run() -> Any:
        async with create_mcp_http_client(headers=headers) as http:
            transport = streamable_http_client(f"{address}/mcp", http_client=http)
            async with Client(transport, mode=mode, elicitation_callback=person) as client:
                return await work(client)

    return in_a_loop(run())


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
def test_every_tool_is_there_with_its_view(
    address: str, workspace: Workspace, key_for: Callable[..., dict[str, str]], mode: str
) -> None:
    async def work(client: Client) -> Any:
        listed = await client.list_tools()
        views = {tool.meta["ui"]["resourceUri"] for tool in listed.tools if tool.meta}
        pages = [(await client.read_resource(uri)).contents[0] for uri in sorted(views)]
        metrics = await client.read_resource("marketing-agent://metrics")
        asked = await client.call_tool("ask", {"question": "what is the meaning of life"})
        return listed.tools, pages, metrics, asked, (await client.list_prompts()).prompts

    found, pages, metrics, asked, prompts = _with(address, key_for(workspace), mode, work)
    assert [tool.name for tool in found] == [tool.name for tool in tools.all_tools()]
    by_name = {tool.name: tool for tool in found}
    assert "question" in by_name["ask"].input_schema["properties"]
    assert by_name["ask"].annotations.read_only_hint is True
    assert by_name["send_message"].annotations.destructive_hint is True
    for page in pages:
        assert page.mime_type == "text/html;profile=mcp-app"
        assert re.findall(r"https?:|src=|href=|@import|url\(", page.text) == []
    assert '"total_sales"' in metrics.contents[0].text
    assert asked.structured_content["outcome"] != "answer"
    assert all(prompt.description for prompt in prompts)


def test_what_is_sent_waits_for_approval_and_leaves_once(
    address: str, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    headers = key_for(workspace)

    def call(name: str, **arguments: Any) -> Any:
        return _with(address, headers, "2026-07-28", lambda c: c.call_tool(name, arguments))

    drafted = call("draft_message", subject="Hello", body="Hello").structured_content
    waits = call("send_message", message_id=drafted["id"]).structured_content
    assert waits["status"] == "approval_required"
    approval = waits["approval"]
    early = call("send_message", message_id=drafted["id"], approval_id=approval["id"])
    assert early.is_error
    route = f"{address}/api/v1/approvals/{approval['id']}/decide"
    decision = {"approved": True, "digest": approval["digest"]}
    assert httpx2.post(route, json=decision, headers=headers).is_success
    for error in (False, True):
        sent = call("send_message", message_id=drafted["id"], approval_id=approval["id"])
        assert bool(sent.is_error) is error
    inbox = httpx2.get(f"{address}/api/v1/inbox", headers=headers).json()["items"]
    assert len(inbox) == 1


def test_the_person_at_the_client_is_shown_the_effect_and_decides_once(
    address: str,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    database: Database,
) -> None:
    headers, shown = key_for(workspace), []

    async def person(_context: Any, params: Any) -> Any:
        shown.append(params.message)
        return types.ElicitResult(action="accept", content={"approved": True})

    def inbox() -> list[Any]:
        found = httpx2.get(f"{address}/api/v1/inbox", headers=headers).json()["items"]
        return [one for one in found if one["subject"] == "Exactly once"]

    async def work(client: Any) -> Any:
        drafted = await client.call_tool(
            "draft_message", {"subject": "Exactly once", "body": "Sales rose by 4 %."}
        )
        args = {"message_id": drafted.structured_content["id"]}
        first = await client.session.call_tool("send_message", args, allow_input_required=True)
        said = {"decision": types.ElicitResult(action="accept", content={"approved": True})}
        state = {"input_responses": said, "request_state": first.request_state}
        other = {"message_id": "another"}
        with pytest.raises(MCPError, match="requestState"):  # bound to its arguments
            await client.session.call_tool("send_message", other, **state)
        forged = state | {"request_state": str(first.request_state)[:-2] + "AA"}
        with pytest.raises(MCPError, match="requestState"):
            await client.session.call_tool("send_message", args, **forged)
        with pytest.raises(MCPError, match="decision"):
            await client.session.call_tool(
                "send_message", args, input_responses={}, request_state=first.request_state
            )
        assert inbox() == []
        done = await client.session.call_tool("send_message", args, **state)
        again = await client.session.call_tool("send_message", args, **state)
        return first, done, again

    first, done, again = _with(address, headers, "2026-07-28", work, person)
    asked = first.input_requests["decision"].params
    assert "Subject: Exactly once" in asked.message
    assert "Sales rose by 4 %." in asked.message
    assert not done.is_error
    assert again.structured_content["status"] == "used"
    assert len(inbox()) == 1
    records = httpx2.get(f"{address}/api/v1/approvals", headers=headers).json()["items"]
    assert [one["status"] for one in records if one["tool"] == "send_message"] == ["used"]

    async def driven(client: Any) -> Any:
        drafted = await client.call_tool("draft_message", {"subject": "By itself", "body": "Yes."})
        args = {"message_id": drafted.structured_content["id"]}
        return await client.call_tool("send_message", args)

    assert not _with(address, headers, "2026-07-28", driven, person).is_error
    assert len(shown) == 1
    # Whoever may not decide, and older revisions, are told what the call waits for.
    for who, mode in (("marketer", "2026-07-28"), ("owner", "legacy")):
        waits = _with(address, key_for(workspace, who), mode, driven, person)
        assert waits.structured_content["status"] == "approval_required", (who, mode)
    # Nor is anybody asked whose answer would not count.
    boss = Caller(workspace_id=workspace.id, user_id="u", role="owner", kind="user")
    with database.transaction(workspace.id) as session:
        tenancy.update_workspace(session, boss, WorkspaceUpdate(four_eyes=True))
    waits = _with(address, headers, "2026-07-28", driven, person)
    assert waits.structured_content["status"] == "approval_required"
    assert len(shown) == 1
    assert len(shown) == 1


def test_a_person_who_says_no_at_the_client_is_heard(
    address: str, workspace: Workspace, key_for: Callable[..., dict[str, str]]
) -> None:
    answers = {
        "rejected": types.ElicitResult(action="decline"),
        "approval_required": types.ElicitResult(action="cancel"),
    }
    for status, answer in answers.items():

        async def person(_context: Any, _params: Any, answer: Any = answer) -> Any:
            return answer

        async def work(client: Any, status: str = status) -> Any:
            drafted = await client.call_tool("draft_message", {"subject": status, "body": "No."})
            args = {"message_id": drafted.structured_content["id"]}
            return await client.call_tool("send_message", args)

        found = _with(address, key_for(workspace), "2026-07-28", work, person)
        assert found.structured_content["status"] == status
    inbox = httpx2.get(f"{address}/api/v1/inbox", headers=key_for(workspace)).json()["items"]
    assert not {one["subject"] for one in inbox} & set(answers)


def test_bad_input_does_nothing(
    address: str,
    workspace: Workspace,
    key_for: Callable[..., dict[str, str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "marketing_agent.protocols")
    headers = key_for(workspace) | {"accept": "application/json, text/event-stream"}
    typed = headers | {"content-type": "application/json"}
    url = f"{address}/mcp"
    nobody = httpx2.post(url, json={})
    assert nobody.status_code == 401
    where = re.findall(r'resource_metadata="([^"]+)"', nobody.headers["www-authenticate"])[0]
    assert httpx2.get(where).json()["resource"] == url
    assert httpx2.post(url, json={}, headers={"Authorization": "Bearer ma_no"}).status_code == 401
    foreign = headers | {"origin": "http://evil.example.com"}
    assert httpx2.post(url, json={}, headers=foreign).status_code == 403
    rebound = foreign | {"host": "evil.example.com"}
    assert httpx2.post(url, json={}, headers=rebound).status_code == 403
    port = url.split(":")[2].split("/")[0]
    for own in (f"http://127.0.0.1:{port}", f"http://localhost:{port}"):
        page = headers | {"origin": own, "host": own.removeprefix("http://")}
        assert httpx2.post(url, json={}, headers=page).status_code == 400
    caplog.clear()
    told = "a request was refused"
    bad = {
        b'{"a":"' + b"x" * 2_000_000 + b'"}': (413, -32600, "A request here has at most 1 MB."),
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000: (400, -32700, "This nests too deep."),
        b"{": (400, -32700, "This is not JSON."),
        b"[]": (400, -32600, "Send one message at a time: a batch is not taken here."),
        b"{}": (400, -32600, "This is not a message of JSON-RPC 2.0."),
        b'{"jsonrpc":"2.0","id":1,"method":7}': (
            400, -32600, "This is not a message of JSON-RPC 2.0.",
        ),
    }  # fmt: skip
    for address_of in (url, f"{url}/"):
        caplog.clear()
        for body, (status, code, words) in bad.items():
            answer = httpx2.post(address_of, content=body, headers=typed)
            assert (answer.status_code, answer.json()) == (
                status, {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": words}},
            )  # fmt: skip
        assert caplog.messages.count(told) == len(bad)
    ping = {"jsonrpc": "2.0", "id": 7, "method": "ping"}
    assert httpx2.post(f"{url}/", json=ping, headers=typed).json()["result"] == {}

    async def wrong(client: Client) -> Any:
        with pytest.raises(MCPError, match="no tool 'no_such_tool'"):
            await client.call_tool("no_such_tool", {})
        for uri in ("imports/of-another", "imports/", "nothing"):
            with pytest.raises(MCPError, match="no such resource"):
                await client.read_resource(f"marketing-agent://{uri}")
        return await client.call_tool("get_import", {"import_id": "of-another"})

    caplog.clear()
    assert _with(address, key_for(workspace), "2026-07-28", wrong).is_error
    codes = [getattr(one, "code", "") for one in caplog.records if one.message == told]
    assert codes.count("-32602") == 4
    assert "ingestion.unknown_import" in codes
    viewer = key_for(workspace, "viewer")
    refused = _with(
        address, viewer, "legacy", lambda c: c.call_tool("run_sql", {"sql": "SELECT 1"})
    )
    assert refused.is_error
