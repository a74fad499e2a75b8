"""What becomes of an import, told as events: whoever follows it needs nothing else."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from marketing_agent.events import service as events
from marketing_agent.ingestion.tables import ImportFileRow, ImportRow

_AT_ONCE = 100
_OF_FILE = {"name", "kind", "kind_label", "status", "reason", "rows_in", "loaded", "rejected"}


def tell(session: Session, row: ImportRow, topic: str, **more: Any) -> None:
    """Writes an event of the import, with where it stands."""
    payload = {"import_id": row.id, "status": row.status, **more}
    row.moved_at = events.emit(session, row.workspace_id, topic, payload).at


def tell_files(session: Session, row: ImportRow, files: Sequence[ImportFileRow]) -> None:
    """Tells what came of each file; many files take several events."""
    for start in range(0, len(files), _AT_ONCE):
        shown = [_file(file) for file in files[start : start + _AT_ONCE]]
        tell(session, row, "import.files", files=shown)


def _file(file: ImportFileRow) -> dict[str, Any]:
    found = file.model_dump(include=_OF_FILE | {"duplicates"})
    return {"file_id": file.id, **found}
