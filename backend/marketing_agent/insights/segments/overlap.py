"""How far segments hold the same customers. Counts only."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from sqlmodel import Session

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.segments import saved
from marketing_agent.insights.segments.counting import Row, count_of, ground_of, run_over
from marketing_agent.insights.segments.saved_schemas import (
    Segment,
    SegmentOverlap,
    SegmentOverlaps,
    SegmentPair,
    SegmentShare,
)
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse


def overlap(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    asked: SegmentOverlap,
    as_of: date | None = None,
) -> SegmentOverlaps:
    """The sizes of two to five segments and of what each two share. Raises UnknownSegment."""
    chosen = saved.chosen(session, asked.ids)
    ground = ground_of(session, warehouse, workspace, as_of)
    found = run_over(ground, "overlap", "points_now", *(each.rules for each in chosen))
    rows = found.dicts()
    everybody = _sum(rows, ())
    items = [_share(rows, at, each, everybody) for at, each in enumerate(chosen)]
    pairs = [_pair(rows, chosen, *both) for both in combinations(range(len(chosen)), 2)]
    return SegmentOverlaps(
        as_of=ground.today,
        everybody=everybody,
        reached=everybody - sum(count_of(row, "customers") for row in rows if not _in(row)),
        items=tuple(items),
        pairs=tuple(pairs),
        statement=found.evidence,
    )


def _in(row: Row) -> set[int]:
    """The places of the segments that hold the customers of a row."""
    return {at for at in range(5) if row[f"in_{at + 1}"]}


def _sum(rows: Sequence[Row], wanted: Sequence[int]) -> int:
    """The customers that are in all of these segments."""
    return sum(count_of(row, "customers") for row in rows if _in(row) >= set(wanted))


def _share(rows: Sequence[Row], at: int, segment: Segment, everybody: int) -> SegmentShare:
    customers = _sum(rows, [at])
    return SegmentShare(
        segment_id=segment.id,
        name=segment.name,
        sentence=segment.sentence,
        customers=customers,
        share=ratio(customers, everybody),
        alone=sum(count_of(row, "customers") for row in rows if _in(row) == {at}),
    )


def _pair(rows: Sequence[Row], chosen: Sequence[Segment], one: int, other: int) -> SegmentPair:
    both, ones, others = _sum(rows, [one, other]), _sum(rows, [one]), _sum(rows, [other])
    return SegmentPair(
        one_id=chosen[one].id,
        other_id=chosen[other].id,
        both=both,
        share_of_one=ratio(both, ones),
        share_of_other=ratio(both, others),
        jaccard=ratio(both, ones + others - both),
    )
