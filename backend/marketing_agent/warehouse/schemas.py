"""Frozen values that cross the warehouse's boundary."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from marketing_agent.warehouse.canonical import Column, Table, canonical_tables

__all__ = [
    "BuildReport",
    "Column",
    "EngineName",
    "MergedFile",
    "QueryResult",
    "RawFile",
    "RejectedLine",
    "StagedFile",
    "StagedImport",
    "Table",
    "Version",
    "canonical_tables",
]


EngineName = Literal["duckdb", "postgres"]


def kept_of(path: Path) -> Path:
    """Folder of the tables that were made of the version whose file this is."""
    return path.parent / ".kept" / path.stem


@dataclass(frozen=True)
class Version:
    """One version of a workspace; `path` is its file, None for the empty version 0."""

    workspace_id: str
    number: int
    path: Path | None

    @property
    def kept(self) -> Path | None:
        """Folder of the tables that were made of this very file; None for the empty version.

        A number that was let go may be taken by another file, which finds none of them.
        """
        if self.path is None:
            return None
        found = self.path.stat()
        return kept_of(self.path) / f"{found.st_size}-{found.st_mtime_ns}"


@dataclass(frozen=True)
class QueryResult:
    """Rows of one statement: str, int, float, Decimal, bool, date and naive datetime in UTC."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    ms: float
    """Time in the engine, in milliseconds."""


@dataclass(frozen=True)
class RawFile:
    """Bytes as received, kept in the lake under their digest."""

    sha256: str
    size: int
    existed: bool
    """The same bytes were there before."""


@dataclass(frozen=True)
class StagedFile:
    """Rows of one canonical table that one source file gave, kept as Parquet in the lake."""

    table: str
    file_id: str
    rows: int


@dataclass(frozen=True)
class StagedImport:
    """Everything one import staged. Where files share a key, the later file wins."""

    import_id: str
    files: tuple[StagedFile, ...]


@dataclass(frozen=True)
class RejectedLine:
    """A record of a CSV file that has the wrong shape."""

    line: int
    """Position among the records of the file; the header is 1."""
    reason: str
    text: str
    """The record as read, cut after 1,000 characters."""


@dataclass(frozen=True)
class MergedFile:
    """What one staged file changed in the version that was built."""

    import_id: str
    table: str
    file_id: str
    rows: int
    """Rows that were merged from the file."""
    replaced: int
    """Rows of earlier files that gave way to them."""
    repeated: int = 0
    """Rows that gave way, since another export tells the same of them and more."""
    doubtful: int = 0
    """Rows that another export may tell of too, which nothing in them shows."""


@dataclass(frozen=True)
class BuildReport:
    """A version that is on disk and not yet published."""

    version: int
    size: int
    """Bytes on disk."""
    seconds: float
    rows: dict[str, int] = field(default_factory=dict)
    """Rows of each table."""
    files: tuple[MergedFile, ...] = ()
