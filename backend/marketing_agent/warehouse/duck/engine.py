"""The DuckDB implementation of both ports."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from marketing_agent.warehouse.duck.build import build
from marketing_agent.warehouse.duck.connect import Limits
from marketing_agent.warehouse.duck.export import export
from marketing_agent.warehouse.duck.kept import keep
from marketing_agent.warehouse.duck.reader import DuckReader
from marketing_agent.warehouse.duck.scratch import open_scratch
from marketing_agent.warehouse.engine import Builder, Engine, Reader, Scratch
from marketing_agent.warehouse.schemas import EngineName, MergedFile, StagedFile, Version


class DuckEngine(Builder, Engine):
    """Files of DuckDB, each database under the same limits. A built file can be read as it is."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def dialect(self) -> EngineName:
        return "duckdb"

    def open_version(self, version: Version) -> Reader:
        return DuckReader(version.path, self._limits, version.kept)

    def publish(self, version: Version) -> None:
        return

    def keep(self, version: Version, name: str, sql: str) -> None:
        if version.path is not None and version.kept is not None:
            keep(version.path, version.kept, name, sql, self._limits)

    def versions(self, workspace_id: str) -> list[int]:
        return []

    def remove(self, workspace_id: str, versions: Iterable[int]) -> None:
        return

    def close(self) -> None:
        return

    def build(
        self, path: Path, staged: Sequence[tuple[str, StagedFile, Path]]
    ) -> tuple[tuple[MergedFile, ...], dict[str, int]]:
        spill = path.with_name(f"{path.name}.spill")
        return build(path, staged, limits=self._limits, temp_dir=spill)

    def scratch(
        self, import_id: str, staged_dir: Path, read_dirs: Sequence[Path], work_dir: Path
    ) -> AbstractContextManager[Scratch]:
        return open_scratch(self._limits, import_id, staged_dir, read_dirs, work_dir)

    def export(self, version: Path, table: str, order: Sequence[str], target: Path) -> None:
        export(version, table, order, target, self._limits)
