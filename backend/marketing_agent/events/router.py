"""One stream of events per browser tab, as server-sent events with replay."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from marketing_agent.events import service
from marketing_agent.events.schemas import Event
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.http import AppDatabase, CurrentCaller

router = APIRouter(tags=["events"])
_POLL_SECONDS = 0.4
_PING_SECONDS = 15.0


@router.get(
    "/events",
    operation_id="stream_events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_events(
    request: Request,
    database: AppDatabase,
    caller: CurrentCaller,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Events of the workspace: new ones, or all after `Last-Event-ID`."""
    source = _Source(database, caller.workspace_id)
    given = last_event_id or ""
    start = int(given) if given.isdecimal() else await source.latest()
    return StreamingResponse(
        _stream(request, source, start),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"},
    )


class _Source:
    """Reads events in the thread pool, each time in a short transaction."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        self._database = database
        self._workspace_id = workspace_id

    async def latest(self) -> int:
        return await run_in_threadpool(self._latest)

    async def after(self, last_id: int) -> list[Event]:
        return await run_in_threadpool(self._after, last_id)

    def _latest(self) -> int:
        with self._database.transaction(self._workspace_id) as session:
            return service.latest_id(session, self._workspace_id)

    def _after(self, last_id: int) -> list[Event]:
        with self._database.transaction(self._workspace_id) as session:
            return service.read_after(session, self._workspace_id, last_id)


async def _stream(request: Request, source: _Source, last_id: int) -> AsyncIterator[str]:
    yield f"id: {last_id}\nretry: 2000\n: connected\n\n"
    quiet = 0.0
    while not (request.app.state.stopping.is_set() or await request.is_disconnected()):
        for event in await source.after(last_id):
            last_id, quiet = event.id, 0.0
            yield f"id: {event.id}\nevent: {event.topic}\ndata: {_data(event)}\n\n"
        if quiet >= _PING_SECONDS:
            quiet = 0.0
            yield ": ping\n\n"
        await asyncio.sleep(_POLL_SECONDS)
        quiet += _POLL_SECONDS


def _data(event: Event) -> str:
    return json.dumps({"topic": event.topic, **event.payload}, separators=(",", ":"))
