"""The port every engine implements. DuckDB is the one engine today (see `duck/`)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlglot import exp

from marketing_agent.warehouse.schemas import (
    MergedFile,
    QueryResult,
    RejectedLine,
    StagedFile,
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


class Engine(Protocol):
    """Makes, opens and builds the files of versions."""

    def open_version(self, path: Path | None) -> Reader:
        """Opens one version read-only; None opens the empty version 0."""

    def build(
        self, path: Path, staged: Sequence[tuple[str, StagedFile, Path]], *, empty: bool
    ) -> tuple[tuple[MergedFile, ...], dict[str, int]]:
        """Merges staged files (import id, file, Parquet path) into the file at `path`, in order.

        `empty` says that `path` does not exist yet. Returns what each file changed and the rows of
        each table. Raises StagedMismatch or CheckFailed; the file is then worthless.
        """

    def scratch(
        self, import_id: str, staged_dir: Path, read_dirs: Sequence[Path], work_dir: Path
    ) -> AbstractContextManager[Scratch]:
        """A scratch database that may read `read_dirs`, stage into `staged_dir`, and spill."""
