"""One import: lake → detect → decode → normalise → stage → build → publish, all or nothing."""

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.ingestion import buyers, repository
from marketing_agent.ingestion.choice import files_to_load
from marketing_agent.ingestion.decoding import decode
from marketing_agent.ingestion.detection import Unloadable, find_reader
from marketing_agent.ingestion.errors import RowsUnaccounted
from marketing_agent.ingestion.readers.base import Contact, ReadResult, Source, Store
from marketing_agent.ingestion.repeated import note_repeated
from marketing_agent.ingestion.running import cut_off, ended, locked
from marketing_agent.ingestion.schemas import ImportStatus
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow, RejectionRow
from marketing_agent.ingestion.telling import tell, tell_files
from marketing_agent.jobs import service as jobs
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.time import now, store_today
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.schemas import StagedFile, StagedImport
from marketing_agent.warehouse.service import Scratch, open_warehouse

# By name: figures and questions are layers above this one.
_AFTER_PUBLISHING = ("metrics.prepare", "ask.seed")
_SETTLED = ("completed", "unchanged", "refused", "reverted", "split")
_CUT_ROW = (
    "The file is cut off in the middle of its last row, so none of it was loaded: "
    "export or copy it again."
)
Say = Callable[[str], None]


class Pipeline:
    """Runs one import of one workspace. Running it again after a crash starts over."""

    def __init__(self, database: Database, settings: Settings, workspace_id: str) -> None:
        self.database = database
        self.settings = settings
        self.workspace_id = workspace_id
        self.warehouse = open_warehouse(settings)
        self._contacts: list[Contact] = []

    def run(self, import_id: str, say: Say, *, last_try: bool = True) -> None:
        """Brings the import to an end; raises what went wrong after noting it on the import."""
        with locked(self.database, self.workspace_id):
            try:
                self._clear(import_id)
                self._run(import_id, say)
            except Exception as error:
                self._fail(import_id, error, last_try=last_try)
                raise

    def _clear(self, import_id: str) -> None:
        """Settles imports whose process died, and removes what they left on disk."""
        with self.database.transaction(self.workspace_id) as session:
            for row in repository.running_imports(session):
                if row.id != import_id:
                    cut_off(session, row)
            workspace = tenancy.get_workspace(session, self.workspace_id)
            staged = {row.id for row in repository.imports_in_force(session)}
        self.warehouse.clear_leftovers(self.workspace_id, workspace.warehouse_version, staged)

    def _run(self, import_id: str, say: Say) -> None:
        started = time.monotonic()
        with self.database.transaction(self.workspace_id) as session:
            row = session.get_one(ImportRow, import_id)
            if row.status in _SETTLED:
                return
            row.status, row.error_code, row.error_message = "running", None, None
            workspace = tenancy.get_workspace(session, self.workspace_id)
            files = list(repository.files_of(session, import_id))
            live = repository.live_digests(session)
        self._contacts.clear()
        lake = self.warehouse.lake
        files = files_to_load(self.database, lake, self.workspace_id, import_id, files)
        if not files:
            return
        with self.warehouse.scratch(self.workspace_id, import_id) as scratch:
            for index, file in enumerate(files):
                say(f"{index + 1}/{len(files)} {file.name}")
                self._progress(import_id, _progress(index, len(files), "reading", file.name))
                self._one(scratch, workspace, file, live)
        say("building")
        self._progress(import_id, _progress(len(files), len(files), "building", ""))
        version = self._build(workspace, import_id, files)
        say("publishing")
        self._publish(import_id, workspace, files, version, started)

    def _one(
        self, scratch: Scratch, workspace: Workspace, file: ImportFileRow, live: set[str]
    ) -> None:
        if file.status == "refused" or not file.sha256:
            return
        if file.sha256 in live:
            _settle(file, "unchanged", "The same file is loaded already.")
            return
        try:
            with self.warehouse.lake.local_copy(self.workspace_id, file.sha256) as raw:
                self._read(scratch, workspace, file, raw)
        except AppError as error:
            _settle(file, "refused", error.message)
        if file.status == "loaded":
            live.add(file.sha256)

    def _read(self, scratch: Scratch, workspace: Workspace, file: ImportFileRow, raw: Path) -> None:
        decoded = decode(raw, scratch.work_dir)
        file.encoding, file.delimiter = decoded.encoding, decoded.delimiter
        file.headers = [" ".join(title.split())[:200] for title in decoded.header][:200]
        store = Store(
            workspace.timezone, workspace.currency, self.settings.hash_key,
            store_today(workspace.timezone),
        )  # fmt: skip
        source = Source(scratch, file.id, file.name, f"f{file.position}", decoded, store)
        try:
            self._load(source, file, decoded.records)
        finally:
            source.drop_raw()

    def _load(self, source: Source, file: ImportFileRow, records: int) -> None:
        reader = find_reader(source)
        if isinstance(reader, Unloadable):
            file.kind, file.kind_label = reader.kind, reader.label
            _settle(file, reader.status, reader.reason, records)
            return
        file.kind, file.kind_label = reader.kind, reader.label
        check = reader.check()
        if not check.ok:
            _settle(file, "refused", check.message, records)
            return
        if source.decoded.is_cut_off:
            _settle(file, "refused", _CUT_ROW, records)
            return
        self._take(file, reader.read(), records)

    def _take(self, file: ImportFileRow, result: ReadResult, records: int) -> None:
        _account(result, records)
        file.rows_in, file.loaded = result.rows_in, result.loaded
        file.rejected, file.duplicates = result.rejected, result.duplicates
        file.status = "loaded" if result.loaded else "refused"
        if not result.loaded:
            first = result.rejections[0].reason if result.rejections else "The file has no rows."
            file.reason = first if result.rows_in == 0 else f"No row could be loaded: {first}"
        until = result.span.last.isoformat() if result.span else ""
        file.staged = [{"table": s.table, "rows": s.rows, "until": until} for s in result.staged]
        self._contacts += result.contacts
        rows = [
            RejectionRow(
                workspace_id=self.workspace_id,
                file_id=file.id,
                row_number=rejection.row,
                reason=rejection.reason,
                cells=_without_nul(dict(rejection.values)),
            )
            for rejection in result.rejections
        ]
        with self.database.transaction(self.workspace_id) as session:
            repository.replace_rejections(session, file.id, rows)

    def _build(
        self, workspace: Workspace, import_id: str, files: list[ImportFileRow]
    ) -> int | None:
        """The number of the version with the staged rows; None when there are none."""
        staged = staged_import(import_id, files)
        if not staged.files:
            return None
        base = workspace.warehouse_version
        version = self.warehouse.next_version(self.workspace_id, base)
        built = self.warehouse.build_version(self.workspace_id, base or None, version, [staged])
        note_repeated(files, built.files)
        return version

    def _publish(
        self,
        import_id: str,
        workspace: Workspace,
        files: list[ImportFileRow],
        version: int | None,
        started: float,
    ) -> None:
        with self.database.transaction(self.workspace_id) as session:
            for file in files:
                session.merge(file)
            row = session.get_one(ImportRow, import_id)
            row.status, row.finished_at = _outcome(files), now()
            row.warehouse_version = version
            row.progress = _progress(len(files), len(files), "done", "")
            repository.upsert_contacts(session, self._contact_rows(import_id))
            tell_files(session, row, files)
            if version:
                tell(session, row, "import.published", version=version)
                publish(session, workspace, version)
                jobs.enqueue(session, self.workspace_id, buyers.JOB, {"import_id": import_id})
            ended(session, row)
            row.seconds = time.monotonic() - started
        self.warehouse.prune(self.workspace_id, version or workspace.warehouse_version)

    def _contact_rows(self, import_id: str) -> list[dict[str, object]]:
        found = {contact.customer_key: contact for contact in self._contacts}
        known = {"workspace_id": self.workspace_id, "import_id": import_id}
        return [known | _without_nul(asdict(contact)) for contact in found.values()]

    def _progress(self, import_id: str, progress: dict[str, object]) -> None:
        with self.database.transaction(self.workspace_id) as session:
            row = session.get_one(ImportRow, import_id)
            row.progress = progress
            tell(session, row, "import.progress", **progress)

    def _fail(self, import_id: str, error: Exception, *, last_try: bool) -> None:
        known = isinstance(error, AppError)
        self.warehouse.lake.remove_staged(self.workspace_id, import_id)
        with self.database.transaction(self.workspace_id) as session:
            row = session.get_one(ImportRow, import_id)
            if not last_try and (error.retryable if isinstance(error, AppError) else True):
                row.status, row.progress = "queued", {}
                tell(session, row, "import.progress")
                return
            row.status, row.finished_at = "failed", now()
            row.error_code = error.code if isinstance(error, AppError) else "internal"
            row.error_message = str(error) if known else "The import stopped: nothing was loaded."
            ended(session, row)


def publish(session: Session, workspace: Workspace, version: int) -> None:
    """Points the workspace at the version, and has its figures prepared."""
    tenancy.publish_warehouse_version(
        session,
        workspace.id,
        workspace.warehouse_version,
        version,
    )
    events.emit(session, workspace.id, "warehouse.published", {"version": version})
    for job in _AFTER_PUBLISHING:
        jobs.enqueue(session, workspace.id, job, {})


def _outcome(files: list[ImportFileRow]) -> ImportStatus:
    """What came of an import that read all its files; one that loaded nothing says why not."""
    statuses = {file.status for file in files}
    if "loaded" in statuses:
        return "completed"
    return "unchanged" if "unchanged" in statuses else "refused"


def staged_import(import_id: str, files: list[ImportFileRow]) -> StagedImport:
    """What an import staged, as the warehouse wants it named.

    The later file wins: the one whose rows reach further was exported later, else the order counts.
    """
    staged = [(file, one) for file in files if file.status == "loaded" for one in file.staged]
    staged.sort(key=lambda pair: (str(pair[1].get("until", "")), pair[0].position))
    found = [StagedFile(one["table"], file.id, one["rows"]) for file, one in staged]
    return StagedImport(import_id, tuple(found))


def _account(result: ReadResult, records: int) -> None:
    """Raises unless every row of the file has one fate."""
    fates = result.loaded + result.rejected + result.duplicates
    if result.rows_in == records == fates:
        return
    raise RowsUnaccounted(
        f"The file has {records:,} rows and {fates:,} were accounted for, so none was loaded: "
        "this is an error of the program."
    )


def _settle(file: ImportFileRow, status: str, reason: str, records: int = 0) -> None:
    file.status, file.reason = status, reason
    file.rows_in = file.rejected = records if status == "refused" else 0


def _progress(done: int, total: int, phase: str, message: str) -> dict[str, object]:
    return {"done": done, "total": total, "phase": phase, "message": message}


def _without_nul(values: dict[str, object]) -> dict[str, object]:
    """PostgreSQL text holds no NUL."""
    return {k: v.replace("\x00", "") if isinstance(v, str) else v for k, v in values.items()}
