"""REST of the tools: the list, and one door to call each of them."""

from fastapi import APIRouter, Request

from marketing_agent.agents.tools import service
from marketing_agent.agents.tools.schemas import ToolCall, ToolResult, Tools
from marketing_agent.ask.cases import Desk
from marketing_agent.tenancy.http import AppDatabase, AppSettings, CurrentCaller

router = APIRouter(tags=["tools"])


@router.get("/tools", operation_id="list_tools")
def list_tools(caller: CurrentCaller) -> Tools:
    """The tools that the caller may call, with their schemas."""
    return Tools(items=tuple(map(service.info, service.tools_for(caller))))


@router.post("/tools/{tool_name}", operation_id="call_tool")
def call_tool(
    tool_name: str,
    body: ToolCall,
    request: Request,
    database: AppDatabase,
    settings: AppSettings,
    caller: CurrentCaller,
) -> ToolResult:
    """Calls a tool. What it reads runs at once, and so does what it drafts."""
    state = request.app.state
    desk = Desk(database, state.warehouse, settings, state.reader)
    context = service.open_context(desk, caller)
    return service.call(context, tool_name, body.arguments)
