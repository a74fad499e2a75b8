"""Counting who is in an audience, on a day or several. Counts alone come out."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session

from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.insights.segments.rules import Audience
from marketing_agent.insights.segments.schemas import SegmentRules
from marketing_agent.metrics.errors import BadRange
from marketing_agent.metrics.typed import Value
from marketing_agent.metrics.windows import DEFAULT_RANGE
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

HERE = Path(__file__).parent
_YEARS = range(1990, 2200)
Row = dict[str, object]


def ground_of(
    session: Session, warehouse: Warehouse, workspace: Workspace, as_of: date | None
) -> Ground:
    """What counts of a day stand on. Raises BadRange for days outside the calendar's years."""
    if as_of is not None:
        check_day(as_of)
    return Ground(session, warehouse, workspace, InsightAsk(as_of=as_of), DEFAULT_RANGE)


def check_day(day: date) -> date:
    """The day, if it is in the years that calendars here know; raises BadRange."""
    if day.year not in _YEARS:
        raise BadRange(f"The day {day} is outside the years this calendar knows.")
    return day


def end_of(ground: Ground) -> date:
    """The first day that does not count any more: the one after today."""
    return ground.today + timedelta(days=1)


def run_over(ground: Ground, name: str, points: str, *audiences: SegmentRules, **days: Value
) -> Found:  # fmt: skip
    """The statement of that name over the audiences on those days. Raises BadRule."""
    audience = Audience(ground.currency)
    types = {each: "DATE" for each in days if each.startswith("month_")}
    sql = audience.statement(name, sql_file(HERE, points, **types), *audiences)
    found = ground.run(sql, **{"end": end_of(ground), **days, **audience.params})
    ground.save()
    return found


def sizes(ground: Ground, audiences: Sequence[SegmentRules]) -> list[int]:
    """How many customers each of the audiences reaches today, all by one statement.

    Raises BadRule for any of them.
    """
    audience = Audience(ground.currency)
    sql = audience.sizes(sql_file(HERE, "points_now"), *audiences)
    (row,) = ground.run(sql, end=end_of(ground), **audience.params).dicts()
    ground.save()
    return [count_of(row, f"customers_{n}") for n in range(1, len(audiences) + 1)]


def count_of(row: Row, name: str) -> int:
    """A count of a row; nought where there is nobody to be counted."""
    return int(float(str(row[name] or 0)))
