"""Reads and writes of approvals; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from marketing_agent.agents.approvals.tables import ApprovalRow
from marketing_agent.kernel.paging import Page, PageAsked, newest_first, page_of
from marketing_agent.kernel.time import now


def locked(session: Session, approval_id: str) -> ApprovalRow | None:
    """An approval, locked until the transaction ends: two decisions come one after the other."""
    query = select(ApprovalRow).where(ApprovalRow.id == approval_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def found(session: Session, ids: Sequence[str]) -> Sequence[ApprovalRow]:
    return session.exec(select(ApprovalRow).where(col(ApprovalRow.id).in_(ids))).all()


def newest(session: Session, statuses: Sequence[str], asked: PageAsked) -> Page[ApprovalRow]:
    """A page of those of the statuses, of all where none is named."""
    query = select(ApprovalRow)
    if statuses:
        query = query.where(or_(*(_stands(status) for status in statuses)))
    query = newest_first(query, col(ApprovalRow.created_at), col(ApprovalRow.id), asked)
    return page_of(session.exec(query).all(), asked, lambda row: (row.created_at, row.id))


def _stands(status: str) -> ColumnElement[bool]:
    """As it is shown: an open one whose time has passed is expired."""
    stored, passed = col(ApprovalRow.status), col(ApprovalRow.expires_at) <= now()
    if status == "open":
        return and_(stored == "open", ~passed)
    if status == "expired":
        return or_(stored == "expired", and_(stored == "open", passed))
    return stored == status


def same_open(session: Session, digest: str, run_id: str | None) -> ApprovalRow | None:
    """The open approval of exactly this call, if somebody asked for it already."""
    query = select(ApprovalRow).where(
        ApprovalRow.digest == digest,
        col(ApprovalRow.run_id).is_not_distinct_from(run_id),
        ApprovalRow.status == "open",
    )
    return session.exec(query).first()


def open_of_run(session: Session, run_id: str) -> Sequence[ApprovalRow]:
    """What a run asked for and nobody decided, locked; one that is being decided is left out."""
    query = select(ApprovalRow).where(ApprovalRow.run_id == run_id, ApprovalRow.status == "open")
    return session.exec(query.with_for_update(skip_locked=True)).all()
