"""Parts add up to the change exactly, whatever the numbers."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.insights.changes import arithmetic
from marketing_agent.insights.changes.culprit import NOBODY, Culprit, culprit, size_of_chance
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


def _parts(*pairs: tuple[int, int]) -> list[arithmetic.Part]:
    """Members with these amounts before and now."""
    rows = _rows([(Side(Decimal(now), None), Side(Decimal(was), None)) for was, now in pairs])
    return arithmetic.parts_of(rows, 2)


def _named(*pairs: tuple[int, int], rest: int = 0, size: float = 1.0) -> Culprit:
    return culprit(_parts(*pairs), Decimal(rest), size)


def test_who_moved_by_itself_is_named_and_not_who_moved_most() -> None:
    # A day a tenth better for all but one, which halved: most money came of the large one.
    assert _named((4000, 4400), (300, 150), (500, 550)).at == 1
    assert _named((4000, 2000), (300, 330), (500, 550)).at == 0


def test_two_amounts_against_those_of_all_others() -> None:
    # As G of a table of two by two, by hand: expected are 72.5 each now, and 100 each before.
    expected = [(45, 145 * 145 / 345), (100, 145 * 200 / 345)]
    expected += [(100, 145 * 200 / 345), (100, 200 * 200 / 345)]
    by_hand = 2 * sum(is_ * math.log(is_ / would) for is_, would in expected)
    named = _named((100, 45), (100, 100))
    assert named == (pytest.approx(by_hand), 0)
    assert _named((100, 45), (100, 100), size=4.0).score == pytest.approx(by_hand / 4)


def test_members_that_move_alike_name_nobody_for_sure() -> None:
    assert _named((100, 50), (10, 5)).score < 0 < _named((100, 45), (100, 100)).score


def test_one_that_moved_alone_tells_more_than_many_that_moved_each_for_itself() -> None:
    """The same sums: 400 became 340 by one of four, or by two that fell far and two that rose."""

    def named(*now: int) -> Culprit:
        pairs = [(100, each) for each in now]
        return _named(*pairs, size=size_of_chance([_parts(*pairs)]))

    alone, many = named(40, 100, 100, 100), named(40, 50, 120, 130)
    assert alone.at == 0
    assert alone.score > 2 * many.score


def test_a_split_that_holds_little_of_the_change_is_low() -> None:
    whole, part = (_named((100, 40), (100, 100), rest=rest) for rest in (0, -180))
    assert part.score == pytest.approx(whole.score - 15)  # three quarters are elsewhere


def test_of_one_member_or_none_nobody_is_named() -> None:
    for found in (_named(), _named((100, 50)), _named((100, 50), (0, 0))):
        assert found == (NOBODY, None)


def test_the_size_of_chance_is_told_without_who_stands_out() -> None:
    assert size_of_chance([_parts((100, 900), (100, 100), (100, 100))]) == 1
    # Without the first, 100 and 100 became 160 and 40, where 100 each had been alike.
    apart = 60**2 / 260 + 60**2 / 140
    assert size_of_chance([_parts((100, 900), (100, 160), (100, 40))]) == pytest.approx(2 * apart)
    assert size_of_chance([_parts((100, 50), (100, 100)), []]) == 1
