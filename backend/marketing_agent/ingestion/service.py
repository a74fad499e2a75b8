"""Imports: made, run, listed, reverted."""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlmodel import Session

from marketing_agent.connectors.folder import FolderConnector, UploadConnector, Uploaded
from marketing_agent.connectors.sdk import Item
from marketing_agent.ingestion import intake, repository
from marketing_agent.ingestion.choice import TOGETHER
from marketing_agent.ingestion.errors import (
    NotConfirmed,
    NothingToChoose,
    NotInForce,
    UnknownImport,
    UnknownStore,
)
from marketing_agent.ingestion.marks import HEAD_BYTES, file_marks
from marketing_agent.ingestion.pipeline import Pipeline, publish, staged_import
from marketing_agent.ingestion.readers.base import KEPT_REJECTIONS
from marketing_agent.ingestion.running import JOB, locked, settle_dead
from marketing_agent.ingestion.schemas import (
    Import,
    ImportError_,
    ImportFile,
    ImportResult,
    Progress,
    RejectedRow,
    RejectedRows,
    SplitChoice,
    SplitTogether,
    SplitToStore,
    SplitToWorkspaces,
    StoreGuess,
)
from marketing_agent.ingestion.splitting import find_stores
from marketing_agent.ingestion.store_workspaces import split_up
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.ingestion.telling import tell
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.spreadsheet import csv_document
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Caller, Role
from marketing_agent.warehouse.service import open_warehouse

_LISTED = 100
WRITERS: tuple[Role, ...] = ("owner", "admin", "marketer")
"""Who may import."""


def stores_in(settings: Settings, path: Path) -> list[StoreGuess]:
    """The stores of a folder; fewer than two entries mean one store."""
    names, marks = [], {}
    for item in FolderConnector(path, settings.max_upload_bytes).read():
        names.append(item.name)
        found = file_marks(_head(item.chunks)) if isinstance(item, Item) else None
        if found:
            marks[item.name] = found
    return find_stores(names, marks)


def _head(chunks: Iterable[bytes]) -> bytes:
    head = b""
    with suppress(AppError):
        # A file that cannot be read gets its reason when it is imported.
        for chunk in chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    return head[:HEAD_BYTES]


def import_path(
    database: Database,
    settings: Settings,
    workspace_id: str,
    path: Path,
    *,
    only: Collection[str] | None = None,
    together: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ImportResult:
    """Imports a file or folder now, or `only` the files of these names.

    `together`: all files are known to be of the workspace's one store, so nobody is asked.
    Raises NothingToImport when there is no file.
    """
    started = time.monotonic()
    source = FolderConnector(path, settings.max_upload_bytes)
    kept = intake.keep(settings, workspace_id, source, only)
    with database.transaction(workspace_id) as session:
        import_id = intake.note(session, workspace_id, kept, TOGETHER if together else None)
    pipeline = Pipeline(database, settings, workspace_id)
    pipeline.run(import_id, progress or (lambda _: None))
    with database.transaction(workspace_id) as session:
        done = get_import(session, import_id)
    return ImportResult(
        import_id=import_id,
        status=done.status,
        seconds=time.monotonic() - started,
        files=done.files,
    )


def create_import(
    session: Session, settings: Settings, caller: Caller, files: Sequence[Uploaded]
) -> Import:
    """Keeps the uploaded files; notes their import and its job in the session's transaction."""
    source = UploadConnector(files, settings.max_upload_bytes)
    kept = intake.keep(settings, caller.workspace_id, source)
    import_id = intake.note(session, caller.workspace_id, kept)
    jobs.enqueue(session, caller.workspace_id, JOB, {"import_id": import_id})
    return get_import(session, import_id)


def run_import(
    database: Database,
    settings: Settings,
    workspace_id: str,
    import_id: str,
    *,
    last_try: bool = True,
) -> None:
    """Runs a stored import; running it again after a crash starts over."""
    pipeline = Pipeline(database, settings, workspace_id)
    pipeline.run(import_id, lambda _: None, last_try=last_try)


def choose(
    session: Session, settings: Settings, caller: Caller, import_id: str, choice: SplitChoice
) -> Import:
    """Says what becomes of an import that waits for it; saying the same again changes nothing."""
    row = repository.locked_import(session, import_id)
    if row is None:
        raise UnknownImport("There is no such import.")
    if _is_chosen(row, choice):
        return get_import(session, import_id)
    if row.status != "needs_choice":
        raise NothingToChoose("This import does not wait for a choice.")
    if isinstance(choice, SplitToWorkspaces):
        split_up(session, open_warehouse(settings).lake, caller, row, choice)
    else:
        row.only_store, row.status = _only_store(row, choice), "queued"
        tell(session, row, "import.progress")
        jobs.enqueue(session, caller.workspace_id, JOB, {"import_id": import_id})
    session.flush()
    return get_import(session, import_id)


def _is_chosen(row: ImportRow, choice: SplitChoice) -> bool:
    if isinstance(choice, SplitToWorkspaces):
        return row.status == "split"
    return bool(row.stores) and row.only_store == _only_store(row, choice)


def _only_store(row: ImportRow, choice: SplitToStore | SplitTogether) -> str:
    names = [str(store["name"]) for store in row.stores]
    if isinstance(choice, SplitToStore):
        if choice.store not in names:
            raise UnknownStore(f"There is no store {choice.store!r} here.", stores=names)
        return choice.store
    if not choice.confirm:
        raise NotConfirmed(
            f"This adds up what looks like different stores: {', '.join(names)}. "
            'Send "confirm": true if all files are of one store.',
            stores=names,
        )
    return TOGETHER


def live_imports(database: Database, workspace_id: str) -> list[str]:
    """Ids of the imports in force, oldest first."""
    with database.transaction(workspace_id) as session:
        return [row.id for row in repository.imports_in_force(session)]


def revert_import(
    database: Database, settings: Settings, workspace_id: str, import_id: str
) -> Import:
    """Publishes a version without the import. Raises Busy while another import runs."""
    warehouse = open_warehouse(settings)
    with locked(database, workspace_id, wait=False):
        with database.transaction(workspace_id) as session:
            if _row(session, import_id).status != "completed":
                raise NotInForce("Only a completed import can be reverted.")
            workspace = tenancy.get_workspace(session, workspace_id)
            in_force = repository.imports_in_force(session)
            left = [row.id for row in in_force if row.id != import_id]
            kept = [staged_import(one, list(repository.files_of(session, one))) for one in left]
        version = workspace.warehouse_version
        if len(left) < len(in_force):
            version = warehouse.next_version(workspace_id, version)
            warehouse.build_version(workspace_id, None, version, kept)
        with database.transaction(workspace_id) as session:
            row = _row(session, import_id)
            row.status = "reverted"
            tell(session, row, "import.reverted")
            if version != workspace.warehouse_version:
                publish(session, workspace, version)
            reverted = get_import(session, import_id)
        warehouse.clear_leftovers(workspace_id, version, left)
        warehouse.prune(workspace_id, version)
    return reverted


def get_import(session: Session, import_id: str) -> Import:
    """One import of the session's workspace, or UnknownImport."""
    row = _row(session, import_id)
    settle_dead(session, row.workspace_id, [row])
    return _import(row, repository.files_of(session, import_id))


def list_imports(session: Session) -> list[Import]:
    """The newest imports first."""
    rows = repository.newest_imports(session, _LISTED)
    if rows:
        settle_dead(session, rows[0].workspace_id, rows)
    return [_import(row, repository.files_of(session, row.id)) for row in rows]


def rejected_rows(
    session: Session, import_id: str, file_id: str, limit: int, offset: int
) -> RejectedRows:
    """Rejected rows of one file; `total` counts those whose detail was not kept too."""
    file = session.get(ImportFileRow, file_id)
    if file is None or file.import_id != import_id:
        raise UnknownImport("There is no such file in this import.")
    rows = repository.rejections(session, file_id, limit, offset)
    columns = _in_file_order(file, {name for row in rows for name in row.cells})
    items = [RejectedRow(row=r.row_number, reason=r.reason, values=r.cells) for r in rows]
    return RejectedRows(columns=columns, items=items, total=file.rejected)


def _in_file_order(file: ImportFileRow, names: set[str]) -> list[str]:
    """PostgreSQL keeps the keys of a JSON object in an order of its own; people know the file's."""
    place = {name: index for index, name in enumerate(file.headers)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def rejections_csv(session: Session, import_id: str, file_id: str) -> str:
    """The rejected rows of one file, as far as their detail was kept, as CSV."""
    found = rejected_rows(session, import_id, file_id, KEPT_REJECTIONS, 0)
    header = ["Row", "Reason", *found.columns]
    rows = [[r.row, r.reason, *(r.values.get(c) for c in found.columns)] for r in found.items]
    return csv_document([header, *rows])


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
