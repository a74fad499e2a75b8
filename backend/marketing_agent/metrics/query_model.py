"""The semantic model as questions see it: the tiles' metrics, more metrics, and dimensions."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from marketing_agent.metrics.dimensions import Dimension, Vocabulary
from marketing_agent.metrics.errors import ModelError, UnsupportedQuery
from marketing_agent.metrics.loader import load_model, read_measures, read_source
from marketing_agent.metrics.semantics import Entity, Measure, Metric, Model, Source, check

Document = dict[str, Any]


class QueryModel(BaseModel):
    """Everything a semantic query can name. `model` holds the metrics of tiles and more of them.

    `ways` are further sources of a metric for splits that its own sources do not carry; `paced`
    metrics divide a stock by a daily pace; `scales` multiply a ratio.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    model: Model
    vocabulary: Vocabulary
    ways: dict[str, tuple[Source, ...]]
    snapshots: frozenset[str]
    paced: frozenset[str]
    scales: dict[str, int]
    tiles: frozenset[str]

    @property
    def metrics(self) -> dict[str, Metric]:
        return self.model.metrics

    @property
    def dimensions(self) -> dict[str, Dimension]:
        return self.vocabulary.dimensions

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name; raises UnsupportedQuery."""
        if name not in self.dimensions:
            raise UnsupportedQuery(f"There is no dimension {name!r}.")
        return self.dimensions[name]

    def sources(self, metric: Metric) -> tuple[Source, ...]:
        """Every way to the metric, best first."""
        return (*metric.sources, *self.ways.get(metric.key, ()))

    def attributed(self, metric: Metric) -> Metric | None:
        """The same figure of campaigns only, such as campaign sales beside total sales."""
        found = (m for m in self.metrics.values() if m.store_wide == metric.key and not m.window)
        return next(found, None)

    def is_additive(self, metric: Metric) -> bool:
        """Whether parts of the metric sum up to the whole."""
        terms = [term for source in self.sources(metric) for term in source.numerator]
        plain = not metric.is_ratio and all(term.measure.additive for term in terms)
        return plain and not self.is_snapshot(metric)

    def is_snapshot(self, metric: Metric) -> bool:
        """Whether the metric is a state on a day, which sums over things and never over days."""
        return any(set(source.entities()) & self.snapshots for source in metric.sources)


@cache
def load_query_model() -> QueryModel:
    """The product's own query model, once per process; raises ModelError when a file is wrong."""
    folder = resources.files("marketing_agent.metrics") / "model" / "query"
    files = ("dimensions.yaml", "metrics.yaml")
    texts = [(folder / name).read_text(encoding="utf-8") for name in files]
    dimensions, metrics = (yaml.safe_load(text) for text in texts)
    base = load_model()
    digest = hashlib.sha256("\0".join([base.version, *texts]).encode()).hexdigest()[:16]
    try:
        return _assemble(base, _vocabulary(dimensions, digest), metrics, digest)
    except (ValidationError, KeyError) as error:
        raise ModelError(f"The query model cannot be read: {error}") from error


def _assemble(base: Model, vocabulary: Vocabulary, more: Document, version: str) -> QueryModel:
    measures = base.measures | read_measures(more)
    found = [_metric(item, measures) for item in more["metrics"]]
    entities = {name: Entity(name=name, **fields) for name, fields in more["entities"].items()}
    model = Model(
        version=version,
        sections=base.sections,
        entities=base.entities | entities,
        measures=measures,
        metrics=base.metrics | {metric.key: metric for metric in found},
    )
    return QueryModel(
        version=version,
        model=check(model),
        vocabulary=vocabulary,
        ways=_ways(more["ways"], measures),
        snapshots=frozenset(more["snapshots"]),
        paced=frozenset(item["key"] for item in more["metrics"] if item.get("pace")),
        scales={item["key"]: item["scale"] for item in more["metrics"] if "scale" in item},
        tiles=frozenset(base.metrics),
    )


def _metric(item: Document, measures: Mapping[str, Measure]) -> Metric:
    fields = {name: value for name, value in item.items() if name not in ("pace", "scale")}
    sources = tuple(read_source(source, measures) for source in fields.pop("sources"))
    return Metric(**fields, sources=sources)


def _ways(
    items: Mapping[str, list[Document]], measures: Mapping[str, Measure]
) -> dict[str, tuple[Source, ...]]:
    return {key: tuple(read_source(way, measures) for way in found) for key, found in items.items()}


def _vocabulary(document: Document, version: str) -> Vocabulary:
    fields: Document = {"version": version} | document
    fields["dimensions"] = {
        name: {"name": name} | fields for name, fields in document["dimensions"].items()
    }
    fields["values"] = {
        kind: {str(code): names for code, names in codes.items()}
        for kind, codes in document["values"].items()
    }
    fields["values"]["countries"] = _countries(fields["values"]["countries"])
    return Vocabulary.model_validate(fields)


def _countries(more: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """English country names by ISO code, as the time zone database lists them."""
    table = resources.files("tzdata") / "zoneinfo" / "iso3166.tab"
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {code: [name.lower(), *more.get(code, [])] for code, name in rows}
