"""Resources of servers of others: listed, and brought in as files that a message is sent with."""

import base64
from typing import Any
from urllib.parse import unquote

from marketing_agent.agents.documents import service as documents
from marketing_agent.agents.documents.schemas import Document
from marketing_agent.agents.servers import service, views
from marketing_agent.agents.servers.errors import BadServer, ToolOff
from marketing_agent.agents.servers.schemas import (
    ResourceAttach,
    ServerResource,
    ServerResources,
)
from marketing_agent.agents.servers.service import Sources
from marketing_agent.ask.text import storable
from marketing_agent.events import service as events
from marketing_agent.tenancy.schemas import Caller

READ = "server.read"
_MOST_NAME, _MOST_URI = 120, 500
_NOTHING = "The server gives nothing to read at that address."


def listed(sources: Sources, caller: Caller, server_id: str) -> ServerResources:
    """What a server gives to read; raises UnknownServer, ToolOff, BadServer."""
    _check(sources, caller, server_id)
    found = sources.line(caller, server_id).resources()
    shown = (_shown(one) for one in found if not views.is_page(one))
    return ServerResources(items=tuple(one for one in shown if one is not None))


def attach(sources: Sources, caller: Caller, server_id: str, given: ResourceAttach) -> Document:
    """Keeps a resource as a file of the next message, whatever it is by its bytes.

    Raises UnknownServer, ToolOff, BadServer, and what is wrong with a file that cannot be read.
    """
    _check(sources, caller, server_id)
    content = _content(sources.line(caller, server_id).resource(given.uri))
    with sources.database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        told = {"server_id": server_id, "uri": given.uri}
        events.emit(session, caller.workspace_id, READ, told)
        return documents.add(session, caller, _name(given.uri), content, "thread")


def _check(sources: Sources, caller: Caller, server_id: str) -> None:
    """Nothing is read from a server of which an owner has approved nothing."""
    with sources.database.transaction(caller.workspace_id) as session:
        if not any(tool.state == "approved" for tool in service.get(session, server_id).tools):
            raise ToolOff("An owner has approved nothing of this server yet.")


def _shown(one: dict[str, Any]) -> ServerResource | None:
    uri, name, kind = one.get("uri"), one.get("title") or one.get("name"), one.get("mimeType")
    if not isinstance(uri, str) or len(uri) > _MOST_URI or not uri.isascii():
        return None
    called = storable(name)[:_MOST_NAME] if isinstance(name, str) and name else uri[:_MOST_NAME]
    media_type = kind[:_MOST_NAME] if isinstance(kind, str) else None
    return ServerResource(uri=uri, name=called, media_type=media_type)


def _content(result: dict[str, Any] | None) -> bytes:
    contents = (result or {}).get("contents")
    for one in contents if isinstance(contents, list) else ():
        text, blob = (one.get("text"), one.get("blob")) if isinstance(one, dict) else (None, None)
        if isinstance(text, str):
            return storable(text).encode()
        if isinstance(blob, str):
            try:
                return base64.b64decode(blob, validate=True)
            except ValueError:
                break
    raise BadServer(_NOTHING)


def _name(uri: str) -> str:
    """The last part of its address, as a file is called."""
    return unquote(uri.rstrip("/").rpartition("/")[2]) or "resource"
