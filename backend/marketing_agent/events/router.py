"""One stream of events per browser tab, as server-sent events with replay."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from marketing_agent.events.feeds import Feeds
from marketing_agent.events.schemas import Event
from marketing_agent.tenancy.http import CurrentCaller

router = APIRouter(tags=["events"])
_PING_SECONDS = 15.0


@router.get(
    "/events",
    operation_id="stream_events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_events(
    request: Request,
    caller: CurrentCaller,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Events of the workspace: new ones, or all after `Last-Event-ID`."""
    given = last_event_id or ""
    start = int(given) if given.isdecimal() else None
    feeds: Feeds = request.app.state.feeds
    return StreamingResponse(
        _stream(request, feeds, caller.workspace_id, start),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"},
    )


async def _stream(
    request: Request, feeds: Feeds, workspace_id: str, start: int | None
) -> AsyncIterator[str]:
    async with feeds.join(workspace_id, start) as reader:
        yield f"id: {reader.last_id}\nretry: 2000\n: connected\n\n"
        while not (reader.ended or await request.is_disconnected()):
            found = await reader.next(_PING_SECONDS)
            for event in found:
                yield f"id: {event.id}\nevent: {event.topic}\ndata: {_data(event)}\n\n"
            if not found:
                yield ": ping\n\n"


def _data(event: Event) -> str:
    return json.dumps({"topic": event.topic, **event.payload}, separators=(",", ":"))
