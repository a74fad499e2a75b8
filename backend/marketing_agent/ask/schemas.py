"""What a question becomes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from marketing_agent.metrics.charting import Chart
from marketing_agent.metrics.query import (
    Grain,
    Name,
    QueryFilter,
    QueryOrder,
    SemanticQuery,
    Transform,
)
from marketing_agent.metrics.query_schemas import AnswerColumn, AnswerSource, AnswerWindow
from marketing_agent.metrics.question import Question
from marketing_agent.metrics.schemas import Cell

Outcome = Literal["answer", "clarify", "refuse"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Assumption(Frozen):
    """Something the question left open. `slot` is what a person may change."""

    slot: str
    text: str


class Parsed(Frozen):
    """The parser's verdict: a question to run, or why not, in words and with near questions."""

    outcome: Outcome
    question: Question | None = None
    code: str | None = None
    message: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    suggestions: tuple[str, ...] = ()


class QuestionChange(Frozen):
    """Parts of a question set anew. What is absent stays as it was; null takes a part away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metrics: Annotated[tuple[Name, ...], Field(min_length=1, max_length=12)] | None = None
    dimensions: Annotated[tuple[Name, ...], Field(max_length=6)] | None = None
    grain: Grain | None = None
    time: Name | None = None
    filters: Annotated[tuple[QueryFilter, ...], Field(max_length=20)] | None = None
    order: Annotated[tuple[QueryOrder, ...], Field(max_length=8)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    compare: Name | None = None
    transform: Transform | None = None


class AskRequest(Frozen):
    """A question; `previous_id` makes it a follow-up to one asked before.

    With `change` the parts of the one before are set as given and `question` only says so in the
    history; with no question before, `change` is the whole question.
    """

    question: Annotated[str, Field(min_length=1, max_length=2000)]
    as_of: date | None = None
    previous_id: str | None = None
    change: QuestionChange | None = None


class CacheUse(Frozen):
    """Whether the meaning was known before, who read the wording, and how often it was used."""

    hit: bool
    source: Literal["seed", "rule", "llm", "user"] | None
    hits: int
    entry_id: str | None


class ModelUse(Frozen):
    """What a language model was asked for just now; `reason` says why it failed.

    Its tokens and cost (US dollars, null where no price is known) are those of this question.
    """

    name: str
    did: Literal["read", "wrote_sql", "asked_back", "failed"]
    reason: str | None
    tokens_in: int
    tokens_out: int
    cost: Decimal | None


class Answer(Frozen):
    """What came of a question. Money is in major units, rates are fractions, days are the store's.

    A refusal and a question back carry `code`, `message` and near questions, and no numbers.
    `question` is `semantic_query` with its times symbolic: what is saved. A `draft` was read or
    written by a language model and confirmed by nobody yet; `label` says so in words. `model` is
    null when none was asked, also where its earlier reading came from the cache.
    """

    id: str
    prompt: str
    outcome: Outcome
    code: str | None = None
    message: str | None = None
    suggestions: tuple[str, ...] = ()
    question: Question | None = None
    semantic_query: SemanticQuery | None = None
    sql: str | None = None
    sql_id: str | None = None
    params: dict[str, str | int | float | bool] = {}
    columns: tuple[AnswerColumn, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    truncated: bool = False
    chart: Chart | None = None
    sentence: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    source: str | None = None
    sources: tuple[AnswerSource, ...] = ()
    currency: str
    window: AnswerWindow | None = None
    previous: AnswerWindow | None = None
    data_until: date | None = None
    draft: bool = False
    label: str | None = None
    sql_by: Literal["compiler", "model", "user"] = "compiler"
    model: ModelUse | None = None
    cache: CacheUse
    ms: float


class Feedback(Frozen):
    helpful: bool


class Asked(Frozen):
    """A question of the history. `entry_id` is null for what only makes sense after another one."""

    id: str
    entry_id: str | None
    prompt: str
    outcome: Outcome
    code: str | None
    cache_hit: bool
    ms: float
    created_at: datetime


class History(Frozen):
    items: tuple[Asked, ...]
    suggestions: tuple[str, ...]


class Suggestions(Frozen):
    """Questions that begin or hold what is typed, best first."""

    items: tuple[str, ...]


class PromptEntry(Frozen):
    """One meaning in the cache, a question or SQL, with its use.

    `readings` counts how often a language model read it, with all their tokens and US dollars;
    `readings_saved` how often a known wording made that unnecessary, with what it would have taken.
    `problem` is why an entry of an older version answers no longer, until its meaning is edited.
    """

    id: str
    prompt: str
    meaning_hash: str
    schema_version: str
    question: Question | None
    sql: str | None
    source: str
    generator: str
    status: str
    template_id: str | None
    wordings: int
    created_at: datetime
    expires_at: datetime | None
    hits: int
    last_hit_at: datetime | None
    average_ms: float | None
    feedback_up: int
    feedback_down: int
    pinned: bool
    readings: int
    tokens_in: int
    tokens_out: int
    cost: Decimal | None
    readings_saved: int
    tokens_saved: int
    cost_saved: Decimal | None
    problem: str | None


class PromptEntries(Frozen):
    items: tuple[PromptEntry, ...]
    total: int
    schema_version: str


class PromptEntryUpdate(Frozen):
    """What people change of an entry; `question` or `sql` is its meaning, edited."""

    pinned: bool | None = None
    status: Literal["verified", "expired"] | None = None
    question: Question | None = None
    sql: Annotated[str | None, Field(max_length=20_000)] = None

    @model_validator(mode="after")
    def _has_one_meaning(self) -> Self:
        if self.question is not None and self.sql is not None:
            raise ValueError("an entry means a question or SQL, not both")
        return self
