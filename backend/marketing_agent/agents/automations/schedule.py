"""When a schedule is due next: a time of the store's clock, as an instant."""

import calendar
from datetime import date, datetime, time, timedelta

from marketing_agent.agents.automations.errors import NeverFires
from marketing_agent.agents.automations.schemas import OnMetric, OnSchedule
from marketing_agent.kernel.time import zone

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 62
"""Days in which any day of a month or week comes at least once."""


def check_schedule(trigger: OnSchedule | OnMetric) -> None:
    """Raises NeverFires when no day fits."""
    if isinstance(trigger, OnMetric):
        return
    if trigger.weekdays is not None and not trigger.weekdays:
        raise NeverFires("No day of the week is chosen, so this would never run.")
    if trigger.weekdays is not None and trigger.day_of_month is not None:
        raise NeverFires("Choose days of the week or a day of the month, not both.")


def next_slot(
    trigger: OnSchedule | OnMetric, timezone: str, after: datetime
) -> tuple[str, datetime]:
    """The first slot after an instant: its name, as the store's clock shows it, and its instant.

    The clock may leave the time out (it is then an hour later) or show it twice (the first counts).
    """
    place, at = zone(timezone), time.fromisoformat(trigger.at)
    day = after.astimezone(place).date()
    for offset in range(_LONGEST):
        there = day + timedelta(days=offset)
        moment = datetime.combine(there, at, place)
        if _fits(trigger, there) and moment.timestamp() > after.timestamp():
            return f"{there.isoformat()}T{trigger.at}", moment
    raise NeverFires("No day fits, so this would never run.")


def _fits(trigger: OnSchedule | OnMetric, day: date) -> bool:
    if isinstance(trigger, OnMetric):
        return True
    if trigger.weekdays is not None:
        return _WEEKDAYS[day.weekday()] in trigger.weekdays
    if trigger.day_of_month is not None:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == min(trigger.day_of_month, last)
    return True
