"""What crosses the boundary of runs."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from marketing_agent.agents.bounded import Json
from marketing_agent.agents.planner.schemas import MOST_STEPS, PlannedStep, PlanStep
from marketing_agent.agents.runs.blocks import Block
from marketing_agent.ask.text import storable

Status = Literal["queued", "running", "waiting", "completed", "failed", "cancelled"]
Source = Literal[
    "web", "a2a", "mcp", "agui", "vercel", "realtime", "langchain", "api", "automation"
]
Words = Annotated[str, AfterValidator(storable)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Budgets(Frozen):
    """What a run may take at most. `money` is US dollars that models cost.

    `depth` counts handings on, from the person who asked first: with 1 a run of a person may ask
    agents and tools of others, and one that another agent asked for may not.
    """

    steps: Annotated[int, Field(ge=1, le=MOST_STEPS)] = 12
    tokens: Annotated[int, Field(ge=0, le=2_000_000)] = 100_000
    money: Annotated[Decimal, Field(ge=0, le=1000, max_digits=10, decimal_places=6)] = Decimal("1")
    seconds: Annotated[int, Field(ge=1, le=3_600)] = 300
    depth: Annotated[int, Field(ge=0, le=3)] = 1


class Spent(Frozen):
    """What a run took so far; `money` is null where a model's price is not known."""

    steps: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    money: Decimal | None = Decimal(0)
    seconds: float = 0.0


class Attachment(Frozen):
    """Something that the request is about: by id where it is ours, else with its data.

    Files (image, csv, pdf, text) have the id of a document or attachment. Of a number or table,
    `data` may hold `asked_id`, the answer that it is of, or `question`, which asks for it again.
    Of a part of a page of insights it holds the key of the `part`, and the page as `insight` with
    what it was asked for (`ask`), or the `report` that keeps it.
    """

    kind: Literal["metric", "table", "tile", "report", "part", "image", "csv", "pdf", "text"]
    name: Annotated[Words, Field(max_length=200)]
    id: Annotated[str, Field(max_length=80)] | None = None
    data: Json = {}


class ClientTool(Frozen):
    """A tool that the caller runs: `parameters` is its JSON Schema."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    description: Annotated[Words, Field(max_length=1_000)] = ""
    parameters: Json = {}


class RunRequest(Frozen):
    """What the agent is to do, in words. With `plan_first` the plan waits to be confirmed.

    A `trial` shows what it would send, and neither sends it nor asks for approval. `depth` says how
    often the request was handed on before it came here.
    """

    text: Annotated[Words, Field(min_length=1, max_length=4_000)]
    thread_id: Annotated[str, Field(max_length=80)] | None = None
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=10)] = ()
    context: Json = {}
    source: Source = "api"
    client_tools: Annotated[tuple[ClientTool, ...], Field(max_length=40)] = ()
    plan_first: bool = False
    trial: bool = False
    budgets: Budgets = Budgets()
    depth: Annotated[int, Field(ge=0, le=20)] = 0
    idempotency_key: Annotated[str, Field(min_length=1, max_length=255)] | None = None


class RunProblem(Frozen):
    """Why a run failed; the id finds it in the log."""

    code: str
    message: str
    error_id: str


class Run(Frozen):
    """One request and what became of it. `events_until` is the number of its newest event."""

    id: str
    thread_id: str
    status: Status
    waiting_for: Literal["plan", "approval", "client"] | None
    source: Source
    text: str
    plan: tuple[PlanStep, ...] | None
    budgets: Budgets
    depth: int
    spent: Spent
    answer: str | None
    error: RunProblem | None
    asked_id: str | None
    events_until: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Runs(Frozen):
    items: tuple[Run, ...]
    total: int


class MovesAsked(Frozen):
    """Which runs: those that came to where they are at or after `since`.

    `before` is where a page ended: the time of its last run's move, and the run's id.
    """

    status: Status | None = None
    thread_id: str | None = None
    since: datetime | None = None
    before: tuple[datetime, str] | None = None


class Moved(Frozen):
    """A run, and when it came to where it is."""

    run: Run
    at: datetime


class Moves(Frozen):
    """A page of runs, the last moved first, and how many there are in all."""

    items: tuple[Moved, ...]
    total: int


class PlanUpdate(Frozen):
    """The steps that are to run, in order; with `confirm` they run now."""

    steps: Annotated[tuple[PlannedStep, ...], Field(max_length=MOST_STEPS)] | None = None
    confirm: bool = True


class CallAnswer(Frozen):
    """What a client's own tool gave."""

    text: Annotated[Words, Field(max_length=8_000)] = ""
    data: Json = {}
    is_error: bool = False


class Thread(Frozen):
    """A conversation: its runs answer one after another. `state` is shared with its clients."""

    id: str
    title: str
    created_by: str | None
    created_at: datetime
    updated_at: datetime


class Threads(Frozen):
    items: tuple[Thread, ...]
    total: int


class ThreadCreate(Frozen):
    title: Annotated[Words, Field(min_length=1, max_length=120)] = "New thread"


class Attached(Frozen):
    """What a message was sent with; files open by their id."""

    kind: str
    name: str
    id: str | None


class Message(Frozen):
    """Something said in a thread: by a person, or by the agent with its blocks."""

    id: str
    run_id: str
    role: Literal["user", "assistant"]
    text: str
    attachments: tuple[Attached, ...] = ()
    blocks: tuple[Block, ...] = ()
    status: Status
    at: datetime


class ThreadHead(Thread):
    """A thread with what its clients share, and none of its words."""

    state: dict[str, Any]


class ThreadDetail(ThreadHead):
    """A page of a thread: its newest runs in order, and what was said in them.

    `earlier` is the cursor of the page before it in time, null where the thread begins.
    """

    runs: tuple[Run, ...]
    messages: tuple[Message, ...]
    earlier: str | None
