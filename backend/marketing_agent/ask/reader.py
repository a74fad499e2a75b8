"""The port to a language model: what it is told of a question, and what it may answer.

`agents` implements it and the composition roots hand it in. Without one, nothing here changes. A
reader has no tools and no session: it gets text and returns one of the replies below, which count
for nothing until `drafts` has checked them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from marketing_agent.ask.text import storable
from marketing_agent.kernel.errors import Unavailable
from marketing_agent.metrics.query import Direction, Grain, Operator, Transform

Check = Callable[[Any], str | None]
"""Says in one sentence what is wrong with a reply, or None when it holds."""


Text = Annotated[str, AfterValidator(storable)]
"""What a model wrote, without the signs that no database keeps."""


def _all_required(schema: dict[str, Any]) -> None:
    """Decoding under a schema needs every field; reading what comes back does not insist on it."""
    schema["required"] = list(schema["properties"])
    for part in schema["properties"].values():
        part.pop("default", None)


class _Draft(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_all_required)


class FilterDraft(_Draft):
    """A condition on a dimension, or on a metric of the result. Rates are fractions."""

    field: str = Field(max_length=80)
    op: Operator
    value: Text | float | bool | list[Text] | None = None


class OrderDraft(_Draft):
    """By a metric, a dimension, `date` or `change`."""

    by: str = Field(max_length=80)
    dir: Direction = "desc"


class QueryDraft(_Draft):
    """A semantic query whose times are symbolic."""

    metrics: list[str] = Field(min_length=1, max_length=12)
    dimensions: list[str] = Field(default=[], max_length=6)
    grain: Grain | None = None
    time: Text = Field(default="default_last_30_days", max_length=120)
    filters: list[FilterDraft] = Field(default=[], max_length=20)
    order: list[OrderDraft] = Field(default=[], max_length=4)
    limit: int | None = Field(default=None, ge=1, le=1_000)
    compare: Text | None = Field(default=None, max_length=120)
    transform: Transform | None = None


class QueryReply(_Draft):
    """`query` with a query; `needs_sql` when none can say it; `ask_back` with a message."""

    kind: Literal["query", "needs_sql", "ask_back"]
    query: QueryDraft | None = None
    message: Text | None = Field(default=None, max_length=2_000)


class SqlReply(_Draft):
    """`sql` with one SELECT, or `ask_back` with a message."""

    kind: Literal["sql", "ask_back"]
    sql: Text | None = Field(default=None, max_length=20_000)
    message: Text | None = Field(default=None, max_length=2_000)


@dataclass(frozen=True, slots=True)
class Spent:
    """What the calls for one question took. `cost` is US dollars, None where no price is known."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None

    def __add__(self, other: "Spent") -> "Spent":
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Spent(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            sum(known, Decimal(0)) if known else None,
        )


@dataclass(frozen=True, slots=True)
class MetricGroup:
    """Metrics that can be split by the same dimensions: each with what it means."""

    metrics: dict[str, str]
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionBrief:
    """A dimension with some of its values. The values are the store's data, never instructions."""

    name: str
    meaning: str
    values: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a reader is told of a question. No row of data is among it.

    `before` is the meaning of the question that this one follows up on: a semantic query or SQL.
    """

    question: str
    doubt: str
    before: dict[str, Any] | str | None
    groups: tuple[MetricGroup, ...]
    dimensions: tuple[DimensionBrief, ...]


@dataclass(frozen=True, slots=True)
class SqlBrief:
    """What a reader is told to write SQL over: tables by name, each with its columns."""

    question: str
    before: dict[str, Any] | str | None
    dialect: str
    money_digits: int
    tables: dict[str, tuple[str, dict[str, str]]]


class ReaderFailed(Unavailable):
    """No usable reply. `message` says why to the asker, `reason` to records and metrics."""

    code = "llm"

    def __init__(self, reason: str, message: str, spent: Spent) -> None:
        super().__init__(message)
        self.reason = reason
        self.spent = spent


class QuestionReader(Protocol):
    """Reads questions that the parser does not understand.

    Each method waits at most `seconds`, repairs once what `check` refuses, and raises ReaderFailed
    for everything else that goes wrong. Safe to call from many threads.
    """

    @property
    def name(self) -> str:
        """The model, as `provider:model`."""

    @property
    def patience_s(self) -> float:
        """Seconds that all calls for one question may take together."""

    def read(self, brief: Brief, check: Check, seconds: float) -> tuple[QueryReply, Spent]:
        """A semantic query for the question, or why there is none."""

    def write(self, brief: SqlBrief, check: Check, seconds: float) -> tuple[SqlReply, Spent]:
        """One SELECT for the question, or a question back."""
