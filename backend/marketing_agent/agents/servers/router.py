"""REST of MCP servers of others."""

from fastapi import APIRouter, Depends, Response

from marketing_agent.agents.documents.schemas import Document
from marketing_agent.agents.servers import resources, service, viewing
from marketing_agent.agents.servers.schemas import (
    ResourceAttach,
    ServerAdd,
    ServerResources,
    ServerToolResult,
    ToolApproval,
    ToolServer,
    ToolServers,
    ViewCall,
    ViewStopped,
)
from marketing_agent.agents.servers.service import Sources
from marketing_agent.tenancy.http import (
    AppDatabase,
    AppSettings,
    CurrentCaller,
    TenantSession,
    require,
)

router = APIRouter(prefix="/agents/servers", tags=["agent"])
_owners = [Depends(require("owner"))]
_editors = [Depends(require("owner", "admin", "marketer"))]
_view = "/{server_id}/tools/{tool}/view"


@router.get("", operation_id="list_tool_servers")
def list_tool_servers(session: TenantSession) -> ToolServers:
    """MCP servers of others with their tools: which are on, and what changed since."""
    return service.listed(session)


@router.post("", operation_id="add_tool_server", status_code=201, dependencies=_owners)
def add_tool_server(
    body: ServerAdd, database: AppDatabase, settings: AppSettings, caller: CurrentCaller
) -> ToolServer:
    """Reads the tools of a server; each is off until somebody approves it."""
    return Sources.of(database, settings).add(caller, body)


@router.post("/{server_id}/refresh", operation_id="refresh_tool_server", dependencies=_owners)
def refresh_tool_server(
    server_id: str, database: AppDatabase, settings: AppSettings, caller: CurrentCaller
) -> ToolServer:
    """Reads the tools anew; one that is not as it was approved is off."""
    return Sources.of(database, settings).refresh(caller, server_id)


@router.post(
    "/{server_id}/tools/{tool}/approve", operation_id="approve_server_tool", dependencies=_owners
)
def approve_server_tool(
    server_id: str, tool: str, body: ToolApproval, session: TenantSession
) -> ToolServer:
    """Switches a tool on, by the hash of the definition that was looked at."""
    return service.approve(session, server_id, tool, body)


@router.post(
    "/{server_id}/tools/{tool}/off", operation_id="switch_off_server_tool", dependencies=_owners
)
def switch_off_server_tool(server_id: str, tool: str, session: TenantSession) -> ToolServer:
    """Takes the approval of a tool back."""
    return service.switch_off(session, server_id, tool)


@router.get("/{server_id}/resources", operation_id="list_server_resources", dependencies=_editors)
def list_server_resources(
    server_id: str, database: AppDatabase, settings: AppSettings, caller: CurrentCaller
) -> ServerResources:
    """What a server gives to read, once an owner has approved a tool of it."""
    return resources.listed(Sources.of(database, settings), caller, server_id)


@router.post(
    "/{server_id}/resources",
    operation_id="attach_server_resource",
    status_code=201,
    dependencies=_editors,
)
def attach_server_resource(
    server_id: str,
    body: ResourceAttach,
    database: AppDatabase,
    settings: AppSettings,
    caller: CurrentCaller,
) -> Document:
    """Reads a resource and keeps it as a file for a run: name its id in `attachments`."""
    return resources.attach(Sources.of(database, settings), caller, server_id, body)


@router.get(
    _view,
    operation_id="get_server_view",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}}},
)
def get_server_view(server_id: str, tool: str, session: TenantSession) -> Response:
    """The page that draws what an approved tool gave: for a frame without any rights."""
    found = viewing.page(session, server_id, tool)
    headers = {
        "Content-Security-Policy": found.policy,
        "Cache-Control": "no-store",
        "X-DNS-Prefetch-Control": "off",
    }
    return Response(found.html, media_type="text/html", headers=headers)


@router.post(f"{_view}/calls", operation_id="call_from_server_view", dependencies=_editors)
def call_from_server_view(
    server_id: str,
    tool: str,
    body: ViewCall,
    database: AppDatabase,
    settings: AppSettings,
    caller: CurrentCaller,
) -> ServerToolResult:
    """Calls a tool of the same server for a view: one that an owner trusts to read only."""
    return viewing.call(Sources.of(database, settings), caller, server_id, tool, body)


@router.post(f"{_view}/stop", operation_id="stop_server_view", status_code=204)
def stop_server_view(
    server_id: str,
    tool: str,
    body: ViewStopped,
    database: AppDatabase,
    settings: AppSettings,
    caller: CurrentCaller,
) -> None:
    """Writes down that a view was taken off a page, and why."""
    viewing.stopped(Sources.of(database, settings), caller, server_id, tool, body)


@router.delete(
    "/{server_id}", operation_id="remove_tool_server", status_code=204, dependencies=_owners
)
def remove_tool_server(server_id: str, session: TenantSession) -> None:
    """Takes a server out, with its tools and its secret."""
    service.remove(session, server_id)
