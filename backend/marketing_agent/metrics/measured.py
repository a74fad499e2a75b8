"""The value of one metric in a row of a result: in major units, exact to the cent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from marketing_agent.metrics.held import Held
from marketing_agent.metrics.planner import Planned
from marketing_agent.metrics.query import Grain
from marketing_agent.metrics.tiles import RATE_DIGITS, rounded
from marketing_agent.metrics.ways import Way
from marketing_agent.metrics.windows import months_later

Row = Mapping[str, object]
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Side:
    """What a value is made of, in major units: None above is no data, below is what divides it."""

    above: Decimal | None
    below: Decimal | None


class Measure:
    """Reads one metric of a planned query. What is the same in every row is looked up once."""

    def __init__(self, held: Held, planned: Planned, key: str) -> None:
        metric, source = held.holdings.model.metrics[key], planned.ways[key].source
        self._key = key
        self._ratio = metric.is_ratio
        self._whole = metric.unit == "count"
        self._digits = held.store.digits if metric.unit == "money" else RATE_DIGITS
        self._minor = -held.store.digits
        self._above_money = source.is_money("numerator")
        self._below_money = source.is_money("denominator")
        self._factor = _factor(held, planned, key)
        self._grained = planned.plan.grain is not None
        self._told = _Told(planned, planned.ways[key])
        self._names = {prefix: _Names.of(prefix, key) for prefix in ("", "previous_")}

    def side(self, row: Row, prefix: str) -> Side:
        """Both parts of a value, the one above with the metric's factor."""
        names = self._names[prefix]
        above, below = row[names.above], row.get(names.below) or 0
        return Side(
            None if above is None else self._above(above) * self._factor,
            self._below(below) if self._ratio else None,
        )

    def value(self, row: Row, prefix: str = "") -> float | None:
        """From both sides, exactly, so that the same question gives the same number everywhere."""
        names = self._names[prefix]
        above = row[names.above]
        if self._unknown(row, names):
            return None
        if above is None:
            # A group that the other period alone has counts as zero here.
            return None if self._ratio or self._grained else 0
        if not self._ratio:
            return self._plain(above)
        below = self._below(row[names.below] or 0)
        return self._rounded(self._above(above) * self._factor / below) if below else None

    def running(self, row: Row) -> float | None:
        """The total up to this row."""
        value = row[f"{self._key}_cumulative"]
        if value is None or self._unknown(row, self._names[""]):
            return None
        if not self._ratio:
            return self._plain(value)
        money = self._above_money != self._below_money
        return self._rounded(_major(value, self._minor if money else 0))

    def change(self, row: Row) -> float | None:
        """What came on top of the other period."""
        now, before = self.value(row), self.value(row, "previous_")
        if now is None or before is None:
            return None
        whole = isinstance(now, int) and isinstance(before, int)
        return _number(_exact(now) - _exact(before), whole=whole)

    def change_pct(self, row: Row) -> float | None:
        """The change as a share of the other period; None where that was nothing."""
        now, before = self.value(row), self.value(row, "previous_")
        if now is None or not before:
            return None
        return rate((_exact(now) - _exact(before)) / abs(_exact(before)))

    def _unknown(self, row: Row, names: "_Names") -> bool:
        """Whether the row is of a day that no file tells about."""
        if self._told.throughout:
            return False
        day = row.get(names.day)
        return isinstance(day, date) and not self._told.tells(day)

    def _plain(self, amount: object) -> float:
        """A value that nothing divides; most counts are whole as they come."""
        if self._whole and not self._above_money and isinstance(amount, int):
            return amount
        return _number(self._above(amount), whole=self._whole)

    def _above(self, amount: object) -> Decimal:
        return _major(amount, self._minor if self._above_money else 0)

    def _below(self, amount: object) -> Decimal:
        return _major(amount, self._minor if self._below_money else 0)

    def _rounded(self, exact: Decimal) -> float:
        return float(rounded(exact, self._digits))


@dataclass(frozen=True)
class _Names:
    """The columns of one period that a value is made of."""

    above: str
    below: str
    day: str

    @classmethod
    def of(cls, prefix: str, key: str) -> Self:
        return cls(f"{prefix}{key}_numerator", f"{prefix}{key}_denominator", f"{prefix}date")


class _Told:
    """Which buckets of a trend some file tells about, remembered for the columns of a row."""

    def __init__(self, planned: Planned, way: Way) -> None:
        self._coverages, self._grain = way.coverages, planned.plan.grain or "day"
        windows = [each for each in (planned.window, planned.compared) if each is not None]
        self.throughout = way.lasting or all(
            one.tells_all(each) for one in way.coverages for each in windows
        )
        self._known: dict[date, bool] = {}

    def tells(self, day: date) -> bool:
        if day not in self._known:
            after = _next_bucket(day, self._grain)
            self._known[day] = all(one.tells(day, after) for one in self._coverages)
        return self._known[day]


def rate(value: object) -> float | None:
    """A share or a change, rounded as rates are."""
    return None if value is None else float(rounded(_exact(value), RATE_DIGITS))


def _factor(held: Held, planned: Planned, key: str) -> int:
    model = held.holdings.model
    days = planned.params.get("pace_days", 1) if key in model.paced else 1
    return model.scales.get(key, 1) * int(str(days))


def _next_bucket(day: date, grain: Grain) -> date:
    if grain in _DAYS:
        return day + timedelta(days=_DAYS[grain])
    return months_later(day, _MONTHS[grain])


def _major(amount: object, places: int) -> Decimal:
    return _exact(amount).scaleb(places)


def _exact(amount: object) -> Decimal:
    return Decimal(amount) if isinstance(amount, int) else Decimal(str(amount))


def _number(exact: Decimal, *, whole: bool) -> float:
    """Counts are whole, but for those that a platform gives in fractions."""
    return int(exact) if whole and exact == exact.to_integral_value() else float(exact)
