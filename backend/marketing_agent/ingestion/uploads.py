"""The body of an upload: whole or refused, and no larger than the server takes."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect

from marketing_agent.kernel.config import Settings

_TAIL = 256
"""Longer than any boundary (RFC 2046 allows 70 characters) with what may follow it."""
_ENVELOPE_BYTES = 1 << 20
CUT_OFF = "The upload was cut off on its way: send it again."
TOO_LARGE = "The upload is larger than this server takes."


class UploadRoute(APIRoute):
    """A route whose form must arrive whole."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def whole(request: Request) -> Response:
            return await handle(_UploadRequest(request.scope, request.receive))

        return whole


class _UploadRequest(Request):
    """Parsers take a form that ends anywhere; one without its closing boundary was cut off."""

    async def stream(self) -> AsyncGenerator[bytes, None]:
        left = _most(self)
        tail = b""
        try:
            async for chunk in super().stream():
                left -= len(chunk)
                if left < 0:
                    raise HTTPException(413, TOO_LARGE)
                tail = (tail + chunk)[-_TAIL:]
                yield chunk
        except ClientDisconnect as error:
            raise HTTPException(400, CUT_OFF) from error
        if not tail.rstrip().endswith(_last_line(self)):
            raise HTTPException(400, CUT_OFF)


def _most(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.max_upload_bytes + _ENVELOPE_BYTES


def _last_line(request: Request) -> bytes:
    """What a whole body ends with; nothing in particular unless it is a multipart form."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    return b"--" + boundary + b"--" if kind == b"multipart/form-data" and boundary else b""
