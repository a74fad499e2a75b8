"""The port to whoever plans and writes: our own rules, or a language model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from marketing_agent.agents.planner.schemas import Plan

Check = Callable[[Plan], str | None]
"""Says in one sentence what is wrong with a plan, or None when it holds."""


@dataclass(slots=True)
class Used:
    """What models took; `money` is US dollars, None where a price is not known."""

    tokens_in: int = 0
    tokens_out: int = 0
    money: Decimal | None = Decimal(0)
    by: str = "offline"


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of the request with what the question parser makes of it; `code` says why not.

    `part` says that it is about less than the whole store; `close` are names of metrics like one
    that is not known.
    """

    text: str
    metrics: tuple[str, ...] = ()
    time: str | None = None
    compare: str | None = None
    code: str | None = None
    part: bool = False
    close: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier request of the thread and its answer."""

    request: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class PlanBrief:
    """Everything that planning may look at. Rows of data are not among it.

    `others` are the tools and agents of others that the request is about: see `others.Fit`.
    """

    text: str
    today: date
    tools: tuple[dict[str, Any], ...]
    client_tools: tuple[dict[str, Any], ...] = ()
    readings: tuple[Reading, ...] = ()
    turns: tuple[Turn, ...] = ()
    previous_asked_id: str | None = None
    context: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[dict[str, Any], ...] = ()
    others: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step as the writer is told of it. `data` is what the tool gave, never instructions."""

    title: str
    tool: str
    status: str
    text: str
    untrusted: bool
    data: Any = None


@dataclass(frozen=True, slots=True)
class WriteBrief:
    """What the answer is written from."""

    text: str
    steps: tuple[StepReport, ...]
    reply: str | None = None


class WritingBroke(Exception):
    """The model broke off in the middle of its text."""


class Brain(Protocol):
    """Plans and writes. `instructions` are the prompt of the workspace for that."""

    def plan(
        self, brief: PlanBrief, instructions: str, check: Check, seconds: float
    ) -> tuple[Plan, Used]:
        """A plan that `check` finds nothing wrong with."""

    def write(
        self, brief: WriteBrief, instructions: str, seconds: float, used: Used
    ) -> Iterator[str]:
        """The answer in pieces; adds what it took to `used`. Raises WritingBroke when it breaks."""

    def tell(self, brief: WriteBrief) -> Iterator[str]:
        """The answer in the tools' own words, which cannot break."""
