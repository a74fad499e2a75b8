"""`docs/metrics.md`, written from the semantic model; a test fails when they drift apart."""

from collections.abc import Iterator

from marketing_agent.metrics.catalogue import additivity
from marketing_agent.metrics.holdings import sources_of, valid_dimensions
from marketing_agent.metrics.query_model import QueryModel, load_query_model
from marketing_agent.metrics.semantics import Metric, Source

_HEAD = """# Metrics

Written from the semantic model in `backend/marketing_agent/metrics/model`. Do not edit by hand:
`python -m marketing_agent.metrics.reference > ../docs/metrics.md` in `backend` writes it anew.

A ratio divides sums and has no value over nothing. Days are days of the store. Sources are tried in
order; the first that covers the window whole, and carries what is split or filtered by, answers and
is named beside the number. Metrics marked "no tile" are answered to questions and queries.
"""


def reference(model: QueryModel) -> str:
    """The whole page as Markdown."""
    parts = [*_sections(model), _dimensions(model)]
    return "\n".join([_HEAD, *(line for part in parts for line in part)]) + "\n"


def _sections(model: QueryModel) -> Iterator[list[str]]:
    for section in model.model.sections:
        yield [f"## {section.label}", *([section.note + ".", ""] if section.note else [""])]
        for metric in model.metrics.values():
            if metric.section == section.key:
                yield _metric(model, metric)


def _metric(model: QueryModel, metric: Metric) -> list[str]:
    lines = [f"### {metric.label} (`{metric.key}`)", "", f"{metric.formula}."]
    lines += ["", metric.description] if metric.description else []
    adds = additivity(model, metric).replace("_", " ")
    facts = [f"unit {metric.unit}", adds, f"better {metric.better}"]
    facts += [f"own window `{metric.window}`"] if metric.window else []
    facts += [] if metric.key in model.tiles else ["no tile"]
    ways = sources_of(model, metric, with_campaigns=False)
    splits = valid_dimensions(model, metric)
    return [
        *lines,
        "",
        f"- {'; '.join(facts)}",
        f"- also called: {', '.join(metric.synonyms)}",
        *(f"- {_source(source)}" for source in ways),
        *([f"- split by: {', '.join(splits)}"] if splits and not metric.window else []),
        f"- without data: {metric.missing}",
        "",
    ]


def _dimensions(model: QueryModel) -> list[str]:
    lines = ["## Dimensions", "", "| name | meaning | also called |", "|---|---|---|"]
    for each in model.dimensions.values():
        only = " (filters only)" if each.listed else ""
        lines.append(f"| `{each.name}`{only} | {each.description} | {', '.join(each.synonyms)} |")
    return lines


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
    print(reference(load_query_model()), end="")  # noqa: T201 - this is its output
