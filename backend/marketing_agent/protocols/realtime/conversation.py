"""One connection: what its client says, and the response that is under way."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.events import PAUSES, Payload
from marketing_agent.agents.runs.schemas import ClientTool
from marketing_agent.kernel.errors import AppError, Unauthenticated
from marketing_agent.kernel.ids import new_id
from marketing_agent.protocols.realtime import schemas, service
from marketing_agent.protocols.realtime.door import Door
from marketing_agent.protocols.realtime.errors import Refused
from marketing_agent.protocols.realtime.items import APPROVE_TOOL, LABEL, Item, given_item
from marketing_agent.protocols.realtime.mapping import Event, Mapper
from marketing_agent.protocols.realtime.service import Turn
from marketing_agent.tenancy.schemas import Caller

_log = logging.getLogger(__name__)
_MOST_WAITING = 50
_MOST_KEPT = 200
_BUSY = "A response is being given; wait for its response.done, or cancel it."
_NOTHING = "There is nothing to answer: add a message of the user, or the output of a call, first."
_UNEXPECTED = "Something went wrong on our side; the id finds it in the log: "
Send = Callable[[Event], Awaitable[None]]


@dataclass
class _Active:
    """The response that is being given."""

    id: str
    run_id: str
    task: asyncio.Task[None] | None = None


class Conversation:
    """A client's session. Its runs outlive it: closing detaches."""

    def __init__(self, door: Door, send: Send) -> None:
        self._door, self._write = door, send
        self._id, self._named = f"sess_{new_id()}", f"conv_{new_id()}"
        self._thread_id: str | None = None
        self._tools: tuple[ClientTool, ...] = ()
        self._texts: list[str] = []
        self._due: deque[Turn] = deque()
        self._answered_last = False
        self._begun = False
        self._active: _Active | None = None
        self._items: dict[str, Item] = {}
        # The end of a response is told and noted at once: the next may be asked for right then.
        self._ending = asyncio.Lock()

    async def open(self) -> None:
        """The first event of a session."""
        await self._send({"type": "session.created", "session": self._session()})

    async def close(self) -> None:
        """The client has gone; what runs goes on."""
        if self._active is not None and self._active.task is not None:
            self._active.task.cancel()
            await asyncio.gather(self._active.task, return_exceptions=True)

    async def hear(self, given: dict[str, Any]) -> None:
        """Does what one event of the client asks for, or tells why not.

        Raises Unauthenticated once the key is no longer valid.
        """
        named = given.get("event_id")
        event_id = named[:200] if isinstance(named, str) else None
        try:
            await self._do(schemas.read(given))
        except Refused as error:
            await self.refuse(error, event_id)
        except Unauthenticated as error:
            await self.refuse(Refused("invalid_api_key", error.message), event_id)
            raise
        except AppError as error:
            await self.refuse(Refused(error.code, error.message), event_id)
        except SQLAlchemyError as error:
            await self._failed(error, event_id)

    async def refuse(self, error: Refused, event_id: str | None = None) -> None:
        """The protocol's error; the session goes on."""
        _log.info("an event was refused", extra={"code": error.code, "session": self._id})
        await self._tell("invalid_request_error", error, event_id)

    async def _failed(self, error: Exception, event_id: str | None) -> None:
        error_id = new_id()
        _log.error("an event failed", exc_info=error, extra={"error_id": error_id})
        told = Refused("internal", _UNEXPECTED + error_id)
        await self._tell("server_error", told, event_id)

    async def _tell(self, kind: str, error: Refused, event_id: str | None) -> None:
        about = {"message": error.message, "param": error.param, "event_id": event_id}
        await self._send({"type": "error", "error": {"type": kind, "code": error.code, **about}})

    async def _do(self, event: schemas.Event) -> None:
        if isinstance(event, schemas.SessionUpdate):
            await self._update(event.session)
        elif isinstance(event, schemas.ItemCreate):
            await self._add(event.item)
        elif isinstance(event, schemas.ItemRetrieve):
            await self._show(event.item_id)
        elif isinstance(event, schemas.ResponseCreate):
            await self._respond(event.response or schemas.Response())
        else:
            await self._cancel(event.response_id)

    async def _update(self, session: schemas.Session) -> None:
        if session.type != "realtime":
            raise Refused("audio_not_supported", schemas.AUDIO, "session.type")
        _refuse_audio(session.output_modalities, "session.output_modalities")
        if session.tools is not None:
            self._tools = service.client_tools(session.tools)
        await self._send({"type": "session.updated", "session": self._session()})

    def _session(self) -> Event:
        """What holds: the agent has its own instructions and model."""
        tools = [{"type": "function", **tool.model_dump(mode="json")} for tool in self._tools]
        return {
            "id": self._id,
            "object": "realtime.session",
            "type": "realtime",
            "model": LABEL,
            "output_modalities": ["text"],
            "tools": [APPROVE_TOOL, *tools],
            "tool_choice": "auto",
        }

    async def _add(self, item: schemas.Message | schemas.Output) -> None:
        if isinstance(item, schemas.Output):
            caller = await self._door.caller()
            turn = await run_in_threadpool(service.answer, self._door.database, caller, item)
            others = (one for one in self._due if one.run_id != turn.run_id)
            self._due = deque([*others, turn], maxlen=_MOST_WAITING)
        else:
            self._texts.append(_said(item, len(self._texts)))
        self._answered_last = isinstance(item, schemas.Output)
        shown = given_item(item, item.id or f"item_{new_id()}")
        await self._send({"type": "conversation.item.added", "item": shown})
        await self._send({"type": "conversation.item.done", "item": shown})

    async def _show(self, item_id: str) -> None:
        item = self._items.get(item_id)
        if item is None:
            raise Refused("item_not_found", "There is no such item here any more.", "item_id")
        await self._send({"type": "conversation.item.retrieved", "item": item})

    async def _respond(self, asked: schemas.Response) -> None:
        _refuse_audio(asked.output_modalities, "response.output_modalities")
        await self._free()
        caller = await self._door.caller()
        turn = await self._turn(caller, asked)
        shown = self._response(turn, asked)
        if turn is None:
            empty = Mapper(shown)
            for event in (*empty.opening(), *empty.closing(None)):
                await self._send(event)
            return
        self._begun = True
        mapper = Mapper(shown, await self._door.sends(caller), turn.called)
        self._active = _Active(shown["id"], turn.run_id)
        self._active.task = asyncio.create_task(self._give(caller.workspace_id, turn, mapper))

    async def _free(self) -> None:
        """Raises Refused while a response is given."""
        active = self._active
        if active and active.task and any(turn.run_id == active.run_id for turn in self._due):
            # Its run waited, and its last call was answered before its end could be told.
            await asyncio.wait({active.task})
        async with self._ending:
            if self._active is not None:
                raise Refused("conversation_already_has_active_response", _BUSY)

    async def _turn(self, caller: Caller, asked: schemas.Response) -> Turn | None:
        """What the newest item asks for: the rest of a run, or a run for what was said.

        None when all of it was answered: some clients ask after each of our own tools, too.
        """
        if asked.input is None and self._due and (self._answered_last or not self._texts):
            return self._due.popleft()
        given = asked.input
        texts = self._texts if given is None else [schemas.text_of(one) for one in given]
        if not any(text.strip() for text in texts):
            if given is None and self._begun:
                return None
            raise Refused("nothing_to_answer", _NOTHING)
        tools = self._tools if asked.tools is None else service.client_tools(asked.tools)
        thread_id = self._thread_id if asked.conversation == "auto" else None
        text = "\n".join(texts)
        if given is None:
            self._texts = []
        turn = await run_in_threadpool(
            service.start, self._door.database, caller, text, thread_id, tools
        )
        if asked.conversation == "auto":
            self._thread_id = turn.thread_id
        return turn

    def _response(self, turn: Turn | None, asked: schemas.Response) -> Event:
        own = {"run_id": turn.run_id, "thread_id": turn.thread_id} if turn else {}
        return {
            "id": f"resp_{new_id()}",
            "object": "realtime.response",
            "conversation_id": self._named if asked.conversation == "auto" else None,
            "output_modalities": ["text"],
            "metadata": (asked.metadata or {}) | own,
        }

    async def _cancel(self, response_id: str | None) -> None:
        active = self._active
        if active is None or response_id not in (None, active.id):
            told = "There is no such response under way."
            raise Refused("response_cancel_not_active", told, "response_id")
        caller = await self._door.caller()
        await run_in_threadpool(service.cancel, self._door.database, caller, active.run_id)

    async def _give(self, workspace_id: str, turn: Turn, mapper: Mapper) -> None:
        """The response, from the log as it is written, to where the run ends or waits."""
        last: Payload | None = None
        try:
            for event in mapper.opening():
                await self._send(event)
            last = await self._follow(workspace_id, turn, mapper)
        except SQLAlchemyError as error:
            await self._failed(error, None)
        async with self._ending:
            for event in mapper.closing(last):
                await self._send(event)
            self._active = None

    async def _follow(self, workspace_id: str, turn: Turn, mapper: Mapper) -> Payload | None:
        stream = runs.follow_with_beats(self._door.database, workspace_id, turn.run_id, turn.after)
        async for event in stream:
            if self._door.stopping.is_set():
                break
            if event is None:
                continue
            for told in mapper.mapped(event):
                await self._send(told)
            if event.type in PAUSES:
                return event.payload
        return None

    async def _send(self, event: Event) -> None:
        if event["type"] in ("conversation.item.added", "conversation.item.done"):
            event = event | {"previous_item_id": self._kept(event["item"])}
        await self._write({"event_id": f"event_{new_id()}", **event})

    def _kept(self, item: Item) -> str | None:
        """Keeps what can be retrieved; the id of the item before it."""
        ids = list(self._items)
        place = ids.index(item["id"]) if item["id"] in self._items else len(ids)
        self._items[item["id"]] = item
        if len(ids) >= _MOST_KEPT:
            self._items.pop(ids[0], None)
        return ids[place - 1] if place else None


def _said(item: schemas.Message, waiting: int) -> str:
    if waiting >= _MOST_WAITING:
        raise Refused("too_many_items", "Ask for a response before you add more messages.", "item")
    return schemas.text_of(item)


def _refuse_audio(modalities: list[Any] | None, param: str) -> None:
    if modalities is not None and modalities != ["text"]:
        raise Refused("audio_not_supported", schemas.AUDIO, param)
