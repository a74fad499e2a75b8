"""A segment over time: its size at ends of months, and who came and went between two days."""

from datetime import date, timedelta
from typing import cast

from sqlmodel import Session

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.segments import repository, saved
from marketing_agent.insights.segments.counting import (
    check_day,
    count_of,
    end_of,
    ground_of,
    run_over,
)
from marketing_agent.insights.segments.saved_schemas import (
    SegmentChanges,
    SegmentHistory,
    SegmentMove,
    SegmentPoint,
)
from marketing_agent.metrics.errors import BadRange
from marketing_agent.metrics.windows import months_later
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

_MONTHS, _MOVES = 12, 20
_ONE_DAY = timedelta(days=1)
_USUAL = timedelta(days=30)


def history(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    segment_id: str,
    as_of: date | None = None,
) -> SegmentHistory:
    """Its size at the last twelve ends of months, by the rules it has now.

    Months that ended before the first order are left out. Raises UnknownSegment.
    """
    segment = saved.get(session, segment_id)
    ground = ground_of(session, warehouse, workspace, as_of)
    last = end_of(ground).replace(day=1)
    ends = [months_later(last, -back) for back in range(_MONTHS)]
    days = {f"month_{n}": day for n, day in enumerate(ends, start=1)}
    found = run_over(ground, "sizes", "points_months", segment.rules, **days)
    orders = ground.table("orders")
    first = orders.first if orders else None
    points = [
        SegmentPoint(
            day=cast(date, row["point_day"]) - _ONE_DAY,
            customers=count_of(row, "customers"),
            share=ratio(count_of(row, "customers"), count_of(row, "everybody")),
        )
        for row in found.dicts()
        if first is not None and cast(date, row["point_day"]) > first
    ]
    return SegmentHistory(
        segment_id=segment.id, name=segment.name, sentence=segment.sentence,
        points=tuple(points), moves=_moves(session, segment_id), statement=found.evidence,
    )  # fmt: skip


def _moves(session: Session, segment_id: str) -> tuple[SegmentMove, ...]:
    return tuple(
        SegmentMove(
            since=row.before_day,
            before=row.before,
            day=row.day,
            customers=row.customers,
            version=row.version,
            at=row.at,
        )
        for row in repository.moves(session, segment_id, _MOVES)
    )


def changes(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    segment_id: str,
    since: date | None = None,
    until: date | None = None,
) -> SegmentChanges:
    """Who joined, left and stayed from the end of one day to the end of a later one, today.

    Without a first day it is 30 days before the last one.

    Raises UnknownSegment, and BadRange where the days are not in order.
    """
    segment = saved.get(session, segment_id)
    ground = ground_of(session, warehouse, workspace, until)
    first = check_day(since or ground.today - _USUAL)
    if first >= ground.today:
        raise BadRange("The first day has to be before the last one.")
    days = {"before_end": first + _ONE_DAY}
    found = run_over(ground, "joined", "points_two", segment.rules, **days)
    (row,) = found.dicts()
    return SegmentChanges(
        segment_id=segment.id,
        name=segment.name,
        sentence=segment.sentence,
        since=first,
        until=ground.today,
        customers_before=count_of(row, "customers_before"),
        customers=count_of(row, "customers_after"),
        stayed=count_of(row, "stayed"),
        joined=count_of(row, "joined"),
        new_customers=count_of(row, "new_customers"),
        left=count_of(row, "left_it"),
        statement=found.evidence,
    )
