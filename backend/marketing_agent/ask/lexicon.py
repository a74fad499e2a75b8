"""The words of the language: what is called how, read once from `language/*.yaml` and the model."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marketing_agent.ask.patterns import language
from marketing_agent.ask.text import words
from marketing_agent.metrics.query_model import load_query_model
from marketing_agent.metrics.semantics import Metric


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
    falling: bool = False
    """Whether less of it is better, as with costs and refunds."""
    beside: tuple[tuple[str, str], ...] = ()
    """Its name in a question about `ads`, `email` or a `flow`: context and other metric."""


@dataclass
class Lexicon:
    metrics: dict[str, MetricWords] = field(default_factory=dict)
    metric_terms: dict[str, Term] = field(default_factory=dict)
    dimension_terms: dict[str, Term] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)
    cuts: dict[str, frozenset[str]] = field(default_factory=dict)
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of several words by their words in singular."""
    filler: frozenset[str] = frozenset()
    for_rates: frozenset[str] = frozenset()
    """Words that say nothing more where a fraction is asked for."""
    for_stock: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    """Every single word that some name holds."""
    longest: int = 1

    def valid(self, metric: str, dimension: str) -> bool:
        """Whether the metric's numbers can be split by the dimension."""
        return dimension in self.cuts[self.metrics[metric].cut] or dimension == metric


# What the metrics of a section can be split by.
_CUTS = {
    "sales": "sales",
    "customers": "customers",
    "online_store": "store",
    "email": "email",
    "ads": "ads",
}
# Whose names, in a question, mean another metric with a filter: the same figure, and its parts.
_SAID_OTHERWISE = {"new_customer_sales", "returning_customer_sales"}


@cache
def lexicon() -> Lexicon:
    """The product's own words."""
    found = Lexicon()
    _read_metrics(found, language("metrics.yaml")["metrics"])
    _read_dimensions(found, language("dimensions.yaml"))
    found.filler = _loose("filler")
    found.for_rates = _loose("for_rates")
    found.for_stock = _loose("for_stock")
    phrases = [*found.metric_terms, *found.dimension_terms]
    aliases = [alias for each in found.aliases.values() for alias in each]
    spoken = " ".join([*phrases, *aliases, *found.countries]).split()
    found.vocabulary = frozenset(spoken) | found.filler
    found.longest = max(len(phrase.split()) for phrase in phrases)
    for one in phrases:
        if " " in one:
            found.phrases[singular(one)] = (*found.phrases.get(singular(one), ()), one)
    return found


def _loose(name: str) -> frozenset[str]:
    return frozenset(w for one in language("words.yaml")[name] for w in words(str(one)))


def singular(text: str) -> str:
    """The words without the s of their plural: “customers segments” is “customer segment”."""
    return " ".join(
        word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
        for word in text.split()
    )


def phrase(text: str) -> str:
    """A name as the parser sees it in a question."""
    return " ".join(words(text))


def _read_metrics(found: Lexicon, metrics: dict[str, Any]) -> None:
    model = load_query_model().metrics
    for name, entry in metrics.items():
        found.metrics[name] = MetricWords(
            cut=entry["cut"],
            rate=entry.get("kind") == "rate",
            ratio=entry.get("kind") in ("rate", "ratio"),
            default_time=entry.get("default_time", "default_last_30_days"),
            falling=entry.get("falling", name in model and model[name].better == "down"),
            beside=tuple(entry.get("beside", {}).items()),
        )
        weak = {phrase(one) for one in entry.get("weak", [])}
        known = [*model[name].synonyms, model[name].label] if name in model else []
        known = [] if entry.get("only") else known
        for one in [*known, *entry["words"]]:
            found.metric_terms[phrase(one)] = Term(name, phrase(one) in weak)
    for name, metric in model.items():
        asked = metric.section in _CUTS and name not in _SAID_OTHERWISE
        if name not in metrics and asked:
            _read_unnamed(found, metric)


def _read_unnamed(found: Lexicon, metric: Metric) -> None:
    """A metric without words of its own here goes by its label and synonyms, where free."""
    stock = metric.key.startswith("inventory")
    found.metrics[metric.key] = MetricWords(
        cut="stock" if stock else _CUTS[metric.section],
        rate=metric.unit == "percent",
        ratio=metric.is_ratio,
        default_time="as_of" if stock else "default_last_30_days",
        falling=metric.better == "down",
    )
    for one in (*metric.synonyms, metric.label):
        found.metric_terms.setdefault(phrase(one), Term(metric.key))


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
