"""`POST /api/chat`: what `useChat` sends, answered by its UI message stream."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.events import PAUSES
from marketing_agent.kernel.errors import Invalid, first_problem
from marketing_agent.protocols.adapter import DoorInfo, Given, RouterDoor
from marketing_agent.protocols.bodies import read_body
from marketing_agent.protocols.keys import caller_at
from marketing_agent.protocols.vercel import service
from marketing_agent.protocols.vercel.mapping import Mapper, texts_in
from marketing_agent.tenancy.http import AppDatabase
from marketing_agent.tenancy.schemas import Caller

router = APIRouter()
PATH = "/api/chat"
DoorCaller = Annotated[Caller, Depends(caller_at(PATH))]
ABOUT = DoorInfo(
    key="vercel",
    name="AI SDK",
    version="7",
    path=PATH,
    transport="sse",
    summary="The message stream of useChat",
    capabilities=("text", "streaming", "tools", "approvals"),
    guide="docs/api.md#the-agent",
)
# A client sends its whole chat anew each time, with what tools answered.
_MOST_MB = 8
_HEADERS = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",
    "x-vercel-ai-ui-message-stream": "v1",
}


class UIMessage(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, max_length=200)
    role: str
    parts: list[dict[str, Any]] = Field(default=[], max_length=500)


class Chat(BaseModel):
    """The body of a chat request; what else a client adds is left alone."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, max_length=200)
    messages: list[UIMessage] = Field(min_length=1, max_length=500)


@router.post(PATH, include_in_schema=False)
async def chat(request: Request, database: AppDatabase, caller: DoorCaller) -> StreamingResponse:
    """Starts a run for the newest message, or decides the approvals that it answers."""
    chat = _read(await read_body(request, _MOST_MB))
    last = chat.messages[-1]
    stretch = await run_in_threadpool(
        service.act, database, caller, chat.id, last.id, last.role, last.parts
    )
    stream = runs.follow_with_beats(database, caller.workspace_id, stretch.run_id, stretch.after)
    mapper = Mapper(stretch.message_id, texts_in(last.parts))

    async def written() -> AsyncIterator[str]:
        for chunk in mapper.opening():
            yield _line(chunk)
        async for event in stream:
            if event is None:
                yield ": ping\n\n"
                continue
            for chunk in mapper.mapped(event):
                yield _line(chunk)
            if event.type in PAUSES or request.app.state.stopping.is_set():
                break
        for chunk in mapper.closing():
            yield _line(chunk)
        yield "data: [DONE]\n\n"

    return StreamingResponse(written(), media_type="text/event-stream", headers=_HEADERS)


def _read(body: bytes) -> Chat:
    try:
        return Chat.model_validate_json(body)
    except ValidationError as error:
        raise Invalid(f"This is no chat of the AI SDK: {first_problem(error)}") from error


def _line(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def open_door(_given: Given) -> RouterDoor:
    """The door; what it needs stands in the app's state."""
    return RouterDoor(ABOUT, router)
