"""Reads and writes of reports; the transaction's scope keeps workspaces apart."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from marketing_agent.boards.reports.tables import ReportRow
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of

_ESCAPE = "\\"


def find(session: Session, report_id: str) -> ReportRow | None:
    """A report, also a deleted one, locked until the transaction ends."""
    query = select(ReportRow).where(col(ReportRow.id) == report_id)
    return session.exec(query.with_for_update()).first()


def newest(session: Session, words: str | None, asked: PageAsked) -> Page[ReportRow]:
    """A page of those whose title holds the words, or of all; what they keep is not read."""
    query = newest_first(
        _named(select(ReportRow), words), col(ReportRow.created_at), col(ReportRow.id), asked
    )
    query = query.options(defer(ReportRow.page))  # type: ignore[arg-type]
    return page_of(session.exec(query).all(), asked, lambda row: (row.created_at, row.id))


def count(session: Session, words: str | None = None) -> int:
    """How many there are whose title holds the words."""
    query = _named(select(ReportRow), words).with_only_columns(func.count())
    return int(session.execute(query).scalar_one())


def purge(session: Session, before: datetime) -> None:
    """Drops for good what was deleted before an instant."""
    session.execute(delete(ReportRow).where(col(ReportRow.deleted_at) < before))


def _named(query: SelectOfScalar[ReportRow], words: str | None) -> SelectOfScalar[ReportRow]:
    query = query.where(col(ReportRow.deleted_at).is_(None))
    if not words:
        return query
    plain = words
    for special in (_ESCAPE, "%", "_"):
        plain = plain.replace(special, _ESCAPE + special)
    return query.where(col(ReportRow.title).ilike(f"%{plain}%", escape=_ESCAPE))
