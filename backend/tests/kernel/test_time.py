"""Days are the store's days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_agent.kernel.errors import Invalid
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.time import DateRange, last_days, store_today, zone


def test_the_same_instant_is_another_day_elsewhere() -> None:
    instant = datetime(2026, 3, 8, 4, 30, tzinfo=UTC)
    assert store_today("America/New_York", instant) == date(2026, 3, 7)
    assert store_today("Europe/Vienna", instant) == date(2026, 3, 8)


def test_last_thirty_days_end_yesterday() -> None:
    window = last_days(30, date(2026, 11, 23))
    assert (window.start, window.last, window.days) == (date(2026, 10, 24), date(2026, 11, 22), 30)
    assert window.before() == DateRange(date(2026, 9, 24), date(2026, 10, 24))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 800))
def test_ranges_touch_and_do_not_overlap(today: date, days: int) -> None:
    window = last_days(days, today)
    assert window.before().end == window.start
    assert window.before().days == window.days == days
    assert window.last == today - timedelta(days=1)


def test_refusals() -> None:
    with pytest.raises(Invalid):
        DateRange(date(2026, 1, 2), date(2026, 1, 2))
    for name in ("Mars/Olympus", "../etc/passwd", ""):
        with pytest.raises(Invalid):
            zone(name)


def test_ids_sort_by_time() -> None:
    made = [new_id() for _ in range(50)]
    assert len(set(made)) == 50
    assert [one[:13] for one in made] == sorted(one[:13] for one in made)
    assert {one[14] for one in made} == {"7"}
