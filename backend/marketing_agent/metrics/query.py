"""The semantic query: what is asked, in the model's own words, before any SQL."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from marketing_agent.metrics.compiler import kpi_statement, print_sql
from marketing_agent.metrics.compiler.text import Dialect, Statement
from marketing_agent.metrics.errors import UnsupportedQuery
from marketing_agent.metrics.semantics import Metric, Model

Grain = Literal["day", "week", "month", "quarter", "year"]
Operator = Literal["=", "!=", "in", "not_in", ">", ">=", "<", "<=", "is_null", "is_not_null"]
Direction = Literal["asc", "desc"]
Transform = Literal["share_of_total", "cumulative"]
FilterValue = bool | int | float | str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QueryTime(_Part):
    """Days, both inside. In stored queries they are the names of parameters."""

    expr: str
    start: str | None
    end: str


class QueryCompare(_Part):
    to: str
    start: str
    end: str


class QueryFilter(_Part):
    """A condition on a dimension, or on a metric of the result (HAVING). Rates are fractions."""

    field: str
    op: Operator
    value: FilterValue | tuple[FilterValue, ...] | None = None

    @model_validator(mode="after")
    def _has_its_value(self) -> Self:
        empty, many = self.op in ("is_null", "is_not_null"), self.op in ("in", "not_in")
        if (self.value is None) != empty or isinstance(self.value, tuple) != many:
            raise ValueError(f"{self.op} takes {'no value' if empty else 'another value'}")
        return self


class QueryOrder(_Part):
    """By a metric, a dimension, a date or `change`."""

    by: str
    dir: Direction = "asc"


class SemanticQuery(_Part):
    """Metrics over time, the same shape that questions are turned into."""

    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    grain: Grain | None = None
    time: QueryTime
    filters: tuple[QueryFilter, ...] = ()
    order: tuple[QueryOrder, ...] = ()
    limit: int | None = None
    compare: QueryCompare | None = None
    transform: Transform | None = None


def kpi_query(metric: Metric) -> SemanticQuery:
    """What a tile asks: one metric by day, beside another window."""
    return SemanticQuery(
        metrics=(metric.key,),
        grain="day",
        time=QueryTime(expr=metric.window or "window", start="$start", end="$end"),
        compare=QueryCompare(to="window", start="$previous_start", end="$previous_end"),
    )


def compile_query(
    model: Model, query: SemanticQuery, source: str, dialect: Dialect = "duckdb"
) -> Statement:
    """SQL of a semantic query; raises UnsupportedQuery instead of leaving a part of it out."""
    if len(query.metrics) != 1:
        raise UnsupportedQuery("Ask for one metric at a time.")
    asked = {
        "dimensions": query.dimensions,
        "filters": query.filters,
        "order": query.order,
        "limit": query.limit,
        "transform": query.transform,
    }
    unknown = [name for name, value in asked.items() if value]
    if unknown or query.grain not in (None, "day"):
        what = ", ".join(unknown) or f"grain {query.grain}"
        raise UnsupportedQuery(f"This query cannot be compiled yet: {what}.")
    metric = model.metric(query.metrics[0])
    return print_sql(kpi_statement(model, metric, metric.source(source)), dialect)
