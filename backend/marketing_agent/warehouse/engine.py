"""The ports of the warehouse: what builds versions, and what answers statements over them.

DuckDB builds every version and is the engine that answers by default (`duck/`). PostgreSQL is the
other engine: it gets each version as it was built (`pg/`).
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlglot import exp

from marketing_agent.warehouse.schemas import (
    EngineName,
    MergedFile,
    QueryResult,
    RejectedLine,
    StagedFile,
    Version,
)

Params = Mapping[str, object]
Layer = Mapping[str, exp.Expr]
"""Columns by name, each an expression over those of the layer before."""


class Reader(Protocol):
    """One immutable version, opened read-only and locked. Safe to share between threads."""

    def query(self, sql: str, params: Params) -> QueryResult:
        """Runs one SELECT. Parameters are `$name`; names the statement does not use are ignored.

        Raises QueryRefused for anything but one SELECT and for SQL the engine rejects.
        """

    def kept(self, name: str) -> str | None:
        """How a statement names a kept table of the version; None as long as nobody made it."""


class Scratch(Protocol):
    """A bounded private database for reading and reshaping files. Not safe between threads."""

    @property
    def work_dir(self) -> Path:
        """Private folder on local disk for clean files, removed with the scratch database."""

    def read_csv(
        self,
        name: str,
        path: Path,
        columns: Sequence[str],
        keep: Sequence[str] | None = None,
        layers: Sequence[Layer] = (),
        params: Params | None = None,
    ) -> int:
        """Makes the temporary table `name` of a clean CSV file and returns its rows.

        The file is UTF-8 with commas, uniform line ends and one header row (as
        `ingestion.decoding` leaves it). `columns` names all its columns by position, unique
        without regard to case; only `keep` are stored, all of them VARCHAR without blanks around
        the text. An empty cell is NULL. `rowid` of the table is the position in the file from 0.
        Records of the wrong shape are left out: see `rejected_lines`. With `layers` the kept cells
        are reshaped while they are read, each layer from the one before, and only the columns of
        the last one are stored.
        """

    def rejected_count(self, name: str) -> int:
        """Records that `read_csv` left out of `name`."""

    def rejected_lines(self, name: str, limit: int = 10_000) -> list[RejectedLine]:
        """The first of the records that `read_csv` left out of `name`, in file order."""

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Runs one statement and returns the rows it changed (0 for a definition)."""

    def query(self, sql: str, params: Params | None = None) -> QueryResult:
        """Runs one SELECT and fetches all of it: for small answers."""

    def stage(self, table: str, file_id: str, source: str) -> StagedFile:
        """Writes the temporary table or view `source` to the lake as rows of a canonical table.

        `source` has exactly the staged columns of `table` by name, without `import_id` and
        `source_file`, which are added. Values are cast to the declared types. Raises
        StagedMismatch for other columns or values that do not cast, CheckFailed for a NULL in a
        NOT NULL column.
        """


class Builder(Protocol):
    """Reads files, stages their rows and makes the files of versions."""

    def build(
        self, path: Path, staged: Sequence[tuple[str, StagedFile, Path]]
    ) -> tuple[tuple[MergedFile, ...], dict[str, int]]:
        """Merges staged files (import id, file, Parquet path) into the file at `path`, in order.

        What the file lacks of today's tables and columns is made, all of them where it is new.
        Returns what each file changed and the rows of each table. Raises StagedMismatch or
        CheckFailed; the file is then worthless.
        """

    def scratch(
        self, import_id: str, staged_dir: Path, read_dirs: Sequence[Path], work_dir: Path
    ) -> AbstractContextManager[Scratch]:
        """A scratch database that may read `read_dirs`, stage into `staged_dir`, and spill."""

    def export(self, version: Path, table: str, order: Sequence[str], target: Path) -> None:
        """Writes a table of a version as CSV without a header, in the order of these columns.

        NULL is an empty cell, empty text is quoted, and NUL characters are left out.
        """


class Engine(Protocol):
    """Answers statements over versions. `dialect` names the SQL that it takes."""

    @property
    def dialect(self) -> EngineName:
        """The dialect that statements must be printed for."""

    def open_version(self, version: Version) -> Reader:
        """Opens one version read-only."""

    def publish(self, version: Version) -> None:
        """Makes a version that was built readable here, all or nothing; doing it again is nothing.

        Raises Unavailable when the engine does not answer.
        """

    def keep(self, version: Version, name: str, sql: str) -> None:
        """Keeps what a SELECT over a version finds as a table beside it, all or nothing.

        Doing it again is nothing, and of many who do it at once one does it.
        """

    def versions(self, workspace_id: str) -> list[int]:
        """Versions of a workspace that this engine keeps rows of beside the files."""

    def remove(self, workspace_id: str, versions: Iterable[int]) -> None:
        """Drops what this engine keeps of these versions; what is being read may stay for now."""

    def close(self) -> None:
        """Gives back connections. The engine can be used again afterwards."""
