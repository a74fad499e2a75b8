"""A chat request as acts on runs. The client's chat is a thread, its approvals our records."""

import hashlib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.approvals.schemas import Decision
from marketing_agent.agents.runs import service as runs
from marketing_agent.agents.runs.schemas import RunRequest
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import Invalid, NotFound
from marketing_agent.protocols.waiting import waited_at
from marketing_agent.tenancy.schemas import Caller


@dataclass(frozen=True)
class Stretch:
    """A part of a run's log: from after an event to the next pause, said by one message."""

    run_id: str
    after: int
    message_id: str


def act(
    database: Database,
    caller: Caller,
    chat_id: str,
    message_id: str,
    role: str,
    parts: list[dict[str, Any]],
) -> Stretch:
    """Does what the newest message asks for, in one transaction."""
    with database.transaction(caller.workspace_id, user_id=caller.user_id) as session:
        if role == "user":
            return _started(session, caller, chat_id, message_id, parts)
        return _decided(session, caller, message_id, parts)


def _started(
    session: Session, caller: Caller, chat_id: str, message_id: str, parts: list[dict[str, Any]]
) -> Stretch:
    text = "\n".join(str(p.get("text", "")) for p in parts if p.get("type") == "text")
    named = f"{caller.workspace_id} {chat_id}"
    thread_id = _thread(session, caller, f"chat-{hashlib.sha256(named.encode()).hexdigest()[:32]}")
    key = hashlib.sha256(f"{thread_id} {message_id} {text}".encode("utf-8", "replace")).hexdigest()
    try:
        request = RunRequest(
            text=text, thread_id=thread_id, source="vercel", idempotency_key=f"chat {key}"
        )
    except ValidationError as error:
        raise Invalid("The newest message has no text, or more than 4,000 characters.") from error
    run = runs.start(session, caller, request)
    return Stretch(run.id, 0, f"{run.id}.answer")


def _thread(session: Session, caller: Caller, thread_id: str) -> str:
    try:
        return runs.thread_head(session, thread_id).id
    except NotFound:
        return runs.create_thread(session, caller, "Chat", thread_id).id


def _decided(
    session: Session, caller: Caller, message_id: str, parts: list[dict[str, Any]]
) -> Stretch:
    """The approvals that the client's own copy of our message answers; others stay open."""
    found: Stretch | None = None
    for given in (p["approval"] for p in parts if isinstance(p.get("approval"), dict)):
        if "approved" not in given:
            continue
        record = approvals.get(session, str(given.get("id")))
        decision = Decision(approved=given["approved"] is True, digest=record.digest)
        approvals.decide(session, caller, record.id, decision)
        if record.run_id is not None:
            after = waited_at(session, record.run_id, record.id)
            found = Stretch(record.run_id, after, message_id)
    if found is None:
        raise Invalid("The newest message asks for nothing: it decides no approval of a run.")
    return found
