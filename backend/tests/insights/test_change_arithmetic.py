"""Parts add up to the change exactly, whatever the numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.insights.changes import arithmetic
from marketing_agent.metrics.answer_rows import PartRow
from marketing_agent.metrics.measured import Side

CENT = Decimal("0.01")
money = st.decimals(-10_000, 10_000, places=2)
counts = st.integers(0, 500).map(Decimal)
added = st.builds(Side, st.none() | money, st.none())
ratio = st.builds(Side, money, counts)


def _rows(sides: list[tuple[Side, Side]]) -> list[PartRow]:
    return [PartRow((f"m{n}",), now, before) for n, (now, before) in enumerate(sides)]


@given(st.lists(st.tuples(added, added), min_size=1, max_size=12), money)
def test_what_adds_up_leaves_what_the_split_lacks(
    sides: list[tuple[Side, Side]], missing: Decimal
) -> None:
    rows = _rows(sides)
    held = sum(((r.now.above or 0) - (r.before.above or 0) for r in rows), Decimal(0))
    change = held + missing
    parts, rest = arithmetic.held_to(change, arithmetic.parts_of(rows, 2), CENT)
    assert sum((p.contribution for p in parts), Decimal(0)) + rest == change
    assert rest == (missing if abs(missing) > CENT * len(rows) else 0)


@given(st.lists(st.tuples(ratio, ratio), min_size=1, max_size=12))
def test_rates_and_mix_make_the_change_of_a_ratio(sides: list[tuple[Side, Side]]) -> None:
    rows = _rows(sides)
    whole = []
    for window in ("now", "before"):
        found = [getattr(row, window) for row in rows]
        below = sum(int(side.below or 0) for side in found)
        if not below:
            return
        whole.append(sum(Fraction(side.above or 0) for side in found) / below)
    # Members with an amount and nothing below carry no weight: a ratio of sums holds them anyway.
    if any(side.above and not side.below for pair in sides for side in pair):
        return
    exact = whole[0] - whole[1]
    change = arithmetic.rounded(Decimal(exact.numerator) / Decimal(exact.denominator), 2)
    parts, rest = arithmetic.held_to(change, arithmetic.parts_of(rows, 2), CENT)
    assert rest == 0
    assert sum((p.contribution for p in parts), Decimal(0)) == change


def test_a_member_whose_rate_alone_fell_carries_the_fall() -> None:
    rows = _rows(
        [
            (Side(Decimal(300), Decimal(10)), Side(Decimal(400), Decimal(10))),
            (Side(Decimal(200), Decimal(10)), Side(Decimal(200), Decimal(10))),
        ]
    )
    first, second = arithmetic.parts_of(rows, 2)
    assert (first.value, first.before, first.contribution) == (30, 40, -5)
    assert second.contribution == 0


def test_a_shift_to_the_cheaper_channel_is_a_fall_without_any_rate() -> None:
    rows = _rows(
        [
            (Side(Decimal(400), Decimal(10)), Side(Decimal(800), Decimal(20))),
            (Side(Decimal(400), Decimal(20)), Side(Decimal(200), Decimal(10))),
        ]
    )
    change = arithmetic.rounded((Decimal(800) - Decimal(1000)) / 30, 2)
    parts, rest = arithmetic.held_to(change, arithmetic.parts_of(rows, 2), CENT)
    assert (sum(part.contribution for part in parts), rest) == (change, 0)
    assert all(part.contribution < 0 for part in parts)


def test_members_that_move_alike_are_no_surprise() -> None:
    alike = _rows(
        [
            (Side(Decimal(50), None), Side(Decimal(100), None)),
            (Side(Decimal(5), None), Side(Decimal(10), None)),
        ]
    )
    apart = _rows(
        [
            (Side(Decimal(100), None), Side(Decimal(100), None)),
            (Side(Decimal(45), None), Side(Decimal(100), None)),
        ]
    )
    scores = [
        arithmetic.surprise(Decimal(-55), arithmetic.parts_of(rows, 2), Decimal(0))
        for rows in (alike, apart)
    ]
    assert scores[0] == 0
    # 100 and 100 became 100 and 45: 72.5 each had been alike, and without the one none is apart.
    assert scores[1] == pytest.approx(27.5**2 / 152.5625 + 27.5**2 / 97.5625)


def test_one_that_moved_alone_tells_more_than_many_that_moved_each_for_itself() -> None:
    """The same sums: 400 became 340 by one of four, or by two that fell far and two that rose."""

    def score(*now: int) -> float:
        rows = _rows([(Side(Decimal(each), None), Side(Decimal(100), None)) for each in now])
        return arithmetic.surprise(Decimal(-60), arithmetic.parts_of(rows, 2), Decimal(0))

    assert score(40, 100, 100, 100) > 2 * score(40, 50, 120, 130)


def test_a_split_that_holds_little_of_the_change_is_low() -> None:
    rows = _rows([(Side(Decimal(n), None), Side(Decimal(100), None)) for n in (40, 100)])
    parts = arithmetic.parts_of(rows, 2)
    whole, part = (arithmetic.surprise(Decimal(-60), parts, Decimal(r)) for r in (0, -180))
    assert part == pytest.approx(whole / 4)
