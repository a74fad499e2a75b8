"""What a language model is told of a store: names and meanings, some values, never a row.

Everything is bounded. Values are the store's data: they are cut, cleaned of control signs and
handed over as JSON strings, so that a product's title stays a title.
"""

import re
import unicodedata
from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz, process

from marketing_agent.ask.reader import Brief, DimensionBrief, MetricGroup, SqlBrief
from marketing_agent.ask.sql.service import schema
from marketing_agent.ask.text import normalise
from marketing_agent.ask.values import ValueIndex
from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics.query_schemas import DimensionInfo, MetricCatalogue
from marketing_agent.metrics.question import Question

_FEW = 12
_MOST_VALUES = 240
_VALUE_LENGTH = 80
_LIKENESS = 75
# A discount may be a note such as “replacement for” somebody.
_TYPED = ("discount_code",)
_CODE = re.compile(r"[\w%-]{2,40}")
_PERSONAL = re.compile(r"@|\d{7,}")

Before = Question | str | None
"""The meaning of the question before: a semantic query, SQL, or nothing."""


def brief(
    question: str, doubt: str, before: Before, catalogue: MetricCatalogue, index: ValueIndex
) -> Brief:
    """What a reader is told to make a semantic query of the question."""
    return Brief(
        question=question,
        doubt=doubt,
        before=_said(before),
        groups=_groups(catalogue),
        dimensions=_dimensions(question, catalogue, index),
    )


def sql_brief(question: str, before: Before, currency: str) -> SqlBrief:
    """What a reader is told to write SQL for the question."""
    described = schema()
    tables = {
        table.name: (
            table.description,
            {column.name: f"{column.type}: {column.description}" for column in table.columns},
        )
        for table in described.tables
    }
    return SqlBrief(question, _said(before), described.dialect, minor_digits(currency), tables)


def clean(text: str, length: int) -> str:
    """Text of data or of a model on one line, without control signs, cut to a length."""
    kept = (" " if unicodedata.category(sign)[0] == "C" else sign for sign in text[: 4 * length])
    return " ".join("".join(kept).split())[:length]


def _said(before: Before) -> dict[str, Any] | str | None:
    return before.model_dump(mode="json") if isinstance(before, Question) else before


def _groups(catalogue: MetricCatalogue) -> tuple[MetricGroup, ...]:
    alike: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for metric in catalogue.metrics:
        alike[metric.dimensions][metric.key] = f"{metric.label} ({metric.unit}): {metric.formula}"
    return tuple(MetricGroup(metrics, names) for names, metrics in alike.items())


def _dimensions(
    question: str, catalogue: MetricCatalogue, index: ValueIndex
) -> tuple[DimensionBrief, ...]:
    found, room = [], _MOST_VALUES
    for one in catalogue.dimensions:
        values = [each for each in index.all(one.name) if _is_name(one.name, each)]
        shown = _shown(question, values)[:room]
        room -= len(shown)
        found.append(DimensionBrief(one.name, _meaning(one), shown, len(values) - len(shown)))
    return tuple(found)


def _meaning(dimension: DimensionInfo) -> str:
    only = "" if dimension.splits else " (filters only)"
    return f"{dimension.label}: {dimension.description}{only}"


def _is_name(dimension: str, value: str) -> bool:
    """Whether a value may be told: where people type freely, only what looks like a code."""
    free = dimension in _TYPED and not _CODE.fullmatch(value)
    return not (free or _PERSONAL.search(value))


def _shown(question: str, values: list[str]) -> tuple[str, ...]:
    """All of a short list; of a long one what the question may name, then the most frequent."""
    if len(values) <= _FEW:
        chosen = values
    else:
        near = process.extract(
            normalise(question),
            values,
            scorer=fuzz.partial_token_set_ratio,
            processor=normalise,
            limit=_FEW,
            score_cutoff=_LIKENESS,
        )
        chosen = list(dict.fromkeys([*(name for name, _, _ in near), *values]))[:_FEW]
    return tuple(clean(value, _VALUE_LENGTH) for value in chosen)
