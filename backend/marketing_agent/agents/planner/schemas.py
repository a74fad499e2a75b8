"""A plan: tool calls in order, whose arguments may refer to earlier results."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.agents.bounded import Json

StepStatus = Literal["pending", "running", "waiting", "done", "failed", "skipped"]
StepId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
MOST_STEPS = 20


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlannedStep(Frozen):
    """One tool call. `{"$ref": "<step id>", "path": "a.b"}` stands for an earlier result."""

    id: StepId
    tool: Annotated[str, Field(max_length=80)]
    title: Annotated[str, Field(max_length=200)]
    arguments: Json = {}


class Plan(Frozen):
    """What is to be done. With no steps, `reply` says why."""

    steps: Annotated[tuple[PlannedStep, ...], Field(max_length=MOST_STEPS)] = ()
    reply: Annotated[str, Field(max_length=4_000)] | None = None


class PlanStep(PlannedStep):
    """A step of a run, with how far it is and the approval that it waits or waited for."""

    status: StepStatus = "pending"
    approval_id: str | None = None
