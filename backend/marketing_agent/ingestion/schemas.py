"""What crosses the boundary of ingestion."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketing_agent.tenancy.schemas import Currency, Name, Slug

ImportStatus = Literal[
    "queued",
    "running",
    "completed",
    "unchanged",
    "refused",
    "failed",
    "needs_choice",
    "split",
    "reverted",
]
FileStatus = Literal["pending", "loaded", "quarantined", "unchanged", "refused", "left_out"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class SplitTarget(Frozen):
    """Where the files of one store went: a workspace and the import that reads them there."""

    workspace_id: str
    workspace_slug: str
    workspace_name: str
    created: bool
    """False for a workspace that was there before."""
    import_id: str


class StoreGuess(Frozen):
    """One of the stores that an import seems to hold."""

    name: str
    files: list[str]
    currency: str | None
    order_prefix: str | None
    reason: str
    held_here: bool | None = None
    """Whether the workspace holds orders of this store; null when nothing tells."""
    target: SplitTarget | None = None
    """Set once the store has a workspace of its own."""


class StoreSettings(Frozen):
    """What the workspace of one store shall be called and count in, where not as found."""

    store: str
    """Name of the store as the import shows it."""
    name: Name | None = None
    slug: Slug | None = None
    timezone: str | None = None
    currency: Currency | None = None


class SplitToWorkspaces(Frozen):
    """One workspace per store: made, or found by its short name."""

    choice: Literal["workspaces"]
    stores: list[StoreSettings] = []


class SplitToStore(Frozen):
    """The files of one store into this workspace; the others are left out."""

    choice: Literal["store"]
    store: str


class SplitTogether(Frozen):
    """All files as one store into this workspace."""

    choice: Literal["together"]
    confirm: bool = False
    """True: these files are all of one store. Without it the choice is refused."""


SplitChoice = Annotated[
    SplitToWorkspaces | SplitToStore | SplitTogether, Field(discriminator="choice")
]


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
    status: ImportStatus
    seconds: float
    files: list[ImportFile]
