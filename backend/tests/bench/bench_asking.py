"""What stands before an answer: a known question, compiling, the guard and the sandbox."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median

from marketing_agent.ask import service as ask
from marketing_agent.ask.cases import Desk
from marketing_agent.ask.sql import guard
from marketing_agent.ask.sql import service as sql
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.errors import AppError
from marketing_agent.metrics.compiler.query import query_statement
from marketing_agent.metrics.compiler.text import print_sql
from marketing_agent.metrics.held import held
from marketing_agent.metrics.planner import plan_query
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.tenancy.schemas import Caller, Workspace
from marketing_agent.warehouse.sandbox.schemas import Bounds
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse
from tests.ask.sql.bombs import BOMBS
from tests.bench.bench_summary import TODAY
from tests.bench.figures import Figures, quiet_p95, seconds, spread

_PROMPTS = ["total revenue last 30 days", "orders last month", "aov in the last 90 days"]
_STATEMENTS = [
    "SELECT country, count(*) AS n FROM orders GROUP BY country ORDER BY n DESC",
    "SELECT sku, sum(quantity) AS units FROM order_lines GROUP BY sku ORDER BY units LIMIT 5",
    "WITH days AS (SELECT order_date, count(*) AS n FROM orders GROUP BY order_date)"
    " SELECT max(n) AS most FROM days",
]
_QUESTIONS = 200
_COMPILED = 7
_RUNS = 30
# Nobody sends the next statement before having read the rows of this one.
_READING_SECONDS = 0.25
_SHORT_S = 1.0


class Watched(Warehouse):
    """Notes when a statement is ready to run."""

    ready: tuple[float, float] = (0, 0)

    def query(self, *args: object, **kwargs: object) -> QueryResult:
        self.ready = (time.perf_counter(), time.process_time())
        return super().query(*args, **kwargs)  # type: ignore[arg-type]


def report(
    figures: Figures,
    database: Database,
    warehouse: Watched,
    workspace: Workspace,
    queries: list[SemanticQuery],
) -> None:
    """Measures all of it over one store."""
    _report_cache(figures, database, warehouse, workspace)
    _report_compiling(figures, database, warehouse, workspace, queries)
    _report_guard(figures)
    _report_sandbox(figures, warehouse, workspace)


def _report_cache(
    figures: Figures, database: Database, warehouse: Watched, workspace: Workspace
) -> None:
    """From the words of a known question to its SQL, the transaction around it included."""
    desk = Desk(database, warehouse, Settings(data_dir=Path("unused")))
    caller = Caller(workspace_id=workspace.id, user_id=None, role="owner", kind="api_key")
    times, work = [], []
    for n in range(len(_PROMPTS) + _QUESTIONS):
        start, worked = time.perf_counter(), time.process_time()
        found = ask.ask(desk, caller, _PROMPTS[n % len(_PROMPTS)], as_of=TODAY)
        if n < len(_PROMPTS):
            continue
        if found.outcome != "answer" or not found.cache.hit:
            raise RuntimeError(f"{found.prompt}: {found.outcome}, {found.cache}")
        times.append(warehouse.ready[0] - start)
        work.append(warehouse.ready[1] - worked)
    figures.at_most("cache hit to SQL, p95", quiet_p95(times), 5, " ms")
    print(f"  {spread(times)}; processor time {spread(work)}")


def _report_compiling(
    figures: Figures,
    database: Database,
    warehouse: Warehouse,
    workspace: Workspace,
    queries: list[SemanticQuery],
) -> None:
    with database.transaction(workspace.id) as session:
        known = held(session, warehouse, workspace)

    def compile_query(query: SemanticQuery) -> None:
        plan = plan_query(known.holdings, known.store, query).plan
        print_sql(query_statement(plan), warehouse.dialect)

    times = [_work(lambda q=q: compile_query(q)) for _ in range(_COMPILED) for q in queries]
    figures.at_most("compile, processor time, p95", quiet_p95(times), 15, " ms")
    print(f"  {spread(times)}")


def _report_guard(figures: Figures) -> None:
    texts = [f"{_STATEMENTS[n % len(_STATEMENTS)]} -- {n}" for n in range(_QUESTIONS)]
    times = [_work(lambda text=text: guard.judge(text, 100)) for text in texts]
    figures.at_most("guard, processor time, p95", quiet_p95(times), 2, " ms")
    print(f"  {spread(times)}")


def _report_sandbox(figures: Figures, warehouse: Warehouse, workspace: Workspace) -> None:
    checked = sql.check(_STATEMENTS[0])
    sandbox = Sandbox(Bounds(deadline_s=10))

    def over(pause: float) -> float:
        time.sleep(pause)
        there = seconds(lambda: sandbox.run(warehouse, workspace.id, 1, checked, 100))
        return there - seconds(lambda: warehouse.query(workspace.id, 1, checked))

    try:
        over(0)
        times = [over(_READING_SECONDS) for _ in range(_RUNS)]
        at_once = [over(0) for _ in range(_RUNS)]
    finally:
        sandbox.close()
    figures.at_most("sandbox over the same statement, p50", median(times) * 1000, 60, " ms")
    print(f"  {spread(times)}; one after the other {spread(at_once)}")
    _report_lateness(figures, warehouse, workspace)


def _report_lateness(figures: Figures, warehouse: Warehouse, workspace: Workspace) -> None:
    sandbox = Sandbox(Bounds(deadline_s=_SHORT_S))
    endless, _codes = BOMBS["recursion in place"]

    def ended() -> None:
        with suppress(AppError):
            sandbox.run(warehouse, workspace.id, 1, endless, 100)

    try:
        late = [seconds(ended) - _SHORT_S for _ in range(5)]
    finally:
        sandbox.close()
    figures.at_most("an endless statement ends late by, p50", median(late) * 1000, 300, " ms")


def _work(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
