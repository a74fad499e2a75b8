"""Reads and writes of frames; the transaction's scope keeps workspaces apart."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketing_agent.agents.frames.tables import FrameRow
from marketing_agent.kernel.time import now


def add(session: Session, row: FrameRow) -> None:
    session.add(row)
    session.flush()


def one(session: Session, frame_id: str) -> FrameRow | None:
    return session.exec(select(FrameRow).where(FrameRow.id == frame_id)).first()


def live(session: Session) -> Sequence[FrameRow]:
    """Those that still show something, the newest first."""
    query = (
        select(FrameRow)
        .where(col(FrameRow.revoked_at).is_(None), FrameRow.expires_at > now())
        .order_by(col(FrameRow.created_at).desc(), col(FrameRow.id))
    )
    return session.exec(query).all()
