"""Which member of which split moved by itself: it is the one that is named first.

Two things speak for a member: that it moved unlike all the others, more than chance lets such
amounts move, and that without it the others moved little together, as whole days do. Both are
logarithms of likelihoods, so that members of different splits of one metric can be held against
each other.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from marketing_agent.insights.changes.arithmetic import Part

_TRIED = 5
_USUAL = 0.14
"""One standard deviation of the logarithm of what a whole day moves from a week before."""
_TWICE = 2.0  # of few members the one left out takes some of the chance with it
_INCOMPLETE = 20.0
"""What speaks against a split that holds nothing of the change, and half of it against one that
holds half."""
NOBODY = -math.inf


class Culprit(NamedTuple):
    """A member's place among the parts, None where no one can be named; the score ranks splits."""

    score: float
    at: int | None


class _Side(NamedTuple):
    now: float
    before: float


def size_of_chance(splits: Sequence[Sequence[Part]]) -> float:
    """How much of the metric falls one way or another at once: a visit, or what an order brings.

    Told by how far apart members lie in all splits, each without the one that stands out most.
    """
    apart = degrees = 0.0
    for sides in map(_sides, splits):
        if len(sides) > 2:
            apart += min(_apart(_without(sides, at)) for at in range(min(len(sides), _TRIED)))
            degrees += len(sides) - 2
    return max(_TWICE * apart / degrees, 1.0) if degrees else 1.0


def culprit(parts: Sequence[Part], rest: Decimal, size: float) -> Culprit:
    """Among the largest parts of an additive metric; `rest` of the change is in none of them."""
    sides = _sides(parts)
    scored = [
        Culprit(_by_itself(sides, at, size), at)
        for at in range(min(len(sides), _TRIED))
        if len(sides) > 1
    ]
    best = max(scored, default=Culprit(NOBODY, None))
    if best.score == NOBODY:
        return Culprit(NOBODY, None)
    moved = float(sum(abs(part.contribution) for part in parts))
    lacking = abs(float(rest)) / (moved + abs(float(rest))) if moved else 1.0
    return best._replace(score=best.score - _INCOMPLETE * lacking)


def _sides(parts: Sequence[Part]) -> list[_Side]:
    """Both amounts of each part; what is negative by nature, such as returns, by its size."""
    amounts = [(part.row.now.above or 0, part.row.before.above or 0) for part in parts]
    sign = -1 if sum(now + before for now, before in amounts) < 0 else 1
    return [_Side(*(max(float(sign * each), 0.0) for each in pair)) for pair in amounts]


def _without(sides: Sequence[_Side], at: int) -> list[_Side]:
    return [*sides[:at], *sides[at + 1 :]]


def _sum(sides: Sequence[_Side]) -> _Side:
    return _Side(sum(each.now for each in sides), sum(each.before for each in sides))


def _apart(sides: Sequence[_Side]) -> float:
    """By how much members did not move alike, each against what chance lets such a size move."""
    now, before = _sum(sides)
    grew = now / before if before else 1.0
    sizes = [(each - was * grew, each + was * grew * grew) for each, was in sides]
    return sum(off * off / size for off, size in sizes if size)


def _by_itself(sides: Sequence[_Side], at: int, size: float) -> float:
    """What speaks for the member: how unlike the others it moved, less what these moved."""
    one, others = sides[at], _sum(_without(sides, at))
    if not (sum(one) and others.now and others.before):
        return NOBODY
    together = math.log(others.now / others.before)
    by_chance = _USUAL**2 + size / others.now + size / others.before
    return _unlike(one, others) / size - together**2 / by_chance


def _unlike(one: _Side, others: _Side) -> float:
    """Twice the logarithm of how much likelier two amounts are than the others' common move."""
    whole = one.now + one.before + others.now + others.before
    now, before = one.now + others.now, one.before + others.before
    return 2 * sum(
        each * math.log(each * whole / (row * column))
        for row, pair in ((sum(one), one), (sum(others), others))
        for each, column in zip(pair, (now, before), strict=True)
        if each
    )
