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

from tests.conformance.mcp_inputs import (
    INPUTS,
    Call,
    Context,
    Result,
    content_of,
    field,
    said,
    wanting,
)

_NAME = "conformance-fixture"
# One red pixel, and a wave file of no length.
_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4"
    "nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)
_WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="
_BRIEF = 0.05
_bus = InMemorySubscriptionBus()


def _image() -> types.ImageContent:
    return types.ImageContent(type="image", data=_PNG, mime_type="image/png")


def _embedded(uri: str, kind: str, text: str) -> types.EmbeddedResource:
    held = types.TextResourceContents(uri=uri, mime_type=kind, text=text)
    return types.EmbeddedResource(type="resource", resource=held)


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)


_MIXED = json.dumps({"test": "data", "value": 123})
_CONTENTS: dict[str, list[Any]] = {
    "test_simple_text": [_text("This is a simple text response for testing.")],
    "test_image_content": [_image()],
    "test_audio_content": [types.AudioContent(type="audio", data=_WAV, mime_type="audio/wav")],
    "test_embedded_resource": [
        _embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")
    ],
    "test_multiple_content_types": [
        _text("Multiple content types test:"),
        _image(),
        _embedded("test://mixed-content-resource", "application/json", _MIXED),
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


_RESOURCES = {
    "test://static-text": "text/plain",
    "test://static-binary": "image/png",
    "test://watched-resource": "text/plain",
}


async def _list_resources(_context: Context, _params: Any) -> types.ListResourcesResult:
    found = [
        types.Resource(uri=uri, name=uri, description=f"The suite reads {uri}", mime_type=kind)
        for uri, kind in _RESOURCES.items()
    ]
    return types.ListResourcesResult(resources=found)


async def _list_templates(_context: Context, _params: Any) -> types.ListResourceTemplatesResult:
    template = types.ResourceTemplate(
        uri_template="test://template/{id}/data",
        name="template",
        description="The suite fills in its id",
        mime_type="application/json",
    )
    return types.ListResourceTemplatesResult(resource_templates=[template])


async def _read_resource(
    _context: Context, params: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    uri = str(params.uri)
    held: Any
    if uri == "test://static-binary":
        held = types.BlobResourceContents(uri=uri, mime_type="image/png", blob=_PNG)
    elif uri in _RESOURCES:
        words = "This is the content of the static text resource."
        held = types.TextResourceContents(uri=uri, mime_type="text/plain", text=words)
    elif uri.startswith("test://template/") and uri.endswith("/data"):
        named = uri.split("/")[3]
        data = {"id": named, "templateTest": True, "data": f"Data for ID: {named}"}
        kind = "application/json"
        held = types.TextResourceContents(uri=uri, mime_type=kind, text=json.dumps(data))
    else:
        raise MCPError(types.INVALID_PARAMS, "Resource not found", {"uri": uri})
    return types.ReadResourceResult(contents=[held])


_PROMPTS = {
    "test_simple_prompt": (),
    "test_prompt_with_arguments": ("arg1", "arg2"),
    "test_prompt_with_embedded_resource": ("resourceUri",),
    "test_prompt_with_image": (),
    "test_input_required_result_prompt": (),
}


async def _list_prompts(_context: Context, _params: Any) -> types.ListPromptsResult:
    found = [
        types.Prompt(
            name=name,
            description=f"The suite gets {name}",
            arguments=[types.PromptArgument(name=one, required=True) for one in arguments],
        )
        for name, arguments in _PROMPTS.items()
    ]
    return types.ListPromptsResult(prompts=found)


def _contents(params: types.GetPromptRequestParams) -> list[Any]:
    given = params.arguments or {}
    if params.name == "test_prompt_with_arguments":
        return [_text(f"Prompt with arguments: arg1='{given['arg1']}', arg2='{given['arg2']}'")]
    if params.name == "test_prompt_with_embedded_resource":
        words = "Embedded resource content for testing."
        uri = given["resourceUri"]
        asked = "Please process the embedded resource above."
        return [_embedded(uri, "text/plain", words), _text(asked)]
    if params.name == "test_prompt_with_image":
        return [_image(), _text("Please analyze the image above.")]
    return [_text("This is a simple prompt for testing.")]


async def _get_prompt(
    _context: Context, params: types.GetPromptRequestParams
) -> types.GetPromptResult | types.InputRequiredResult:
    if params.name not in _PROMPTS:
        raise MCPError(types.INVALID_PARAMS, "There is no such prompt.")
    contents = _contents(params)
    if params.name == "test_input_required_result_prompt":
        context = content_of(params, "user_context", "context")
        if context is None:
            return wanting(user_context=field("What context should the prompt use?", "context"))
        contents = [_text(f"Use this: {context}")]
    messages = [types.PromptMessage(role="user", content=one) for one in contents]
    return types.GetPromptResult(messages=messages)


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
            on_list_resources=_list_resources,
            on_list_resource_templates=_list_templates,
            on_read_resource=_read_resource,
            on_subscribe_resource=_nothing,
            on_unsubscribe_resource=_nothing,
            on_subscriptions_listen=ListenHandler(_bus),
            on_list_prompts=_list_prompts,
            on_get_prompt=_get_prompt,
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
