"""SQL of tenancy."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, delete, select

from marketing_agent.kernel.time import now
from marketing_agent.tenancy.tables import (
    ApiKeyRow,
    LoginAttemptRow,
    MemberRow,
    OneTimeLinkRow,
    UserRow,
    UserSessionRow,
    WorkspaceRow,
)


def workspace_by_slug(session: Session, slug: str) -> WorkspaceRow | None:
    return session.exec(select(WorkspaceRow).where(WorkspaceRow.slug == slug)).first()


def all_workspaces(session: Session) -> Sequence[WorkspaceRow]:
    return session.exec(select(WorkspaceRow).order_by(col(WorkspaceRow.name))).all()


def workspaces_of(session: Session, user_id: str) -> Sequence[tuple[WorkspaceRow, str]]:
    query = (
        select(WorkspaceRow, MemberRow.role)
        .join(MemberRow, col(MemberRow.workspace_id) == WorkspaceRow.id)
        .where(MemberRow.user_id == user_id)
        .order_by(col(WorkspaceRow.name))
    )
    return session.exec(query).all()


def move_version(session: Session, workspace_id: str, expected: int, new: int) -> bool:
    """Publishes a warehouse version; false when another one was published meanwhile."""
    result = session.execute(
        update(WorkspaceRow)
        .where(col(WorkspaceRow.id) == workspace_id)
        .where(col(WorkspaceRow.warehouse_version) == expected)
        .values(warehouse_version=new)
        .returning(col(WorkspaceRow.id))
    )
    return result.first() is not None


def count_users(session: Session) -> int:
    return session.exec(select(func.count()).select_from(UserRow)).one()


def user_by_email(session: Session, email: str) -> UserRow | None:
    return session.exec(select(UserRow).where(UserRow.email == email)).first()


def live_link(session: Session, token_hash: str, purpose: str) -> OneTimeLinkRow | None:
    """The unused link, locked, so that two clicks at once cannot both use it."""
    query = (
        select(OneTimeLinkRow)
        .where(OneTimeLinkRow.token_hash == token_hash, OneTimeLinkRow.purpose == purpose)
        .where(col(OneTimeLinkRow.used_at).is_(None), OneTimeLinkRow.expires_at > now())
        .with_for_update()
    )
    return session.exec(query).first()


def drop_links(session: Session, purpose: str, user_id: str | None) -> None:
    """Drops the links for that purpose: of one person, or of everybody with None."""
    query = delete(OneTimeLinkRow).where(col(OneTimeLinkRow.purpose) == purpose)
    if user_id is not None:
        query = query.where(col(OneTimeLinkRow.user_id) == user_id)
    session.exec(query)


def live_session(session: Session, token_hash: str) -> UserSessionRow | None:
    query = select(UserSessionRow).where(
        UserSessionRow.token_hash == token_hash, UserSessionRow.expires_at > now()
    )
    return session.exec(query).first()


def drop_ended_sessions(session: Session) -> None:
    session.exec(delete(UserSessionRow).where(col(UserSessionRow.expires_at) < now()))


def end_session(session: Session, token_hash: str) -> None:
    session.exec(delete(UserSessionRow).where(col(UserSessionRow.token_hash) == token_hash))


def failures_since(session: Session, subject: str, since: datetime) -> int:
    query = (
        select(func.count())
        .select_from(LoginAttemptRow)
        .where(LoginAttemptRow.subject == subject, LoginAttemptRow.at > since)
    )
    return session.exec(query).one()


def drop_failures_before(session: Session, at: datetime) -> None:
    session.exec(delete(LoginAttemptRow).where(col(LoginAttemptRow.at) < at))


def forget_failures(session: Session, subject: str) -> None:
    session.exec(delete(LoginAttemptRow).where(col(LoginAttemptRow.subject) == subject))


def live_key(session: Session, key_hash: str) -> ApiKeyRow | None:
    query = select(ApiKeyRow).where(
        ApiKeyRow.key_hash == key_hash, col(ApiKeyRow.revoked_at).is_(None)
    )
    return session.exec(query).first()


def keys_of(session: Session, workspace_id: str) -> Sequence[ApiKeyRow]:
    query = (
        select(ApiKeyRow)
        .where(ApiKeyRow.workspace_id == workspace_id)
        .order_by(col(ApiKeyRow.created_at).desc())
    )
    return session.exec(query).all()


def member(session: Session, workspace_id: str, user_id: str) -> MemberRow | None:
    return session.get(MemberRow, (workspace_id, user_id))


def members_of(session: Session, workspace_id: str) -> Sequence[tuple[MemberRow, UserRow]]:
    query = (
        select(MemberRow, UserRow)
        .join(UserRow, col(UserRow.id) == MemberRow.user_id)
        .where(MemberRow.workspace_id == workspace_id)
        .order_by(col(MemberRow.created_at))
    )
    return session.exec(query).all()


def names_of(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    query = select(UserRow.id, UserRow.name).where(col(UserRow.id).in_(user_ids))
    return {user_id: name for user_id, name in session.exec(query)}


def count_owners(session: Session, workspace_id: str) -> int:
    query = (
        select(func.count())
        .select_from(MemberRow)
        .where(MemberRow.workspace_id == workspace_id, MemberRow.role == "owner")
    )
    return session.exec(query).one()
