"""Which column of an aggregated report is time, a dimension or a metric."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marketing_agent.ingestion.formats.vocabulary import Dimension, Family, Metric, vocabulary, word

# `X (previous_year)` is the comparison and `X (previous_year) ` its change in percent.
_COMPARISON = re.compile(r"\((previous[ _]\w+|vorjahr|vorheriger zeitraum)\)\s*$", re.IGNORECASE)
_FINEST_FIRST = ("day", "week", "month", "quarter", "year")
_KNOWN_SHARE = 0.6


@dataclass(frozen=True)
class ReportColumns:
    """Columns by position in the file. Columns that are left out appear nowhere."""

    time: tuple[tuple[int, str], ...]
    """Position and grain, finest first."""
    dimensions: tuple[tuple[int, Dimension], ...]
    metrics: tuple[tuple[int, Metric], ...]
    extras: tuple[int, ...]
    """Columns that the vocabulary does not know."""

    @property
    def grain(self) -> str:
        """Grain of the rows, `none` without a time column."""
        return self.time[0][1] if self.time else "none"

    @property
    def family(self) -> Family:
        """The family that the known words make."""
        names = [d.name for _, d in self.dimensions] + [m.name for _, m in self.metrics]
        return vocabulary().family(names)

    @property
    def is_report(self) -> bool:
        """Whether the file reads as a report: a known metric and mostly known words."""
        known = len(self.time) + len(self.dimensions) + len(self.metrics)
        share = known / max(1, known + len(self.extras))
        leads = 0 not in self.extras
        return bool(self.metrics) and leads and share >= _KNOWN_SHARE and known > 1


def report_columns(header: Sequence[str]) -> ReportColumns:
    """Reads a header with the vocabulary; repeated words count once."""
    words = vocabulary()
    time: list[tuple[int, str]] = []
    dimensions: list[tuple[int, Dimension]] = []
    metrics: list[tuple[int, Metric]] = []
    extras: list[int] = []
    seen: set[str] = set()
    for position, title in enumerate(header):
        name = word(title)
        if _COMPARISON.search(title) or name in seen:
            continue
        seen.add(name)
        if name in words.time:
            time.append((position, words.time[name]))
        elif name in words.dimensions:
            dimensions.append((position, words.dimensions[name]))
        elif name in words.metrics:
            metrics.append((position, words.metrics[name]))
        else:
            extras.append(position)
    time.sort(key=lambda item: _FINEST_FIRST.index(item[1]))
    return ReportColumns(tuple(time), tuple(dimensions), tuple(metrics), tuple(extras))


def extra_name(title: str) -> str:
    """The name that an unknown column is kept under."""
    return re.sub(r"\W+", "_", word(title)).strip("_") or "unnamed"


def is_personal(title: str) -> bool:
    """Whether the header speaks of a person."""
    return any(personal in word(title) for personal in vocabulary().personal_words)
