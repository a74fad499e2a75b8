"""What is looked at before an automation may run: with owner, tools and people as they are.

Nothing here trusts what was true when it was switched on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.automations.schemas import Check, CheckName, Compliance
from marketing_agent.agents.automations.tables import AutomationRow
from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs.toolbox import Toolbox, ToolBrief
from marketing_agent.campaigns.schemas import TEAM
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Member

OFFLINE = "offline"
QUIET_FROM, QUIET_TO = time(21), time(7)
_DRAFT, _SEND, _ASK = "draft_message", "send_message", "ask_agent"
# Rows that were not taken are shown as they came, with whatever they hold of people.
_PERSONAL = frozenset({"list_rejections"})


@dataclass(frozen=True)
class Ground:
    """What automations are checked against and run with."""

    toolbox: Toolbox
    settings: Settings

    @property
    def model(self) -> str:
        """Who plans and writes."""
        return self.settings.llm_model or OFFLINE


@dataclass(frozen=True)
class _Case:
    row: AutomationRow
    steps: Sequence[PlanStep]
    members: Mapping[str, Member]
    owner: Caller | None
    tools: Mapping[str, ToolBrief]
    model: str

    @property
    def sends(self) -> bool:
        return any(self._effect(step) == "send" for step in self.steps)

    @property
    def writes(self) -> bool:
        return any(step.tool in (_DRAFT, _SEND) for step in self.steps)

    def _effect(self, step: PlanStep) -> str:
        return self.tools[step.tool].effect if step.tool in self.tools else ""


def sends(steps: Sequence[PlanStep], ground: Ground, owner: Caller) -> bool:
    """Whether any of the steps lets something leave the house."""
    leaving = {tool.name for tool in ground.toolbox.offered(owner) if tool.effect == "send"}
    return any(step.tool in leaving for step in steps)


def examine(
    session: Session, row: AutomationRow, steps: Sequence[PlanStep], ground: Ground
) -> Compliance:
    """Every check of an automation with these steps, as things are now."""
    owner = tenancy.member_caller(session, row.workspace_id, row.owner_id)
    offered = ground.toolbox.offered(owner) if owner else ()
    job = Caller(workspace_id=row.workspace_id, user_id=None, role="viewer", kind="job")
    members = {one.email.lower(): one for one in tenancy.list_members(session, job)}
    tools = {tool.name: tool for tool in offered}
    case = _Case(row, steps, members, owner, tools, ground.model)
    checks = tuple(_check(name, look, case) for name, look in _LOOKS.items())
    return Compliance(checks=checks, blocked=any(one.blocks for one in checks), checked_at=now())


def _check(name: CheckName, look: "_Look", case: _Case) -> Check:
    blocks, text = look(case)
    return Check(name=name, blocks=blocks, text=text)


def _owner(case: _Case) -> tuple[bool, str]:
    found = next((m for m in case.members.values() if m.user_id == case.row.owner_id), None)
    if found is None or case.owner is None:
        return True, "Its owner is no member any more: choose another."
    return False, f"It runs with the rights of {found.name} ({found.role})."


def _effect(case: _Case) -> tuple[bool, str]:
    if not case.steps:
        return True, "It would do nothing."
    missing = [step.tool for step in case.steps if step.tool not in case.tools]
    if missing and case.owner is not None:
        return True, f"Its owner may not use {missing[0]}."
    if case.sends:
        return False, "It sends, each time after a person approved exactly what leaves."
    if any(case.tools[s.tool].effect == "draft" for s in case.steps if s.tool in case.tools):
        return False, "It makes drafts; nothing leaves."
    return False, "It only reads."


def _data(case: _Case) -> tuple[bool, str]:
    if (case.writes or case.sends) and any(step.tool in _PERSONAL for step in case.steps):
        return True, "Rejected rows may hold personal data: they cannot go into a message."
    return False, "It reads the store's figures, which hold no personal data of customers."


def _consent(_case: _Case) -> tuple[bool, str]:
    return False, "It writes to no customer, so none has to agree."


def _recipients(case: _Case) -> tuple[bool, str]:
    if not case.writes:
        asks = any(step.tool == _ASK for step in case.steps)
        return False, "It asks an agent of others." if asks else "It writes to nobody."
    drafts = [step for step in case.steps if step.tool == _DRAFT]
    if not drafts:
        return True, "It would send a message that was written before, and each is sent once."
    people = list(_addressed(case, drafts))
    unknown = [one for one in people if one not in case.members]
    if unknown:
        return True, f"{unknown[0][:254]} is no member of this store."
    if not people:
        return True, "There is nobody to send to."
    count = len(set(people))
    return False, f"It writes to {count} member{'' if count == 1 else 's'} of this store."


def _addressed(case: _Case, drafts: Sequence[PlanStep]) -> Iterator[str]:
    for step in drafts:
        given: Any = step.arguments.get("to", TEAM)
        for one in [given] if isinstance(given, str) else given:
            if not isinstance(one, str) or isinstance(given, dict):
                yield "A person whom a result names"
            elif one.strip().lower() == TEAM:
                yield from case.members
            else:
                yield one.strip().lower()


def _quiet(case: _Case) -> tuple[bool, str]:
    if not case.sends:
        return False, "Nothing is sent at any hour."
    at = case.row.trigger.get("at")
    if at and is_quiet(time.fromisoformat(at)):
        return True, "Messages leave between 07:00 and 21:00: choose another time."
    return False, "What comes up between 21:00 and 07:00 waits until 07:00."


def is_quiet(at: time) -> bool:
    """Whether a time of the store's clock is one at which nobody is written to."""
    return at >= QUIET_FROM or at < QUIET_TO


def _model(case: _Case) -> tuple[bool, str]:
    agreed = case.row.model
    if case.row.plan is not None and agreed is not None and agreed != case.model:
        return True, f"The model is {case.model} now, and was {agreed}: switch it on again."
    if case.model == OFFLINE:
        return False, "No language model is asked: nothing leaves this installation for one."
    provider = case.model.partition(":")[0]
    return False, f"The model of {provider} reads what the steps found, to write about it."


_Look = Callable[[_Case], tuple[bool, str]]
_LOOKS: dict[CheckName, _Look] = {
    "owner": _owner,
    "effect": _effect,
    "data": _data,
    "consent": _consent,
    "recipients": _recipients,
    "quiet_hours": _quiet,
    "model": _model,
}
