"""The door at /mcp: who calls, and the SDK's server behind it, loaded with the first request."""

import asyncio
import contextlib
import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketing_agent.ask.cases import Desk
from marketing_agent.kernel.errors import TooLarge
from marketing_agent.protocols.adapter import DoorInfo, Given
from marketing_agent.protocols.bodies import read_body, replayed
from marketing_agent.protocols.keys import caller_of, challenge_of
from marketing_agent.protocols.mcp import envelope
from marketing_agent.protocols.refusals import refused
from marketing_agent.tenancy.apps.doors import resource_of
from marketing_agent.tenancy.http import own_address

PATH = "/mcp"
MOST_MB = 1
CALLER = "marketing_agent.caller"
ABOUT = DoorInfo(
    key="mcp",
    name="MCP",
    version="2026-07-28, 2025-11-25",
    path=PATH,
    transport="http",
    summary="Tools, resources and prompts, with views, for chat apps and editors",
    capabilities=("tools", "approvals", "views", "resources"),
    guide="docs/agents.md#tools-over-mcp",
)


class McpEdge:
    """An ASGI app over one desk, and the door to it. `close` ends it with the app.

    `load` makes the SDK's session manager behind the door, at the first request.
    """

    about = ABOUT

    def __init__(self, desk: Desk) -> None:
        self.load: Callable[[Desk], Any] = _load
        self._desk = desk
        self._lock = asyncio.Lock()
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if not _is_own_page(request, self._desk.settings.public_url):
            await _refused(403, "This request comes from another site.")(scope, receive, send)
            return
        base = own_address(request, self._desk.settings)
        given = request.headers.get("authorization", "")
        caller = await run_in_threadpool(
            caller_of, self._desk.database, given, resource_of(base, PATH)
        )
        if caller is None:
            told = {"WWW-Authenticate": challenge_of(base, PATH, given)}
            await _refused(401, "Connect this app, or send an API key.", told)(scope, receive, send)
            return
        if request.method == "POST":
            read = await _read(Request(scope, receive))
            if not isinstance(read, bytes):
                await read(scope, receive, _noting(send))
                return
            receive = replayed(read, receive)
        app = await self._opened()
        await app({**scope, CALLER: caller}, receive, _noting(send))

    def mount(self, app: FastAPI) -> None:
        # With a closing slash too: a client that follows no redirect would find nothing there.
        app.router.routes += [Route(PATH, self), Route(f"{PATH}/", self)]

    async def _opened(self) -> ASGIApp:
        async with self._lock:
            if self._app is None:
                # The SDK takes a second to load, and many installations never use it.
                server = await run_in_threadpool(self.load, self._desk)
                ready = asyncio.Event()
                self._task = asyncio.create_task(self._run(server, ready))
                await ready.wait()
                self._app = server.handle_request
            return self._app

    async def _run(self, manager: Any, ready: asyncio.Event) -> None:
        async with manager.run():
            ready.set()
            await self._stop.wait()

    async def close(self) -> None:
        """Ends open requests."""
        self._stop.set()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._task


async def _read(request: Request) -> bytes | JSONResponse:
    """The body, or why it is not taken, in the protocol's own words."""
    try:
        body = await read_body(request, MOST_MB)
    except TooLarge as error:
        return envelope.too_large(error.message)
    return await run_in_threadpool(envelope.problem_of, body) or body


def _noting(send: Send) -> Send:
    """Notes what the transport refuses before it is a call: no JSON, too large, another version."""

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            refused("mcp", message["status"])
        await send(message)

    return noting


def _load(desk: Desk) -> Any:
    from marketing_agent.protocols.mcp.server import open_manager

    return open_manager(desk)


def _is_own_page(request: Request, public_url: str | None) -> bool:
    """Programs send no Origin; a page may call only the host that it came from.

    Not by a name other than the public one: whoever owns a name can point it here.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        page, own = urlsplit(origin), urlsplit(public_url or "").hostname
    except ValueError:
        return False
    if page.netloc != request.headers.get("host", ""):
        return False
    return page.hostname in (own, "localhost") or _is_address(page.hostname or "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": why}, status, headers)


def open_door(given: Given) -> McpEdge:
    """The door over the app's desk."""
    return McpEdge(given.desk)
