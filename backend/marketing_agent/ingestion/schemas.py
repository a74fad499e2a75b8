"""What crosses the boundary of ingestion."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

ImportStatus = Literal["queued", "running", "completed", "failed", "needs_choice", "reverted"]
FileStatus = Literal["pending", "loaded", "quarantined", "unchanged", "refused"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class StoreGuess(Frozen):
    """One of several stores that a folder seems to hold."""

    name: str
    files: list[str]
    currency: str | None
    order_prefix: str | None
    reason: str


class ImportError_(Frozen):
    code: str
    message: str


class Progress(Frozen):
    done: int
    total: int
    phase: str
    message: str


class ImportFile(Frozen):
    """One file: rows_in = loaded + rejected + duplicates."""

    id: str
    name: str
    kind: str | None
    kind_label: str | None
    rows_in: int
    loaded: int
    rejected: int
    duplicates: int
    status: FileStatus
    reason: str | None
    encoding: str | None
    delimiter: str | None
    size: int
    sha256: str | None
    headers: list[str]


class Import(Frozen):
    """One import and its files."""

    import_id: str
    status: ImportStatus
    seconds: float
    created_at: datetime
    progress: Progress | None
    error: ImportError_ | None
    warehouse_version: int | None
    stores: list[StoreGuess]
    files: list[ImportFile]


class Imports(Frozen):
    items: list[Import]


class RejectedRow(Frozen):
    row: int
    reason: str
    values: dict[str, Any]


class RejectedRows(Frozen):
    columns: list[str]
    items: list[RejectedRow]
    total: int


class ImportResult(Frozen):
    """What an import on the command line answers."""

    import_id: str
    status: str
    seconds: float
    files: list[ImportFile]
