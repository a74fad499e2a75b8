"""Compiling ahead: every statement that the data of a workspace can answer, ready to be stored."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from sqlglot import exp

from marketing_agent.metrics.compiler import (
    count_statement,
    kpi_statement,
    lineage_statement,
    print_sql,
    rows_statement,
    summary_statement,
)
from marketing_agent.metrics.compiler.text import Dialect, Statement
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.profile import Profile
from marketing_agent.metrics.query import kpi_query
from marketing_agent.metrics.semantics import Metric, Model, Source

Kind = Literal[
    "kpi", "rows", "count", "lineage", "summary", "query", "statement", "profile", "insight"
]  # fmt: skip


class TemplateKey(BaseModel):
    """What a statement is for. Rows and counts are of one entity, named after a colon."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    key: str
    source: str


class Draft(BaseModel):
    """A compiled statement that is not stored yet."""

    model_config = ConfigDict(frozen=True)

    name: TemplateKey
    semantic_query: dict[str, Any]
    statement: Statement


def rows_key(metric: Metric, entity: str) -> str:
    """The key of the statement that lists one entity's rows under a metric."""
    return f"{metric.key}:{entity}"


def answerable(model: Model, profile: Profile) -> Iterator[TemplateKey]:
    """Every statement that this data could answer for some window."""
    for metric in model.metrics.values():
        for source in metric.sources:
            if _has_data(model, profile, source):
                yield from _keys_of(metric, source)
    for name, measures in model.measures_by_entity.items():
        if measures:
            yield TemplateKey(kind="summary", key=name, source=model.entities[name].kind)


def _keys_of(metric: Metric, source: Source) -> Iterator[TemplateKey]:
    for kind in ("kpi", "lineage"):
        yield TemplateKey(kind=kind, key=metric.key, source=source.name)
    for name in source.entities():
        for kind in ("rows", "count"):
            yield TemplateKey(kind=kind, key=rows_key(metric, name), source=source.name)


def _has_data(model: Model, profile: Profile, source: Source) -> bool:
    there = [_entity_has_data(model, profile, source, name) for name in source.entities()]
    return any(there) if source.kind == "klaviyo" else all(there)


def _entity_has_data(model: Model, profile: Profile, source: Source, name: str) -> bool:
    if not model.entities[name].is_report:
        return profile.coverage_for(source, name) is not None
    return any(r.entity == name and r.family in source.families for r in profile.reports)


@cache
def draft(name: TemplateKey, dialect: Dialect = "duckdb") -> Draft:
    """The statement of that name, compiled from the product's model once per process."""
    model = load_model()
    tree, query = _tree(model, name)
    return Draft(name=name, semantic_query=query, statement=print_sql(tree, dialect))


def _tree(model: Model, name: TemplateKey) -> tuple[exp.Expr, dict[str, Any]]:
    key, _, entity = name.key.partition(":")
    if name.kind == "summary":
        measures = model.measures_by_entity[key]
        return summary_statement(model.entities[key], measures), {}
    metric = model.metric(key)
    source = metric.source(name.source)
    query = kpi_query(metric).model_dump(mode="json")
    if name.kind == "kpi":
        return kpi_statement(model, metric, source), query
    if name.kind == "lineage":
        return lineage_statement(model, source), query
    if name.kind == "rows":
        return rows_statement(model, source, entity), query
    return count_statement(model, source, entity), query
