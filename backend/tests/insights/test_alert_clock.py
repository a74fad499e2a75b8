"""Quiet hours and digests by the store's clock, against a walk minute by minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_agent.insights.delivery.clock import is_quiet, next_digest, sendable
from marketing_agent.insights.delivery.schemas import Digest, QuietHours

ZONES = ("Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
MINUTE = timedelta(minutes=1)
# Both changes of the clocks are within it, north and south.
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")


def _quiet_by_hand(start: str, end: str, clock: time) -> bool:
    """Minutes of a day, walked on from the start until the end."""
    first, last = (int(t[:2]) * 60 + int(t[3:]) for t in (start, end))
    length = (last - first) % 1440
    return (clock.hour * 60 + clock.minute - first) % 1440 < length


@settings(max_examples=150, deadline=None)
@given(INSTANTS, CLOCKS, CLOCKS, st.sampled_from(ZONES))
def test_what_is_held_goes_out_at_the_first_minute_that_is_not_quiet(
    at: datetime, start: str, end: str, name: str
) -> None:
    if start == end:
        return
    quiet, zone = QuietHours(start=start, end=end), ZoneInfo(name)
    found = sendable(quiet, zone, at)
    assert is_quiet(quiet, zone, at) is _quiet_by_hand(start, end, at.astimezone(zone).time())
    assert not _quiet_by_hand(start, end, found.astimezone(zone).time())
    if found != at:
        # Where the clock jumps over the end it may be up to the length of the jump later.
        assert timedelta(0) < found - at <= timedelta(hours=26)
        before = (found - MINUTE).astimezone(zone).time()
        jumped = (found - 61 * MINUTE).astimezone(zone).utcoffset() != found.astimezone(
            zone
        ).utcoffset()
        assert jumped or _quiet_by_hand(start, end, before)


@pytest.mark.parametrize(
    ("at", "out"),
    [
        # 23:00 the evening before; 03:00 summer time comes after 02:00 winter time.
        ("2026-03-28T22:00:00+00:00", "2026-03-29T06:00:00+00:00"),
        # The night that is an hour longer.
        ("2026-10-24T21:00:00+00:00", "2026-10-25T07:00:00+00:00"),
    ],
    ids=["spring", "autumn"],
)
def test_the_end_is_at_eight_by_the_clock_on_the_wall(at: str, out: str) -> None:
    quiet = QuietHours(start="22:00", end="08:00")
    found = sendable(quiet, ZoneInfo("Europe/Vienna"), datetime.fromisoformat(at))
    assert found == datetime.fromisoformat(out)


@settings(max_examples=150, deadline=None)
@given(INSTANTS, st.integers(0, 23), st.sampled_from(ZONES), st.integers(0, 6))
def test_a_weekly_digest_is_due_on_its_weekday_within_a_week(
    at: datetime, hour: int, name: str, day: int
) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    digest = Digest.model_validate({"every": "weekly", "hour": hour, "weekday": names[day]})
    zone = ZoneInfo(name)
    due = next_digest(digest, zone, at)
    assert due is not None
    assert due > at
    local = due.astimezone(zone)
    assert (local.weekday(), due - at <= timedelta(days=7, hours=1)) == (day, True)
    exists = local.replace(hour=hour, minute=0).astimezone(UTC).astimezone(zone).hour == hour
    assert not exists or (local.hour, local.minute) == (hour, 0)


def test_a_daily_digest_comes_once_a_day_when_the_clock_is_put_back() -> None:
    zone, digest = ZoneInfo("Europe/Vienna"), Digest(every="daily", hour=2)
    at, days = datetime(2026, 10, 23, 12, tzinfo=UTC), []
    for _n in range(4):
        found = next_digest(digest, zone, at)
        assert found is not None
        at = found
        days.append(at.astimezone(zone).day)
    assert days == [24, 25, 26, 27]


def test_no_digest_is_due_where_there_is_none() -> None:
    assert next_digest(Digest(), ZoneInfo("UTC"), datetime.now(UTC)) is None
