"""The prompts that the product ships: one file each, checked as it is read."""

import json
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from marketing_agent.agents.planner.schemas import Plan
from marketing_agent.agents.prompts.schemas import OutputKind

_FOLDER = "library"
_PLAIN_TEXT = "Plain text without Markdown."


class _Sections(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    context: str
    task: str
    constraints: str


class Template(BaseModel):
    """A prompt of the library; its output schema follows from the kind of output."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    version: int
    title: str
    purpose: str
    output: OutputKind
    sections: _Sections

    @property
    def schema_of_output(self) -> dict[str, Any] | None:
        """JSON Schema of what comes out; None for text."""
        return Plan.model_json_schema() if self.output == "plan" else None

    def texts(self) -> dict[str, str]:
        """All sections in their order."""
        schema = self.schema_of_output
        shown = json.dumps(schema, sort_keys=True) if schema else _PLAIN_TEXT
        return {**self.sections.model_dump(), "output_schema": shown}


@cache
def templates() -> dict[str, Template]:
    """Every prompt by key."""
    folder = resources.files("marketing_agent.agents.prompts") / _FOLDER
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    read = [Template.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in files]
    return {template.key: template for template in read}
