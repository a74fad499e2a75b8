"""Requests that are to be done again and again become drafts of automations."""

from datetime import date
from typing import Any

import pytest

from marketing_agent.agents.automations.schemas import AutomationCreate
from marketing_agent.agents.planner.port import PlanBrief
from marketing_agent.agents.planner.rules import planned
from marketing_agent.agents.planner.standing import standing

CREATE = {"name": "create_automation", "effect": "draft", "input_schema": {"properties": {}}}
WORKING = ["mon", "tue", "wed", "thu", "fri"]


def _on(at: str, **more: Any) -> dict[str, Any]:
    return {"kind": "schedule", "at": at} | more


@pytest.mark.parametrize(
    ("text", "trigger", "asked"),
    [
        ("every Monday at 8 tell me last week's revenue",
         _on("08:00", weekdays=["mon"]), "Last week's revenue"),
        ("Each Monday and Thursday at 7:30am, what changed last week?",
         _on("07:30", weekdays=["mon", "thu"]), "What changed last week?"),
        ("Please, every weekday at 6 pm show me orders today",
         _on("18:00", weekdays=WORKING), "Orders today"),
        ("every day at 12 am tell me orders yesterday", _on("00:00"), "Orders yesterday"),
        ("every month give me revenue last month",
         _on("08:00", day_of_month=1), "Revenue last month"),
        ("Every morning mail the team orders yesterday",
         _on("08:00"), "Orders yesterday? Mail the answer to the team."),
        ("Tell me last week's revenue every Monday at 8",
         _on("08:00", weekdays=["mon"]), "Last week's revenue"),
        ("When an import completes, what changed last week? Mail the answer to the team.",
         {"kind": "event", "event": "import.completed"},
         "What changed last week? Mail the answer to the team."),
        ("whenever an import fails tell me which files were imported",
         {"kind": "event", "event": "import.failed"}, "Which files were imported"),
    ],
)  # fmt: skip
def test_what_is_to_be_done_again(text: str, trigger: dict[str, Any], asked: str) -> None:
    found = standing(text)
    assert found is not None
    assert found["trigger"] == trigger
    assert found["action"] == {"kind": "instruction", "text": asked}
    AutomationCreate.model_validate(found)


@pytest.mark.parametrize(
    "text",
    [
        "Revenue every day last week",
        "Tell me revenue every day last week",
        "How many orders did we have each month?",
        "every Monday at 25 tell me revenue",
        "every day at 13pm tell me revenue",
        "Why did revenue change last week? Send the summary to the team.",
        "What happens when an import completes?",
    ],
)
def test_what_is_asked_once_is_no_automation(text: str) -> None:
    assert standing(text) is None


def test_it_is_drafted_for_who_may_and_refused_to_others() -> None:
    text, today = "every Monday at 8 tell me last week's revenue", date(2026, 11, 27)
    (step,) = planned(PlanBrief(text, today, (CREATE,))).steps
    assert (step.tool, step.arguments["name"]) == ("create_automation", "Last week's revenue")
    refused = planned(PlanBrief(text, today, ()))
    assert (refused.steps, refused.reply) == ((), "Your role may not write automations.")
