"""Reads and writes of MCP servers of others; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketing_agent.agents.servers.tables import ServerRow, ServerToolRow


def add(session: Session, row: ServerRow | ServerToolRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: ServerRow) -> None:
    session.execute(delete(ServerToolRow).where(col(ServerToolRow.server_id) == row.id))
    session.delete(row)
    session.flush()


def one(session: Session, server_id: str) -> ServerRow | None:
    return session.exec(select(ServerRow).where(ServerRow.id == server_id)).first()


def named(session: Session, name: str) -> ServerRow | None:
    return session.exec(select(ServerRow).where(ServerRow.name == name)).first()


def all_of(session: Session) -> Sequence[ServerRow]:
    return session.exec(select(ServerRow).order_by(col(ServerRow.name))).all()


def tools_of(session: Session, server_id: str) -> Sequence[ServerToolRow]:
    query = select(ServerToolRow).where(ServerToolRow.server_id == server_id)
    return session.exec(query.order_by(col(ServerToolRow.name))).all()


def tool(session: Session, server_id: str, name: str) -> ServerToolRow | None:
    query = select(ServerToolRow).where(
        ServerToolRow.server_id == server_id, ServerToolRow.name == name
    )
    return session.exec(query).first()
