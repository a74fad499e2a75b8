"""Words on a choice: why this source, how far it reaches, or why nothing answers."""

from datetime import date

from marketing_agent.metrics.choice import Choice
from marketing_agent.metrics.coverage import Grain
from marketing_agent.metrics.windows import Window


def why(best: Choice, found: list[Choice], window: Window) -> list[str]:
    """Words on a source that is not the first choice, or does not reach over all days."""
    notes: list[str] = []
    first = found[0]
    if first.source is not best.source and first.approximate and first.fit == best.fit:
        notes.append(
            "Chosen because the orders export does not tell on which day refunds were made."
        )
    elif first.source is not best.source and first.fit == "unaligned":
        notes.append(f"Chosen because {why_not(first)}")
    elif first.source is not best.source:
        notes.append(f"Chosen because {first.label} does not cover these days.")
    if best.fit == "partial" and not best.sparse:
        notes.append(_reach(best, window))
    return notes


def _reach(choice: Choice, window: Window) -> str:
    first = max(coverage.first for coverage in choice.coverages)
    last = min(coverage.last for coverage in choice.coverages)
    if first > window.start:
        return f"Data begins on {_words(first)}; earlier days are not in it."
    if last < window.range.last:
        return f"Data ends on {_words(last)}; later days are not in it."
    return "Some days of this window are in no export."


def why_not(choice: Choice) -> str:
    if choice.fit == "unaligned" and choice.grain == "day":
        # Only what does not add up needs a bucket of its own.
        return f"{choice.label} counts each day alone, and who came on two days is in both."
    if choice.fit == "unaligned":
        return f"{choice.label} counts by {_BUCKETS[choice.grain]}, which these days do not match."
    first = min(coverage.first for coverage in choice.coverages)
    last = max(coverage.last for coverage in choice.coverages)
    return f"{choice.label} covers {_words(first)} to {_words(last)}."


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_BUCKETS: dict[Grain, str] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "none": "the whole period of its export",
}
