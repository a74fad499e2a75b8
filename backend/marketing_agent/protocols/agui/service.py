"""A request of AG-UI as acts on runs, and the run's log as the protocol's events.

Interrupts are approval records: their id is the approval's, and deciding one is deciding that
record, whichever door it came through. A second resume replays what the first one led to.
"""

import hashlib
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass

from ag_ui.core import ResumeEntry, RunAgentInput, ToolMessage, UserMessage
from pydantic import ValidationError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Decision
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.events import PAUSES, RunEvent
from marketing_agent.agents.runs.schemas import (
    CallAnswer,
    ClientTool,
    PlanUpdate,
    Run,
    RunRequest,
)
from marketing_agent.agents.runs.toolbox import Toolbox
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError, Invalid, NotFound, first_problem
from marketing_agent.protocols.agui.mapping import Mapper
from marketing_agent.protocols.refusals import refused
from marketing_agent.protocols.waiting import waited_at
from marketing_agent.tenancy.schemas import Caller

_PLAN = ".plan"


@dataclass(frozen=True)
class Stretch:
    """A part of a run's log: from after an event to the next pause."""

    run: Run
    after: int
    state: dict[str, object]


def read(body: bytes) -> RunAgentInput:
    """The request; raises Invalid."""
    try:
        return RunAgentInput.model_validate_json(body)
    except ValidationError as error:
        raise Invalid(f"This is no RunAgentInput: {first_problem(error)}") from error


async def stream(
    database: Database,
    caller: Caller,
    toolbox: Toolbox,
    given: RunAgentInput,
    stopping: threading.Event,
) -> AsyncIterator[str]:
    """The run as server-sent events, ended by exactly one RUN_FINISHED or RUN_ERROR."""
    mapper = Mapper(given)
    yield mapper.started()
    try:
        stretch = await run_in_threadpool(_act, database, caller, toolbox, given)
    except AppError as error:
        refused("agui", error.code)
        yield mapper.unchanged()
        yield mapper.refused(error.code, error.message)
        return
    before = await _before(database, caller, stretch)
    for line in mapper.opening(stretch.run.id, stretch.state, before):
        yield line
    async for event in runs.follow_with_beats(
        database, caller.workspace_id, stretch.run.id, stretch.after
    ):
        if stopping.is_set():
            yield mapper.refused("stopping", "The server is stopping; the run goes on.")
            return
        if event is None:
            yield ": ping\n\n"
            continue
        for line in mapper.mapped(event):
            yield line
        if event.type in PAUSES:
            return
    yield mapper.nothing_new()


async def _before(database: Database, caller: Caller, stretch: Stretch) -> list[RunEvent]:
    if not stretch.after:
        return []
    found = await run_in_threadpool(_events, database, caller, stretch.run.id)
    return [event for event in found if event.seq <= stretch.after]


def _events(database: Database, caller: Caller, run_id: str) -> list[RunEvent]:
    with database.transaction(caller.workspace_id) as session:
        return runs.events_after(session, run_id, 0)


def _act(database: Database, caller: Caller, toolbox: Toolbox, given: RunAgentInput) -> Stretch:
    """Does what the request asks for, in one transaction."""
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        if given.resume:
            return _resumed(session, caller, toolbox, given)
        last = given.messages[-1] if given.messages else None
        if isinstance(last, ToolMessage):
            return _answered(session, caller, last)
        return _started(session, caller, given)


def _started(session: Session, caller: Caller, given: RunAgentInput) -> Stretch:
    thread_id = runs.thread_named(session, caller, given.thread_id, "agui", "AG-UI thread")
    try:
        request = _request(given, thread_id)
    except ValidationError as error:
        raise Invalid(first_problem(error)) from error
    run = runs.start(session, caller, request)
    return Stretch(run, 0, runs.thread_head(session, thread_id).state)


def _request(given: RunAgentInput, thread_id: str) -> RunRequest:
    asked = [m for m in given.messages if isinstance(m, UserMessage)]
    if not asked:
        raise Invalid("There is no message of a user to answer.")
    props = given.forwarded_props if isinstance(given.forwarded_props, dict) else {}
    context = {"items": [c.model_dump(mode="json") for c in given.context or ()]}
    if isinstance(given.state, dict) and "page" in given.state:
        context["page"] = given.state["page"]
    return RunRequest(
        text=_text(asked[-1]),
        thread_id=thread_id,
        source="agui",
        context=context if len(context) > 1 or context["items"] else {},
        client_tools=tuple(
            ClientTool(
                name=tool.name,
                description=tool.description or "",
                parameters=tool.parameters if isinstance(tool.parameters, dict) else {},
            )
            for tool in given.tools or ()
        ),
        plan_first=props.get("plan_first") is True,
        idempotency_key=_key(thread_id, given.run_id),
    )


def _key(thread_id: str, run_id: str) -> str:
    """A run that a client sends again, after a lost connection, is the same run."""
    return f"agui {hashlib.sha256(f'{thread_id} {run_id}'.encode()).hexdigest()}"


def _text(message: UserMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    texts = (getattr(part, "text", None) for part in message.content)
    return "\n".join(text for text in texts if isinstance(text, str))


def _resumed(session: Session, caller: Caller, toolbox: Toolbox, given: RunAgentInput) -> Stretch:
    found = [_resume(session, caller, toolbox, entry) for entry in given.resume or ()]
    return found[-1]


def _resume(session: Session, caller: Caller, toolbox: Toolbox, entry: ResumeEntry) -> Stretch:
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    approved = entry.status == "resolved" and payload.get("approved") is True
    if entry.interrupt_id.endswith(_PLAN):
        return _confirmed(session, caller, toolbox, entry.interrupt_id, approved)
    record = approvals.get(session, entry.interrupt_id)
    if record.run_id is None:
        raise NotFound("No run waits for this approval.")
    digest = str(payload.get("digest") or record.digest)
    if len(digest) != len(record.digest):
        raise Invalid("A digest has 64 characters.")
    approvals.decide(session, caller, record.id, Decision(approved=approved, digest=digest))
    return _from_waiting(session, record.run_id, record.id)


def _confirmed(
    session: Session, caller: Caller, toolbox: Toolbox, interrupt_id: str, approved: bool
) -> Stretch:
    run_id = interrupt_id.removesuffix(_PLAN)
    run = runs.get_run(session, run_id)
    if run.waiting_for == "plan":
        if approved:
            runs.change_plan(session, caller, run_id, PlanUpdate(), toolbox)
        else:
            runs.cancel(session, caller, run_id)
    return _from_waiting(session, run_id, None)


def _answered(session: Session, caller: Caller, message: ToolMessage) -> Stretch:
    called = message.tool_call_id
    run_id = called.rpartition(".")[0]
    text = message.content if isinstance(message.content, str) else ""
    answer = CallAnswer(text=(message.error or text)[:8_000], is_error=message.error is not None)
    runs.answer_call(session, caller, run_id, called, answer)
    return _from_waiting(session, run_id, called)


def _from_waiting(session: Session, run_id: str, waited_for: str | None) -> Stretch:
    """What came after the run waited for an approval, a call, or with None for its plan."""
    run = runs.get_run(session, run_id)
    after = waited_at(session, run_id, waited_for)
    return Stretch(run, after, runs.thread_head(session, run.thread_id).state)
