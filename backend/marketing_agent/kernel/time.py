"""Instants are UTC; days are days of the store. Windows of days are half-open."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marketing_agent.kernel.errors import Invalid


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; raises Invalid when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"{name!r} is not a time zone; use a name such as Europe/Vienna.") from error


def store_today(timezone: str, instant: datetime | None = None) -> date:
    """The store's calendar day at an instant (default: this one)."""
    return (instant or now()).astimezone(zone(timezone)).date()


@dataclass(frozen=True, slots=True)
class DateRange:
    """Store days from `start` up to and without `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise Invalid("A date range must hold at least one day.")

    @property
    def days(self) -> int:
        """How many whole days the range holds."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    def before(self) -> "DateRange":
        """The range of the same length that ends where this one starts."""
        return DateRange(self.start - timedelta(days=self.days), self.start)


def last_days(count: int, today: date) -> DateRange:
    """The `count` whole days that end yesterday."""
    return DateRange(today - timedelta(days=count), today)
