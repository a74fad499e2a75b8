"""Tries statements of a file, one a line, on the guard and the sandbox, or on the sandbox alone."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from marketing_agent.ask.sql import guard, sample_store
from marketing_agent.ask.sql.errors import SqlRefused
from marketing_agent.ask.sql.schemas import (
    DEFAULT_ROWS,
    GuardedStatement,
    GuardReport,
    Status,
)
from marketing_agent.kernel.errors import AppError
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.service import Warehouse


def evaluate(path: Path, sandbox: Sandbox, *, guard_off: bool = False) -> GuardReport:
    """What became of each statement of the file, on a sample store made for the occasion."""
    with _sample_store() as warehouse:
        # The first statement would pay for starting the sandbox and for loading the grammar.
        _try(0, "SELECT 1", sandbox, warehouse, guard_off=False)
        tried = [
            _try(line, sql, sandbox, warehouse, guard_off=guard_off)
            for line, sql in statements_in(path.read_text("utf-8"))
        ]
    counts = Counter(one.status for one in tried)
    return GuardReport(
        n=len(tried),
        refused_guard=counts["refused_guard"],
        refused_sandbox=counts["refused_sandbox"],
        ran=counts["ran"],
        statements=tuple(tried),
    )


def statements_in(text: str) -> Iterator[tuple[int, str]]:
    """Lines that hold a statement, numbered from 1; lines of only a comment are none."""
    for number, line in enumerate(text.split("\n"), start=1):
        statement = line.strip()
        if statement and not statement.startswith("--"):
            yield number, statement


def _try(
    line: int, sql: str, sandbox: Sandbox, warehouse: Warehouse, *, guard_off: bool
) -> GuardedStatement:
    started = time.perf_counter()
    status: Status = "ran"
    code = None
    try:
        runs = sql if guard_off else guard.check(sql, DEFAULT_ROWS)
        sandbox.run(warehouse, sample_store.WORKSPACE, sample_store.VERSION, runs)
    except SqlRefused as error:
        status, code = "refused_guard", error.code
    except AppError as error:
        status, code = "refused_sandbox", error.code
    ms = round((time.perf_counter() - started) * 1000, 3)
    return GuardedStatement(line=line, sql=sql, status=status, code=code, ms=ms)


@contextmanager
def _sample_store() -> Iterator[Warehouse]:
    with TemporaryDirectory(prefix="sample-store-") as folder:
        warehouse = Warehouse(Path(folder), memory="256MB", threads=1)
        sample_store.build_sample_store(warehouse)
        yield warehouse
