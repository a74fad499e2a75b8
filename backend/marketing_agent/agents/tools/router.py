"""REST of the tools: the list, and one door to call each of them."""

from fastapi import APIRouter, Request, Response

from marketing_agent.agents.approvals.schemas import Approval
from marketing_agent.agents.tools import service
from marketing_agent.agents.tools.schemas import ToolCall, ToolResult, Tools
from marketing_agent.ask.cases import Desk
from marketing_agent.tenancy.http import CurrentCaller

router = APIRouter(tags=["tools"])


@router.get("/tools", operation_id="list_tools")
def list_tools(caller: CurrentCaller) -> Tools:
    """The tools that the caller may call, with their schemas."""
    return Tools(items=tuple(map(service.info, service.tools_for(caller))))


@router.post(
    "/tools/{tool_name}",
    operation_id="call_tool",
    responses={202: {"model": Approval, "description": "It waits for a person's approval"}},
)
def call_tool(
    tool_name: str,
    body: ToolCall,
    request: Request,
    response: Response,
    caller: CurrentCaller,
) -> ToolResult | Approval:
    """Calls a tool. What it reads or drafts is done at once; what it sends waits for approval.

    An approved call is carried out by itself, or here with its `approval_id`: once in all.
    """
    desk: Desk = request.app.state.desk
    context = service.open_context(desk, caller)
    tool = service.get_tool(tool_name)
    if tool.effect == "send" and body.approval_id is None:
        response.status_code = 202
        return service.request_approval(context, tool_name, body.arguments)
    return service.call(context, tool_name, body.arguments, approval_id=body.approval_id)
