"""What the glass box may know of a file: its name, its kind, and when it came in."""

from collections.abc import Sequence

from sqlmodel import Session

from marketing_agent.ingestion import repository
from marketing_agent.metrics.schemas import FileOrigin


def file_origins(session: Session, file_ids: Sequence[str]) -> dict[str, FileOrigin]:
    """The files of the session's workspace among these, by id."""
    found = repository.files_by_id(session, file_ids)
    return {
        file.id: FileOrigin(
            file_id=file.id,
            name=file.name,
            kind=file.kind_label or file.kind or "",
            imported_at=brought_by.finished_at,
            sha256=file.sha256,
        )
        for file, brought_by in found
    }
