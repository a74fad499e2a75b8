"""Days of a store: first to last, month and week buckets, and its clock with daylight saving."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MONTHS = 24
# Refunds, shipping and sends reach past a day; offsets are known this far beyond both ends.
_MARGIN_DAYS = 3


@dataclass(frozen=True)
class Timeline:
    """24 months of store days ending with `until` (inclusive). A day is its index from `start`."""

    until: date
    zone: str

    @cached_property
    def start(self) -> date:
        """The day after the same date 24 months before `until`."""
        month = self.until.month
        year = self.until.year - MONTHS // 12
        day = min(self.until.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) + timedelta(days=1)

    @cached_property
    def days(self) -> int:
        return (self.until - self.start).days + 1

    def date_at(self, day: int) -> date:
        return self.start + timedelta(days=int(day))

    def index(self, day: date) -> int:
        return (day - self.start).days

    def before_end(self, days: int) -> int:
        """Index of the day that lies `days` before the last one; may be negative."""
        return self.days - 1 - days

    @cached_property
    def dates(self) -> list[date]:
        return [self.date_at(day) for day in range(self.days)]

    @cached_property
    def iso(self) -> list[str]:
        return [day.isoformat() for day in self.dates]

    @cached_property
    def month_of(self) -> Ints:
        """Month bucket of each day, 0 for the first month touched."""
        first = self.start.year * 12 + self.start.month
        return np.array([d.year * 12 + d.month - first for d in self.dates], dtype=np.int64)

    @cached_property
    def month_iso(self) -> list[str]:
        """First day of each month bucket, which may lie before `start`."""
        return sorted({day.replace(day=1).isoformat() for day in self.dates})

    @cached_property
    def week_of(self) -> Ints:
        """Week bucket (Monday first) of each day."""
        shift = self.start.weekday()
        return (np.arange(self.days, dtype=np.int64) + shift) // 7

    @cached_property
    def week_iso(self) -> list[str]:
        monday = self.start - timedelta(days=self.start.weekday())
        weeks = int(self.week_of[-1]) + 1
        return [(monday + timedelta(days=7 * week)).isoformat() for week in range(weeks)]

    @cached_property
    def midnights(self) -> Ints:
        """Unix seconds at which each store day begins, and one more for the end of the last."""
        return np.array([self._midnight(day) for day in range(self.days + 1)], dtype=np.int64)

    def _midnight(self, day: int) -> int:
        local = datetime.combine(self.date_at(day), datetime.min.time(), ZoneInfo(self.zone))
        return int(local.timestamp())

    @property
    def end(self) -> int:
        """Unix seconds when the exports were taken: the end of the last day."""
        return int(self.midnights[-1])

    @cached_property
    def _changes(self) -> tuple[Ints, Ints]:
        zone = ZoneInfo(self.zone)
        hour = 3600
        first = int(self.midnights[0]) - _MARGIN_DAYS * 86400
        last = self.end + _MARGIN_DAYS * 86400
        instants = np.arange(first - first % hour, last + hour, hour, dtype=np.int64)
        offsets = np.array(
            [_offset(zone, int(instant)) for instant in instants[::24]], dtype=np.int64
        )
        days = instants[::24]
        at, values = [int(days[0])], [int(offsets[0])]
        for i in np.flatnonzero(np.diff(offsets)):
            window = range(int(days[i]), int(days[i + 1]) + hour, hour)
            at.append(next(t for t in window if _offset(zone, t) == offsets[i + 1]))
            values.append(int(offsets[i + 1]))
        return np.array(at, dtype=np.int64), np.array(values, dtype=np.int64)

    def offsets(self, epoch: Ints) -> Ints:
        """Seconds east of UTC on the store's clock at each Unix second."""
        at, values = self._changes
        return values[np.searchsorted(at, epoch, side="right") - 1]

    def day_of(self, epoch: Ints) -> Ints:
        """Store day of each instant."""
        return np.searchsorted(self.midnights, epoch, side="right").astype(np.int64) - 1

    def stamps(self, epoch: Ints) -> list[str]:
        """`2025-12-06 10:37:33 -0500` for each instant; empty text where it is 0."""
        offsets = self.offsets(epoch)
        local = (epoch + offsets).astype("datetime64[s]").astype(str).tolist()
        names = {int(o): _offset_name(int(o)) for o in np.unique(offsets)}
        return [
            f"{text[:10]} {text[11:]} {names[offset]}" if instant else ""
            for text, offset, instant in zip(local, offsets.tolist(), epoch.tolist(), strict=True)
        ]


def _offset(zone: ZoneInfo, instant: int) -> int:
    delta = datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
    return int(delta.total_seconds()) if delta else 0


def _offset_name(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}{rest // 60:02d}"


def store_yesterday(zone: str) -> date:
    """The last whole day on the store's clock."""
    return datetime.now(ZoneInfo(zone)).date() - timedelta(days=1)
