"""What answers to semantic queries look like. Money is in major units, rates are fractions."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, SkipValidation

from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.metrics.schemas import Cell, Frozen
from marketing_agent.metrics.semantics import Better, SourceKind, Unit

ColumnRole = Literal[
    "date", "previous_date", "dimension", "value", "previous", "change", "change_pct", "share",
    "cumulative",
]  # fmt: skip
ColumnUnit = Literal["money", "count", "percent", "ratio", "date", "text"]


class AnswerColumn(Frozen):
    """A column of an answer. `of` names the metric or dimension that it belongs to."""

    name: str
    label: str
    unit: ColumnUnit
    role: ColumnRole
    of: str | None


class AnswerSource(Frozen):
    """Where the values of a metric came from.

    `overlaps`: what belongs to several members of a dimension counts in each, so that members do
    not add up to the whole, as orders by product.
    """

    metric: str
    kind: SourceKind
    label: str
    overlaps: bool


class AnswerWindow(Frozen):
    """Store days, both ends inside."""

    start: date
    end: date


class QueryAnswer(Frozen):
    """Rows with everything that explains them. `previous` is the window compared with."""

    query: SemanticQuery
    columns: tuple[AnswerColumn, ...]
    rows: SkipValidation[tuple[tuple[Cell, ...], ...]]
    """As they were read: to look at every cell again would cost more than to read it."""
    truncated: bool
    sql: str
    sql_id: str
    hash: str
    dialect: str
    params: dict[str, str | int | float | bool]
    sources: tuple[AnswerSource, ...]
    currency: str
    window: AnswerWindow
    previous: AnswerWindow | None
    notes: tuple[str, ...]
    data_until: date | None
    model_version: str
    ms: float


class QueryProblem(Frozen):
    """Why one query of a batch has no answer."""

    code: str
    message: str


class BatchItem(Frozen):
    """An answer or the reason for none."""

    answer: QueryAnswer | None
    problem: QueryProblem | None


class QueryBatch(Frozen):
    queries: Annotated[list[SemanticQuery], Field(min_length=1, max_length=20)]


class BatchAnswer(Frozen):
    """In the order of the queries."""

    items: tuple[BatchItem, ...]


class DimensionInfo(Frozen):
    """Something that numbers can be split by; `splits` is false where it only filters."""

    name: str
    label: str
    description: str
    synonyms: tuple[str, ...]
    splits: bool
    available: bool
    missing: str


class DimensionValues(Frozen):
    """Values of a dimension in this workspace's data, most frequent first.

    `more` says that others hold the typed words too.
    """

    items: tuple[str, ...]
    more: bool


class MetricSource(Frozen):
    """A way to a metric: the kind of data and what is added up."""

    kind: SourceKind
    name: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    reports: tuple[str, ...]
    note: str | None


class MetricInfo(Frozen):
    """What a metric means and how it can be asked for in this workspace.

    `dimensions` are all it can be split by, `available_dimensions` those that the data holds.
    """

    key: str
    label: str
    section: str
    formula: str
    description: str | None
    unit: Unit
    additivity: str
    better: Better
    synonyms: tuple[str, ...]
    tile: bool
    sources: tuple[MetricSource, ...]
    dimensions: tuple[str, ...]
    available_dimensions: tuple[str, ...]
    available: bool
    missing: str | None


class MetricCatalogue(Frozen):
    """Everything that can be asked."""

    metrics: tuple[MetricInfo, ...]
    dimensions: tuple[DimensionInfo, ...]
    currency: str
    timezone: str
    data_until: date | None
    model_version: str
