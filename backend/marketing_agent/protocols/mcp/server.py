"""The MCP server: the registry's tools as they are, what can be read, and the views."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import mcp_types as types
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from marketing_agent import __version__
from marketing_agent.agents.tools import service as tools
from marketing_agent.agents.tools.errors import UnknownTool
from marketing_agent.agents.tools.schemas import Tool
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import AppError
from marketing_agent.protocols.mcp import approving
from marketing_agent.protocols.mcp.edge import CALLER
from marketing_agent.protocols.mcp.results import result
from marketing_agent.protocols.mcp.views import VIEWS, html_of
from marketing_agent.protocols.refusals import refused as noted
from marketing_agent.tenancy.schemas import Caller

_Context = ServerRequestContext[Any, Any]
_MOST_BYTES = 1024 * 1024
# What can be read without arguments: an address, and the tool that answers it.
_RESOURCES = {
    "marketing-agent://metrics": "list_metrics",
    "marketing-agent://saved-questions": "list_saved_questions",
    "marketing-agent://imports": "list_imports",
    "marketing-agent://documents": "list_documents",
}
# What is read by an id, and the tool's argument that takes it.
_TEMPLATES = {
    "marketing-agent://imports/{import_id}": ("get_import", "import_id"),
    "marketing-agent://documents/{document_id}": ("read_document", "document_id"),
}
_PROMPTS = {
    "explain_last_week": (
        "Explain last week",
        "Why did revenue change last week? Use explain_change with total_sales, then say what "
        "drove it in three sentences, with the numbers as given.",
    ),
    "weekly_summary": (
        "Weekly summary",
        "Use get_kpis for last_7_days, then write a summary of at most five lines, with the "
        "numbers as given.",
    ),
}
_APPROVAL = {"type": "string", "maxLength": 64, "description": "Id of an approval that was given"}


def open_manager(desk: Desk) -> StreamableHTTPSessionManager:
    """The server behind its HTTP transport, for both revisions, without sessions."""
    edge = _Edge(desk)
    server: Server[Any] = Server(
        name="marketing-agent",
        title="Marketing Agent",
        version=__version__,
        instructions="Numbers of one store, each with the SQL and the files behind it.",
        on_list_tools=edge.list_tools,
        on_call_tool=edge.call_tool,
        on_list_resources=edge.list_resources,
        on_list_resource_templates=edge.list_resource_templates,
        on_read_resource=edge.read_resource,
        on_list_prompts=edge.list_prompts,
        on_get_prompt=edge.get_prompt,
    )
    server.extensions[EXTENSION_ID] = {}
    server.middleware.append(_noted)
    server.middleware.append(approving.boundary(desk.settings))
    return StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        max_request_body_size=_MOST_BYTES,
        # The door has checked where the request comes from, by the host that was asked for.
        security_settings=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )


async def _noted(ctx: _Context, call_next: CallNext) -> HandlerResult:
    """Notes every call that the protocol refuses: a method, arguments, or a state that is none."""
    try:
        return await call_next(ctx)
    except (MCPError, ValidationError) as error:
        noted("mcp", error.code if isinstance(error, MCPError) else -32602)
        raise


class _Edge:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def list_tools(self, context: _Context, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[_tool(tool) for tool in tools.tools_for(_caller(context))],
            ttl_ms=0,
            cache_scope="private",
        )

    async def call_tool(
        self, context: _Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        caller, arguments = _caller(context), dict(params.arguments or {})
        asks = approving.can_ask(context, caller)
        if asks and params.request_state is not None:
            return await run_in_threadpool(self._decided, caller, params)
        return await run_in_threadpool(self._call, caller, params.name, arguments, asks=asks)

    async def list_resources(self, context: _Context, _params: Any) -> types.ListResourcesResult:
        data = [
            types.Resource(
                uri=uri,
                name=tool,
                title=tools.get_tool(tool).title,
                description=tools.get_tool(tool).description,
                mime_type="application/json",
            )
            for uri, tool in _RESOURCES.items()
        ]
        views = [
            types.Resource(uri=uri, name=uri.rsplit("/", 1)[-1], mime_type=APP_MIME_TYPE)
            for uri in VIEWS
        ]
        return types.ListResourcesResult(resources=data + views, ttl_ms=0, cache_scope="private")

    async def read_resource(
        self, context: _Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(params.uri)
        if uri in VIEWS:
            return _read(uri, APP_MIME_TYPE, html_of(uri))
        tool, arguments = _behind(uri)
        found = await run_in_threadpool(self._call, _caller(context), tool, arguments)
        if not isinstance(found, types.CallToolResult) or found.is_error:
            raise _no_resource(uri)
        return _read(uri, "application/json", json.dumps(found.structured_content))

    async def list_resource_templates(
        self, context: _Context, _params: Any
    ) -> types.ListResourceTemplatesResult:
        found = [
            types.ResourceTemplate(
                uri_template=template,
                name=tool,
                title=tools.get_tool(tool).title,
                description=tools.get_tool(tool).description,
                mime_type="application/json",
            )
            for template, (tool, _argument) in _TEMPLATES.items()
        ]
        return types.ListResourceTemplatesResult(
            resource_templates=found, ttl_ms=0, cache_scope="private"
        )

    async def list_prompts(self, context: _Context, _params: Any) -> types.ListPromptsResult:
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(name=name, title=title, description=text, arguments=[])
                for name, (title, text) in _PROMPTS.items()
            ],
            ttl_ms=0,
            cache_scope="private",
        )

    async def get_prompt(
        self, context: _Context, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        if params.name not in _PROMPTS:
            raise MCPError(-32602, "There is no such prompt.")
        title, text = _PROMPTS[params.name]
        said = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=title, messages=[said])

    def _call(
        self, caller: Caller, name: str, arguments: dict[str, Any], *, asks: bool = False
    ) -> types.CallToolResult | types.InputRequiredResult:
        with _refusals() as refused:
            context = tools.open_context(self._desk, caller)
            tool = tools.get_tool(name)
            approval_id = arguments.pop("approval_id", None) if tool.effect == "send" else None
            if tool.effect == "send" and approval_id is None:
                asked = tools.request_approval(context, name, arguments)
                asks = asks and approving.asked_at_client(self._desk, caller, asked)
                return approving.question(asked) if asks else approving.waiting(asked)
            done = tools.call(context, name, arguments, approval_id=approval_id)
            return result(done.text, done.data)
        return refused[0]

    def _decided(self, caller: Caller, params: types.CallToolRequestParams) -> types.CallToolResult:
        with _refusals() as refused:
            return approving.decided(self._desk, caller, params)
        return refused[0]


@contextmanager
def _refusals() -> Iterator[list[types.CallToolResult]]:
    """What a tool refuses is a result too, so that a model can mend its call."""
    refused: list[types.CallToolResult] = []
    try:
        yield refused
    except UnknownTool as error:
        raise MCPError(-32602, error.message) from error
    except AppError as error:
        noted("mcp", error.code)
        refused.append(result(error.message, {"code": error.code}, is_error=True))


def _caller(context: _Context) -> Caller:
    request: Any = context.request
    caller: Caller = request.scope[CALLER]
    return caller


def _behind(uri: str) -> tuple[str, dict[str, Any]]:
    """The tool that answers an address, and its arguments."""
    if uri in _RESOURCES:
        return _RESOURCES[uri], {}
    for template, (tool, argument) in _TEMPLATES.items():
        start = template.partition("{")[0]
        if uri.startswith(start) and len(uri) > len(start):
            return tool, {argument: uri.removeprefix(start)}
    raise _no_resource(uri)


def _no_resource(uri: str) -> MCPError:
    return MCPError(-32602, "There is no such resource.", {"uri": uri[:200]})


def _tool(tool: Tool) -> types.Tool:
    found = tools.info(tool)
    schema, sends = found.input_schema, tool.effect == "send"
    if sends:
        schema = schema | {"properties": schema["properties"] | {"approval_id": _APPROVAL}}
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=schema,
        output_schema=None if sends else found.output_schema,
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.effect == "read",
            destructive_hint=sends,
            idempotent_hint=tool.effect != "draft",
            open_world_hint=sends,
        ),
        _meta={"ui": {"resourceUri": found.view}},
    )


def _read(uri: str, kind: str, text: str) -> types.ReadResourceResult:
    held: list[Any] = [types.TextResourceContents(uri=uri, mime_type=kind, text=text)]
    return types.ReadResourceResult(contents=held, ttl_ms=0, cache_scope="private")
