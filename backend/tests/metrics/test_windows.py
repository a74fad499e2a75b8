"""What ranges mean: whole store days, half-open, at every end of month and change of clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.kernel.time import store_today
from marketing_agent.metrics.errors import BadRange
from marketing_agent.metrics.windows import (
    PRESETS,
    Compare,
    compared_with,
    fixed,
    months_later,
    resolve,
)

days = st.dates(date(1995, 1, 1), date(2150, 12, 31))
presets = st.sampled_from(sorted(PRESETS))
compares: st.SearchStrategy[Compare] = st.sampled_from(["previous_period", "previous_year"])


def _inside(start: str, end: str) -> tuple[date, date]:
    return date.fromisoformat(start), date.fromisoformat(end)


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("last_30_days", "2026-11-23", "2026-10-24", "2026-11-22"),
        ("last_7_days", "2026-11-23", "2026-11-16", "2026-11-22"),
        ("last_90_days", "2026-11-23", "2026-08-25", "2026-11-22"),
        ("last_month", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("last_month", "2024-03-31", "2024-02-01", "2024-02-29"),
        ("last_12_months", "2026-11-23", "2025-11-01", "2026-10-31"),
        ("month_to_date", "2026-11-23", "2026-11-01", "2026-11-23"),
        ("month_to_date", "2026-12-01", "2026-12-01", "2026-12-01"),
        ("year_to_date", "2026-11-23", "2026-01-01", "2026-11-23"),
        ("2026-02-03..2026-02-03", "2026-11-23", "2026-02-03", "2026-02-03"),
    ],
)
def test_ranges(name: str, today: str, first: str, last: str) -> None:
    window = resolve(name, date.fromisoformat(today))
    assert (window.start, window.range.last) == _inside(first, last)


@pytest.mark.parametrize(
    ("name", "compare", "today", "first", "last"),
    [
        ("last_30_days", "previous_period", "2026-11-23", "2026-09-24", "2026-10-23"),
        ("last_30_days", "previous_year", "2026-11-23", "2025-10-24", "2025-11-22"),
        ("last_30_days", "weekday_matched", "2026-11-23", "2026-09-19", "2026-10-18"),
        ("last_7_days", "weekday_matched", "2026-11-23", "2026-11-09", "2026-11-15"),
        ("last_month", "weekday_matched", "2026-11-23", "2026-08-27", "2026-09-26"),
        ("month_to_date", "weekday_matched", "2026-11-03", "2026-10-25", "2026-10-27"),
        ("last_month", "previous_period", "2026-04-10", "2026-02-01", "2026-02-28"),
        ("last_12_months", "previous_period", "2026-11-23", "2024-11-01", "2025-10-31"),
        ("month_to_date", "previous_period", "2026-11-23", "2026-10-01", "2026-10-23"),
        ("month_to_date", "previous_period", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("year_to_date", "previous_period", "2026-11-23", "2025-01-01", "2025-11-23"),
        ("year_to_date", "previous_period", "2025-03-01", "2024-01-01", "2024-03-01"),
        ("2024-02-29..2024-02-29", "previous_year", "2026-01-01", "2023-02-28", "2023-02-28"),
        ("2025-02-01..2025-02-28", "previous_year", "2026-01-01", "2024-02-01", "2024-02-28"),
        ("2026-08-01..2026-08-31", "previous_period", "2026-11-23", "2026-07-01", "2026-07-31"),
    ],
)
def test_compared_windows(name: str, compare: Compare, today: str, first: str, last: str) -> None:
    window = compared_with(resolve(name, date.fromisoformat(today)), compare)
    assert window is not None
    assert (window.start, window.range.last) == _inside(first, last)


def test_no_comparison() -> None:
    assert compared_with(resolve("last_7_days", date(2026, 11, 23)), "none") is None


@given(presets, days, compares)
def test_a_compared_window_lies_before_and_is_about_as_long(
    name: str, today: date, compare: Compare
) -> None:
    window = resolve(name, today)
    before = compared_with(window, compare)
    assert before is not None
    assert before.start < window.start
    assert before.range.last < window.range.last
    assert abs(before.range.days - window.range.days) <= 3
    if compare == "previous_period":
        assert before.end <= window.start


@given(presets, days)
def test_only_to_date_windows_hold_today(name: str, today: date) -> None:
    window = resolve(name, today)
    assert window.range.last == today if "to_date" in name else window.end <= today


@given(days, st.integers(1, 400))
def test_rolling_windows_and_those_before_them_tile(today: date, count: int) -> None:
    last = today - timedelta(days=1)
    window = resolve(f"{last - timedelta(days=count - 1)}..{last}", today)
    before = compared_with(window, "previous_period")
    assert before is not None
    assert (before.end, before.range.days, window.range.days) == (window.start, count, count)


@given(days)
def test_the_named_windows_tile(today: date) -> None:
    recent, prior = fixed("last_30_days", today), fixed("prior_30_days", today)
    assert recent == resolve("last_30_days", today)
    assert (prior.end, prior.range.days, recent.end) == (recent.start, 30, today)


@given(days, st.integers(-60, 60))
def test_months_later_stays_in_its_month(day: date, months: int) -> None:
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("zone", "instant", "expected"),
    [
        # The clock goes back at 02:00 on 1 November 2026: 04:30 UTC is still 31 October, 00:30.
        ("America/New_York", datetime(2026, 11, 1, 3, 59, tzinfo=UTC), date(2026, 10, 31)),
        ("America/New_York", datetime(2026, 11, 1, 4, 0, tzinfo=UTC), date(2026, 11, 1)),
        ("America/New_York", datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),
        ("America/New_York", datetime(2026, 11, 2, 5, 0, tzinfo=UTC), date(2026, 11, 2)),
        ("Europe/Vienna", datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        ("Europe/Vienna", datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        ("Pacific/Kiritimati", datetime(2026, 11, 23, 10, 0, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_today_is_the_stores_day(zone: str, instant: datetime, expected: date) -> None:
    assert store_today(zone, instant) == expected


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from(["America/New_York", "Europe/Vienna", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_the_last_30_days_are_30_days_across_every_change_of_clock(
    instant: datetime, zone: str
) -> None:
    window = resolve("last_30_days", store_today(zone, instant.replace(tzinfo=UTC)))
    assert len({window.start + timedelta(days=n) for n in range(window.range.days)}) == 30


@pytest.mark.parametrize(
    "text",
    [
        "last_31_days", "", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "2026-01-01",
        "0001-01-01..0001-01-02", "1990-01-01..2026-01-01", "9999-12-31..9999-12-31",
        "2026-01-01..2026-01-02; DROP TABLE orders", "2026-01-01 .. 2026-01-02",
    ],
)  # fmt: skip
def test_bad_ranges_are_refused(text: str) -> None:
    with pytest.raises(BadRange):
        resolve(text, date(2026, 11, 23))
