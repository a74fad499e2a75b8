"""Everything that can happen in a run: a closed set, each with its own payload.

A run's events are numbered from 1 without a gap. `run.waiting`, `run.finished`, `run.failed` and
`run.cancelled` end a stretch: nothing follows them but what a person, a client or a decision
brings, and after the last three nothing at all.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from marketing_agent.agents.planner.schemas import PlanStep, StepStatus
from marketing_agent.agents.runs.blocks import Block


class _Payload(BaseModel):
    model_config = ConfigDict(frozen=True)


class RunStarted(_Payload):
    type: Literal["run.started"] = "run.started"
    run_id: str
    thread_id: str


class PlanProposed(_Payload):
    """`by` is the model that planned; `confirm` when nothing runs before a person says so."""

    type: Literal["plan.proposed"] = "plan.proposed"
    steps: tuple[PlanStep, ...]
    by: str
    confirm: bool = False


class PlanChanged(_Payload):
    type: Literal["plan.changed"] = "plan.changed"
    steps: tuple[PlanStep, ...]


class StepStarted(_Payload):
    type: Literal["step.started"] = "step.started"
    step_id: str
    title: str


class ToolCalled(_Payload):
    """`client` when the page or agent that asked is to run it, and answers with the result."""

    type: Literal["tool.called"] = "tool.called"
    call_id: str
    step_id: str
    tool: str
    arguments: dict[str, Any]
    client: bool = False


class ToolReturned(_Payload):
    """`text` is for people, `data` the output, `view` the page that shows it."""

    type: Literal["tool.returned"] = "tool.returned"
    call_id: str
    step_id: str
    tool: str
    text: str
    data: Any = None
    view: str | None = None
    untrusted: bool = False
    is_error: bool = False


class StepFinished(_Payload):
    type: Literal["step.finished"] = "step.finished"
    step_id: str
    status: StepStatus


class TextStarted(_Payload):
    type: Literal["text.started"] = "text.started"
    message_id: str


class TextDelta(_Payload):
    type: Literal["text.delta"] = "text.delta"
    message_id: str
    text: str


class TextFinished(_Payload):
    """`text` is the whole of it. `cut_off` when the message began anew under another id."""

    type: Literal["text.finished"] = "text.finished"
    message_id: str
    text: str
    blocks: tuple[Block, ...] = ()
    cut_off: bool = False


class StateChanged(_Payload):
    """A JSON patch (RFC 6902) of the thread's state."""

    type: Literal["state.changed"] = "state.changed"
    patch: tuple[dict[str, Any], ...]


class ApprovalRequested(_Payload):
    """The approval record as it stood, for the call that waits for it."""

    type: Literal["approval.requested"] = "approval.requested"
    approval: dict[str, Any]
    call_id: str
    step_id: str


class ApprovalDecided(_Payload):
    type: Literal["approval.decided"] = "approval.decided"
    approval_id: str
    approved: bool


class RunWaiting(_Payload):
    """Until approvals are decided, a plan is confirmed, or a client answers its calls."""

    type: Literal["run.waiting"] = "run.waiting"
    reason: Literal["approval", "plan", "client"]
    approval_ids: tuple[str, ...] = ()
    call_ids: tuple[str, ...] = ()


class RunFinished(_Payload):
    type: Literal["run.finished"] = "run.finished"
    text: str


class RunFailed(_Payload):
    type: Literal["run.failed"] = "run.failed"
    code: str
    message: str
    error_id: str


class RunCancelled(_Payload):
    type: Literal["run.cancelled"] = "run.cancelled"


Payload = Annotated[
    RunStarted
    | PlanProposed
    | PlanChanged
    | StepStarted
    | ToolCalled
    | ToolReturned
    | StepFinished
    | TextStarted
    | TextDelta
    | TextFinished
    | StateChanged
    | ApprovalRequested
    | ApprovalDecided
    | RunWaiting
    | RunFinished
    | RunFailed
    | RunCancelled,
    Field(discriminator="type"),
]
TERMINAL = frozenset({"run.finished", "run.failed", "run.cancelled"})
PAUSES = TERMINAL | {"run.waiting"}
# What moves a run on, as opposed to what it says on its way.
MOVES = PAUSES | {
    "run.started",
    "plan.proposed",
    "plan.changed",
    "step.started",
    "approval.decided",
}
PAYLOADS: TypeAdapter[Payload] = TypeAdapter(Payload)


class RunEvent(BaseModel):
    """One thing that happened in a run."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    seq: int
    at: datetime
    payload: Payload

    @property
    def type(self) -> str:
        """What happened, as in the payload."""
        return self.payload.type
