"""The registry: every tool by name, who may call it, and one way to call it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.errors import ApprovalNeeded
from marketing_agent.agents.approvals.schemas import Approval, Preview
from marketing_agent.agents.bounded import nests_deeper
from marketing_agent.agents.tools.catalogue import TOOLS
from marketing_agent.agents.tools.errors import BadArguments, UnknownTool
from marketing_agent.agents.tools.schemas import (
    Tool,
    ToolContext,
    ToolInfo,
    ToolResult,
)
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import Invalid, first_problem
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller

__all__ = [
    "all_tools",
    "call",
    "checked",
    "get_tool",
    "info",
    "is_carried_out_alone",
    "open_context",
    "request_approval",
    "tools_for",
    "view_uri",
]

_BY_NAME = {tool.name: tool for tool in TOOLS}
_MOST_BYTES = 256 * 1024
_DEEPEST = 20


def all_tools() -> tuple[Tool, ...]:
    """Every tool, in the order that people read them."""
    return TOOLS


def tools_for(caller: Caller) -> tuple[Tool, ...]:
    """The tools that the caller's role may call."""
    return tuple(tool for tool in TOOLS if caller.role in tool.roles)


def get_tool(name: str) -> Tool:
    """The tool of that name; raises UnknownTool."""
    if name not in _BY_NAME:
        raise UnknownTool(f"There is no tool {name[:80]!r}.")
    return _BY_NAME[name]


def is_carried_out_alone(name: str) -> bool:
    """Whether an approved call outside of a run is carried out by itself."""
    return name not in _BY_NAME or _BY_NAME[name].alone


def view_uri(tool: Tool) -> str:
    """Address of the tool's view."""
    return f"ui://marketing-agent/{tool.view}.html"


def open_context(
    desk: Desk, caller: Caller, session: Session | None = None, run_id: str | None = None
) -> ToolContext:
    """A context for calls of one caller; see ToolContext for `session`."""
    if session is not None:
        workspace = tenancy.get_workspace(session, caller.workspace_id)
    else:
        scope = desk.database.transaction
        with scope(caller.workspace_id, user_id=caller.user_id, lasting=False) as own:
            workspace = tenancy.get_workspace(own, caller.workspace_id)
    return ToolContext(caller, workspace, desk, session, run_id)


def call(
    context: ToolContext,
    name: str,
    arguments: Mapping[str, Any],
    *,
    approval_id: str | None = None,
) -> ToolResult:
    """Calls a tool. Raises UnknownTool, RoleNeeded, BadArguments, and what its service raises.

    A tool that sends needs an approval of exactly this call: ApprovalNeeded, NotApproved and
    ApprovalChanged say what is wrong with it. The approval is used in the effect's transaction.
    """
    tool, given = _allowed(context, name, arguments)
    if tool.effect != "send":
        return _result(tool, tool.run(context, given))
    if approval_id is None:
        raise ApprovalNeeded(f"{tool.title}: a person has to approve this first.")
    with context.transaction() as session:
        acting = replace(context, session=session)
        shown = _preview(tool, acting, given)
        approvals.use(session, approval_id, approvals.digest_of(name, plain(given), shown))
        return _result(tool, tool.run(acting, given))


def request_approval(context: ToolContext, name: str, arguments: Mapping[str, Any]) -> Approval:
    """Asks a person for a call of a tool that sends; raises what `call` raises before it acts."""
    tool, given = _allowed(context, name, arguments)
    with context.transaction() as session:
        shown = _preview(tool, replace(context, session=session), given)
        return approvals.request(session, context.caller, name, plain(given), shown, context.run_id)


def plain(given: BaseModel) -> dict[str, Any]:
    """Checked arguments as JSON, the same however the caller spelled them."""
    return given.model_dump(mode="json")


def _allowed(
    context: ToolContext, name: str, arguments: Mapping[str, Any]
) -> tuple[Tool, BaseModel]:
    tool = get_tool(name)
    tenancy.require_role(context.caller, *tool.roles)
    return tool, checked(tool, arguments)


def _preview(tool: Tool, context: ToolContext, given: BaseModel) -> Preview:
    if tool.preview is None:
        raise Invalid(f"{tool.title} needs no approval.")
    return tool.preview(context, given)


def _result(tool: Tool, found: BaseModel) -> ToolResult:
    return ToolResult(
        tool=tool.name,
        data=found.model_dump(mode="json"),
        text=tool.tell(found),
        view=view_uri(tool),
        untrusted=tool.untrusted,
    )


def checked(tool: Tool, arguments: Mapping[str, Any]) -> BaseModel:
    """The arguments as the tool takes them; raises BadArguments."""
    _check_size(arguments)
    try:
        # As JSON: a tuple is a list there, and a day is text.
        return tool.input.model_validate_json(json.dumps(dict(arguments), allow_nan=False))
    except ValidationError as error:
        raise BadArguments(f"{tool.name}: {first_problem(error)}") from error
    except ValueError as error:
        raise BadArguments(f"{tool.name}: the arguments are not JSON.") from error


def _check_size(arguments: Mapping[str, Any]) -> None:
    if nests_deeper(arguments, _DEEPEST):
        raise BadArguments(f"Arguments nest at most {_DEEPEST} levels deep.")
    try:
        size = len(json.dumps(dict(arguments)))
    except (TypeError, ValueError) as error:
        raise BadArguments("Arguments are a JSON object.") from error
    if size > _MOST_BYTES:
        raise BadArguments(f"Arguments have at most {_MOST_BYTES // 1024} kB.")


@cache
def _schemas(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    tool = get_tool(name)
    return (
        tool.input.model_json_schema(mode="validation"),
        tool.output.model_json_schema(mode="serialization"),
    )


def info(tool: Tool) -> ToolInfo:
    """A tool as callers see it."""
    given, returned = _schemas(tool.name)
    return ToolInfo(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        effect=tool.effect,
        cost=tool.cost,
        roles=tool.roles,
        view=view_uri(tool),
        untrusted=tool.untrusted,
        operations=tool.operations,
        input_schema=given,
        output_schema=returned,
    )
