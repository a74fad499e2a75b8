"""The DuckDB implementation of the engine port."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from marketing_agent.warehouse.duck.build import build
from marketing_agent.warehouse.duck.connect import Limits
from marketing_agent.warehouse.duck.reader import DuckReader
from marketing_agent.warehouse.duck.scratch import open_scratch
from marketing_agent.warehouse.engine import Engine, Reader, Scratch
from marketing_agent.warehouse.schemas import MergedFile, StagedFile


class DuckEngine(Engine):
    """Files of DuckDB, each database under the same limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def open_version(self, path: Path | None) -> Reader:
        return DuckReader(path, self._limits)

    def build(
        self, path: Path, staged: Sequence[tuple[str, StagedFile, Path]], *, empty: bool
    ) -> tuple[tuple[MergedFile, ...], dict[str, int]]:
        spill = path.with_name(f"{path.name}.spill")
        return build(path, staged, empty=empty, limits=self._limits, temp_dir=spill)

    def scratch(
        self, import_id: str, staged_dir: Path, read_dirs: Sequence[Path], work_dir: Path
    ) -> AbstractContextManager[Scratch]:
        return open_scratch(self._limits, import_id, staged_dir, read_dirs, work_dir)
