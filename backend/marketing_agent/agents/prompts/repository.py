"""Reads and writes of a workspace's prompts."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketing_agent.agents.prompts.tables import PromptVersionRow


def newest(session: Session) -> dict[str, PromptVersionRow]:
    """The newest version of each prompt that the workspace changed."""
    query = select(PromptVersionRow).order_by(col(PromptVersionRow.version))
    return {row.key: row for row in session.exec(query)}


def versions(session: Session, key: str) -> Sequence[PromptVersionRow]:
    query = select(PromptVersionRow).where(PromptVersionRow.key == key)
    return session.exec(query.order_by(col(PromptVersionRow.version).desc())).all()


def add(session: Session, row: PromptVersionRow) -> None:
    session.add(row)
    session.flush()
