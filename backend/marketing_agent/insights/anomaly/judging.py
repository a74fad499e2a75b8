"""What is said of each day: one walk from the first to the last, each day by those up to it."""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from marketing_agent.insights.anomaly.calendar import Days
from marketing_agent.insights.anomaly.configuration import DAILY
from marketing_agent.insights.anomaly.daily import Expected, Scale, expected, scale_of
from marketing_agent.insights.anomaly.schemas import Kind
from marketing_agent.insights.anomaly.trailing import (
    Floats,
    as_scores,
    both_tails,
    evidence,
    greatest_alarm,
)

_CERTAIN = 0.0
_ALARM = greatest_alarm(DAILY.alarm)


@dataclass(frozen=True)
class Finding:
    """An alarm, its days as places. `off` is what the day `at` is off, on the scale.

    It was first raised on `raised`; `at` is the day that showed its kind, `last` the latest day
    that goes on with it.
    """

    raised: int
    at: int
    began: int
    kind: Kind
    up: bool
    chance: float
    off: float
    last: int

    @property
    def score(self) -> float:
        """0..1, half and more being an alarm."""
        return float(as_scores(evidence(np.array([self.chance])), DAILY.alarm)[0])


@dataclass
class _Side:
    """One direction: its CUSUM, and the alarm that days on this side may still belong to."""

    up: bool
    total: float = 0.0
    began: int = 0
    open: int | None = None  # the place of the alarm among the findings

    def add(self, at: int, z: float) -> None:
        """One more day; one alone adds no more than `clip`."""
        if self.total == 0:
            self.began = at
        step = min(z if self.up else -z, DAILY.clip) - DAILY.slack
        self.total = max(0.0, self.total + step)

    @property
    def chance(self) -> float:
        """How likely such a sum is when nothing has changed."""
        return math.exp(-2 * DAILY.slack * self.total)


@dataclass
class Walk:
    """The days of one series, what was expected of them, and what is said of them.

    What holds for each day by itself is worked out for all of them at once, before the walk.
    """

    days: Days
    least_effect: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scale: Scale = scale_of(self.days)
        self.expected: Expected = expected(self.days, self.scale)
        self._chances = [1.0] * len(self.days.values)
        self._z, self._drift = self.expected.z.tolist(), self.expected.drift.tolist()
        self._off, self._moved = self.expected.residual.tolist(), self.expected.moved.tolist()
        self._missed = np.isnan(self.days.values).tolist()
        self._least = {each: self._enough(each) for each in ("residual", "moved")}
        self._sides = (_Side(up=True), _Side(up=False))
        self._gaps: list[int] = []
        self._in_gap = False
        for at in range(len(self.days.values)):
            if not self.days.explained[at] and not self.days.closed[at]:
                self._day(at)

    @property
    def scores(self) -> Floats:
        """Of each day, 0..1, half and more being an alarm."""
        return as_scores(evidence(np.array(self._chances)), DAILY.alarm)

    def _enough(self, off: str) -> list[bool]:
        """Whether each day is off by the least effect that counts, in the metric's unit."""
        values = self.days.values
        usual = self.scale.back(self.scale.there(values) - getattr(self.expected, off))
        enough: list[bool] = (np.abs(values - usual) >= self.least_effect).tolist()
        return enough

    def _day(self, at: int) -> None:
        missing = self._missed[at]
        begins, self._in_gap = missing and not self._in_gap, missing
        if begins:
            self._missing(at)
        z = self._z[at]
        if missing or math.isnan(z) or at < DAILY.warm_up:
            return
        for each in self._sides:
            each.add(at, z)
        if not self._say(self._departure(at, z)) and not math.isnan(self._moved[at]):
            self._say(self._drifting(at))

    def _missing(self, at: int) -> None:
        """The first day of a gap is news where something was expected, unless gaps are usual."""
        usual = sum(gap >= at - DAILY.spread for gap in self._gaps) > DAILY.gaps
        self._gaps.append(at)
        if usual or np.isnan(self.expected.middle[at] + self.expected.spread[at]):
            return
        if abs(float(self.scale.back(self.expected.middle[at]))) >= self.least_effect:
            found = Finding(at, at, at, "missing", False, _CERTAIN, 0.0, at)
            self._chances[at] = found.chance
            self.findings.append(found)

    def _departure(self, at: int, z: float) -> Finding:
        """The day itself, or the sum of the days up to it: whichever is less likely by chance."""
        side = self._side(up=z > 0)
        alone = both_tails(z)
        off = self._off[at]
        if side.chance < alone:
            return Finding(at, at, side.began, "shift", side.up, side.chance, off, at)
        return Finding(at, at, at, "spike" if side.up else "drop", side.up, alone, off, at)

    def _drifting(self, at: int) -> Finding:
        moved = self._moved[at]
        chance = both_tails(self._drift[at]) if abs(moved) >= DAILY.drift_least else 1.0
        began = max(at - DAILY.drift_back - DAILY.drift_days, 0)
        return Finding(at, at, began, "drift", moved > 0, chance, moved, at)

    def _say(self, found: Finding) -> bool:
        """Notes how odd the day is; whether it is, or goes on with, an alarm."""
        if not self._least["moved" if found.kind == "drift" else "residual"][found.at]:
            return False
        alarm = found.chance <= _ALARM
        if not (alarm and self._goes_on(found)):
            self._chances[found.at] = min(self._chances[found.at], found.chance)
            if alarm:
                self._side(up=found.up).open = len(self.findings)
                self.findings.append(found)
        if alarm and found.kind == "shift":
            self._side(up=found.up).total = 0.0
        return alarm

    def _side(self, *, up: bool) -> _Side:
        return self._sides[0 if up else 1]

    def _goes_on(self, found: Finding) -> bool:
        """Whether it is the alarm before it that goes on; it then becomes what it shows to be."""
        side = self._side(up=found.up)
        if side.open is None:
            return False
        before = self.findings[side.open]
        if before.kind == "drift" and found.kind in ("spike", "drop"):
            return False
        silence = DAILY.drift_silence if found.kind == "drift" else DAILY.silence
        if found.at - before.last > silence:
            return False
        kind = "shift" if found.kind == "shift" and before.kind != "drift" else before.kind
        seen = before.at if kind == before.kind else found.at
        self.findings[side.open] = replace(before, kind=kind, last=found.at, at=seen)
        return True
