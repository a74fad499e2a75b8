"""Saved segments counted anew when data came: what changed notably is kept and told as an event."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.segments import repository
from marketing_agent.insights.segments.counting import ground_of, sizes
from marketing_agent.insights.segments.rules import Audience
from marketing_agent.insights.segments.schemas import SegmentRules
from marketing_agent.insights.segments.tables import SegmentMoveRow, SegmentRow
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

CHANGED = "segment.changed"
_RULES_AT_ONCE = 60
_FEWEST, _PARTS = 10, 10
"""Notable is ten customers and a tenth of the segment, from the size that was told last."""


def is_notable(before: int, now: int) -> bool:
    """Whether somebody should hear of it. Small steps add up: they count from what was told."""
    moved = abs(now - before)
    return moved >= _FEWEST and moved * _PARTS >= before


def look(session: Session, warehouse: Warehouse, workspace: Workspace) -> int:
    """Counts each segment, and tells those whose size changed notably; how many did.

    Several are counted by one statement: what the customers are like is worked out once for them.
    """
    ground = ground_of(session, warehouse, workspace, None)
    told = 0
    for some in _batches(_readable(ground, [*repository.kept(session)])):
        try:
            found = sizes(ground, [each.rules for each in some])
        except AppError:
            continue  # such as data without orders: nothing is told of these
        told += sum(
            _compare(session, each, customers, ground.today)
            for each, customers in zip(some, found, strict=True)
        )
    return told


class _Watched(NamedTuple):
    """A segment as it was when its rules were read."""

    segment_id: str
    version: int
    rules: SegmentRules


def _readable(ground: Ground, rows: Sequence[SegmentRow]) -> Iterator[_Watched]:
    """Without those whose rules, of an earlier release, no longer say anything."""
    for row in rows:
        rules = SegmentRules.model_validate(row.rules)
        try:
            Audience(ground.currency).check(rules)
        except AppError:
            continue
        yield _Watched(row.id, row.version, rules)


def _batches(there: Iterable[_Watched]) -> Iterator[list[_Watched]]:
    """As many at a time as have few rules together; one of many is by itself."""
    some: list[_Watched] = []
    many = 0
    for each in there:
        own = sum(len(group.rules) for group in each.rules.groups)
        if some and many + own > _RULES_AT_ONCE:
            yield some
            some, many = [], 0
        some.append(each)
        many += own
    if some:
        yield some


def _compare(session: Session, counted: _Watched, customers: int, day: date) -> bool:
    row = repository.locked(session, counted.segment_id)
    if row is None or row.deleted_at is not None or row.version != counted.version:
        return False  # somebody changed it while it was counted
    repository.note_size(session, row.id, customers, day)
    before, since = row.told, row.told_day
    if before is not None and not is_notable(before, customers):
        return False
    row.told, row.told_day = customers, day
    if before is None or since is None:
        return False  # no size was ever told: changes count from this one
    move = _move(row, before, since, customers, day)
    session.add(move)
    _tell(session, row, move)
    return True


def _move(row: SegmentRow, before: int, since: date, customers: int, day: date) -> SegmentMoveRow:
    return SegmentMoveRow(
        id=new_id(),
        workspace_id=row.workspace_id,
        segment_id=row.id,
        version=row.version,
        before_day=since,
        before=before,
        day=day,
        customers=customers,
    )


def _tell(session: Session, row: SegmentRow, move: SegmentMoveRow) -> None:
    payload = {
        "segment_id": row.id, "version": row.version, "name": row.name, "before": move.before,
        "customers": move.customers, "since": str(move.before_day), "day": str(move.day),
    }  # fmt: skip
    events.emit(session, row.workspace_id, CHANGED, payload)
