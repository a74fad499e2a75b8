"""Which days facts cover, and whether a window can be answered from them.

Report buckets must tile the window exactly: a month is never cut, two exports are never added.
"""

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from marketing_agent.metrics.windows import Window

Grain = Literal["day", "week", "month", "none"]
Fit = Literal["full", "partial", "outside", "unaligned"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "none")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Span(Frozen):
    """Days from `start` up to and without `end`."""

    start: date
    end: date

    def holds(self, window: Window) -> bool:
        return self.start <= window.start and window.end <= self.end

    def touches(self, window: Window) -> bool:
        return self.start < window.end and window.start < self.end


class Coverage(Frozen):
    """Spans without gaps, of one grain. For grain `none` each span is one exported bucket."""

    grain: Grain
    spans: tuple[Span, ...]

    def fit(self, window: Window, *, additive: bool = True) -> Fit:
        """How well the window is covered. What does not add up needs exactly one bucket."""
        touching = [span for span in self.spans if span.touches(window)]
        if not touching:
            return "outside"
        if self.grain == "none":
            inside = [s for s in self.spans if window.start <= s.start < window.end]
            whole = len(inside) == 1 and inside[0] == Span(start=window.start, end=window.end)
            return "full" if whole else "unaligned"
        if not additive and not self._is_one_bucket(window):
            return "unaligned"
        if not self._aligned(window, touching[0].start):
            return "unaligned"
        return "full" if touching[0].holds(window) else self._in_part()

    def covers(self, day: date) -> bool:
        return any(span.start <= day < span.end for span in self.spans)

    def starts_bucket(self, day: date) -> bool:
        """Whether a bucket begins on that day: only there does a series have a point."""
        if self.grain == "month":
            return day.day == 1
        if self.grain == "week":
            return any((day - span.start).days % 7 == 0 for span in self.spans)
        return self.grain == "day" or any(span.start == day for span in self.spans)

    def _in_part(self) -> Fit:
        # Days can be shown as far as they reach; half a week or month would mislead.
        return "partial" if self.grain == "day" else "unaligned"

    def _aligned(self, window: Window, anchor: date) -> bool:
        if self.grain == "week":
            return (window.start - anchor).days % 7 == 0 and (window.end - anchor).days % 7 == 0
        if self.grain == "month":
            return window.start.day == 1 and window.end.day == 1
        return True

    def _is_one_bucket(self, window: Window) -> bool:
        if self.grain == "month":
            return window.end == (window.start.replace(day=1) + timedelta(days=32)).replace(day=1)
        return window.range.days == {"day": 1, "week": 7}[self.grain]


def intersection(coverages: list[Coverage]) -> Coverage:
    """The days that all of them cover; they must share a grain."""
    first, *rest = coverages
    spans = list(first.spans)
    for other in rest:
        spans = [
            Span(start=max(a.start, b.start), end=min(a.end, b.end))
            for a in spans
            for b in other.spans
            if max(a.start, b.start) < min(a.end, b.end)
        ]
    return Coverage(grain=first.grain, spans=tuple(spans))
