"""What a view of others' may do once it is on a page: be drawn, and read by its own server."""

import logging
from dataclasses import dataclass

from sqlmodel import Session

from marketing_agent.agents.servers import repository, service, views
from marketing_agent.agents.servers.errors import ToolOff, UnknownServer
from marketing_agent.agents.servers.schemas import (
    ServerTool,
    ServerToolResult,
    ServerView,
    ViewCall,
    ViewStopped,
)
from marketing_agent.agents.servers.service import Sources
from marketing_agent.events import service as events
from marketing_agent.kernel.errors import AppError
from marketing_agent.tenancy.schemas import Caller

REFUSED, STOPPED = "server.view_refused", "server.view_stopped"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """A view's page and the content security policy that it is answered with."""

    html: str
    policy: str


def page(session: Session, server_id: str, tool: str) -> Page:
    """The page of an approved tool; raises UnknownServer, ToolOff."""
    view = _drawn(service.ready_of(session, server_id, tool))
    html = repository.view(session, server_id, view.sha256 or "")
    if html is None:
        raise UnknownServer("This tool has no view.")
    return Page(html, views.policy_of(view))


def call(
    sources: Sources, caller: Caller, server_id: str, tool: str, given: ViewCall
) -> ServerToolResult:
    """Calls a tool for a view, if its own server has it and an owner trusts it to read only.

    Raises UnknownServer, ToolOff and ServerFailed; what is refused is written down.
    """
    try:
        with sources.database.transaction(caller.workspace_id) as session:
            target = _for_view(session, server_id, tool, given.name)
    except AppError as error:
        told = {"server_id": server_id, "tool": tool, "asked": given.name, "code": error.code}
        _note(sources, caller, REFUSED, told)
        raise
    return sources.call(caller, target.name, target.hash or "", given.arguments)


def stopped(
    sources: Sources, caller: Caller, server_id: str, tool: str, given: ViewStopped
) -> None:
    """Writes down that a page took a view off; raises UnknownServer."""
    with sources.database.transaction(caller.workspace_id) as session:
        service.tool_of(session, server_id, tool)
    _note(sources, caller, STOPPED, {"server_id": server_id, "tool": tool, "reason": given.reason})


def _for_view(session: Session, server_id: str, tool: str, asked: str) -> ServerTool:
    _drawn(service.ready_of(session, server_id, tool))
    target = service.ready_of(session, server_id, asked)
    if not target.is_trusted or not views.is_for_views(target.definition or {}):
        raise ToolOff(f"A view may only call what an owner trusts to read: not {target.name}.")
    return target


def _drawn(tool: ServerTool) -> ServerView:
    if tool.view is None or tool.view.sha256 is None:
        raise UnknownServer("This tool has no view.")
    return tool.view


def _note(sources: Sources, caller: Caller, topic: str, told: dict[str, str]) -> None:
    _log.warning("a view of others was held back", extra={"topic": topic} | told)
    with sources.database.transaction(caller.workspace_id) as session:
        events.emit(session, caller.workspace_id, topic, told)
