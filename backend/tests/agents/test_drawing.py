"""Blocks of an answer: what a step gave, as the view of its tool draws it."""

import pytest

from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs.drawing import blocks_of
from marketing_agent.agents.runs.events import ToolReturned


@pytest.mark.parametrize(
    ("tool", "view", "drawn"),
    [("get_insight", "insight", "insight"), ("list_insights", "table", "table")],
)
def test_what_a_tool_gave_is_drawn_as_its_view_says(tool: str, view: str, drawn: str) -> None:
    step = PlanStep(id="s1", title="Look at the cohorts", tool=tool, arguments={})
    data = {"name": "cohorts", "parts": []}
    address = f"ui://marketing-agent/{view}.html"
    gave = ToolReturned(
        call_id="c1", step_id="s1", tool=tool, text="Told.", data=data, view=address
    )
    (block,) = blocks_of([step], {"s1": gave})
    assert (block.type, block.title) == (drawn, "Look at the cohorts")
    assert block.model_dump()["data"] == data
