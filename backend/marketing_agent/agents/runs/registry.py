"""The toolbox of runs over the one registry of tools."""

from typing import Any

from sqlmodel import Session

from marketing_agent.agents.approvals import service as approvals
from marketing_agent.agents.runs.toolbox import Outcome, ToolBrief
from marketing_agent.agents.tools import service as tools
from marketing_agent.ask.cases import Desk
from marketing_agent.tenancy.schemas import Caller


class RegistryToolbox:
    """Calls the product's own tools."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def offered(self, caller: Caller) -> tuple[ToolBrief, ...]:
        """The tools that the caller's role may call."""
        return tuple(
            ToolBrief(
                tool.name,
                tool.title,
                tool.description,
                tool.effect,
                tools.info(tool).input_schema,
            )
            for tool in tools.tools_for(caller)
        )

    def check(self, name: str, arguments: dict[str, Any]) -> None:
        """Raises BadArguments when the arguments do not fit the tool's schema."""
        tools.checked(tools.get_tool(name), arguments)

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
        context = tools.open_context(self._desk, caller, session, run_id)
        found = tools.call(context, name, arguments, approval_id=approval_id)
        return Outcome(found.text, found.data, found.view, found.untrusted)

    def request(
        self, session: Session, caller: Caller, name: str, arguments: dict[str, Any], run_id: str
    ) -> dict[str, Any]:
        """Makes the approval record of exactly this call."""
        context = tools.open_context(self._desk, caller, session, run_id)
        return tools.request_approval(context, name, arguments).model_dump(mode="json")

    def decisions(self, session: Session, approval_ids: list[str]) -> dict[str, str]:
        """Where approvals stand, by id."""
        return dict(approvals.standing(session, approval_ids))
