"""What crosses the boundary of automations."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketing_agent.agents.bounded import Json
from marketing_agent.agents.planner.schemas import PlanStep
from marketing_agent.agents.runs.schemas import Run, Words

State = Literal["off", "on", "paused"]
EventKind = Literal[
    "import.completed",
    "import.failed",
    "approval.requested",
    "approval.decided",
    "message.sent",
    "alert.raised",
    "segment.changed",
    "run.failed",
    "job.given_up",
    "webhook.given_up",
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Period = Literal["today", "yesterday", "last_7_days", "last_week", "last_30_days", "last_month"]
RunStatus = Literal["trial", "due", "started", "blocked", "unmet", "skipped", "failed"]
CheckName = Literal["owner", "effect", "data", "consent", "recipients", "quiet_hours", "model"]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Name = Annotated[
    Words, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=120)
]
Key = Annotated[str, Field(min_length=1, max_length=64)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OnEvent(_Given):
    """When something happens in the store, unless a run of this automation led to it."""

    kind: Literal["event"]
    event: EventKind


class OnSchedule(_Given):
    """At a time of the store's clock: each day, on days of the week, or on one day of the month.

    The 31st is the last day in shorter months. A time that the clock leaves out in spring is an
    hour later; one that comes twice in autumn counts once.
    """

    kind: Literal["schedule"]
    at: ClockTime
    weekdays: Annotated[tuple[Weekday, ...], Field(max_length=7)] | None = None
    day_of_month: Annotated[int, Field(ge=1, le=31)] | None = None


class OnMetric(_Given):
    """When a metric is below or above a value; rates are fractions.

    It is looked at each day, and when an import is published; it begins one run a day at most.
    `today` is for what has a state, such as a stock, which counts as it was last exported.
    """

    kind: Literal["metric"]
    metric: Annotated[str, Field(min_length=1, max_length=80)]
    time: Period = "yesterday"
    relation: Literal["below", "at_most", "above", "at_least"]
    value: Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
    at: ClockTime = "08:00"


Trigger = Annotated[OnEvent | OnSchedule | OnMetric, Field(discriminator="kind")]


class Instruct(_Given):
    """A request in words, planned in the trial; later runs take the very steps that it showed."""

    kind: Literal["instruction"]
    text: Annotated[Words, Field(min_length=1, max_length=2_000)]


class CallTool(_Given):
    """One tool with its arguments."""

    kind: Literal["tool"]
    tool: Annotated[str, Field(min_length=1, max_length=80)]
    arguments: Json = {}


Action = Annotated[Instruct | CallTool, Field(discriminator="kind")]


class AutomationCreate(_Given):
    """It is off until it was tried and switched on. It acts as its owner.

    By default that is the caller; for an API key the member who made it, and for a key of the
    command line the store's only owner.
    """

    name: Name
    trigger: Trigger
    action: Action
    owner_id: Annotated[Key | None, Field(description="A member; whoever creates it otherwise")] = (
        None
    )


class AutomationUpdate(_Given):
    """The fields to change. What it does or when: then it is off until tried again."""

    name: Name | None = None
    trigger: Trigger | None = None
    action: Action | None = None
    owner_id: Key | None = None


class Switch(_Given):
    to: State


class Check(Frozen):
    """One thing that was looked at; `blocks` when nothing may run because of it."""

    name: CheckName
    blocks: bool
    text: str


class Compliance(Frozen):
    """What was checked before it may run, and when."""

    checks: tuple[Check, ...]
    blocked: bool
    checked_at: datetime


class Owner(Frozen):
    """Whom it acts as; `left` when they are no member any more."""

    user_id: str
    name: str
    left: bool


class Automation(Frozen):
    """What begins it, what it does, and where it stands.

    `plan` holds the steps that each run takes, once it was switched on. `trial_id` is the trial of
    this version, `trial_status` where it is. `next_at` is when a schedule is due.
    """

    id: str
    name: str
    trigger: Trigger
    action: Action
    owner: Owner
    state: State
    version: int
    plan: tuple[PlanStep, ...] | None
    compliance: Compliance | None
    trial_id: str | None
    trial_status: str | None
    next_at: datetime | None
    last_run: "AutomationRun | None"
    created_at: datetime
    updated_at: datetime


class Automations(Frozen):
    items: tuple[Automation, ...]


class AutomationRun(Frozen):
    """One time that it was due. `run` is the agent's run, whose id is its A2A task.

    `missed` counts triggers beyond the hourly bound, told in one record.
    """

    id: str
    automation_id: str
    version: int
    cause: str
    status: RunStatus
    note: str | None
    missed: int
    compliance: Compliance | None
    run: Run | None
    created_at: datetime


class AutomationRuns(Frozen):
    items: tuple[AutomationRun, ...]
    total: int


class Version(Frozen):
    """What it was before it was changed; sent as an update, it is so again."""

    version: int
    name: str
    trigger: Trigger
    action: Action
    owner_id: str
    changed_by: str | None
    created_at: datetime


class Versions(Frozen):
    items: tuple[Version, ...]


class Cause(Frozen):
    """Why a run is due: `key` is the same for the same event or slot, however often it is told."""

    key: str
    context: dict[str, Any] = {}
