"""A plan while rules make it."""

from dataclasses import dataclass, field
from typing import Any

from marketing_agent.agents.planner.port import PlanBrief
from marketing_agent.agents.planner.schemas import PlannedStep


@dataclass
class Draft:
    """The plan while it is made: `told` are the steps whose results a message would hold."""

    brief: PlanBrief
    steps: list[PlannedStep] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    problem: str | None = None

    def tool(self, name: str) -> dict[str, Any] | None:
        """The tool of that name, where the asker's role may call it."""
        return next((tool for tool in self.brief.tools if tool["name"] == name), None)

    def add(self, tool: str, title: str, arguments: dict[str, Any]) -> str:
        """One more step; its id."""
        step_id = f"s{len(self.steps) + 1}"
        self.steps.append(PlannedStep(id=step_id, tool=tool, title=title, arguments=arguments))
        return step_id

    def body(self) -> Any:
        """What was found so far in this plan, or else in the thread; None where nothing was."""
        if self.told:
            parts = [{"$ref": step, "path": "@text"} for step in self.told]
            return parts[0] if len(parts) == 1 else {"$join": parts}
        return next((turn.answer for turn in reversed(self.brief.turns) if turn.answer), None)
