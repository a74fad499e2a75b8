"""The registry is whole: every REST operation has a tool or a reason, every tool its class."""

import re
from collections import Counter
from typing import get_args

import jsonschema_rs
import pytest

from marketing_agent.agents.tools import service
from marketing_agent.agents.tools.reasons import REASONS
from marketing_agent.agents.tools.schemas import EVERYBODY, Cost, Effect, Tool, View
from tests.described import described

TOOLS = service.all_tools()
ALL = [pytest.param(tool, id=tool.name) for tool in TOOLS]


def _operations() -> set[str]:
    return {
        str(operation["operationId"])
        for item in described()["paths"].values()
        for operation in item.values()
    }


def test_every_rest_operation_has_a_tool_or_a_reason() -> None:
    there = _operations()
    covered = {name for tool in TOOLS for name in tool.operations}
    assert sorted(there - covered - REASONS.keys()) == []
    assert sorted(covered - there) == []
    assert sorted(REASONS.keys() - there) == []
    assert sorted(covered & REASONS.keys()) == []
    assert [name for name, why in REASONS.items() if len(why) < 30] == []


def test_names_are_unique_and_say_what_they_do() -> None:
    names = Counter(tool.name for tool in TOOLS)
    assert [name for name, count in names.items() if count > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    titles = Counter(tool.title for tool in TOOLS)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("tool", ALL)
def test_every_tool_has_its_class(tool: Tool) -> None:
    assert tool.effect in get_args(Effect)
    assert tool.cost in get_args(Cost)
    assert tool.view in get_args(View)
    assert tool.roles
    assert set(tool.roles) <= set(EVERYBODY)
    assert tool.effect == "read" or "viewer" not in tool.roles
    assert 20 <= len(tool.description) <= 300


@pytest.mark.parametrize("tool", ALL)
def test_schemas_are_objects_that_refuse_or_bound(tool: Tool) -> None:
    found = service.info(tool)
    for schema in (found.input_schema, found.output_schema):
        jsonschema_rs.meta.validate(schema)
        assert schema["type"] == "object"
    free = [
        name
        for name, field in found.input_schema.get("properties", {}).items()
        if field.get("type") == "string" and not {"maxLength", "enum", "format"} & field.keys()
    ]
    assert free == [], "a text of any length"
