"""Reads and writes of MCP servers of others; the transaction's scope keeps workspaces apart."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from marketing_agent.agents.servers.tables import ServerRow, ServerToolRow, ServerViewRow


def add(session: Session, row: ServerRow | ServerToolRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: ServerRow) -> None:
    for table in (ServerViewRow, ServerToolRow):
        session.execute(delete(table).where(col(table.server_id) == row.id))
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


def keep_view(session: Session, row: ServerRow, sha256: str, html: str) -> None:
    """Keeps a page, once for each content."""
    kept = insert(ServerViewRow).values(
        server_id=row.id, sha256=sha256, workspace_id=row.workspace_id, html=html
    )
    session.execute(kept.on_conflict_do_nothing())


def forget_views(session: Session, server_id: str, named: Collection[str]) -> None:
    """Drops the pages of a server that no definition names any more."""
    left = delete(ServerViewRow).where(
        col(ServerViewRow.server_id) == server_id, col(ServerViewRow.sha256).not_in(named)
    )
    session.execute(left)


def view(session: Session, server_id: str, sha256: str) -> str | None:
    query = select(ServerViewRow.html).where(
        ServerViewRow.server_id == server_id, ServerViewRow.sha256 == sha256
    )
    return session.exec(query).first()
