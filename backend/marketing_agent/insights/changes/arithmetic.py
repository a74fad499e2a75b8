"""How parts make a change. Decimals throughout; what is rounded is given back to the largest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from marketing_agent.metrics.answer_rows import PartRow
from marketing_agent.metrics.measured import Side

RATE_DIGITS = 6
_NOTHING = Decimal(0)
_HALF = Decimal("0.5")


@dataclass(frozen=True)
class Part:
    """One member's values and what it contributed."""

    row: PartRow
    value: Decimal | None
    before: Decimal | None
    contribution: Decimal


def value_of(side: Side, digits: int | None) -> Decimal | None:
    """The value of a side; None over nothing. Additive values are exact as they are."""
    if side.above is None:
        return None
    if side.below is None:
        return side.above
    return rounded(side.above / side.below, digits or RATE_DIGITS) if side.below else None


def rounded(exact: Decimal, digits: int) -> Decimal:
    """To so many decimals, halves away from zero."""
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def parts_of(rows: Sequence[PartRow], digits: int | None) -> list[Part]:
    """Every member with its contribution, not yet held to the whole."""
    is_ratio = any(row.now.below is not None for row in rows)
    found = _of_ratio(rows, digits or RATE_DIGITS) if is_ratio else [_added(row) for row in rows]
    return [
        Part(row, value_of(row.now, digits), value_of(row.before, digits), each)
        for row, each in zip(rows, found, strict=True)
    ]


def _added(row: PartRow) -> Decimal:
    return (row.now.above or _NOTHING) - (row.before.above or _NOTHING)


def _of_ratio(rows: Sequence[PartRow], digits: int) -> list[Decimal]:
    """What each member's rate and weight did to a ratio of sums.

    With weights w (shares of the denominator) and rates r, a member contributes
    mean(w)·Δr + Δw·(mean(r) - mean(R)), which adds up to ΔR over all members.
    """
    weights = [_weights([row.now for row in rows]), _weights([row.before for row in rows])]
    whole = [_ratio(_sum([row.now for row in rows])), _ratio(_sum([row.before for row in rows]))]
    middle = (whole[0] + whole[1]) * _HALF
    found = []
    for row, now, before in zip(rows, *weights, strict=True):
        # A member that is in one window only changed the mix and not its rate.
        rate, was = _ratio(row.now, row.before), _ratio(row.before, row.now)
        mean_weight, mean_rate = (now + before) * _HALF, (rate + was) * _HALF
        exact = mean_weight * (rate - was) + (now - before) * (mean_rate - middle)
        found.append(rounded(exact, digits))
    return found


def _weights(sides: Sequence[Side]) -> list[Decimal]:
    whole = sum((side.below or _NOTHING for side in sides), _NOTHING)
    return [(side.below or _NOTHING) / whole if whole else _NOTHING for side in sides]


def _sum(sides: Sequence[Side]) -> Side:
    above = sum((side.above or _NOTHING for side in sides), _NOTHING)
    return Side(above, sum((side.below or _NOTHING for side in sides), _NOTHING))


def _ratio(side: Side, instead: Side | None = None) -> Decimal:
    if side.below:
        return (side.above or _NOTHING) / side.below
    return _ratio(instead) if instead else _NOTHING


def held_to(change: Decimal, parts: Sequence[Part], unit: Decimal) -> tuple[list[Part], Decimal]:
    """The parts, and what is left of the change.

    A rest of less than a rounding of every part is no finding and goes to the largest part.
    """
    rest = change - sum((part.contribution for part in parts), _NOTHING)
    ordered = sorted(parts, key=lambda part: (-abs(part.contribution), str(part.row.members)))
    if not ordered or not rest or abs(rest) > unit * len(ordered):
        return ordered, rest
    first = ordered[0]
    ordered[0] = Part(first.row, first.value, first.before, first.contribution + rest)
    return ordered, _NOTHING


def surprise(change: Decimal, parts: Sequence[Part], rest: Decimal) -> float:
    """How far the members of a ratio moved from moving all alike, 0 to 1; it ranks its splits.

    A split that holds little of the change is low.
    """
    moved = float(sum((abs(part.contribution) for part in parts), _NOTHING))
    return _not_alike(change, parts) * moved / (moved + abs(float(rest))) if moved else 0.0


def is_ratio(parts: Sequence[Part]) -> bool:
    """Whether the parts are rates with weights rather than amounts."""
    return any(part.row.now.below is not None for part in parts)


def _not_alike(change: Decimal, parts: Sequence[Part]) -> float:
    moved = sum((abs(part.contribution) for part in parts), _NOTHING)
    sizes = [abs(part.row.before.below or _NOTHING) for part in parts]
    whole = sum(sizes, _NOTHING)
    apart = sum(
        (
            abs(part.contribution - change * (size / whole if whole else _NOTHING))
            for part, size in zip(parts, sizes, strict=True)
        ),
        _NOTHING,
    )
    return float(apart / (moved + abs(change)))
