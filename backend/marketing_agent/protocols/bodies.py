"""Bodies of requests, read no further than a protocol's own bound."""

from fastapi import Request
from starlette.types import Message, Receive

from marketing_agent.kernel.errors import TooLarge

_MB = 1024 * 1024


async def read_body(request: Request, most_mb: int) -> bytes:
    """The whole body; raises TooLarge as soon as it is larger."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most_mb * _MB:
            raise TooLarge(f"A request here has at most {most_mb} MB.")
    return bytes(found)


def replayed(body: bytes, receive: Receive) -> Receive:
    """The body that was read already; after it, what comes from the client."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
