"""Whether two sets of files come from one store."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise

from marketing_agent.ingestion.marks import Marks, Order

_FEW_ORDERS = 5
_FEW_CELLS = 3
_STEADY = 0.9
_MOST = 0.5

Point = tuple[datetime, int]


class Kin(Enum):
    """What two sets of files are to each other."""

    same = "same"
    different = "different"
    unknown = "unknown"


@dataclass(frozen=True)
class Verdict:
    """A judgement; for different stores with the reason that a person is shown."""

    kin: Kin
    reason: str = ""


_UNKNOWN = Verdict(Kin.unknown)
_SAME = Verdict(Kin.same)


def by_orders(one: Marks, other: Marks) -> Verdict:
    """The verdict of order names, ids, dates and currency."""
    shared = _shared_orders(one, other)
    if shared.kin is Kin.same:
        return shared
    apart = _difference(one, other)
    if apart:
        return Verdict(Kin.different, apart)
    return shared if shared.kin is Kin.different else _numbers(one, other)


def by_reports(one: Marks, other: Marks) -> Verdict:
    """The verdict of figures that both report; returns restate some of the past, never most."""
    shared = one.cells.keys() & other.cells.keys()
    if len(shared) < _FEW_CELLS:
        return _UNKNOWN
    equal = sum(one.cells[key] == other.cells[key] for key in shared)
    if equal >= _MOST * len(shared):
        return _SAME
    return Verdict(Kin.different, "The same reports show other figures for the same days.")


def _difference(one: Marks, other: Marks) -> str | None:
    if one.currencies and other.currencies and not one.currencies & other.currencies:
        both = _listed(one.currencies), _listed(other.currencies)
        return f"The orders are in different currencies: {both[0]} and {both[1]}."
    if one.styles and other.styles and not one.styles & other.styles:
        both = _listed(one.styles), _listed(other.styles)
        return f"The order names are made differently: {both[0]} and {both[1]}."
    return None


def _listed(words: frozenset[str]) -> str:
    return ", ".join(f"“{word}”" if word else "a bare number" for word in sorted(words))


def _shared_orders(one: Marks, other: Marks) -> Verdict:
    """Orders of the same name are the same order in one store, and not in two."""
    known = [_alike(one.orders[n], other.orders[n]) for n in one.orders.keys() & other.orders]
    told = [alike for alike in known if alike is not None]
    if not told:
        return _UNKNOWN
    if sum(told) >= _MOST * len(told):
        return _SAME
    return Verdict(Kin.different, "Different orders have the same names.")


def _alike(one: Order, other: Order) -> bool | None:
    if one.id and other.id:
        return one.id == other.id
    if one.moment and other.moment:
        return one.moment == other.moment
    return None


def _numbers(one: Marks, other: Marks) -> Verdict:
    """One store counts its orders upwards; two stores count side by side."""
    if not one.styles & other.styles:
        return _UNKNOWN
    left, right = _points(one), _points(other)
    if min(len(left), len(right)) < _FEW_ORDERS or not (_steady(left) and _steady(right)):
        return _SAME
    moments = [moment for moment, _ in left]
    fitting = sum(_fits(left, moments, point) for point in right)
    if fitting >= _MOST * len(right):
        return _SAME
    return Verdict(Kin.different, "Two rows of order numbers run side by side at the same time.")


def _points(marks: Marks) -> list[Point]:
    return sorted((o.moment, o.number) for o in marks.orders.values() if o.moment)


def _steady(points: Sequence[Point]) -> bool:
    rising = sum(later[1] > earlier[1] for earlier, later in pairwise(points))
    return rising >= _STEADY * (len(points) - 1)


def _fits(points: Sequence[Point], moments: Sequence[datetime], point: Point) -> bool:
    """Whether the number lies between those of the orders before and after it."""
    place = bisect_left(moments, point[0])
    after = points[place][1] if place < len(points) else None
    before = points[place - 1][1] if place else None
    return (before is None or point[1] >= before) and (after is None or point[1] <= after)
