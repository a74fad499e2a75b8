"""Reads and writes of agents of others; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketing_agent.agents.remotes.tables import RemoteAgentRow


def add(session: Session, row: RemoteAgentRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: RemoteAgentRow) -> None:
    session.delete(row)
    session.flush()


def one(session: Session, agent_id: str) -> RemoteAgentRow | None:
    query = select(RemoteAgentRow).where(RemoteAgentRow.id == agent_id)
    return session.exec(query).first()


def of_url(session: Session, card_url: str) -> RemoteAgentRow | None:
    query = select(RemoteAgentRow).where(RemoteAgentRow.card_url == card_url)
    return session.exec(query).first()


def all_of(session: Session) -> Sequence[RemoteAgentRow]:
    return session.exec(select(RemoteAgentRow).order_by(col(RemoteAgentRow.created_at))).all()
