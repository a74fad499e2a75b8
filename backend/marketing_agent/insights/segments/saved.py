"""Saved segments: kept under a name, counted, changed, deleted and brought back."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session

from marketing_agent.insights.segments import repository
from marketing_agent.insights.segments.errors import ChangedMeanwhile, NameTaken, UnknownSegment
from marketing_agent.insights.segments.saved_schemas import (
    Segment,
    SegmentBody,
    SegmentCounted,
    SegmentMaker,
    Segments,
    SegmentSize,
)
from marketing_agent.insights.segments.schemas import SegmentPreview, SegmentRules
from marketing_agent.insights.segments.service import preview
from marketing_agent.insights.segments.tables import SegmentRow
from marketing_agent.insights.segments.words import words
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.kernel.time import now
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace
from marketing_agent.warehouse.service import Warehouse

_KEPT_DELETED = timedelta(days=30)


def listed(session: Session, asked: PageAsked) -> Segments:
    """A page of segments with the size they had when last counted."""
    page = repository.newest(session, asked)
    return Segments(items=tuple(_shown(session, page.rows)), next_cursor=page.next_cursor)


def get(session: Session, segment_id: str) -> Segment:
    """One segment, not counted; raises UnknownSegment."""
    return _shown(session, [_there(repository.find(session, segment_id))])[0]


def chosen(session: Session, ids: Sequence[str]) -> list[Segment]:
    """The segments of these ids in their order; raises UnknownSegment where one is not there."""
    known = {row.id: row for row in repository.chosen(session, ids)}
    if any(each not in known for each in ids):
        raise _unknown()
    return _shown(session, [known[each] for each in ids])


def counted(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    segment_id: str,
    as_of: date | None = None,
) -> SegmentCounted:
    """A segment with whom it reaches; today's size is written down. Raises UnknownSegment."""
    rules = get(session, segment_id).rules
    found = preview(session, warehouse, workspace, rules, as_of)
    if as_of is None:
        repository.note_size(session, segment_id, found.customers, found.as_of)
    return _counted(get(session, segment_id), found)


def create(
    session: Session, warehouse: Warehouse, workspace: Workspace, caller: Caller, new: SegmentBody
) -> SegmentCounted:
    """Keeps rules under a name and counts them. Raises BadRule and NameTaken."""
    repository.purge(session, now() - _KEPT_DELETED)
    row = SegmentRow(
        id=new_id(),
        workspace_id=workspace.id,
        created_by=caller.user_id or caller.key_of,
        **new.model_dump(mode="json"),
    )
    found = preview(session, warehouse, workspace, new.rules)
    _note(row, found)
    _write(session, row)
    return _counted(_shown(session, [row])[0], found)


def change(
    session: Session,
    warehouse: Warehouse,
    workspace: Workspace,
    segment_id: str,
    wanted: SegmentBody,
    version: int | None,
) -> SegmentCounted:
    """Puts another name, description and rules in its place; `version` is the one seen.

    Raises UnknownSegment, ChangedMeanwhile, BadRule and NameTaken.
    """
    row = _there(repository.locked(session, segment_id))
    if version is not None and version != row.version:
        raise ChangedMeanwhile("Somebody changed this segment first. Look at it again.")
    found = preview(session, warehouse, workspace, wanted.rules)
    for name, value in wanted.model_dump(mode="json").items():
        setattr(row, name, value)
    row.version, row.updated_at = row.version + 1, now()
    _note(row, found)
    _write(session, row)
    return _counted(_shown(session, [row])[0], found)


def drop(session: Session, segment_id: str) -> None:
    """Deletes a segment; for 30 days it can be brought back."""
    _there(repository.locked(session, segment_id)).deleted_at = now()


def restore(session: Session, segment_id: str) -> Segment:
    """Brings a deleted one back; one that is there stays. Raises NameTaken."""
    row = repository.locked(session, segment_id)
    if row is None:
        raise _unknown()
    row.deleted_at = None
    _write(session, row)
    return _shown(session, [row])[0]


def _write(session: Session, row: SegmentRow) -> None:
    name = row.name
    if not repository.write(session, row):
        raise NameTaken(f"There is a segment named “{name}” already. Choose another name.")


def _note(row: SegmentRow, found: SegmentPreview) -> None:
    row.counted, row.counted_day, row.counted_at = found.customers, found.as_of, now()
    row.told, row.told_day = found.customers, found.as_of


def _there(row: SegmentRow | None) -> SegmentRow:
    if row is None or row.deleted_at is not None:
        raise _unknown()
    return row


def _unknown() -> UnknownSegment:
    return UnknownSegment("There is no such segment.")


def _counted(segment: Segment, audience: SegmentPreview) -> SegmentCounted:
    return SegmentCounted(**dict(segment), audience=audience)


def _shown(session: Session, rows: Sequence[SegmentRow]) -> list[Segment]:
    names = tenancy.names_of(session, {row.created_by for row in rows if row.created_by})
    return [_segment(row, names) for row in rows]


def _segment(row: SegmentRow, names: dict[str, str]) -> Segment:
    rules = SegmentRules.model_validate(row.rules)
    person = names.get(row.created_by or "")
    return Segment(
        **row.model_dump(
            include={"id", "name", "description", "created_at", "updated_at", "version"}
        ),
        sentence=words(rules),
        rules=rules,
        last=_size(row),
        created_by=SegmentMaker(user_id=row.created_by or "", name=person) if person else None,
    )


def _size(row: SegmentRow) -> SegmentSize | None:
    if row.counted is None or row.counted_day is None or row.counted_at is None:
        return None
    return SegmentSize(customers=row.counted, day=row.counted_day, counted_at=row.counted_at)
