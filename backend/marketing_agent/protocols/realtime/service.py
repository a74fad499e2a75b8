"""Events of a client as acts on runs, each in one transaction. Approvals are our records."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Approval, Decision
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.events import ToolCalled
from marketing_agent.agents.runs.schemas import CallAnswer, ClientTool, RunRequest
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import NotFound, first_problem
from marketing_agent.protocols.realtime.errors import Refused
from marketing_agent.protocols.realtime.items import APPROVE
from marketing_agent.protocols.realtime.schemas import Output, Tool
from marketing_agent.protocols.waiting import waited_at
from marketing_agent.tenancy.schemas import Caller

_LONGEST = 8_000
_DECISION = 'An approval is decided by {"approved": true} or {"approved": false}.'


@dataclass(frozen=True)
class Turn:
    """A part of a run's log: from after an event to the next pause, shown as one response."""

    run_id: str
    thread_id: str
    after: int
    called: Mapping[str, ToolCalled]


def start(
    database: Database,
    caller: Caller,
    text: str,
    thread_id: str | None,
    tools: tuple[ClientTool, ...],
) -> Turn:
    """Starts a run for what the user said; raises Refused, AppError."""
    try:
        request = RunRequest(text=text, thread_id=thread_id, source="realtime", client_tools=tools)
    except ValidationError as error:
        raise Refused("invalid_item", f"The message: {first_problem(error)}", "item") from error
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        run = runs.start(session, caller, request)
    return Turn(run.id, run.thread_id, 0, {})


def answer(database: Database, caller: Caller, item: Output) -> Turn:
    """Decides an approval, or gives what a function of the client gave; once, whoever asks again.

    Raises Refused for a decision that is none, and AppError.
    """
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        kind, _, approval_id = item.call_id.partition(".")
        if kind == APPROVE:
            return _decided(session, caller, approval_id, item.output)
        run_id = item.call_id.rpartition(".")[0]
        runs.answer_call(
            session, caller, run_id, item.call_id, CallAnswer(text=item.output[:_LONGEST])
        )
        return _from_waiting(session, run_id, item.call_id)


def cancel(database: Database, caller: Caller, run_id: str) -> None:
    """Stops the run, as every door does."""
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        runs.cancel(session, caller, run_id)


def client_tools(given: list[Tool]) -> tuple[ClientTool, ...]:
    """The client's functions; raises Refused. Its `approve` is ours, which no plan may call."""
    for tool in given:
        if tool.type != "function":
            raise Refused("invalid_tool", "Tools of a session are functions.", "session.tools")
    try:
        return tuple(
            ClientTool(
                name=tool.name or "",
                description=tool.description or "",
                parameters=tool.parameters if isinstance(tool.parameters, dict) else {},
            )
            for tool in given
            if tool.name != APPROVE
        )
    except ValidationError as error:
        raise Refused("invalid_tool", f"A tool: {first_problem(error)}", "session.tools") from error


def _decided(session: Session, caller: Caller, approval_id: str, output: str) -> Turn:
    record = approvals.get(session, approval_id)
    if record.run_id is None:
        raise NotFound("No run waits for this approval.")
    approvals.decide(session, caller, record.id, _decision(record, output))
    return _from_waiting(session, record.run_id, record.id)


def _decision(record: Approval, output: str) -> Decision:
    """Only a plain yes or no decides, and the digest is that of what the call showed."""
    try:
        given = json.loads(output)
    except (ValueError, RecursionError) as error:
        raise Refused("invalid_decision", _DECISION, "item.output") from error
    if not isinstance(given, dict) or not isinstance(given.get("approved"), bool):
        raise Refused("invalid_decision", _DECISION, "item.output")
    try:
        return Decision(
            approved=given["approved"],
            digest=given.get("digest", record.digest),
            note=given.get("note"),
        )
    except ValidationError as error:
        raise Refused("invalid_decision", first_problem(error), "item.output") from error


def _from_waiting(session: Session, run_id: str, waited_for: str) -> Turn:
    after = waited_at(session, run_id, waited_for)
    before = [e.payload for e in runs.events_after(session, run_id, 0) if e.seq <= after]
    over = {p.call_id for p in before if p.type == "tool.returned"}
    called = {
        p.call_id: p
        for p in before
        if p.type == "tool.called" and not p.client and p.call_id not in over
    }
    return Turn(run_id, runs.get_run(session, run_id).thread_id, after, called)
