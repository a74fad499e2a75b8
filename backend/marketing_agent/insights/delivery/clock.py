"""When something may be sent: quiet hours and digests by the store's clock, whatever DST does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from marketing_agent.insights.delivery.schemas import Digest, QuietHours, Weekday

_WEEKDAYS: tuple[str, ...] = get_args(Weekday)
_DAY = timedelta(days=1)


def is_quiet(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> bool:
    """Whether the store's clock stands between the two times at an instant."""
    return quiet is not None and within(quiet, at.astimezone(zone).time())


def within(quiet: QuietHours, clock: time) -> bool:
    """Whether a time of day is quiet; the end itself is not."""
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    if start < end:
        return start <= clock < end
    return clock >= start or clock < end


def sendable(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> datetime:
    """The first instant from `at` on that is not quiet."""
    if quiet is None or not is_quiet(quiet, zone, at):
        return at
    end = time.fromisoformat(quiet.end)
    day = at.astimezone(zone).date()
    ends = (one for n in range(3) for one in _instants(day + n * _DAY, end, zone))
    return next(one for one in ends if one > at and not is_quiet(quiet, zone, one))


def next_digest(digest: Digest, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first instant after another at which a digest is due; None where there is none."""
    if digest.every == "off":
        return None
    day = after.astimezone(zone).date()
    return next(
        at
        for at in (_first(day + n * _DAY, time(digest.hour), zone) for n in range(9))
        if at > after and _falls(digest, at.astimezone(zone).date())
    )


def _falls(digest: Digest, day: date) -> bool:
    return digest.every == "daily" or _WEEKDAYS[day.weekday()] == digest.weekday


def _instants(day: date, clock: time, zone: ZoneInfo) -> Iterator[datetime]:
    """When the clock stands so on a day: twice where it was put back, else twice the same."""
    for fold in (0, 1):
        yield datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC)


def _first(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first of them; where the clock jumps over it, just as much later."""
    return next(_instants(day, clock, zone))
