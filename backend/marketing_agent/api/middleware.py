"""What every request gets: an id, measured time, security headers."""

import re
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marketing_agent.kernel.ids import new_id
from marketing_agent.observability import metrics
from marketing_agent.observability.logs import request_id

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,80}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class RequestContext:
    """Gives the request its id, adds the security headers and counts it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        current = given if _GIVEN_ID.fullmatch(given) else new_id()
        token = request_id.set(current)
        started = time.perf_counter()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, current)
                _count(scope, message["status"], time.perf_counter() - started)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            request_id.reset(token)


def _add_headers(message: MutableMapping[str, Any], current: str) -> None:
    headers = MutableHeaders(scope=message)
    headers["X-Request-Id"] = current
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if _names_sites(headers.get("content-security-policy", "")):
        del headers["X-Frame-Options"]


def _names_sites(policy: str) -> bool:
    """Whether a page says which sites may frame it; the older header cannot."""
    return "frame-ancestors " in policy and "frame-ancestors 'none'" not in policy


def _count(scope: Scope, status: int, seconds: float) -> None:
    # The operation's name, never the path: ids in labels would grow without end.
    operation = getattr(scope.get("route"), "operation_id", None) or "other"
    metrics.requests.labels(operation, status).inc()
    metrics.request_seconds.labels(operation).observe(seconds)
