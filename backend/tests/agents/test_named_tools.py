"""Requests that name a tool of others, read without a model."""

import pytest

from marketing_agent.agents.planner.others import named_tool
from marketing_agent.agents.planner.port import PlanBrief
from marketing_agent.agents.planner.rules import planned
from marketing_agent.kernel.time import now

READ = {"name": "read_server_tool", "input_schema": {}}


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("Use shop/look", {}),
        ("please call shop/look.", {}),
        ("Use shop/look with at: New Zealand, year: 2026", {"at": "New Zealand", "year": 2026}),
        ("run shop/look with live=true", {"live": True}),
        ('Use shop/look with {"of": [1], "at": "a, b"}', {"of": [1], "at": "a, b"}),
    ],
)  # fmt: skip
def test_the_tool_and_what_it_is_given(text: str, arguments: dict[str, object]) -> None:
    assert named_tool(text) == ("shop/look", arguments)


@pytest.mark.parametrize(
    "text",
    [
        "Use shop/look with great care",
        "Use revenue/orders as a ratio",
        "Orders per click/session last week",
        "Why did shop/look fail?",
    ],
)
def test_other_requests_name_none(text: str) -> None:
    assert named_tool(text) is None


@pytest.mark.parametrize(
    ("trusted", "tool"), [(("shop/look",), "read_server_tool"), ((), "call_server_tool")]
)
def test_one_that_may_act_waits_for_a_person(trusted: tuple[str, ...], tool: str) -> None:
    brief = PlanBrief("Use shop/look", now().date(), (READ,), trusted=trusted)
    (step,) = planned(brief).steps
    assert (step.tool, step.arguments) == (tool, {"tool": "shop/look", "arguments": {}})
    assert planned(PlanBrief("Use shop/look", now().date(), ())).steps == ()  # a viewer's role
