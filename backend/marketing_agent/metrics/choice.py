"""A source chosen to answer a metric over a window, or why there is none."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from marketing_agent.metrics.coverage import GRAINS, Coverage, Fit, Grain
from marketing_agent.metrics.profile import Profile
from marketing_agent.metrics.semantics import Metric, Model, Source
from marketing_agent.metrics.windows import Window

Status = Literal["ok", "missing", "no_data"]


@dataclass(frozen=True)
class Choice:
    """A source with everything its stored SQL needs beside the window."""

    source: Source
    fit: Fit
    label: str
    params: dict[str, str | bool]
    coverages: tuple[Coverage, ...]
    notes: tuple[str, ...] = ()
    approximate: bool = False
    """Refunds stand on the order's day, because no export tells theirs."""
    reports: tuple[str, ...] = ()
    sparse: bool = False
    """Rows come now and then: a window is answered whatever of it is before or after them."""
    flows: Coverage | None = None
    """The buckets of the flows that are counted in."""

    @property
    def grain(self) -> Grain:
        """The coarsest grain among the facts: finer points do not exist."""
        return max((coverage.grain for coverage in self.coverages), key=GRAINS.index)

    def tells(self, day: date) -> bool:
        """Whether the facts tell of that day, and be it that nothing happened on it."""
        after = day + timedelta(days=1)
        return all(coverage.tells(day, after) for coverage in self.coverages)

    def has_point(self, day: date) -> bool:
        return all(coverage.starts_bucket(day) for coverage in self.coverages)

    def answers(self, window: Window) -> bool:
        """Whether the same reading of the same facts answers another window whole."""
        enough = ("full", "partial") if self.sparse else ("full",)
        facts = (*self.coverages, self.flows) if self.flows else self.coverages
        return all(coverage.fit(window) in enough for coverage in facts)


@dataclass(frozen=True)
class NoChoice:
    """No source answers: `missing` when nothing was added yet, else the days do not fit."""

    status: Status
    note: str | None


@dataclass(frozen=True)
class Question:
    """A metric over a window in a version of the warehouse."""

    model: Model
    profile: Profile
    metric: Metric
    window: Window
