"""Taking files in: their bytes go to the lake first, then one transaction notes the import."""

from collections.abc import Collection, Sequence

from sqlmodel import Session

from marketing_agent.connectors.folder import FolderConnector
from marketing_agent.connectors.sdk import Item, Refused
from marketing_agent.ingestion.errors import NothingToImport
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow
from marketing_agent.ingestion.telling import tell
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.errors import AppError
from marketing_agent.kernel.ids import new_id
from marketing_agent.warehouse.service import Lake, open_warehouse


def keep(
    settings: Settings,
    workspace_id: str,
    source: FolderConnector,
    only: Collection[str] | None = None,
) -> list[ImportFileRow]:
    """Keeps every file (or `only` these) in the lake; raises NothingToImport without a file."""
    check = source.check()
    if not check.ok:
        raise NothingToImport(check.message)
    lake = open_warehouse(settings).lake
    wanted = (item for item in source.read() if only is None or item.name in only)
    return [
        _kept(lake, workspace_id, position, item, settings.max_upload_bytes)
        for position, item in enumerate(wanted)
    ]


def _kept(
    lake: Lake, workspace_id: str, position: int, item: Item | Refused, max_bytes: int
) -> ImportFileRow:
    name = item.name.replace("\x00", "")
    file = ImportFileRow(
        id=new_id(), workspace_id=workspace_id, import_id="", position=position, name=name
    )
    try:
        if isinstance(item, Refused):
            file.status, file.reason = "refused", item.reason
        else:
            raw = lake.store(workspace_id, item.chunks, max_bytes)
            file.sha256, file.size = raw.sha256, raw.size
    except AppError as error:
        file.status, file.reason = "refused", error.message
    return file


def note(
    session: Session,
    workspace_id: str,
    files: Sequence[ImportFileRow],
    only_store: str | None = None,
) -> str:
    """Notes an import of kept files; returns its id."""
    row = ImportRow(id=new_id(), workspace_id=workspace_id, only_store=only_store)
    session.add(row)
    session.flush()
    for file in files:
        file.import_id = row.id
    session.add_all(files)
    tell(session, row, "import.accepted", files=len(files))
    session.flush()
    return row.id
