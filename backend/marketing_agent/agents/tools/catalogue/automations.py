"""Tools over automations: everybody lists them, editors draft one. People try and switch it on."""

from typing import Annotated

from pydantic import Field

from marketing_agent.agents.automations import service
from marketing_agent.agents.automations.schemas import (
    Automation,
    AutomationCreate,
    AutomationRuns,
    Automations,
)
from marketing_agent.agents.tools.catalogue.saved import ThingId
from marketing_agent.agents.tools.schemas import (
    AN_ID,
    EDITORS,
    Arguments,
    NoArguments,
    Tool,
    ToolContext,
)


class AutomationRunsArguments(Arguments):
    automation_id: ThingId
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=100_000_000)] = 0


def _list(context: ToolContext, _given: NoArguments) -> Automations:
    with context.reading() as session:
        return service.listed(session)


def _runs(context: ToolContext, given: AutomationRunsArguments) -> AutomationRuns:
    with context.reading() as session:
        return service.due(session, given.automation_id, given.limit, given.offset)


def _create(context: ToolContext, new: AutomationCreate) -> Automation:
    with context.transaction() as session:
        return service.create(session, context.caller, new)


def _listed(found: Automations) -> str:
    if not found.items:
        return "There is no automation yet."
    return "; ".join(f"{one.name}: {one.state}" for one in found.items[:10]) + "."


def _ran(found: AutomationRuns) -> str:
    last = found.items[0].status if found.items else "never"
    return f"{found.total:,} times due; the last one: {last}."


_MONDAYS = {
    "name": "Last week, on Mondays",
    "trigger": {"kind": "schedule", "at": "08:00", "weekdays": ["mon"]},
    "action": {"kind": "instruction", "text": "Total sales last week?"},
}

TOOLS = (
    Tool(
        name="list_automations",
        title="List automations",
        description="What the agent does by itself: trigger, act, owner, whether it is on, and its "
        "last run.",
        effect="read",
        cost="free",
        view="table",
        input=NoArguments,
        output=Automations,
        run=_list,
        tell=_listed,
        operations=("list_automations", "get_automation"),
        untrusted=True,
    ),
    Tool(
        name="list_automation_runs",
        title="List runs of an automation",
        description="Each time that an automation was due, and what became of it.",
        effect="read",
        cost="free",
        view="table",
        input=AutomationRunsArguments,
        output=AutomationRuns,
        run=_runs,
        tell=_ran,
        operations=("list_automation_runs",),
        untrusted=True,
        example={"automation_id": AN_ID},
    ),
    Tool(
        name="create_automation",
        title="Draft an automation",
        description="Keeps an automation that is off: a trigger and a request or a tool call. A "
        "person tries it and switches it on in the app.",
        effect="draft",
        cost="free",
        view="table",
        input=AutomationCreate,
        output=Automation,
        run=_create,
        tell=lambda found: (
            f"“{found.name}” is drafted under Automations, and off: look at its first run there, "
            "then switch it on."
        ),
        operations=("create_automation",),
        untrusted=True,
        roles=EDITORS,
        example=_MONDAYS,
    ),
)
