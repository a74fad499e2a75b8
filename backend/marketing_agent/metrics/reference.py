"""`docs/metrics.md`, written from the semantic model; a test fails when they drift apart."""

from collections.abc import Iterator

from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.semantics import Metric, Model, Source

_HEAD = """# Metrics

Written from the semantic model in `backend/marketing_agent/metrics/model`. Do not edit by hand:
`python -m marketing_agent.metrics.reference > ../docs/metrics.md` in `backend` writes it anew.

A ratio divides sums and has no value over nothing. Days are days of the store. Sources are tried in
order; the first that covers the window whole answers, and the tile says which one it was.
"""


def reference(model: Model) -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(line for part in _sections(model) for line in part)]) + "\n"


def _sections(model: Model) -> Iterator[list[str]]:
    for section in model.sections:
        yield [f"## {section.label}", *([section.note + ".", ""] if section.note else [""])]
        for metric in model.metrics.values():
            if metric.section == section.key:
                yield _metric(metric)


def _metric(metric: Metric) -> list[str]:
    lines = [f"### {metric.label} (`{metric.key}`)", "", f"{metric.formula}."]
    lines += ["", metric.description] if metric.description else []
    facts = [f"unit {metric.unit}", metric.additivity.replace("_", " "), f"better {metric.better}"]
    facts += [f"own window `{metric.window}`"] if metric.window else []
    return [
        *lines,
        "",
        f"- {'; '.join(facts)}",
        f"- also called: {', '.join(metric.synonyms)}",
        *(f"- {_source(source)}" for source in metric.sources),
        f"- without data: {metric.missing}",
        "",
    ]


def _source(source: Source) -> str:
    sides = [" ".join(_terms(source, "numerator"))]
    if source.denominator:
        sides.append(" ".join(_terms(source, "denominator")))
    families = f" (reports: {', '.join(source.families)})" if source.families else ""
    return f"from {source.kind}{families}: `{' / '.join(sides)}`"


def _terms(source: Source, role: str) -> Iterator[str]:
    for term in source.numerator if role == "numerator" else source.denominator:
        yield f"{'-' if term.sign < 0 else '+'} {term.measure.name}"


if __name__ == "__main__":
    print(reference(load_model()), end="")  # noqa: T201 - this is its output
