"""SQL of apps."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from marketing_agent.kernel.time import now
from marketing_agent.tenancy.apps.tables import AppClientRow, AppGrantRow, AppSecretRow


def client(session: Session, client_id: str) -> AppClientRow | None:
    return session.get(AppClientRow, client_id)


def keep_client(session: Session, row: AppClientRow) -> AppClientRow:
    """Adds it, or takes what it says now."""
    kept = session.merge(row)
    session.flush()
    return kept


def drop_unused_clients(session: Session, before: datetime) -> None:
    """Registrations that nobody ever said yes to."""
    used = select(AppGrantRow.id).where(col(AppGrantRow.client_id) == col(AppClientRow.id))
    session.exec(
        delete(AppClientRow)
        .where(col(AppClientRow.created_at) < before, ~used.exists())
        .execution_options(synchronize_session=False)
    )


def drop_ended_secrets(session: Session, before: datetime) -> None:
    session.exec(delete(AppSecretRow).where(col(AppSecretRow.expires_at) < before))


def locked_secret(session: Session, secret_hash: str, kind: str) -> AppSecretRow | None:
    """A code or a token, locked, so that two requests at once cannot both use it."""
    query = select(AppSecretRow).where(
        AppSecretRow.secret_hash == secret_hash, AppSecretRow.kind == kind
    )
    return session.exec(query.with_for_update()).first()


def any_secret(session: Session, secret_hash: str) -> AppSecretRow | None:
    return session.get(AppSecretRow, secret_hash)


def live_access(session: Session, secret_hash: str) -> tuple[AppSecretRow, AppGrantRow] | None:
    """An access token and what it stands for, while it counts."""
    query = (
        select(AppSecretRow, AppGrantRow)
        .join(AppGrantRow, col(AppSecretRow.grant_id) == AppGrantRow.id)
        .where(AppSecretRow.secret_hash == secret_hash, AppSecretRow.kind == "access")
        .where(AppSecretRow.expires_at > now(), col(AppGrantRow.revoked_at).is_(None))
    )
    return session.exec(query).first()


def grant(session: Session, grant_id: str) -> AppGrantRow | None:
    return session.get(AppGrantRow, grant_id)


def grants_of(session: Session, workspace_id: str) -> Sequence[tuple[AppGrantRow, AppClientRow]]:
    """What is allowed in a workspace and has been taken up, the newest first."""
    begun = select(AppSecretRow.grant_id).where(AppSecretRow.kind == "refresh")
    query = (
        select(AppGrantRow, AppClientRow)
        .join(AppClientRow, col(AppClientRow.id) == AppGrantRow.client_id)
        .where(AppGrantRow.workspace_id == workspace_id, col(AppGrantRow.revoked_at).is_(None))
        .where(col(AppGrantRow.id).in_(begun))
        .order_by(col(AppGrantRow.created_at).desc(), col(AppGrantRow.id))
    )
    return session.exec(query).all()


def end_grant(session: Session, grant_id: str) -> None:
    """Ends every token of it at once."""
    session.execute(
        update(AppGrantRow)
        .where(col(AppGrantRow.id) == grant_id, col(AppGrantRow.revoked_at).is_(None))
        .values(revoked_at=now())
    )
