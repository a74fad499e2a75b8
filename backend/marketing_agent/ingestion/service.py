"""Imports: made, run, listed, reverted."""

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlmodel import Session

from marketing_agent.connectors.folder import FolderConnector
from marketing_agent.connectors.sdk import Item
from marketing_agent.ingestion import repository
from marketing_agent.ingestion.errors import NothingToImport, NotInForce, UnknownImport
from marketing_agent.ingestion.pipeline import Pipeline, locked, publish, staged_import
from marketing_agent.ingestion.schemas import (
    Import,
    ImportError_,
    ImportFile,
    ImportResult,
    Progress,
    RejectedRow,
    RejectedRows,
    StoreGuess,
)
from marketing_agent.ingestion.splitting import guess_stores, order_marks
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller
from marketing_agent.warehouse.service import open_warehouse

_HEAD_BYTES = 256 * 1024
_LISTED = 100


def stores_in(settings: Settings, path: Path) -> list[StoreGuess]:
    """The stores of a folder; fewer than two entries mean one store."""
    names, marks = [], []
    for item in FolderConnector(path, settings.max_upload_bytes).read():
        names.append(item.name)
        if isinstance(item, Item):
            mark = order_marks(item.name, _head(item.chunks))
            marks += [mark] if mark else []
    return guess_stores(names, marks)


def _head(chunks: Iterable[bytes]) -> bytes:
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD_BYTES:
            break
    return head[:_HEAD_BYTES]


def import_path(
    database: Database,
    settings: Settings,
    workspace_id: str,
    path: Path,
    *,
    store: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> ImportResult:
    """Imports a file or folder now. Raises NothingToImport when there is no file."""
    started = time.monotonic()
    import_id = store_files(database, settings, workspace_id, path, only_store=store)
    pipeline = Pipeline(database, settings, workspace_id)
    pipeline.run(import_id, progress or (lambda _: None))
    with database.transaction(workspace_id) as session:
        done = get_import(session, import_id)
    statuses = {file.status for file in done.files}
    unchanged = done.status == "completed" and "unchanged" in statuses and "loaded" not in statuses
    return ImportResult(
        import_id=import_id,
        status="unchanged" if unchanged else done.status,
        seconds=time.monotonic() - started,
        files=done.files,
    )


def store_files(
    database: Database,
    settings: Settings,
    workspace_id: str,
    path: Path,
    *,
    only_store: str | None = None,
) -> str:
    """Keeps every file of a path in the lake and notes the import; returns its id."""
    connector = FolderConnector(path, settings.max_upload_bytes)
    check = connector.check()
    if not check.ok:
        raise NothingToImport(check.message)
    row = ImportRow(id=new_id(), workspace_id=workspace_id, only_store=only_store)
    lake = open_warehouse(settings).lake
    files = []
    for position, item in enumerate(connector.read()):
        file = ImportFileRow(
            id=new_id(),
            workspace_id=workspace_id,
            import_id=row.id,
            position=position,
            name=item.name.replace("\x00", ""),
        )
        if isinstance(item, Item):
            try:
                raw = lake.store(workspace_id, item.chunks, settings.max_upload_bytes)
                file.sha256, file.size = raw.sha256, raw.size
            except AppError as error:
                file.status, file.reason = "refused", error.message
        else:
            file.status, file.reason = "refused", item.reason
        files.append(file)
    with database.transaction(workspace_id) as session:
        session.add(row)
        session.flush()
        session.add_all(files)
    return row.id


def create_import(
    session: Session, database: Database, settings: Settings, caller: Caller, folder: Path
) -> Import:
    """Keeps the uploaded files of a folder and enqueues their import."""
    import_id = store_files(database, settings, caller.workspace_id, folder)
    shutil.rmtree(folder, ignore_errors=True)
    jobs.enqueue(session, caller.workspace_id, "ingestion.import", {"import_id": import_id})
    return get_import(session, import_id)


def run_import(database: Database, settings: Settings, workspace_id: str, import_id: str) -> None:
    """Runs a stored import; running it again after a crash starts over."""
    Pipeline(database, settings, workspace_id).run(import_id, lambda _: None)


def choose_store(session: Session, caller: Caller, import_id: str, store: str) -> Import:
    """Loads one store's files of an import that holds several."""
    row = _row(session, import_id)
    row.only_store, row.status = store, "queued"
    jobs.enqueue(session, caller.workspace_id, "ingestion.import", {"import_id": import_id})
    return get_import(session, import_id)


def live_imports(database: Database, workspace_id: str) -> list[str]:
    """Ids of the imports in force, oldest first."""
    with database.transaction(workspace_id) as session:
        return [row.id for row in repository.imports_in_force(session)]


def revert_import(
    database: Database, settings: Settings, workspace_id: str, import_id: str
) -> None:
    """Publishes a version without the import."""
    warehouse = open_warehouse(settings)
    with locked(database, workspace_id):
        with database.transaction(workspace_id) as session:
            if _row(session, import_id).status != "completed":
                raise NotInForce("Only a completed import can be reverted.")
            workspace = tenancy.get_workspace(session, workspace_id)
            kept = [
                staged_import(row.id, list(repository.files_of(session, row.id)))
                for row in repository.imports_in_force(session)
                if row.id != import_id
            ]
        version = warehouse.next_version(workspace_id, workspace.warehouse_version)
        warehouse.build_version(workspace_id, None, version, kept)
        with database.transaction(workspace_id) as session:
            _row(session, import_id).status = "reverted"
            publish(session, workspace, version)


def get_import(session: Session, import_id: str) -> Import:
    """One import of the session's workspace, or UnknownImport."""
    row = _row(session, import_id)
    return _import(row, repository.files_of(session, import_id))


def list_imports(session: Session) -> list[Import]:
    """The newest imports first."""
    rows = repository.newest_imports(session, _LISTED)
    return [_import(row, repository.files_of(session, row.id)) for row in rows]


def rejected_rows(
    session: Session, import_id: str, file_id: str, limit: int, offset: int
) -> RejectedRows:
    """Rejected rows of one file; `total` counts those whose detail was not kept too."""
    file = session.get(ImportFileRow, file_id)
    if file is None or file.import_id != import_id:
        raise UnknownImport("There is no such file in this import.")
    rows = repository.rejections(session, file_id, limit, offset)
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    items = [RejectedRow(row=r.row_number, reason=r.reason, values=r.cells) for r in rows]
    return RejectedRows(columns=columns, items=items, total=file.rejected)


def _row(session: Session, import_id: str) -> ImportRow:
    row = repository.import_row(session, import_id)
    if row is None:
        raise UnknownImport("There is no such import.")
    return row


def _import(row: ImportRow, files: Iterable[ImportFileRow]) -> Import:
    error = None
    if row.error_message:
        error = ImportError_(code=row.error_code or "internal", message=row.error_message)
    return Import(
        import_id=row.id,
        status=row.status,
        seconds=row.seconds,
        created_at=row.created_at,
        progress=Progress(**row.progress) if row.progress else None,
        error=error,
        warehouse_version=row.warehouse_version,
        stores=[StoreGuess(**store) for store in row.stores],
        files=[ImportFile(**f.model_dump(include=set(ImportFile.model_fields))) for f in files],
    )
