"""MCP as its client, over streamable HTTP: what tools there are, and one call of one of them.

A server of revision 2026-07-28 is spoken to without a session; one that wants the handshake of the
revisions before is given it. Every call goes through the screened way out, within bounds.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from marketing_agent import __version__
from marketing_agent.agents.bounded import bounded, nests_deeper
from marketing_agent.agents.servers.errors import BadServer, ServerFailed
from marketing_agent.kernel.outgoing import Answer, Call, Outgoing, Unreachable

_NEW, _OLD = "2026-07-28", "2025-11-25"
_LIST_BYTES, _LIST_SECONDS = 512 * 1024, 20.0
_CALL_BYTES, _CALL_SECONDS = 1024 * 1024, 60.0
# As JSON a page takes more than its own bytes.
_PAGE_BYTES = 3 * 1024 * 1024
_NOT_NOW = (401, 403, 408, 429)
_MOST_TOOLS, _MOST_PAGES, _MOST_RESOURCES = 100, 10, 200
_DEEPEST = 32
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KINDS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
_CLIENT = {"name": "marketing-agent", "version": __version__}
_META = "io.modelcontextprotocol/"
VIEW_KIND = "text/html;profile=mcp-app"
_ABLE = {"extensions": {f"{_META}ui": {"mimeTypes": [VIEW_KIND]}}}


@dataclass(frozen=True)
class Place:
    """Where a server is, and the header that opens it."""

    url: str
    headers: dict[str, str]


def hash_of(definition: dict[str, Any]) -> str:
    """SHA-256 of the whole definition, however its keys are ordered."""
    canonical = json.dumps(definition, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


class Line:
    """One conversation with a server."""

    def __init__(self, outgoing: Outgoing, place: Place) -> None:
        self._outgoing, self._place = outgoing, place
        self._session: dict[str, str] | None = None

    def tools(self) -> dict[str, dict[str, Any]]:
        """Definitions by name; raises BadServer, AddressRefused."""
        found: dict[str, dict[str, Any]] = {}
        for one in self._listed("tools/list", "tools"):
            _take(found, one)
        return found

    def resources(self) -> list[dict[str, Any]]:
        """What can be read there, as it is said; raises BadServer, AddressRefused."""
        found = self._listed("resources/list", "resources")
        return [one for one in islice(found, _MOST_RESOURCES) if isinstance(one, dict)]

    def call(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The result of a tool; raises ServerFailed. It is never called twice."""
        params = {"name": name, "arguments": arguments}
        try:
            return self._asked("tools/call", params, name, _CALL_SECONDS, _CALL_BYTES)
        except BadServer as error:
            raise ServerFailed(error.message) from error

    def resource(self, uri: str) -> dict[str, Any] | None:
        """What stands at an address of the server's own; None where it gives nothing for it.

        Raises BadServer where the server does not answer now.
        """
        answer = self._answered("resources/read", {"uri": uri}, uri, _LIST_SECONDS, _PAGE_BYTES)
        if answer.status >= 500 or answer.status in _NOT_NOW:
            raise BadServer(_why({}, answer))
        found = _message(answer).get("result") if answer.whole else None
        return found if isinstance(found, dict) else None

    def _listed(self, method: str, key: str) -> Iterator[Any]:
        """Everything on the pages of a list."""
        cursor = None
        for _page in range(_MOST_PAGES):
            params: dict[str, Any] = {"cursor": cursor} if cursor else {}
            page = self._asked(method, params, "", _LIST_SECONDS, _LIST_BYTES)
            listed = page.get(key)
            yield from listed if isinstance(listed, list) else ()
            cursor = page.get("nextCursor")
            if not isinstance(cursor, str) or not cursor:
                return
        raise BadServer(f"This server has too many pages of {key}.")

    def _asked(
        self, method: str, params: dict[str, Any], name: str, seconds: float, most: int
    ) -> dict[str, Any]:
        answer = self._answered(method, params, name, seconds, most)
        if not answer.whole:
            raise BadServer("The server's answer is larger than is read.")
        found = _message(answer)
        result = found.get("result")
        if not isinstance(result, dict) or result.get("resultType") == "input_required":
            raise BadServer(_why(found, answer))
        return result

    def _answered(
        self, method: str, params: dict[str, Any], name: str, seconds: float, most: int
    ) -> Answer:
        answer = self._posted(method, params, name, seconds, most)
        if self._session is None and _wants_handshake(answer):
            self._shake_hands()
            answer = self._posted(method, params, name, seconds, most)
        return answer

    def _posted(
        self, method: str, params: dict[str, Any], name: str, seconds: float, most: int
    ) -> Answer:
        headers = {"Mcp-Method": method} | ({"Mcp-Name": name} if name else {})
        if self._session is None:
            headers["MCP-Protocol-Version"] = _NEW
            meta = {"protocolVersion": _NEW, "clientCapabilities": _ABLE, "clientInfo": _CLIENT}
            params = params | {"_meta": {f"{_META}{key}": value for key, value in meta.items()}}
        else:
            headers = self._session
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return self._sent(body, headers, seconds, most)

    def _shake_hands(self) -> None:
        """The handshake of earlier revisions."""
        params = {"protocolVersion": _OLD, "capabilities": _ABLE, "clientInfo": _CLIENT}
        body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}
        answer = self._sent(body, {}, _LIST_SECONDS, _LIST_BYTES)
        result = _message(answer).get("result")
        if not isinstance(result, dict):
            raise BadServer("What answers at this address is no MCP server.")
        self._session = {"MCP-Protocol-Version": str(result.get("protocolVersion", _OLD))[:20]}
        named = {key.lower(): value for key, value in answer.headers.items()}
        if "mcp-session-id" in named:
            self._session["Mcp-Session-Id"] = named["mcp-session-id"]
        ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
        self._sent(ready, self._session, _LIST_SECONDS, _LIST_BYTES)

    def _sent(
        self, body: dict[str, Any], headers: dict[str, str], seconds: float, most: int
    ) -> Answer:
        given = _KINDS | headers | self._place.headers
        call = Call("POST", self._place.url, given, json.dumps(body).encode(), seconds, most)
        try:
            return self._outgoing.send(call)
        except Unreachable as error:
            raise BadServer(f"The server did not answer: {error.message}") from error


def _take(found: dict[str, dict[str, Any]], one: Any) -> None:
    """Keeps a definition that a database and a person can hold; raises BadServer."""
    name = one.get("name") if isinstance(one, dict) else None
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in found:
        raise BadServer("This server names its tools as no tool may be named.")
    if len(found) >= _MOST_TOOLS:
        raise BadServer(f"A server has at most {_MOST_TOOLS} tools here.")
    try:
        found[name] = bounded(one)
    except ValueError as error:
        raise BadServer("A definition of this server is larger than is kept.") from error


def _wants_handshake(answer: Answer) -> bool:
    """Whether the server knows only revisions before: it says so, or does not understand."""
    return answer.status in (400, 404, 405, 406, 422) or "error" in _message(answer)


def _message(answer: Answer) -> dict[str, Any]:
    """The JSON-RPC answer, as JSON or as the last message of a stream; empty where it is none."""
    text = answer.body.decode("utf-8", "replace")
    kinds = {name.lower(): value for name, value in answer.headers.items()}
    if kinds.get("content-type", "").startswith("text/event-stream"):
        events = [line[5:].strip() for line in text.splitlines() if line.startswith("data:")]
        text = next((one for one in reversed(events) if '"id"' in one), "")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and not nests_deeper(found, _DEEPEST) else {}


def _why(found: dict[str, Any], answer: Answer) -> str:
    """What a person is told; words of the server's stay with the server."""
    if isinstance(found.get("error"), dict):
        return "The server answered with an error."
    if answer.status in (401, 403):
        return "The server wants another secret."
    return "What answers at this address is no MCP server."
