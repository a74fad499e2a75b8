"""REST of threads and runs, and the stream of a run's events."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.runs import service
from marketing_agent.agents.runs.events import RunEvent
from marketing_agent.agents.runs.schemas import (
    CallAnswer,
    PlanUpdate,
    Run,
    RunRequest,
    Runs,
    Status,
    Thread,
    ThreadCreate,
    ThreadDetail,
    Threads,
)
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy.http import AppDatabase, CurrentCaller, Offset, Paged, TenantSession
from marketing_agent.tenancy.schemas import Caller

router = APIRouter(tags=["agent"])
Limit = Annotated[int, Query(ge=1, le=200)]
STREAM_HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
_MOST_SEQ = 2**53


def _toolbox(request: Request) -> Toolbox:
    toolbox: Toolbox = request.app.state.toolbox
    return toolbox


@router.post("/runs", operation_id="start_run", status_code=202)
def start_run(request: RunRequest, session: TenantSession, caller: CurrentCaller) -> Run:
    """Asks the agent to do something; what happens is read from the run's events."""
    return service.start(session, caller, request)


@router.get("/runs", operation_id="list_runs")
def list_runs(
    session: TenantSession,
    limit: Limit = 50,
    offset: Offset = 0,
    status: Status | None = None,
    thread_id: Annotated[str | None, Query(max_length=80)] = None,
) -> Runs:
    """Runs of the workspace with plan, cost and outcome, newest first."""
    return service.list_runs(session, limit, offset, status=status, thread_id=thread_id)


@router.get("/runs/{run_id}", operation_id="get_run")
def get_run(run_id: str, session: TenantSession) -> Run:
    """One run: where it is, its plan, what it took."""
    return service.get_run(session, run_id)


@router.get(
    "/runs/{run_id}/events",
    operation_id="stream_run_events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_run_events(
    request: Request,
    run_id: str,
    database: AppDatabase,
    caller: CurrentCaller,
    until: Literal["end", "pause"] = "end",
    after: Annotated[int, Query(ge=0, le=_MOST_SEQ)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """What happened in the run and what happens next; `Last-Event-ID` continues a stream.

    Each event's id is its number and its data the payload with its `type`. The stream ends with
    the run, and with `until=pause` also where the run waits for somebody. Closing it changes
    nothing: the run goes on.
    """
    given = last_event_id or ""
    start = min(int(given), _MOST_SEQ) if given.isdecimal() and len(given) < 17 else after
    run = await run_in_threadpool(_found, database, caller, run_id)
    if run.status in ("completed", "failed", "cancelled") and start >= run.events_until:
        return Response(status_code=204)  # tells a browser not to connect again
    stream = service.follow_with_beats(
        database, caller.workspace_id, run_id, start, to_end=until == "end"
    )
    return StreamingResponse(
        _written(request, stream), media_type="text/event-stream", headers=STREAM_HEADERS
    )


def _found(database: Database, caller: Caller, run_id: str) -> Run:
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        return service.get_run(session, run_id)


async def _written(request: Request, stream: AsyncIterator[RunEvent | None]) -> AsyncIterator[str]:
    yield "retry: 1000\n: connected\n\n"
    async for event in stream:
        if request.app.state.stopping.is_set():
            return
        if event is None:
            yield ": ping\n\n"
        else:
            data = event.payload.model_dump_json()
            yield f"id: {event.seq}\nevent: {event.type}\ndata: {data}\n\n"


@router.put("/runs/{run_id}/plan", operation_id="change_plan")
def change_plan(
    run_id: str, update: PlanUpdate, request: Request, session: TenantSession, caller: CurrentCaller
) -> Run:
    """Changes or confirms the plan of a run that waits for that (`plan_first`)."""
    return service.change_plan(session, caller, run_id, update, _toolbox(request))


@router.post("/runs/{run_id}/calls/{call_id}", operation_id="answer_call")
def answer_call(
    run_id: str, call_id: str, answer: CallAnswer, session: TenantSession, caller: CurrentCaller
) -> Run:
    """What a tool of the client gave, for a run that waits for it; a second answer does nothing."""
    return service.answer_call(session, caller, run_id, call_id, answer)


@router.post("/runs/{run_id}/cancel", operation_id="cancel_run")
def cancel_run(run_id: str, session: TenantSession, caller: CurrentCaller) -> Run:
    """Ends a run; what is under way takes no effect."""
    return service.cancel(session, caller, run_id)


@router.get("/threads", operation_id="list_threads")
def list_threads(session: TenantSession, limit: Limit = 50, offset: Offset = 0) -> Threads:
    """Threads, the last used first."""
    return service.list_threads(session, limit, offset)


@router.post("/threads", operation_id="create_thread", status_code=201)
def create_thread(new: ThreadCreate, session: TenantSession, caller: CurrentCaller) -> Thread:
    """An empty thread; a run without a thread makes its own."""
    return service.create_thread(session, caller, new.title)


@router.get("/threads/{thread_id}", operation_id="get_thread")
def get_thread(thread_id: str, session: TenantSession, paged: Paged) -> ThreadDetail:
    """A thread with what was said in its newest runs; `earlier` is the cursor of those before."""
    return service.get_thread(session, thread_id, paged)
