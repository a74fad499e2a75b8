"""The words of aggregated reports: what a column of a report means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from marketing_agent.ingestion.formats import load, normal


@dataclass(frozen=True)
class Dimension:
    """A column that says what a row is about."""

    name: str
    hash: bool = False
    """The value belongs to a person: only its keyed hash is kept."""
    drop: bool = False
    mask: bool = False
    """A path that may hold tokens."""


@dataclass(frozen=True)
class Metric:
    """A column that holds a number."""

    name: str
    unit: str
    """money, count, rate, seconds or number"""
    additive: bool


@dataclass(frozen=True)
class Family:
    """Reports that describe the same cells when dimensions and grain agree."""

    name: str
    label: str
    any: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """Every known word, by the header as it is compared."""

    time: Mapping[str, str]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    families: tuple[Family, ...]
    personal_words: tuple[str, ...]

    def family(self, names: Iterable[str]) -> Family:
        """The first family with one of these dimension and metric names."""
        have = set(names)
        return next(f for f in self.families if not f.any or f.any & have)


def word(header: str) -> str:
    """A report's header as it is compared: `gross_sales` and `Gross sales` are one word."""
    return normal(header.replace("_", " "))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of reports.yaml."""
    raw = load("reports.yaml")
    return Vocabulary(
        time=MappingProxyType(
            {word(alias): grain for grain, aliases in raw["time"].items() for alias in aliases}
        ),
        dimensions=MappingProxyType(dict(_dimensions(raw["dimensions"]))),
        metrics=MappingProxyType(dict(_metrics(raw["metrics"]))),
        families=tuple(
            Family(item["family"], item["label"], frozenset(item["any"]))
            for item in raw["families"]
        ),
        personal_words=tuple(raw["personal_words"]),
    )


def _dimensions(raw: Mapping[str, Any]) -> Iterable[tuple[str, Dimension]]:
    for name, spec in raw.items():
        aliases, marks = _spec(spec)
        for alias in {*aliases, name}:
            yield word(alias), Dimension(name, **marks)


def _metrics(raw: Mapping[str, Any]) -> Iterable[tuple[str, Metric]]:
    for unit, metrics in raw.items():
        for name, spec in metrics.items():
            aliases, marks = _spec(spec)
            additive = marks.get("additive", unit in ("money", "count"))
            for alias in {*aliases, name}:
                yield word(alias), Metric(name, unit, additive)


def _spec(spec: Any) -> tuple[list[str], dict[str, bool]]:
    if isinstance(spec, list):
        return spec, {}
    return spec["aliases"], {key: value for key, value in spec.items() if key != "aliases"}
