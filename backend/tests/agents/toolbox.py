"""Tools of tests: their effects are events of the outbox, so that each can be counted."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketing_agent.agents.runs.toolbox import Outcome, ToolBrief
from marketing_agent.events import service as events
from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import now
from marketing_agent.tenancy.schemas import Caller

EFFECT, ASKED, GIVEN = "test.effect", "test.asked", "test.given"


def _schema(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


READ = ToolBrief("ask", "Ask", "Answers a question.", "read", _schema("question", "previous_id"))
WHY = ToolBrief("explain_change", "Why", "Explains.", "read", _schema("metric", "time", "compare"))
DRAFT = ToolBrief("draft_message", "Draft", "Drafts.", "draft", _schema("subject", "body", "to"))
SEND = ToolBrief("send_message", "Send", "Sends.", "send", _schema("message_id"))


@dataclass
class Effects:
    """A toolbox whose calls are counted and can be held up."""

    offered_tools: tuple[ToolBrief, ...] = (READ, WHY, DRAFT, SEND)
    before: Callable[[str], None] = lambda _name: None
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    approvals: dict[str, str] = field(default_factory=dict)
    refuse: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def offered(self, caller: Caller) -> tuple[ToolBrief, ...]:
        return self.offered_tools

    def check(self, name: str, arguments: dict[str, Any]) -> None:
        (tool,) = [one for one in self.offered_tools if one.name == name]
        unknown = arguments.keys() - tool.input_schema["properties"].keys()
        if unknown:
            raise Invalid(f"{name} takes no {min(unknown)}.")

    def call(
        self,
        caller: Caller,
        name: str,
        arguments: dict[str, Any],
        session: Session | None,
        run_id: str,
        approval_id: str | None,
    ) -> Outcome:
        with self.lock:
            self.calls.append((name, arguments))
        self.before(name)
        if name in self.refuse:
            raise Invalid(f"{name} is refused.")
        if session is not None:
            events.emit(session, caller.workspace_id, EFFECT, {"tool": name, "run": run_id})
        if name == "ask":
            question = arguments["question"]
            return Outcome(f"{question}: 42.", {"id": f"asked-{len(self.calls)}", "outcome": "x"})
        return Outcome(f"{name} done.", {"id": f"{name}-1"}, "ui://marketing-agent/message.html")

    def request(
        self, session: Session, caller: Caller, name: str, arguments: dict[str, Any], run_id: str
    ) -> dict[str, Any]:
        approval_id = new_id()
        self.approvals[approval_id] = "open"
        expires = now() + timedelta(hours=1)
        return {"id": approval_id, "tool": name, "expires_at": expires.isoformat()}

    def decisions(self, session: Session, approval_ids: list[str]) -> dict[str, str]:
        return {one: self.approvals[one] for one in approval_ids}


class ApprovedEffects(Effects):
    """Approvals that are kept where every process sees them: as events of the outbox."""

    def request(
        self, session: Session, caller: Caller, name: str, arguments: dict[str, Any], run_id: str
    ) -> dict[str, Any]:
        made = super().request(session, caller, name, arguments, run_id)
        events.emit(session, caller.workspace_id, ASKED, {"id": made["id"], "run": run_id})
        return made

    def decisions(self, session: Session, approval_ids: list[str]) -> dict[str, str]:
        query = text("SELECT payload->>'id' FROM events WHERE topic = :topic")
        given = set(session.execute(query, {"topic": GIVEN}).scalars())
        return {one: "approved" if one in given else "open" for one in approval_ids}
