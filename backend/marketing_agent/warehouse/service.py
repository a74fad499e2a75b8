"""The warehouse of every workspace: immutable versions that are read, built and pruned here."""

import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.postgres import running_url
from marketing_agent.warehouse.duck.connect import Limits
from marketing_agent.warehouse.duck.engine import DuckEngine
from marketing_agent.warehouse.engine import Builder, Engine, Layer, Reader, Scratch
from marketing_agent.warehouse.errors import UnknownVersion, VersionExists
from marketing_agent.warehouse.files import remove, safe_name, sync
from marketing_agent.warehouse.lake import Lake
from marketing_agent.warehouse.pg.engine import PgEngine
from marketing_agent.warehouse.schemas import (
    BuildReport,
    EngineName,
    QueryResult,
    StagedImport,
    Version,
    kept_of,
)

__all__ = ["Lake", "Layer", "Scratch", "Warehouse", "open_warehouse"]

_OPEN_READERS = 8
_BUILDING = ".building-"
_SCRATCH = ".scratch"


class Warehouse:
    """Versions under `data_dir/warehouse`, staged rows and raw bytes under `data_dir/lake`.

    Statements are answered from these files, or with `postgres_url` from that database, which gets
    every version as it was built. Safe to share between threads. Version 0 of every workspace is
    the empty one.
    """

    def __init__(
        self,
        data_dir: Path,
        memory: str = "1GB",
        threads: int | None = None,
        postgres_url: str | None = None,
    ) -> None:
        self._root = data_dir / "warehouse"
        self.lake = Lake(data_dir / "lake")
        duck = DuckEngine(Limits(memory, threads or min(4, os.cpu_count() or 1)))
        self._builder: Builder = duck
        self._engine: Engine = PgEngine(postgres_url, duck) if postgres_url else duck
        self._readers: OrderedDict[tuple[str, int], Reader] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def dialect(self) -> EngineName:
        """The dialect that statements must be printed for."""
        return self._engine.dialect

    def query(
        self,
        workspace_id: str,
        version: int,
        sql: str,
        params: Mapping[str, object] | None = None,
    ) -> QueryResult:
        """Runs one SELECT on a version; see `engine.Reader.query`.

        Raises UnknownVersion when the version was pruned.
        """
        return self._reader(workspace_id, version).query(sql, params or {})

    def keep(self, workspace_id: str, version: int, name: str, sql: str) -> None:
        """Keeps what a SELECT over a version finds as a table beside it, all or nothing.

        It goes with the version. `name` is an identifier that tells one statement from another.
        Doing it again is nothing; of many who do it at once one does it. Raises UnknownVersion,
        and OutdatedVersion or QueryRefused where the version does not have what is asked.
        """
        path = self._existing(workspace_id, version) if version else None
        try:
            self._engine.keep(Version(workspace_id, version, path), name, sql)
        except FileNotFoundError as error:
            raise _gone(version) from error

    def kept(self, workspace_id: str, version: int, name: str) -> str | None:
        """How statements on a version name a kept table; None as long as nobody made it.

        Raises UnknownVersion when the version was pruned.
        """
        return self._reader(workspace_id, version).kept(name)

    def next_version(self, workspace_id: str, published: int) -> int:
        """A number above `published` that no build has taken, not even one that crashed."""
        taken = [*self._versions(workspace_id), *self._engine.versions(workspace_id)]
        return max([published, *taken]) + 1

    def build_version(
        self, workspace_id: str, base: int | None, new: int, staged: Sequence[StagedImport]
    ) -> BuildReport:
        """Builds version `new` of `base` (None or 0: of nothing) and the staged imports, in order.

        All or nothing: the version's file, and where the engine keeps rows of its own its tables,
        appear whole under the number or not at all. Raises VersionExists when another build took
        the number, UnknownVersion when `base` is gone, StagedMismatch or CheckFailed when the rows
        are not fit, Unavailable when the engine does not answer.
        """
        start = time.monotonic()
        folder = self._folder(workspace_id)
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{_BUILDING}{uuid4().hex}.duckdb"
        try:
            if base:
                shutil.copyfile(self._existing(workspace_id, base), part)
            files = [
                (one.import_id, file, self.lake.staged_path(workspace_id, one.import_id, file))
                for one in staged
                for file in one.files
            ]
            merged, rows = self._builder.build(part, files)
            size = part.stat().st_size
            _take_number(part, self._path(workspace_id, new))
            self._publish(workspace_id, new)
        finally:
            for leftover in folder.glob(f"{part.name}*"):
                remove(leftover)
        return BuildReport(new, size, time.monotonic() - start, rows, merged)

    def _publish(self, workspace_id: str, version: int) -> None:
        path = self._path(workspace_id, version)
        try:
            self._engine.publish(Version(workspace_id, version, path))
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def prune(self, workspace_id: str, published: int, keep: int = 5) -> list[int]:
        """Removes versions older than the last `keep` up to `published`.

        Versions above `published` stay: they may be about to be published. Open readers go on.
        """
        known = sorted(v for v in self._versions(workspace_id) if v <= published)
        old = known[: max(0, len(known) - keep)]
        for version in old:
            self._drop(workspace_id, version)
        kept = {*known[len(old) :], published}
        there = self._engine.versions(workspace_id)
        self._engine.remove(workspace_id, [v for v in there if v < published and v not in kept])
        return old

    def clear_leftovers(self, workspace_id: str, published: int, imports: Collection[str]) -> None:
        """Removes what imports left that were killed; `imports` are those whose rows stay staged.

        Only while no import of the workspace runs: what it finds is taken for abandoned.
        """
        folder = self._folder(workspace_id)
        shutil.rmtree(folder / _SCRATCH, ignore_errors=True)
        for part in folder.glob(f"{_BUILDING}*"):
            remove(part)
        for version in self._versions(workspace_id):
            if version > published:
                self._drop(workspace_id, version)
        there = self._engine.versions(workspace_id)
        self._engine.remove(workspace_id, [v for v in there if v > published])
        self.lake.clear_leftovers(workspace_id, imports)

    def scratch(self, workspace_id: str, import_id: str) -> AbstractContextManager[Scratch]:
        """A bounded database for reading files and staging the rows of one import."""
        staged = self.lake.staged_dir(workspace_id, import_id)
        work = self._folder(workspace_id) / _SCRATCH
        return self._builder.scratch(import_id, staged, [self.lake.raw_dir(workspace_id)], work)

    def version_path(self, workspace_id: str, version: int) -> Path | None:
        """File of a version, None for the empty version 0. For the warehouse's own sandbox only."""
        return self._existing(workspace_id, version) if version else None

    def close(self) -> None:
        """Gives back connections; what is asked afterwards opens them again."""
        self._engine.close()

    def _reader(self, workspace_id: str, version: int) -> Reader:
        key = (workspace_id, version) if version else ("", 0)
        with self._lock:
            reader = self._readers.pop(key, None)
            if reader is None:
                path = self._existing(workspace_id, version) if version else None
                reader = self._engine.open_version(Version(workspace_id, version, path))
            self._readers[key] = reader
            while len(self._readers) > _OPEN_READERS:
                self._readers.popitem(last=False)
        return reader

    def _versions(self, workspace_id: str) -> list[int]:
        files = self._folder(workspace_id).glob("*.duckdb")
        return [int(file.stem) for file in files if file.stem.isdecimal()]

    def _path(self, workspace_id: str, version: int) -> Path:
        return self._folder(workspace_id) / f"{version}.duckdb"

    def _drop(self, workspace_id: str, version: int) -> None:
        path = self._path(workspace_id, version)
        path.unlink(missing_ok=True)
        remove(kept_of(path))

    def _folder(self, workspace_id: str) -> Path:
        return self._root / safe_name(workspace_id)

    def _existing(self, workspace_id: str, version: int) -> Path:
        path = self._path(workspace_id, version)
        if not path.is_file():
            raise _gone(version)
        return path


def _gone(version: int) -> UnknownVersion:
    return UnknownVersion(f"Version {version} of the data is no longer kept.")


def _take_number(part: Path, target: Path) -> None:
    sync(part)
    try:
        # A link, unlike a rename, fails when another build already holds the number.
        os.link(part, target)
    except FileExistsError as error:
        raise VersionExists("Another import was published first; building again helps.") from error
    sync(target.parent)


@lru_cache
def _warehouse(data_dir: Path, memory: str, postgres_url: str | None) -> Warehouse:
    return Warehouse(data_dir, memory, postgres_url=postgres_url)


def open_warehouse(settings: Settings) -> Warehouse:
    """The warehouse of this process for the data folder of the settings.

    Its engine is DuckDB, or where the settings say so the PostgreSQL that the product runs on.
    """
    url = running_url(settings) if settings.warehouse == "postgres" else None
    return _warehouse(settings.data_dir, settings.warehouse_memory, url)
