"""The words of the language: what is called how, read once from `language/*.yaml` and the model."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marketing_agent.ask.patterns import language
from marketing_agent.ask.text import words
from marketing_agent.metrics.loader import load_model


@dataclass(frozen=True)
class Term:
    """One name of a metric or dimension. A weak name gives way to any other."""

    name: str
    weak: bool = False


@dataclass(frozen=True)
class MetricWords:
    """How a metric may be cut, whether it is a fraction, and the time it means without one."""

    cut: str
    rate: bool = False
    ratio: bool = False
    default_time: str = "default_last_30_days"


@dataclass
class Lexicon:
    metrics: dict[str, MetricWords] = field(default_factory=dict)
    metric_terms: dict[str, Term] = field(default_factory=dict)
    dimension_terms: dict[str, Term] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)
    cuts: dict[str, frozenset[str]] = field(default_factory=dict)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    filler: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    """Every single word that some name holds."""
    longest: int = 1

    def valid(self, metric: str, dimension: str) -> bool:
        """Whether the metric's numbers can be split by the dimension."""
        return dimension in self.cuts[self.metrics[metric].cut] or dimension == metric


@cache
def lexicon() -> Lexicon:
    """The product's own words."""
    found = Lexicon()
    _read_metrics(found, language("metrics.yaml")["metrics"])
    _read_dimensions(found, language("dimensions.yaml"))
    found.filler = frozenset(
        word for phrase in language("words.yaml")["filler"] for word in words(str(phrase))
    )
    phrases = [*found.metric_terms, *found.dimension_terms]
    aliases = [alias for each in found.aliases.values() for alias in each]
    spoken = " ".join([*phrases, *aliases, *found.countries]).split()
    found.vocabulary = frozenset(spoken) | found.filler
    found.longest = max(len(phrase.split()) for phrase in phrases)
    return found


def phrase(text: str) -> str:
    """A name as the parser sees it in a question."""
    return " ".join(words(text))


def _read_metrics(found: Lexicon, metrics: dict[str, Any]) -> None:
    model = load_model().metrics
    for name, entry in metrics.items():
        found.metrics[name] = MetricWords(
            cut=entry["cut"],
            rate=entry.get("kind") == "rate",
            ratio=entry.get("kind") in ("rate", "ratio"),
            default_time=entry.get("default_time", "default_last_30_days"),
        )
        weak = {phrase(one) for one in entry.get("weak", [])}
        known = [*model[name].synonyms, model[name].label] if name in model else []
        for one in [*known, *entry["words"]]:
            found.metric_terms[phrase(one)] = Term(name, phrase(one) in weak)


def _read_dimensions(found: Lexicon, document: dict[str, Any]) -> None:
    found.cuts = {name: frozenset(each) for name, each in document["cuts"].items()}
    for name, entry in document["dimensions"].items():
        found.plurals[name] = entry["plural"]
        for one in entry["words"]:
            found.dimension_terms[phrase(one)] = Term(name)
    for dimension, values in document["values"].items():
        found.aliases[dimension] = {
            phrase(alias): value for value, aliases in values.items() for alias in aliases
        }
    for code, names in document["countries"].items():
        found.countries |= {phrase(name): code for name in names}
