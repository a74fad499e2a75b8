"""Which files of an import are loaded, and when somebody must first say so."""

from collections.abc import Sequence
from contextlib import suppress

from sqlmodel import Session

from marketing_agent.ingestion import repository
from marketing_agent.ingestion.kinship import Kin, by_orders
from marketing_agent.ingestion.marks import HEAD_BYTES, Marks, file_marks, together
from marketing_agent.ingestion.schemas import StoreGuess
from marketing_agent.ingestion.splitting import find_stores, folder_of, guess
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.ingestion.telling import tell, tell_files
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.time import now
from marketing_agent.warehouse.errors import UnknownFile
from marketing_agent.warehouse.service import Lake

TOGETHER = "*"
"""In `only_store`: a person said that all files are of one store. No folder has this name."""
_HELD_FILES = 20


def files_to_load(
    database: Database, lake: Lake, workspace_id: str, import_id: str, files: list[ImportFileRow]
) -> list[ImportFileRow]:
    """The files to load; none when somebody must first say which store they are of."""
    with database.transaction(workspace_id) as session:
        row = session.get_one(ImportRow, import_id)
        if row.only_store == TOGETHER:
            return files
        if row.only_store:
            return _of_store(session, row, files)
        stores = _open_question(session, lake, files)
        if not stores:
            return files
        row.status, row.finished_at = "needs_choice", now()
        row.stores = [store.model_dump(mode="json") for store in stores]
        tell(session, row, "import.progress", stores=[store.name for store in stores])
    return []


def leave_out(file: ImportFileRow, store: str | None) -> None:
    """Notes on a file that it is not loaded here, and which store it belongs to."""
    if file.status in ("pending", "left_out"):
        file.status = "left_out"
        file.reason = (
            f"Left out: it belongs to {store}."
            if store
            else "Left out: it belongs to none of the stores found. Add it where it belongs."
        )


def store_of(stores: Sequence[StoreGuess], file: ImportFileRow) -> str | None:
    """The name of the store that the file was found to be of."""
    return next((store.name for store in stores if file.name in store.files), None)


def _of_store(session: Session, row: ImportRow, files: list[ImportFileRow]) -> list[ImportFileRow]:
    stores = [StoreGuess(**store) for store in row.stores]
    others = [file for file in files if store_of(stores, file) != row.only_store]
    for file in others:
        leave_out(file, store_of(stores, file))
        session.merge(file)
    tell_files(session, row, others)
    return [file for file in files if store_of(stores, file) == row.only_store]


def _open_question(session: Session, lake: Lake, files: list[ImportFileRow]) -> list[StoreGuess]:
    """The stores to choose between; one store when it is not this workspace's."""
    marks = {file.name: found for file in files if (found := _marks(lake, file))}
    in_force = repository.order_files_in_force(session, _HELD_FILES)
    held = together(found for file in in_force if (found := _marks(lake, file)))
    names = [file.name for file in files]
    stores = find_stores(names, marks)
    if stores:
        return [_compared(store, marks, held) for store in stores]
    every = together(marks.values())
    apart = _apart(every, held)
    if apart is None:
        return []
    name = folder_of(names, "Another store")
    return [guess(name, names, every, apart).model_copy(update={"held_here": False})]


def _compared(store: StoreGuess, marks: dict[str, Marks], held: Marks) -> StoreGuess:
    own = together(marks[name] for name in store.files if name in marks)
    kin = by_orders(own, held).kin
    held_here = None if kin is Kin.unknown else kin is Kin.same
    return store.model_copy(update={"held_here": held_here})


def _apart(new: Marks, held: Marks) -> str | None:
    verdict = by_orders(new, held)
    if verdict.kin is not Kin.different:
        return None
    return f"Compared with what this workspace holds: {verdict.reason}"


def _marks(lake: Lake, file: ImportFileRow) -> Marks | None:
    if not file.sha256:
        return None
    with suppress(UnknownFile), lake.open_raw(file.workspace_id, file.sha256) as stream:
        return file_marks(stream.read(HEAD_BYTES))
    return None
