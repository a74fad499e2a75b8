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

    def ends_with(self, window: Window) -> bool:
        """Whether the export ended where the window does, so that its last bucket holds no more.

        A window to date holds today as well, which no export tells.
        """
        today = timedelta(days=window.rule == "to_date")
        return self.end <= window.end <= self.end + today

    def touches(self, window: Window) -> bool:
        return self.start < window.end and window.start < self.end


class Coverage(Frozen):
    """Spans without gaps, of one grain. For grain `none` each span is one exported bucket."""

    grain: Grain
    spans: tuple[Span, ...]
    quiet: int = 0
    """Days at the end that no row tells of, since nothing is likely to have happened on them."""
    heard: int = 0
    """Of the quiet days, the first ones, which other files reach over: those are told."""

    @property
    def first(self) -> date:
        return self.spans[0].start

    @property
    def last(self) -> date:
        """The last day that something tells of."""
        return self.spans[-1].end - timedelta(days=1 + self.quiet)

    def fit(self, window: Window, *, additive: bool = True) -> Fit:
        """How well the window is covered. What does not add up needs exactly one bucket."""
        touching = [span for span in self.spans if span.touches(window)]
        if not touching:
            return "outside"
        if self.grain == "none":
            inside = [s for s in self.spans if window.start <= s.start < window.end]
            whole = len(inside) == 1 and inside[0] == Span(start=window.start, end=window.end)
            return "full" if whole else "unaligned"
        if not additive and not self._is_one_bucket(window, touching[-1]):
            return "unaligned"
        if not self._aligned(window, touching):
            return "unaligned"
        return "full" if touching[0].holds(window) else self._in_part(window, touching)

    def tells(self, start: date, end: date) -> bool:
        """Whether something tells of a day from `start` up to and without `end`.

        Of quiet days after all data nothing does: it may just as well have ended before them.
        """
        within = any(span.start < end and start < span.end for span in self.spans)
        return within and start <= self.last + timedelta(days=self.heard)

    def tells_all(self, window: Window) -> bool:
        """Whether something tells of every day of the window."""
        until = self.last + timedelta(days=1 + self.heard)
        return any(span.holds(window) for span in self.spans) and window.end <= until

    def starts_bucket(self, day: date) -> bool:
        """Whether a bucket begins on that day: only there does a series have a point."""
        if self.grain == "month":
            return day.day == 1
        if self.grain == "week":
            return any((day - span.start).days % 7 == 0 for span in self.spans)
        return self.grain == "day" or any(span.start == day for span in self.spans)

    def _in_part(self, window: Window, touching: list[Span]) -> Fit:
        # Days can be shown as far as they reach; half a week or month would mislead.
        whole = len(touching) == 1 and touching[0].start <= window.start
        if self.grain == "day" or (whole and touching[0].ends_with(window)):
            return "partial"
        return "unaligned"

    def _aligned(self, window: Window, touching: list[Span]) -> bool:
        anchor = touching[0].start
        if self.grain == "week":
            starts, ends = ((day - anchor).days % 7 == 0 for day in (window.start, window.end))
        elif self.grain == "month":
            starts, ends = window.start.day == 1, window.end.day == 1
        else:
            return True
        return starts and (ends or touching[-1].ends_with(window))

    def _is_one_bucket(self, window: Window, last: Span) -> bool:
        if self.grain == "month":
            end = (window.start.replace(day=1) + timedelta(days=32)).replace(day=1)
            return window.end == end or (window.end < end and last.ends_with(window))
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


def merged(spans: list[Span]) -> list[Span]:
    """The same days in as few spans as there are gaps between them and one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
