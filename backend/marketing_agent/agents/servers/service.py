"""MCP servers of others: added by an owner; each tool pinned to what was approved."""

import json
from dataclasses import dataclass
from typing import Any, Self

from sqlmodel import Session

from marketing_agent.agents.servers import repository, shown, views, wire
from marketing_agent.agents.servers.errors import BadServer, ToolOff, UnknownServer
from marketing_agent.agents.servers.schemas import (
    DrawnBy,
    ServerAdd,
    ServerTool,
    ServerToolResult,
    ToolApproval,
    ToolServer,
    ToolServers,
)
from marketing_agent.agents.servers.tables import ServerRow, ServerToolRow
from marketing_agent.events import service as events
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Conflict
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.outgoing import Outgoing
from marketing_agent.kernel.sealing import Sealer
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

_MOST = 20
CHANGED, CALLED = "server.changed", "server.called"


@dataclass(frozen=True)
class Sources:
    """The way to servers of others. Each act has its own transactions, none open during a call."""

    database: Database
    outgoing: Outgoing
    sealer: Sealer

    @classmethod
    def of(cls, database: Database, settings: Settings) -> Self:
        return cls(database, Outgoing.of(settings), Sealer(settings.hash_key))

    def add(self, caller: Caller, given: ServerAdd) -> ToolServer:
        """Adds a server with its tools, all of them off; raises BadServer, AddressRefused."""
        headers = {given.header: given.secret} if given.secret else {}
        seen = views.look(wire.Line(self.outgoing, wire.Place(given.url, headers)))
        with self.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
            if repository.named(session, given.name) is not None:
                raise Conflict("There is a server of that name.")
            if len(repository.all_of(session)) >= _MOST:
                raise BadServer(f"A workspace has at most {_MOST} servers of others.")
            row = ServerRow(
                id=new_id(),
                workspace_id=caller.workspace_id,
                name=given.name,
                url=given.url,
                header=given.header if given.secret else None,
                added_by=caller.user_id,
            )
            row.secret = self.sealer.seal(given.secret, row.id) if given.secret else None
            repository.add(session, row)
            _note(session, row, seen)
            return shown.server(session, row)

    def refresh(self, caller: Caller, server_id: str, only: str | None = None) -> ToolServer:
        """Reads its tools anew; one that is not as it was approved is off from now on.

        With `only` the view of that tool alone is read along.
        """
        seen = views.look(self.line(caller, server_id), self._known(caller, server_id), only)
        with self.database.transaction(caller.workspace_id) as session:
            row = _server(session, server_id)
            _note(session, row, seen)
            return shown.server(session, row)

    def call(
        self, caller: Caller, name: str, bound: str, arguments: dict[str, Any]
    ) -> ServerToolResult:
        """Calls a tool whose definition, read this moment, has the hash that was approved.

        Raises ToolOff, ServerFailed.
        """
        with self.database.transaction(caller.workspace_id) as session:
            row, tool = _tool(session, name)
            server_id, own_name = row.id, tool.name
        self.refresh(caller, server_id, own_name)
        with self.database.transaction(caller.workspace_id) as session:
            ready = shown.ready(*_tool(session, name))
            if ready.hash != bound:
                raise ToolOff(f"{name} has changed since.")
        result = self.line(caller, server_id).call(own_name, arguments)
        with self.database.transaction(caller.workspace_id) as session:
            told = {"server_id": server_id, "tool": name, "is_error": result.get("isError") is True}
            events.emit(session, caller.workspace_id, CALLED, told)
        page = ready.view.sha256 if ready.view else None
        drawn = DrawnBy(server_id=server_id, tool=own_name, sha256=page) if page else None
        return shown.result(name, result, arguments, drawn)

    def _known(self, caller: Caller, server_id: str) -> dict[str, dict[str, Any]]:
        with self.database.transaction(caller.workspace_id) as session:
            tools = repository.tools_of(session, server_id)
            return {tool.name: tool.found for tool in tools if tool.found}

    def line(self, caller: Caller, server_id: str) -> wire.Line:
        """A conversation with a server of the workspace's; raises UnknownServer."""
        with self.database.transaction(caller.workspace_id) as session:
            row = _server(session, server_id)
            headers = {}
            if row.secret and row.header:
                headers[row.header] = self.sealer.open(row.secret, row.id)
            return wire.Line(self.outgoing, wire.Place(row.url, headers))


def listed(session: Session) -> ToolServers:
    """All of the workspace's with their tools, by name."""
    return ToolServers(items=tuple(shown.server(session, r) for r in repository.all_of(session)))


def get(session: Session, server_id: str) -> ToolServer:
    """A server with its tools; raises UnknownServer."""
    return shown.server(session, _server(session, server_id))


def ready(session: Session, name: str) -> ServerTool:
    """A tool that may be called, by `<server>/<tool>`; raises UnknownServer, ToolOff."""
    return shown.ready(*_tool(session, name))


def ready_of(session: Session, server_id: str, name: str) -> ServerTool:
    """The same by the server's id and the name that the tool has there."""
    return shown.ready(*tool_of(session, server_id, name))


def approve(session: Session, server_id: str, name: str, given: ToolApproval) -> ToolServer:
    """Switches a tool on as it was looked at; raises Conflict where it is another by now."""
    row, tool = tool_of(session, server_id, name)
    if tool.found is None or wire.hash_of(tool.found) != given.hash:
        raise Conflict("This is not the definition that stands there now. Look at it again.")
    tool.approved, tool.is_trusted = tool.found, given.trusted
    tool.view_may_reach = given.view_may_reach
    _keep_views(session, row, views.Seen())
    return _changed(session, row)


def switch_off(session: Session, server_id: str, name: str) -> ToolServer:
    """Takes an approval back; raises UnknownServer."""
    row, tool = tool_of(session, server_id, name)
    tool.approved, tool.is_trusted, tool.view_may_reach = None, False, False
    return _changed(session, row)


def remove(session: Session, server_id: str) -> None:
    """Takes a server out with its tools and its secret; raises UnknownServer."""
    row = _server(session, server_id)
    _changed(session, row)
    repository.remove(session, row)


def _note(session: Session, row: ServerRow, seen: views.Seen) -> None:
    """Writes down what stands there now; what was approved stays as it was seen."""
    found = seen.tools
    known = {tool.name: tool for tool in repository.tools_of(session, row.id)}
    before = {name: tool.found for name, tool in known.items()}
    for name in {*known, *found}:
        tool = known.get(name)
        if tool is None:
            tool = ServerToolRow(server_id=row.id, name=name, workspace_id=row.workspace_id)
        tool.found = found.get(name)
        repository.add(session, tool)
    _keep_views(session, row, seen)
    row.checked_at = now()
    if json.dumps(before, sort_keys=True) != json.dumps(found, sort_keys=True):
        _changed(session, row)


def _keep_views(session: Session, row: ServerRow, seen: views.Seen) -> None:
    for sha256, html in seen.pages.items():
        repository.keep_view(session, row, sha256, html)
    tools = repository.tools_of(session, row.id)
    kept = views.named(one for tool in tools for one in (tool.found, tool.approved))
    repository.forget_views(session, row.id, kept)


def _changed(session: Session, row: ServerRow) -> ToolServer:
    session.flush()
    events.emit(session, row.workspace_id, CHANGED, {"server_id": row.id, "name": row.name})
    return shown.server(session, row)


def _server(session: Session, server_id: str) -> ServerRow:
    row = repository.one(session, server_id)
    if row is None:
        raise UnknownServer("There is no such server.")
    return row


def tool_of(session: Session, server_id: str, name: str) -> tuple[ServerRow, ServerToolRow]:
    """A server and its tool; raises UnknownServer."""
    row, tool = _server(session, server_id), repository.tool(session, server_id, name)
    if tool is None:
        raise UnknownServer("This server has no such tool.")
    return row, tool


def _tool(session: Session, name: str) -> tuple[ServerRow, ServerToolRow]:
    server, _slash, own_name = name.partition("/")
    row = repository.named(session, server)
    tool = repository.tool(session, row.id, own_name) if row else None
    if row is None or tool is None:
        raise UnknownServer(f"There is no tool {name[:100]!r} of others.")
    return row, tool
