"""Saved segments counted anew when data came: what changed notably is kept and told as an event."""

from datetime import date

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.insights.segments import repository
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.insights.segments.service import preview
from marketing_agent.insights.segments.tables import SegmentMoveRow, SegmentRow
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse

CHANGED = "segment.changed"
_FEWEST, _PARTS = 10, 10
"""Notable is ten customers and a tenth of the segment, from the size that was told last."""


def is_notable(before: int, now: int) -> bool:
    """Whether somebody should hear of it. Small steps add up: they count from what was told."""
    moved = abs(now - before)
    return moved >= _FEWEST and moved * _PARTS >= before


def look(session: Session, warehouse: Warehouse, workspace: Workspace) -> int:
    """Counts each segment, and tells those whose size changed notably; how many did."""
    told = 0
    for row in repository.kept(session):
        rules = SegmentRules.model_validate(row.rules)
        try:
            found = preview(session, warehouse, workspace, rules)
        except AppError:
            continue  # rules of an earlier release, or data without orders: nothing is told
        told += _compare(session, row.id, row.version, found)
    return told


def _compare(session: Session, segment_id: str, version: int, found: SegmentPreview) -> bool:
    row = repository.locked(session, segment_id)
    if row is None or row.deleted_at is not None or row.version != version:
        return False  # somebody changed it while it was counted
    repository.note_size(session, segment_id, found.customers, found.as_of)
    before, since = row.told, row.told_day
    if before is not None and not is_notable(before, found.customers):
        return False
    row.told, row.told_day = found.customers, found.as_of
    if before is None or since is None:
        return False  # no size was ever told: changes count from this one
    move = _move(row, found, before, since)
    session.add(move)
    _tell(session, row, move)
    return True


def _move(row: SegmentRow, found: SegmentPreview, before: int, since: date) -> SegmentMoveRow:
    return SegmentMoveRow(
        id=new_id(),
        workspace_id=row.workspace_id,
        segment_id=row.id,
        version=row.version,
        before_day=since,
        before=before,
        day=found.as_of,
        customers=found.customers,
    )


def _tell(session: Session, row: SegmentRow, move: SegmentMoveRow) -> None:
    payload = {
        "segment_id": row.id, "version": row.version, "name": row.name, "before": move.before,
        "customers": move.customers, "since": str(move.before_day), "day": str(move.day),
    }  # fmt: skip
    events.emit(session, row.workspace_id, CHANGED, payload)
