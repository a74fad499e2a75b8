"""Reports: a page of insights kept as it was, listed, looked at again, deleted and brought back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from marketing_agent.boards.reports import markdown, repository
from marketing_agent.boards.reports.errors import (
    NothingToKeep,
    ReportsFull,
    UnknownReport,
    UnknownReportPart,
)
from marketing_agent.boards.reports.schemas import (
    Report,
    ReportAsk,
    ReportCreate,
    ReportHead,
    Reports,
)
from marketing_agent.boards.reports.tables import ReportRow
from marketing_agent.boards.service import TOPIC
from marketing_agent.events import service as events
from marketing_agent.insights import service as insights
from marketing_agent.insights.page.schemas import Insight, Part
from marketing_agent.kernel.ids import new_id
from marketing_agent.kernel.paging import PageAsked
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.kernel.time import now
from marketing_agent.metrics import phrases
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Workspace
from marketing_agent.warehouse.service import Warehouse

MOST = 1_000
MOST_ROWS = 2_000
"""Of a drawing, which is not cut as lists are. What is left out is counted and said."""
_KEPT_DELETED = timedelta(days=30)
_HEAD = tuple(name for name in ReportHead.model_fields if name != "created_by")


def listed(session: Session, asked: PageAsked, words: str | None = None) -> Reports:
    """A page of reports, the newest first, of those whose title holds the words."""
    page = repository.newest(session, words, asked)
    return Reports(
        items=tuple(ReportHead.model_validate(each) for each in _fields(session, page.rows)),
        total=repository.count(session, words),
        next_cursor=page.next_cursor,
    )


def get(session: Session, report_id: str) -> Report:
    """One report as it was kept; raises UnknownReport."""
    return _shown(session, _known(session, report_id))


def save(
    session: Session, warehouse: Warehouse, workspace: Workspace, caller: Caller, new: ReportCreate
) -> Report:
    """Keeps a page as it is now.

    Raises NothingToKeep, ReportsFull and what the page itself raises.
    """
    repository.purge(session, now() - _KEPT_DELETED)
    _check_room(session)
    page = insights.insight(session, warehouse, workspace, new.insight, new.ask)
    if not page.parts:
        raise NothingToKeep(_nothing(page))
    page = page.model_copy(update={"parts": tuple(map(_cut, page.parts))})
    row = ReportRow(
        id=new_id(),
        workspace_id=workspace.id,
        title=new.title or _title(page),
        insight=new.insight,
        ask=new.ask.model_dump(mode="json", exclude_none=True),
        page=page.model_dump(mode="json"),
        first_day=page.window.start,
        last_day=page.window.end,
        said=next(iter(page.sentences), None),
        parts=len(page.parts),
        created_by=caller.user_id,
    )
    session.add(row)
    return _changed(session, row)


def again(
    session: Session, warehouse: Warehouse, workspace: Workspace, caller: Caller, report_id: str
) -> Report:
    """A new report of the same question with today's data; the old one stays as it is."""
    row = _known(session, report_id)
    ask = ReportAsk.model_validate(row.ask | {"as_of": None})
    new = ReportCreate.model_validate({"insight": row.insight, "ask": ask, "title": row.title})
    return save(session, warehouse, workspace, caller, new)


def drop(session: Session, report_id: str) -> None:
    """Deletes a report; for 30 days it can be brought back."""
    row = _known(session, report_id)
    row.deleted_at = now()
    events.emit(session, row.workspace_id, TOPIC, {})


def restore(session: Session, report_id: str) -> Report:
    """Brings a deleted report back; one that is there stays as it is."""
    row = _found(session, report_id)
    if row.deleted_at is not None:
        _check_room(session)
    row.deleted_at = None
    return _changed(session, row)


def part_csv(session: Session, report_id: str, key: str) -> str:
    """The kept rows of a part as CSV that no spreadsheet runs; raises UnknownReportPart."""
    page = get(session, report_id).page
    found = next((each for each in page.parts if each.key == key), None)
    if found is None:
        raise UnknownReportPart(f"This report has no part {key!r}.")
    return csv_document([[column.label for column in found.columns], *found.rows])


def as_markdown(session: Session, report_id: str) -> str:
    """The report as a document."""
    return markdown.document(get(session, report_id))


def _cut(part: Part) -> Part:
    left = len(part.rows) - MOST_ROWS
    if left <= 0:
        return part
    said = f"The report keeps the first {MOST_ROWS:,} of {len(part.rows):,} rows."
    note = f"{part.note} {said}" if part.note else said
    return part.model_copy(update={"rows": part.rows[:MOST_ROWS], "note": note})


def _nothing(page: Insight) -> str:
    why = " ".join(f"{gap.what}: {gap.why}" for gap in page.gaps[:3])
    return f"{page.title} has nothing to keep for these days. {why}".strip()


def _title(page: Insight) -> str:
    """“Show me why, on 9 November 2026”."""
    days = phrases.span(page.window.start, page.window.end)
    return f"{page.title}, {days.removeprefix('on ').removeprefix('in ').removeprefix('from ')}"


def _check_room(session: Session) -> None:
    if repository.count(session) >= MOST:
        raise ReportsFull(f"There are {MOST:,} reports. Delete one before saving another.")


def _known(session: Session, report_id: str) -> ReportRow:
    row = _found(session, report_id)
    if row.deleted_at is not None:
        raise UnknownReport("There is no such report.")
    return row


def _found(session: Session, report_id: str) -> ReportRow:
    row = repository.find(session, report_id)
    if row is None:
        raise UnknownReport("There is no such report.")
    return row


def _changed(session: Session, row: ReportRow) -> Report:
    session.flush()
    events.emit(session, row.workspace_id, TOPIC, {})
    return _shown(session, row)


def _shown(session: Session, row: ReportRow) -> Report:
    fields = _fields(session, [row])[0] | {"ask": row.ask, "page": _read(row.page)}
    return Report.model_validate(fields)


def _read(page: dict[str, Any]) -> dict[str, Any]:
    """The kept page; rows are tuples, which JSON does not know."""
    parts = [part | {"rows": tuple(tuple(each) for each in part["rows"])} for part in page["parts"]]
    return page | {"parts": parts}


def _fields(session: Session, rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    """What a list shows of each."""
    names = tenancy.names_of(session, {row.created_by for row in rows if row.created_by})
    return [
        {name: getattr(row, name) for name in _HEAD} | {"created_by": _person(row, names)}
        for row in rows
    ]


def _person(row: ReportRow, names: dict[str, str]) -> dict[str, str] | None:
    name = names.get(row.created_by or "")
    return {"user_id": row.created_by, "name": name} if row.created_by and name else None
