"""Reads and writes of approvals; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketing_agent.agents.approvals.tables import ApprovalRow


def locked(session: Session, approval_id: str) -> ApprovalRow | None:
    """An approval, locked until the transaction ends: two decisions come one after the other."""
    query = select(ApprovalRow).where(ApprovalRow.id == approval_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def found(session: Session, ids: Sequence[str]) -> Sequence[ApprovalRow]:
    return session.exec(select(ApprovalRow).where(col(ApprovalRow.id).in_(ids))).all()


def newest(session: Session, statuses: Sequence[str] | None, limit: int) -> Sequence[ApprovalRow]:
    query = select(ApprovalRow).order_by(col(ApprovalRow.created_at).desc(), col(ApprovalRow.id))
    if statuses is not None:
        query = query.where(col(ApprovalRow.status).in_(statuses))
    return session.exec(query.limit(limit)).all()


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
