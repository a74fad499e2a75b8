"""What planning is told of a run: the request, the tools, the thread so far. No rows of data."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from marketing_agent.agents.planner.attached import told
from marketing_agent.agents.planner.others import continued
from marketing_agent.agents.planner.port import PlanBrief, Turn
from marketing_agent.agents.runs import abroad, repository
from marketing_agent.agents.runs.execution.held import Held
from marketing_agent.agents.runs.tables import RunRow
from marketing_agent.agents.runs.toolbox import ToolBrief
from marketing_agent.kernel.paging import PageAsked, cursor_of
from marketing_agent.kernel.time import store_today
from marketing_agent.tenancy import service as tenancy

_TURNS, _REACHES = 6, 50
_MOST_ANSWER = 1_500


def brief_of(held: Held) -> PlanBrief:
    """The brief of a run that is to be planned."""
    request = held.row.request
    offered = held.house.toolbox.offered(held.caller)
    with held.transaction() as session:
        workspace = tenancy.get_workspace(session, held.caller.workspace_id)
        today = store_today(workspace.timezone)
        earlier = _earlier(session, held.row)
        turns = tuple(_turn(row) for row in earlier[-_TURNS:])
        text = continued(turns, held.row.text)
        attachments = tuple(map(told, request["attachments"]))
        readings = held.house.read(session, workspace, text, today)
        others = abroad.about(session, text, readings, attachments)
    asked = [row.asked_id for row in earlier if row.asked_id]
    return PlanBrief(
        text=text,
        today=today,
        tools=tuple(_tool(one) for one in offered),
        client_tools=_of_client(request["client_tools"], offered),
        readings=readings,
        turns=turns,
        previous_asked_id=asked[-1] if asked else None,
        context=request["context"],
        attachments=attachments,
        others=others,
    )


def _of_client(
    given: Sequence[dict[str, Any]], offered: Sequence[ToolBrief]
) -> tuple[dict[str, Any], ...]:
    """What the caller runs itself. A name of ours stays ours: nobody slips in under it."""
    ours = {one.name for one in offered}
    return tuple(tool for tool in given if tool["name"] not in ours)


def _tool(brief: ToolBrief) -> dict[str, Any]:
    return {
        "name": brief.name,
        "title": brief.title,
        "description": brief.description,
        "effect": brief.effect,
        "input_schema": brief.input_schema,
    }


def _earlier(session: Session, row: RunRow) -> Sequence[RunRow]:
    """The runs of the thread before this one, in order, as far back as a follow-up reaches."""
    before = PageAsked(_REACHES, cursor_of(row.created_at, row.id))
    return repository.runs_of_thread(session, row.thread_id, before).rows[::-1]


def _turn(row: RunRow) -> Turn:
    return Turn(row.text, row.answer[:_MOST_ANSWER] if row.answer else None)
