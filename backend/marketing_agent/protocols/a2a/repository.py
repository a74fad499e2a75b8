"""Reads and writes of tasks; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from marketing_agent.protocols.a2a.tables import MessageRow, TaskRow


def add(session: Session, row: TaskRow) -> None:
    session.add(row)
    session.flush()


def task(session: Session, run_id: str) -> TaskRow | None:
    return session.exec(select(TaskRow).where(TaskRow.run_id == run_id)).first()


def tasks(session: Session, run_ids: Collection[str]) -> dict[str, TaskRow]:
    """Tasks by id."""
    query = select(TaskRow).where(col(TaskRow.run_id).in_(run_ids))
    return {row.run_id: row for row in session.exec(query)}


def of_context(session: Session, context_id: str) -> TaskRow | None:
    """Any one task of a context: all of them share its thread."""
    return session.exec(select(TaskRow).where(TaskRow.context_id == context_id).limit(1)).first()


def add_message(session: Session, row: MessageRow) -> None:
    """Keeps a message; of two with one id the first."""
    if session.get(MessageRow, (row.run_id, row.message_id)) is None:
        session.add(row)
        session.flush()


def messages(session: Session, run_id: str) -> Sequence[MessageRow]:
    """The client's messages of a task, in order."""
    query = select(MessageRow).where(MessageRow.run_id == run_id)
    return session.exec(query.order_by(col(MessageRow.seq), col(MessageRow.at))).all()
