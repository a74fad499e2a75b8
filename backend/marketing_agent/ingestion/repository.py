"""Imports in PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, text
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlmodel import Session, col, select

from marketing_agent.ingestion.tables import ContactRow, ImportFileRow, ImportRow, RejectionRow

_OF_CONTACT = ("email", "first_name", "last_name", "phone", "accepts_email", "accepts_sms")


def import_row(session: Session, import_id: str) -> ImportRow | None:
    """The import, if it is the workspace's."""
    return session.get(ImportRow, import_id)


def locked_import(session: Session, import_id: str) -> ImportRow | None:
    """The import, for this transaction alone until it ends."""
    return session.get(ImportRow, import_id, with_for_update=True)


def newest_imports(session: Session, limit: int) -> Sequence[ImportRow]:
    """The workspace's imports, newest first."""
    return session.exec(select(ImportRow).order_by(col(ImportRow.id).desc()).limit(limit)).all()


def imports_by_move(
    session: Session,
    statuses: Collection[str] | None,
    ids: Collection[str] | None,
    since: datetime | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Sequence[tuple[str, datetime]], int]:
    """Ids with when they moved, the last moved first; how many there are in all."""
    moved = func.coalesce(ImportRow.moved_at, ImportRow.finished_at, ImportRow.created_at)
    query = select(ImportRow.id, moved)
    if statuses is not None:
        query = query.where(col(ImportRow.status).in_(statuses))
    if ids is not None:
        query = query.where(col(ImportRow.id).in_(ids))
    if since is not None:
        query = query.where(moved >= since)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    if before is not None:
        at, import_id = before
        query = query.where(or_(moved < at, and_(moved == at, col(ImportRow.id) < import_id)))
    newest = query.order_by(moved.desc(), col(ImportRow.id).desc()).limit(limit)
    return session.exec(newest).all(), total


def imports_in_force(session: Session) -> Sequence[ImportRow]:
    """Imports whose rows the published version holds, oldest first."""
    query = (
        select(ImportRow)
        .where(ImportRow.status == "completed", col(ImportRow.warehouse_version).is_not(None))
        .order_by(col(ImportRow.warehouse_version))
    )
    return session.exec(query).all()


def files_of(session: Session, import_id: str) -> Sequence[ImportFileRow]:
    """The files of an import, in order."""
    query = select(ImportFileRow).where(ImportFileRow.import_id == import_id)
    return session.exec(query.order_by(col(ImportFileRow.position))).all()


def files_by_id(session: Session, ids: Iterable[str]) -> Sequence[tuple[ImportFileRow, ImportRow]]:
    """Files with their import."""
    query = (
        select(ImportFileRow, ImportRow)
        .join(ImportRow, col(ImportRow.id) == col(ImportFileRow.import_id))
        .where(col(ImportFileRow.id).in_(list(ids)))
    )
    return session.exec(query).all()


def live_digests(session: Session) -> set[str]:
    """Digests of the files whose rows are in force."""
    query = (
        select(ImportFileRow.sha256)
        .join(ImportRow, col(ImportRow.id) == col(ImportFileRow.import_id))
        .where(ImportFileRow.status == "loaded", ImportRow.status == "completed")
    )
    return {digest for digest in session.exec(query) if digest}


def order_files_in_force(session: Session, limit: int) -> Sequence[ImportFileRow]:
    """The newest orders files whose rows are in force."""
    query = (
        select(ImportFileRow)
        .join(ImportRow, col(ImportRow.id) == col(ImportFileRow.import_id))
        .where(ImportFileRow.status == "loaded", ImportRow.status == "completed")
        .where(ImportFileRow.kind == "orders")
        .order_by(col(ImportFileRow.id).desc())
    )
    return session.exec(query.limit(limit)).all()


def replace_rejections(session: Session, file_id: str, rows: Iterable[RejectionRow]) -> None:
    """Keeps these rejected rows of the file and no others."""
    session.execute(delete(RejectionRow).where(col(RejectionRow.file_id) == file_id))
    session.add_all(rows)


def rejections(session: Session, file_id: str, limit: int, offset: int) -> Sequence[RejectionRow]:
    """Rejected rows of a file, by row number."""
    query = select(RejectionRow).where(RejectionRow.file_id == file_id)
    ordered = query.order_by(col(RejectionRow.row_number), col(RejectionRow.id))
    return session.exec(ordered.limit(limit).offset(offset)).all()


def upsert_contacts(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Adds contacts; what an earlier import knew stays where this one is silent."""
    statement = insert(ContactRow)
    fresh = {
        name: func.coalesce(statement.excluded[name], getattr(ContactRow, name))
        for name in (*_OF_CONTACT, "import_id")
    }
    _add_contacts(session, statement, fresh, rows)


def fill_contacts(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Adds contacts; of those that are known, only what is not known yet is taken."""
    statement = insert(ContactRow)
    gaps = {
        name: func.coalesce(getattr(ContactRow, name), statement.excluded[name])
        for name in _OF_CONTACT
    }
    _add_contacts(session, statement, gaps, rows)


def _add_contacts(
    session: Session,
    statement: Insert,
    known: Mapping[str, ColumnElement[object]],
    rows: Sequence[dict[str, object]],
) -> None:
    if rows:
        keys = ["workspace_id", "customer_key"]
        upsert = statement.on_conflict_do_update(index_elements=keys, set_=known)
        # Parameters apart from the statement: compiling one with thousands of values is slow.
        session.connection().execute(upsert, rows)


def running_imports(session: Session) -> Sequence[ImportRow]:
    """The workspace's imports that are noted as running."""
    return session.exec(select(ImportRow).where(ImportRow.status == "running")).all()


def lock(connection: Connection, workspace_id: str) -> None:
    """Waits for the workspace's import lock; it is the connection's until unlocked or closed."""
    connection.execute(_LOCK, _lock_name(workspace_id))
    connection.commit()


def try_lock(connection: Connection, workspace_id: str) -> bool:
    """Takes the import lock if nobody holds it."""
    taken = connection.execute(_TRY_LOCK, _lock_name(workspace_id)).scalar_one()
    connection.commit()
    return bool(taken)


def unlock(connection: Connection, workspace_id: str) -> None:
    """Gives the import lock back."""
    connection.execute(_UNLOCK, _lock_name(workspace_id))
    connection.commit()


def nothing_runs(session: Session, workspace_id: str) -> bool:
    """Whether nobody holds the import lock; nobody can take it before the transaction ends."""
    return bool(session.execute(_SHARE_LOCK, _lock_name(workspace_id)).scalar_one())


def _lock_name(workspace_id: str) -> dict[str, str]:
    return {"name": f"import:{workspace_id}"}


_LOCK = text("SELECT pg_advisory_lock(hashtextextended(:name, 0))")
_TRY_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
_SHARE_LOCK = text("SELECT pg_try_advisory_xact_lock_shared(hashtextextended(:name, 0))")
