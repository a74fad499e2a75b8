"""The port to the tools: what a run may call, and the approvals that calls with an effect need."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sqlmodel import Session

from marketing_agent.tenancy.schemas import Caller

Effect = Literal["read", "draft", "send"]


@dataclass(frozen=True, slots=True)
class ToolBrief:
    """A tool as planners see it."""

    name: str
    title: str
    description: str
    effect: Effect
    input_schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave. `untrusted` when it holds text that came from the store's data."""

    text: str
    data: dict[str, Any]
    view: str | None = None
    untrusted: bool = False


class Toolbox(Protocol):
    """Calls tools as a caller. Every method raises AppError for what people may read."""

    def offered(self, caller: Caller) -> tuple[ToolBrief, ...]:
        """The tools that the caller's role may call."""

    def check(self, name: str, arguments: dict[str, Any]) -> None:
        """Raises when the arguments do not fit the tool's schema."""

    def call(
        self,
        caller: Caller,
        name: str,
        arguments: dict[str, Any],
        session: Session | None,
        run_id: str,
        approval_id: str | None,
    ) -> Outcome:
        """Calls a tool; what it writes is part of the session's transaction, if one is given."""

    def request(
        self, session: Session, caller: Caller, name: str, arguments: dict[str, Any], run_id: str
    ) -> dict[str, Any]:
        """Makes the approval record of a call with effect `send`; its `id`, preview and digest."""

    def decisions(self, session: Session, approval_ids: list[str]) -> dict[str, str]:
        """Where approvals stand, by id: open, approved, rejected, expired or used."""
