"""Reads `model/*.yaml` once per process into the frozen semantic model."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import ValidationError

from marketing_agent.metrics.errors import ModelError
from marketing_agent.metrics.semantics import (
    Entity,
    Measure,
    Metric,
    Model,
    Section,
    Source,
    Term,
    check,
)

_SHARED = ("entities.yaml", "measures.yaml")
Document = dict[str, Any]


@cache
def load_model() -> Model:
    """The product's own model; raises ModelError when a file is wrong."""
    folder = resources.files("marketing_agent.metrics") / "model"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return build_model({file.name: file.read_text(encoding="utf-8") for file in files})


def build_model(texts: Mapping[str, str]) -> Model:
    """A checked model from YAML texts by file name; raises ModelError."""
    digest = hashlib.sha256("\0".join(texts[name] for name in sorted(texts)).encode())
    documents = {name: yaml.safe_load(text) for name, text in texts.items()}
    try:
        return check(_assemble(documents, digest.hexdigest()[:16]))
    except (ValidationError, KeyError) as error:
        raise ModelError(f"The semantic model cannot be read: {error}") from error


def _assemble(documents: Mapping[str, Document], version: str) -> Model:
    entities = {
        name: Entity(name=name, **fields)
        for name, fields in documents["entities.yaml"]["entities"].items()
    }
    measures = read_measures(documents["measures.yaml"])
    pages = sorted(
        (d for name, d in documents.items() if name not in _SHARED),
        key=lambda page: page["section"]["order"],
    )
    return Model(
        version=version,
        sections=tuple(Section(**page["section"]) for page in pages),
        entities=entities,
        measures=measures,
        metrics=_metrics(pages, measures),
    )


def read_measures(document: Document) -> dict[str, Measure]:
    """The measures of a file, those of report metrics included."""
    plain = [
        Measure(**({"name": name, "money": _is_money(fields)} | fields))
        for name, fields in document["measures"].items()
    ]
    reported = [
        _report_measure(prefix, fields["entity"], metric, kind)
        for prefix, fields in document["report_measures"].items()
        for kind in ("money", "count", "not_additive")
        for metric in fields.get(kind, ())
    ]
    return {measure.name: measure for measure in [*plain, *reported]}


def _is_money(fields: Document) -> bool:
    return any(column.endswith("_minor") for column in fields.get("sum", ()))


def _report_measure(prefix: str, entity: str, metric: str, kind: str) -> Measure:
    return Measure(
        name=f"{prefix}.{metric}",
        entity=entity,
        sum=("amount",),
        where={"metric": metric},
        money=kind == "money",
        additive=kind != "not_additive",
    )


def _metrics(pages: list[Document], measures: Mapping[str, Measure]) -> dict[str, Metric]:
    fields = {item["key"]: item for page in pages for item in page["metrics"]}
    return {
        item["key"]: _metric(item, fields, page["section"]["key"], measures)
        for page in pages
        for item in page["metrics"]
    }


def _metric(
    item: Document, fields: Mapping[str, Document], section: str, measures: Mapping[str, Measure]
) -> Metric:
    base = fields[item["like"]] if "like" in item else {}
    merged = {**base, **item, "section": section}
    sources = tuple(read_source(source, measures) for source in merged.pop("sources"))
    return Metric(**merged, sources=sources)


def read_source(item: Document, measures: Mapping[str, Measure]) -> Source:
    """A source as a file writes it, its terms by the names of measures."""
    rest = {k: v for k, v in item.items() if k not in ("value", "numerator", "denominator")}
    return Source(
        **({"name": rest["kind"]} | rest),
        numerator=_terms(item.get("value") or item["numerator"], measures),
        denominator=_terms(item.get("denominator", ()), measures),
    )


def _terms(names: list[str], measures: Mapping[str, Measure]) -> tuple[Term, ...]:
    return tuple(
        Term(measure=measures[name.removeprefix("-")], sign=-1 if name.startswith("-") else 1)
        for name in names
    )
