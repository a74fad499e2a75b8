"""`POST /agui`: one AG-UI run a request, as server-sent events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from marketing_agent.protocols.adapter import DoorInfo, Given, RouterDoor
from marketing_agent.protocols.bodies import read_body
from marketing_agent.protocols.keys import caller_at
from marketing_agent.tenancy.http import AppDatabase
from marketing_agent.tenancy.schemas import Caller

router = APIRouter()
PATH = "/agui"
DoorCaller = Annotated[Caller, Depends(caller_at(PATH))]
ABOUT = DoorInfo(
    key="agui",
    name="AG-UI",
    version="1.0",
    path=PATH,
    transport="sse",
    summary="Runs as events, with approvals as interrupts, for other front ends",
    capabilities=("text", "streaming", "tools", "client_tools", "approvals", "state", "views"),
    guide="docs/agents.md#runs",
)
_MOST_MB = 1
_HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


@router.post(PATH, include_in_schema=False)
async def run_agent(
    request: Request, database: AppDatabase, caller: DoorCaller
) -> StreamingResponse:
    """Starts, resumes or continues a run and streams it. Closing the stream changes nothing."""
    # The protocol's types take a moment to load, and most processes speak it to nobody.
    from marketing_agent.protocols.agui import service

    given = service.read(await read_body(request, _MOST_MB))
    state = request.app.state
    stream = service.stream(database, caller, state.toolbox, given, state.stopping)
    return StreamingResponse(stream, media_type="text/event-stream", headers=_HEADERS)


def open_door(_given: Given) -> RouterDoor:
    """The door; what it needs stands in the app's state."""
    return RouterDoor(ABOUT, router)
