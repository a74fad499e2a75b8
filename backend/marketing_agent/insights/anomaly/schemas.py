"""Daily figures, and what is found in them. Estimates are statistics, never amounts to book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

# spike, drop: one day, or a few; shift: a new level since `day`; drift: slowly away for weeks;
# missing: an open day without a figure.
Kind: TypeAlias = Literal["spike", "drop", "shift", "drift", "missing"]


@dataclass(frozen=True)
class Daily:
    """One metric by day, in its own unit. A day that is not in it, or None, has no figure."""

    figures: Mapping[date, Decimal | None]

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have a row, in order."""
        return tuple(sorted(self.figures))


@dataclass(frozen=True, kw_only=True)
class Band:
    """What a day was expected to be, in the metric's unit; a day outside of it is an alarm."""

    low: Decimal
    expected: Decimal
    high: Decimal

    @property
    def is_wide(self) -> bool:
        """Whether it says nothing: it spans more than was expected each way, as 0 to 3 of 1."""
        return self.high - self.low > 2 * abs(self.expected)


@dataclass(frozen=True, kw_only=True)
class Anomaly(Band):
    """A day, or the first of some, that departs from what the days before let expect.

    An alarm was raised on `raised`; `seen` is the day that showed what it is, such as the third of
    a new level, and the one that the figures here are of. All but `value` are estimates in the
    metric's unit; `effect` is value less expected. `chance` is how likely days like those before
    it look as odd; `score` says the same as 0..1, 0.5 and more being an alarm.
    """

    day: date
    raised: date
    seen: date
    kind: Kind
    value: Decimal | None
    effect: Decimal
    score: float
    chance: float
