"""What is said of single days: kinds, bands, closed and explained days, least effects."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from marketing_agent.insights.anomaly.calendar import laid_out
from marketing_agent.insights.anomaly.judging import Walk
from marketing_agent.insights.anomaly.schemas import Anomaly, Daily
from marketing_agent.insights.anomaly.service import find
from tests.insights.anomaly.daily_series import SATURDAY, daily, day, plant, shop

TUESDAY = 302  # ten months in
QUIET = shop(3, days=365, noise=0.05)


def changed(at: int | slice, factor: float) -> np.ndarray:
    values = QUIET.copy()
    values[at] *= factor
    return values


def about(values: np.ndarray, first: int, last: int | None = None) -> list[Anomaly]:
    days = {day(at) for at in range(first, (last or first) + 1)}
    return [one for one in find(daily(values)) if one.raised in days]


def test_nothing_was_there_before_it_was_planted() -> None:
    assert about(QUIET, TUESDAY - 40, TUESDAY + 40) == []


def test_a_spike_tells_what_was_expected_and_by_how_much_it_is_off() -> None:
    (one,) = about(changed(TUESDAY, 2), TUESDAY, TUESDAY + 20)
    assert (one.kind, one.day, one.raised, one.seen) == ("spike", *[day(TUESDAY)] * 3)
    assert one.value == Decimal(f"{QUIET[TUESDAY] * 2:.2f}")
    assert float(one.expected) == pytest.approx(QUIET[TUESDAY], rel=0.15)
    assert one.low < one.expected < one.high < one.value
    assert one.effect == pytest.approx(one.value - one.expected, abs=Decimal("0.001"))
    assert 0.5 <= one.score <= 1
    assert one.chance < 0.001


def test_a_day_with_nothing_on_it_is_a_drop() -> None:
    (one,) = about(changed(TUESDAY, 0), TUESDAY, TUESDAY + 20)
    assert one.kind == "drop"
    assert one.value == 0
    assert one.effect == -one.expected


def test_one_day_is_no_shift_and_a_new_level_is_one_from_its_first_day() -> None:
    (one,) = about(changed(slice(TUESDAY, None), 0.7), TUESDAY, TUESDAY + 30)
    assert one.kind == "shift"
    assert one.day == day(TUESDAY)
    assert one.seen > one.raised
    assert one.effect < 0


def test_a_small_new_level_is_found_although_no_day_of_it_is_odd() -> None:
    (one,) = about(changed(slice(TUESDAY, None), 1.13), TUESDAY, TUESDAY + 14)
    assert one.kind == "shift"
    assert abs((one.day - day(TUESDAY)).days) <= 2


def test_a_slow_loss_is_a_drift() -> None:
    ramp = np.clip((np.arange(len(QUIET)) - 240) / 50, 0, 1)
    found = about(QUIET * (1 - 0.4 * ramp), 240, 310)
    drift = next(one for one in found if one.kind == "drift")
    assert drift.effect < 0
    assert drift.day < drift.seen


@pytest.mark.parametrize("without_rows", [True, False])
def test_days_without_a_figure_are_missing_once(without_rows: bool) -> None:
    values = QUIET.copy()
    values[TUESDAY : TUESDAY + 9] = np.nan  # over a Saturday, which is shut
    series = daily(values)
    if without_rows:
        rows = {d: figure for d, figure in series.figures.items() if figure is not None}
        series = Daily(rows)
    found = [one for one in find(series) if one.kind == "missing"]
    (one,) = found
    assert (one.day, one.value, one.score) == (day(TUESDAY), None, 1)
    assert one.effect == -one.expected < 0


def test_a_gap_that_began_before_anything_is_said_is_not_told_in_its_middle() -> None:
    values = QUIET.copy()
    values[23:33] = np.nan
    assert [one for one in find(daily(values)) if one.kind == "missing"] == []


def test_every_estimate_is_a_number() -> None:
    for seed in range(6):
        values, _planted = plant(shop(seed), seed)
        values[np.random.default_rng(seed).random(len(values)) < 0.1] = np.nan
        for one in find(daily(values[: 40 + 130 * seed])):
            told = (one.expected, one.low, one.high, one.effect)
            assert all(number.is_finite() for number in told)
            assert one.low <= one.expected <= one.high


def test_gaps_that_are_usual_are_no_news() -> None:
    values = QUIET.copy()
    values[60::9] = np.nan
    missing = [one for one in find(daily(values)) if one.kind == "missing"]
    assert 1 <= len(missing) <= 5


def test_days_of_a_small_shop_without_a_sale_are_no_news() -> None:
    rng = np.random.default_rng(5)
    sales = rng.poisson(2, 730).astype(float)
    assert (sales == 0).sum() > 80
    assert len(find(daily(sales))) <= 730 / 60


def test_a_shut_weekday_is_no_anomaly_and_one_told_to_be_shut_neither() -> None:
    weekdays = {one.day.weekday() for one in find(daily(QUIET))}
    assert SATURDAY not in weekdays
    holiday = changed(TUESDAY, 0)
    assert about(holiday, TUESDAY)
    closed = find(daily(holiday), closed={day(TUESDAY)})
    assert day(TUESDAY) not in {one.day for one in closed}


def test_a_known_event_explains_its_days_and_teaches_nothing() -> None:
    sale = slice(TUESDAY, TUESDAY + 4)
    events = {day(at) for at in range(TUESDAY, TUESDAY + 4)}
    assert about(changed(sale, 3), TUESDAY, TUESDAY + 3)
    found = find(daily(changed(sale, 3)), events=events)
    days = {day(TUESDAY) + timedelta(days=at) for at in range(30)}
    assert [one for one in found if one.raised in days] == []


def test_what_is_off_by_less_than_the_least_effect_is_left_out() -> None:
    series = daily(changed(TUESDAY, 2))
    off = next(one for one in find(series) if one.day == day(TUESDAY)).effect
    for least, kept in ((off - 1, True), (off + 1, False)):
        found = find(series, least_effect=least)
        assert (day(TUESDAY) in {one.day for one in found}) is kept


def test_figures_below_nothing_and_rates_are_judged_too() -> None:
    rng = np.random.default_rng(8)
    refunds = -300 + 20 * rng.standard_normal(200)
    refunds[150] = -900
    assert [(one.kind, one.day) for one in find(daily(refunds)) if one.day == day(150)] == [
        ("drop", day(150))
    ]
    rates = {day(at): Decimal(f"{0.02 + 0.001 * rng.standard_normal():.5f}") for at in range(200)}
    rates[day(150)] = Decimal("0.045")
    assert ("spike", day(150)) in {(one.kind, one.day) for one in find(Daily(rates))}


def test_too_short_a_history_says_nothing() -> None:
    assert find(Daily({})) == ()
    assert find(daily(QUIET[:1])) == ()
    assert find(daily(np.array([5.0, 900.0, 0.0]))) == ()
    assert find(Daily({day(at): None for at in range(90)})) == ()


def test_no_later_day_changes_what_is_said_of_a_day() -> None:
    values, _planted = plant(shop(11), 11)
    whole = Walk(laid_out(daily(values), (), ())).scores
    for length in (30, 95, 260, 499):
        part = Walk(laid_out(daily(values[:length]), (), ())).scores
        assert part.tolist() == whole[:length].tolist()
