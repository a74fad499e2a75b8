"""The server that the MCP suite asks for: its tools, resources and prompts, named as it names them.

It stands behind the product's own door in the place of the product's server, so that key, bounds,
origins and transport are those that people meet.
"""

import asyncio
import json
import warnings
from typing import Any

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.lowlevel.server import Server
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.streamable_http import EventMessage, EventStore
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.subscriptions import (
    InMemorySubscriptionBus,
    ListenHandler,
    PromptsListChanged,
    ToolsListChanged,
)
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPDeprecationWarning, MCPError

from tests.conformance.mcp_inputs import INPUTS, Call, Context, Result, said
from tests.conformance.mcp_readings import (
    WAV,
    embedded,
    get_prompt,
    image,
    list_prompts,
    list_resources,
    list_templates,
    plain,
    read_resource,
)

_NAME = "conformance-fixture"
_BRIEF = 0.05
_bus = InMemorySubscriptionBus()


_MIXED = json.dumps({"test": "data", "value": 123})
_CONTENTS: dict[str, list[Any]] = {
    "test_simple_text": [plain("This is a simple text response for testing.")],
    "test_image_content": [image()],
    "test_audio_content": [types.AudioContent(type="audio", data=WAV, mime_type="audio/wav")],
    "test_embedded_resource": [
        embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")
    ],
    "test_multiple_content_types": [
        plain("Multiple content types test:"),
        image(),
        embedded("test://mixed-content-resource", "application/json", _MIXED),
    ],
}


async def _log(context: Context, _params: types.CallToolRequestParams) -> Result:
    for step in ("execution started", "processing data", "execution completed"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MCPDeprecationWarning)
            await context.session.send_log_message(
                "info", f"Tool {step}", related_request_id=context.request_id
            )
        await asyncio.sleep(_BRIEF)
    return said("It has logged three times.")


async def _progress(context: Context, _params: types.CallToolRequestParams) -> Result:
    for done in (0, 50, 100):
        await context.session.report_progress(done, 100)
        await asyncio.sleep(_BRIEF)
    return said("It has told of its progress three times.")


async def _fail(_context: Context, _params: types.CallToolRequestParams) -> Result:
    return said("This tool intentionally returns an error for testing", is_error=True)


async def _change_tools(_context: Context, _params: types.CallToolRequestParams) -> Result:
    await _bus.publish(ToolsListChanged())
    return said("Told.")


async def _change_prompts(_context: Context, _params: types.CallToolRequestParams) -> Result:
    await _bus.publish(PromptsListChanged())
    return said("Told.")


async def _reconnect(context: Context, _params: types.CallToolRequestParams) -> Result:
    if context.close_sse_stream is not None:
        await context.close_sse_stream()
    await asyncio.sleep(_BRIEF)
    return said("It has closed its stream, and is read on another.")


async def _echo(_context: Context, params: types.CallToolRequestParams) -> Result:
    return said(json.dumps(params.arguments))


_TOOLS: dict[str, Call] = INPUTS | {
    "test_tool_with_logging": _log,
    "test_logging_tool": _log,
    "test_tool_with_progress": _progress,
    "test_error_handling": _fail,
    "test_reconnection": _reconnect,
    "test_custom_header": _echo,
    "json_schema_2020_12_tool": _echo,
    "test_trigger_tool_change": _change_tools,
    "test_trigger_prompt_change": _change_prompts,
}


def _one(name: str, **more: str) -> dict[str, Any]:
    properties = {name: {"type": "string"} | more}
    return {"type": "object", "properties": properties, "required": [name]}


_TELEPHONE, _LETTERS = {"required": ["phone"]}, {"required": ["email"]}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "test_sampling": _one("prompt"),
    "test_elicitation": _one("message"),
    "test_custom_header": _one("region", **{"x-mcp-header": "Region"}),
    "json_schema_2020_12_tool": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [_TELEPHONE, _LETTERS]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": _TELEPHONE,
        "else": _LETTERS,
        "additionalProperties": False,
    },
}


def _schema(name: str) -> dict[str, Any]:
    return _SCHEMAS.get(name, {"type": "object", "properties": {}})


def _tool(name: str) -> types.Tool:
    told = f"The suite calls it: {name}"
    return types.Tool(name=name, description=told, input_schema=_schema(name))


async def _list_tools(_context: Context, _params: Any) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[_tool(name) for name in (*_CONTENTS, *_TOOLS)])


async def _call_tool(context: Context, params: types.CallToolRequestParams) -> Result:
    if params.name in _CONTENTS:
        return types.CallToolResult(content=_CONTENTS[params.name])
    if params.name not in _TOOLS:
        raise MCPError(types.INVALID_PARAMS, "There is no such tool.")
    return await _TOOLS[params.name](context, params)


async def _complete(_context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
    known = [word for word in ("paris", "park", "party") if word.startswith(params.argument.value)]
    return types.CompleteResult(completion=types.Completion(values=known, total=len(known)))


async def _nothing(_context: Context, _params: Any) -> types.EmptyResult:
    return types.EmptyResult()


class _Events(EventStore):
    """What streams have told, so that a client that was cut off reads on. Ids count from 1."""

    def __init__(self) -> None:
        self._told: list[tuple[str, Any]] = []

    async def store_event(self, stream_id: str, message: Any) -> str:
        self._told.append((stream_id, message))
        return str(len(self._told))

    async def replay_events_after(self, last_event_id: str, send_callback: Any) -> str | None:
        after = int(last_event_id)
        stream_id = self._told[after - 1][0]
        for number, (stream, message) in enumerate(self._told[after:], after + 1):
            if stream == stream_id and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream_id


def open_manager(_desk: Any) -> StreamableHTTPSessionManager:
    """The fixture behind the transport, with the sessions that revision 2025-11-25 asks back in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MCPDeprecationWarning)
        server: Server[Any] = Server(
            name=_NAME,
            version="1",
            cache_hints={
                method: CacheHint(ttl_ms=0, scope="private")
                for method in (
                    "tools/list",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read",
                    "prompts/list",
                )
            },
            get_tool_input_schema=_schema,
            on_list_tools=_list_tools,
            on_call_tool=_call_tool,
            on_list_resources=list_resources,
            on_list_resource_templates=list_templates,
            on_read_resource=read_resource,
            on_subscribe_resource=_nothing,
            on_unsubscribe_resource=_nothing,
            on_subscriptions_listen=ListenHandler(_bus),
            on_list_prompts=list_prompts,
            on_get_prompt=get_prompt,
            on_completion=_complete,
            on_set_logging_level=_nothing,
        )
    security = RequestStateSecurity.ephemeral()
    server.middleware.append(RequestStateBoundary(security, default_audience=_NAME))
    # The door has checked where a request comes from.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return StreamableHTTPSessionManager(
        server, event_store=_Events(), retry_interval=500, security_settings=unchecked
    )
