"""Servers, their tools and results as people and agents see them: texts of others, bounded."""

from typing import Any

from sqlmodel import Session

from marketing_agent.agents.bounded import bounded
from marketing_agent.agents.servers import repository, views, wire
from marketing_agent.agents.servers.errors import ToolOff
from marketing_agent.agents.servers.schemas import (
    ChangedPart,
    DrawnBy,
    ServerTool,
    ServerToolResult,
    ToolServer,
    ToolState,
)
from marketing_agent.agents.servers.tables import ServerRow, ServerToolRow
from marketing_agent.ask.text import storable

_MOST_DESCRIPTION = 1_000
_MOST_TITLE = 120
_MOST_TEXT = 20_000


def server(session: Session, row: ServerRow) -> ToolServer:
    """A server with its tools."""
    tools = repository.tools_of(session, row.id)
    return ToolServer(
        id=row.id,
        name=row.name,
        url=row.url,
        has_secret=row.secret is not None,
        tools=tuple(tool(row, one) for one in tools),
        created_at=row.created_at,
        checked_at=row.checked_at,
    )


def tool(row: ServerRow, one: ServerToolRow) -> ServerTool:
    """A tool; its title and description are cut to what a person reads."""
    definition = one.found or one.approved or {}
    state = _state(one)
    return ServerTool(
        name=f"{row.name}/{one.name}",
        title=_cut(definition.get("title") or one.name, _MOST_TITLE),
        description=_cut(definition.get("description"), _MOST_DESCRIPTION),
        state=state,
        is_trusted=one.is_trusted and state == "approved",
        hash=wire.hash_of(one.found) if one.found else None,
        definition=one.found,
        approved_definition=one.approved,
        changes=_changes(one.approved, one.found) if state == "changed" else {},
        view=views.of(definition, may_reach=one.view_may_reach and state == "approved"),
    )


def ready(row: ServerRow, one: ServerToolRow) -> ServerTool:
    """A tool that may be called; raises ToolOff."""
    found = tool(row, one)
    if found.state != "approved":
        raise ToolOff(f"{found.name} is {found.state}: an owner has to look at it first.")
    return found


def result(
    name: str, given: dict[str, Any], arguments: dict[str, Any], view: DrawnBy | None
) -> ServerToolResult:
    """What a tool gave, no more than a person would read."""
    content = given.get("content")
    parts = content if isinstance(content, list) else []
    texts = (one.get("text") for one in parts if isinstance(one, dict))
    whole = storable("\n\n".join(text for text in texts if isinstance(text, str)))
    data, cut = _data(given.get("structuredContent"))
    return ServerToolResult(
        tool=name,
        text=whole[:_MOST_TEXT],
        data=data,
        is_error=given.get("isError") is True,
        cut=cut or len(whole) > _MOST_TEXT,
        arguments=arguments if view else {},
        view=view,
    )


def _data(given: Any) -> tuple[dict[str, Any] | None, bool]:
    """Structured content that a database can keep, and whether it had to be left out."""
    if not isinstance(given, dict):
        return None, False
    try:
        return bounded(given), False
    except ValueError:
        return None, True


def _state(one: ServerToolRow) -> ToolState:
    if one.found is None:
        return "gone"
    if one.approved is None:
        return "new"
    return "approved" if wire.hash_of(one.found) == wire.hash_of(one.approved) else "changed"


def _changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, ChangedPart]:
    old, new = before or {}, after or {}
    return {
        key: ChangedPart(before=old.get(key), after=new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    }


def _cut(text: Any, most: int) -> str:
    return storable(text)[:most] if isinstance(text, str) else ""
