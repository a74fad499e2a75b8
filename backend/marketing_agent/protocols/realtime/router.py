"""`/v1/realtime`: a WebSocket in the shape of OpenAI's Realtime, for text and tools."""

import json
from typing import Any

from fastapi import APIRouter, WebSocket
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.websockets import WebSocketDisconnect

from marketing_agent.agents.bounded import nests_deeper
from marketing_agent.kernel.errors import Invalid, Unauthenticated
from marketing_agent.protocols.adapter import DoorInfo, Given, RouterDoor
from marketing_agent.protocols.keys import challenge_of
from marketing_agent.protocols.realtime.conversation import Conversation
from marketing_agent.protocols.realtime.door import Door
from marketing_agent.protocols.realtime.errors import Refused
from marketing_agent.tenancy.apps.doors import resource_of
from marketing_agent.tenancy.http import own_address

router = APIRouter()
PATH = "/v1/realtime"
ABOUT = DoorInfo(
    key="realtime",
    name="Realtime",
    version="GA",
    path=PATH,
    transport="websocket",
    summary="OpenAI Realtime over a WebSocket, for text and tools",
    capabilities=("text", "streaming", "tools", "client_tools", "approvals", "cancel"),
    guide="docs/agents.md#openai-realtime",
)
_PROTOCOL = "realtime"
# What a browser, which cannot set headers, offers beside the protocol.
_KEY = "openai-insecure-api-key."
_MOST_MB = 1
_DEEPEST = 32
_POLICY = 1008


@router.websocket(PATH)
async def realtime(websocket: WebSocket) -> None:
    """One session. Without a valid key the connection is refused before it is one."""
    state = websocket.app.state
    try:
        base, given = own_address(websocket, state.settings), _authorization(websocket)
    except Invalid:
        await websocket.close()
        return
    door = Door(state.database, state.toolbox, state.stopping, given, resource_of(base, PATH))
    try:
        await door.caller()
    except Unauthenticated as error:
        await websocket.send_denial_response(_refused(error, challenge_of(base, PATH, given)))
        return
    offered = websocket.scope["subprotocols"]
    await websocket.accept(_PROTOCOL if _PROTOCOL in offered else None)

    async def send(event: dict[str, Any]) -> None:
        # ASCII: a lone surrogate that a client named something with cannot be written otherwise.
        await websocket.send_text(json.dumps(event))

    conversation = Conversation(door, send)
    try:
        await conversation.open()
        await _hear(websocket, conversation)
    except Unauthenticated:
        await websocket.close(_POLICY, "This API key or token is not valid.")
    except (WebSocketDisconnect, OSError):
        pass  # the client has gone
    finally:
        await conversation.close()


async def _hear(websocket: WebSocket, conversation: Conversation) -> None:
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        try:
            given = await run_in_threadpool(_read, message.get("text"))
        except Refused as error:
            await conversation.refuse(error)
            continue
        await conversation.hear(given)


def _read(text: str | None) -> dict[str, Any]:
    """The object in a frame; raises Refused for what no parser should be given."""
    if text is None:
        raise Refused("invalid_json", "Events are JSON in text frames.")
    if len(text) > _MOST_MB * 1024 * 1024:
        raise Refused("too_large", f"An event has at most {_MOST_MB} MB.")
    try:
        given = json.loads(text)
    except RecursionError as error:
        raise Refused("too_deep", f"An event nests at most {_DEEPEST} deep.") from error
    except ValueError as error:
        raise Refused("invalid_json", "This is not JSON.") from error
    if nests_deeper(given, _DEEPEST):
        raise Refused("too_deep", f"An event nests at most {_DEEPEST} deep.")
    if not isinstance(given, dict):
        raise Refused("invalid_json", "An event is a JSON object.")
    return given


def _authorization(websocket: WebSocket) -> str:
    given = websocket.headers.get("authorization")
    offered = (p for p in websocket.scope["subprotocols"] if p.startswith(_KEY))
    key = next(offered, None)
    return given or (f"Bearer {key.removeprefix(_KEY)}" if key else "")


def _refused(error: Unauthenticated, challenge: str) -> JSONResponse:
    told = {"type": "invalid_request_error", "code": "invalid_api_key", "message": error.message}
    headers = {"WWW-Authenticate": challenge}
    return JSONResponse({"error": told | {"param": None}}, 401, headers)


def open_door(_given: Given) -> RouterDoor:
    """The door; what it needs stands in the app's state."""
    return RouterDoor(ABOUT, router)
