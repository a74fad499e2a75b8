"""The door at /a2a: who calls, how large and deep a request may be; behind it the SDK's routes."""

import asyncio
import hashlib
import json
import re
import threading
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from marketing_agent.agents.bounded import nests_deeper
from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import TooLarge
from marketing_agent.protocols.adapter import DoorInfo, Given
from marketing_agent.protocols.bodies import read_body, replayed
from marketing_agent.protocols.keys import caller_of, challenge_of
from marketing_agent.protocols.refusals import refused
from marketing_agent.tenancy.apps.doors import resource_of

PATH = "/a2a"
CARD = "/.well-known/agent-card.json"
KEYS = "/.well-known/jwks.json"
ABOUT = DoorInfo(
    key="a2a",
    name="A2A",
    version="1.0",
    path=CARD,
    transport="http",
    summary="The signed card; tasks as JSON-RPC and HTTP+JSON",
    capabilities=("text", "streaming", "tools", "approvals", "cancel", "discovery"),
    guide="docs/agents.md#a2a",
)
_MOST_MB = 1
# As they are sent, in base64: about 12 MB of files.
_MOST_FILES_MB = 16
_DEEPEST = 32
_TOO_LARGE = f"A request has at most {_MOST_MB} MB beside the files that it carries."
_KINDS = ("", "application/json", "application/a2a+json")
_VERSION = "a2a-version"
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
_CACHED = {"Cache-Control": "public, max-age=300"}


class A2aEdge:
    """An ASGI app over one desk, its runs, imports and events."""

    about = ABOUT

    def __init__(self, given: Given) -> None:
        self._given = given
        self._desk = given.desk
        self._lock = asyncio.Lock()
        self._app: ASGIApp | None = None
        self._signer: Any = None
        self._signing = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        given = request.headers.get("authorization", "")
        base = _base(request, self._desk)
        opens = resource_of(base, PATH) if base else None
        caller = await run_in_threadpool(caller_of, self._desk.database, given, opens)
        if caller is None or base is None:
            await _refused(base, given)(scope, receive, send)
            return
        app = await self._opened()
        try:
            body = await read_body(request, _MOST_MB + _MOST_FILES_MB)
            problem = await run_in_threadpool(_problem, body, _kind(request)) if body else None
        except TooLarge as error:
            problem = ("large", error.message)
        if problem is not None:
            await _unreadable(scope["path"], *problem)(scope, receive, send)
            return
        _take_version(scope, request)
        from marketing_agent.protocols.a2a.handler import BASE, CALLER

        await app({**scope, CALLER: caller, BASE: base}, replayed(body, receive), send)

    def mount(self, app: FastAPI) -> None:
        app.router.routes += [
            Route(PATH, self),
            Route(f"{PATH}/{{rest:path}}", self),
            Route(CARD, self.card),
            Route(KEYS, self.keys),
        ]

    async def close(self) -> None:
        """Holds nothing open: its streams end with `stopping`."""

    async def card(self, request: Request) -> Response:
        """The public card, signed; the same bytes as long as nothing in it changes."""
        base = _base(request, self._desk)
        if base is None:
            return _refused(base)
        content = await run_in_threadpool(self._card, base)
        headers = _CACHED | {"ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="application/json", headers=headers)

    async def keys(self, _request: Request) -> Response:
        """The public key that signs the card, as a JSON Web Key Set."""
        signer = await run_in_threadpool(self._opened_signer)
        return JSONResponse({"keys": [signer.public]}, headers=_CACHED)

    def _card(self, base: str) -> bytes:
        signer = self._opened_signer()
        from marketing_agent.protocols.a2a.card import public_card

        with self._signing:  # two at once would sign twice, and differ
            return public_card(signer, base)

    def _opened_signer(self) -> Any:
        from marketing_agent.protocols.a2a.card import Signer

        with self._signing:
            if self._signer is None:
                self._signer = Signer(self._desk.settings.hash_key)
            return self._signer

    async def _opened(self) -> ASGIApp:
        async with self._lock:
            if self._app is None:
                # The SDK takes a second to load, and many installations never use it.
                self._app = await run_in_threadpool(self._load)
            return self._app

    def _load(self) -> ASGIApp:
        from marketing_agent.protocols.a2a.handler import TaskHandler
        from marketing_agent.protocols.a2a.push.service import Webhooks
        from marketing_agent.protocols.a2a.routes import open_app

        webhooks = Webhooks.of(self._desk.settings)
        if self._desk.settings.a2a_conformance:
            from marketing_agent.protocols.a2a.conformance import open_fixture

            return open_app(open_fixture(webhooks), PATH)
        handler = TaskHandler(self._given, webhooks)
        return open_app(handler, PATH)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _problem(body: bytes, kind: str) -> tuple[str, str] | None:
    """What no parser should be given, in words; a body without a kind is taken for JSON."""
    if kind not in _KINDS:
        return "type", "A request is application/json."
    try:
        found = json.loads(body)
    except RecursionError:
        return "deep", f"A request nests at most {_DEEPEST} deep."
    except ValueError:
        return ("large", _TOO_LARGE) if _is_large(len(body)) else ("json", "This is not JSON.")
    if nests_deeper(found, _DEEPEST):
        return "deep", f"A request nests at most {_DEEPEST} deep."
    return ("large", _TOO_LARGE) if _is_large(len(body) - _in_files(found)) else None


def _is_large(size: int) -> bool:
    return size > _MOST_MB * 1024 * 1024


def _in_files(found: Any) -> int:
    """Characters of the files that a message carries."""
    # HTTP+JSON has no params around the message.
    params = found.get("params", found) if isinstance(found, dict) else None
    message = params.get("message") if isinstance(params, dict) else None
    parts = message.get("parts") if isinstance(message, dict) else None
    parts = parts if isinstance(parts, list) else []
    carried = (part.get("raw") for part in parts if isinstance(part, dict))
    return sum(len(raw) for raw in carried if isinstance(raw, str))


def _unreadable(path: str, kind: str, why: str) -> Response:
    """The protocol's own error, in the binding that was spoken."""
    from marketing_agent.protocols.a2a.routes import rejected

    refused("a2a", kind)
    return rejected(kind, why, as_rest=path.startswith(f"{PATH}/rest"))


def _take_version(scope: Scope, request: Request) -> None:
    """A version may stand in the query; the SDK reads the header alone."""
    asked = request.query_params.get("A2A-Version")
    if asked is not None and _VERSION not in request.headers:
        # latin-1 is what a header can hold; anything else is no version anyway.
        MutableHeaders(scope=scope)[_VERSION] = asked.encode("ascii", "replace").decode()


def _base(request: Request, desk: Desk) -> str | None:
    """The address that was asked; None for a host that is none."""
    public = desk.settings.public_url
    if public:
        return public.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else None


def _refused(base: str | None, given: str = "") -> Response:
    if base is None:
        return JSONResponse({"error": "This host is not one."}, 400)
    told = {"WWW-Authenticate": challenge_of(base, PATH, given)}
    return JSONResponse({"error": "Connect this app, or send an API key."}, 401, told)


def open_door(given: Given) -> A2aEdge:
    """The door over what the app gives."""
    return A2aEdge(given)
