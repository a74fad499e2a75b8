"""Versions: merged by key, derived, all or nothing, read locked."""

import threading
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from marketing_agent.warehouse.errors import (
    CheckFailed,
    OutdatedVersion,
    QueryRefused,
    UnknownVersion,
    VersionExists,
)
from marketing_agent.warehouse.schemas import StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse

SHOP = "shop"

_ORDERS = """
CREATE OR REPLACE TEMP TABLE orders_in AS
SELECT *, '#' || order_id AS order_name, placed::TIMESTAMP AS created_at,
       placed::DATE AS order_date, NULL AS paid_at, NULL AS cancelled_at, NULL AS cancelled_date,
       'paid' AS financial_status, NULL AS fulfillment_status, 'USD' AS currency,
       'web' AS sales_channel, NULL AS discount_code, 'US' AS country, NULL AS province, 1 AS units,
       total_minor AS gross_sales_minor, 0 AS discounts_minor, 0 AS shipping_minor,
       0 AS duties_minor, 0 AS taxes_minor, NULL AS tags
FROM (SELECT unnest($ids) AS order_id, unnest($customers) AS customer_key,
             unnest($days) AS placed, unnest($totals) AS total_minor,
             unnest($refunds) AS refunded_minor)
"""
_LEDGER = """
CREATE OR REPLACE TEMP VIEW ledger_in AS
SELECT order_id, kind, order_date, order_date AS event_date, kind = 'sale' AS event_date_known,
       if(kind = 'sale', total_minor, 0) AS gross_sales_minor, 0 AS discounts_minor,
       if(kind = 'sale', 0, -refunded_minor) AS returns_minor, 0 AS shipping_minor,
       0 AS duties_minor, 0 AS fees_minor, 0 AS taxes_minor,
       if(kind = 'sale', total_minor, -refunded_minor) AS total_sales_minor, customer_key,
       sales_channel, country, currency
FROM orders_in, (VALUES ('sale'), ('refund')) AS kinds(kind)
WHERE kind = 'sale' OR refunded_minor > 0
"""
_REFUND = """
CREATE TEMP TABLE refund_in AS
SELECT 'k' || n AS transaction_key, '#1' AS order_name, 'refund' AS kind, 'success' AS status,
       NULL AS gateway, NULL AS processed_at, DATE '2026-02-01' + n::INT AS transaction_date,
       amount AS amount_minor, 'USD' AS currency
FROM (VALUES (0, 33), (1, 67)) AS t(n, amount)
"""

Row = tuple[str, str | None, str, int, int]


def stage(warehouse: Warehouse, import_id: str, rows: list[Row], extra: str = "") -> StagedImport:
    names = ("ids", "customers", "days", "totals", "refunds")
    with warehouse.scratch(SHOP, import_id) as scratch:
        values = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        scratch.execute(_ORDERS, values)
        scratch.execute("ALTER TABLE orders_in DROP COLUMN placed")
        scratch.execute(_LEDGER)
        files = [
            scratch.stage("orders", "f1", "orders_in"),
            scratch.stage("sales_ledger", "f1", "ledger_in"),
        ]
        if extra:
            scratch.execute(extra)
            files.append(scratch.stage("order_transactions", "f2", "refund_in"))
    return StagedImport(import_id, tuple(files))


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path, memory="256MB", threads=2)


FIRST: list[Row] = [
    ("1", "ann", "2026-01-05", 1000, 100),
    ("2", "ann", "2026-01-09", 500, 0),
    ("3", "bob", "2026-01-07", 700, 0),
    ("4", None, "2026-01-08", 300, 0),
]
SECOND: list[Row] = [("3", "bob", "2026-01-07", 700, 200), ("0", "bob", "2025-12-30", 90, 0)]


def rows(warehouse: Warehouse, version: int, sql: str) -> list[tuple[object, ...]]:
    return warehouse.query(SHOP, version, sql).rows


def everything(warehouse: Warehouse, version: int) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: rows(warehouse, version, f'SELECT * FROM "{name}" ORDER BY ALL')
        for name in canonical_tables()
    }


def test_version_zero_answers_with_empty_tables(warehouse: Warehouse) -> None:
    for name in canonical_tables():
        assert rows(warehouse, 0, f'SELECT * FROM "{name}"') == []


def test_last_import_wins_and_equals_a_build_from_nothing(warehouse: Warehouse) -> None:
    first, second = stage(warehouse, "i1", FIRST), stage(warehouse, "i2", SECOND)
    warehouse.build_version(SHOP, None, 1, [first])
    warehouse.build_version(SHOP, 1, 2, [second])
    warehouse.build_version(SHOP, None, 3, [first, second])
    assert everything(warehouse, 2) == everything(warehouse, 3)
    assert rows(warehouse, 2, "SELECT refunded_minor FROM orders WHERE order_id = '3'") == [(200,)]
    assert rows(warehouse, 1, "SELECT count(*) FROM orders") == [(4,)]


def test_a_version_that_somebody_still_reads_is_opened_again(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.build_version(SHOP, None, 1, [stage(warehouse, "i1", FIRST)])
    other = Warehouse(tmp_path, memory="256MB", threads=2)
    count = "SELECT count(*) FROM orders"
    assert rows(warehouse, 1, count) == rows(other, 1, count) == [(4,)]
    with pytest.raises(QueryRefused):
        rows(other, 1, "SET lock_configuration = false")


def test_same_import_twice_changes_nothing(warehouse: Warehouse) -> None:
    staged = stage(warehouse, "i1", FIRST)
    warehouse.build_version(SHOP, None, 1, [staged])
    warehouse.build_version(SHOP, 1, 2, [staged])
    assert everything(warehouse, 1) == everything(warehouse, 2)


def test_customers_and_their_type_agree_with_pandas(warehouse: Warehouse) -> None:
    staged = [stage(warehouse, "i1", FIRST), stage(warehouse, "i2", SECOND)]
    warehouse.build_version(SHOP, None, 1, staged)
    latest = {row[0]: row for row in [*FIRST, *SECOND]}
    frame = pd.DataFrame(list(latest.values()), columns=["id", "who", "day", "total", "refund"])
    known = frame.dropna(subset="who").sort_values(["day", "id"])
    new = known.groupby("who").id.first()
    spent = (known.total - known.refund).groupby(known.who).sum()
    found = rows(warehouse, 1, "SELECT customer_key, first_order_id, total_minor FROM customers")
    assert sorted(found) == [(who, new[who], spent[who]) for who in sorted(new.index)]
    types = dict(rows(warehouse, 1, "SELECT order_id, customer_type FROM orders"))
    assert {k for k, v in types.items() if v == "new"} == set(new)
    assert types["4"] is None


def test_refund_transactions_put_refunds_on_their_days(warehouse: Warehouse) -> None:
    warehouse.build_version(SHOP, None, 1, [stage(warehouse, "i1", FIRST, _REFUND)])
    found = rows(
        warehouse,
        1,
        "SELECT event_date, event_date_known, total_sales_minor FROM sales_ledger "
        "WHERE kind = 'refund' ORDER BY 1",
    )
    assert found == [(date(2026, 2, 1), True, -33), (date(2026, 2, 2), True, -67)]


def test_a_version_of_an_earlier_release_says_so_and_can_be_built_upon(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """As if the columns that tell who dated a refund had come with this release."""
    first = stage(warehouse, "i1", FIRST)
    warehouse.build_version(SHOP, None, 1, [first])
    with duckdb.connect(tmp_path / "warehouse" / SHOP / "1.duckdb") as connection:
        connection.execute("ALTER TABLE sales_ledger DROP COLUMN dated_by_import")
        connection.execute("ALTER TABLE sales_ledger DROP COLUMN dated_by_file")
        connection.execute("DROP TABLE inventory_levels")
    dated = "SELECT dated_by_import FROM sales_ledger WHERE kind = 'refund' ORDER BY event_date"
    with pytest.raises(OutdatedVersion, match="An earlier release"):
        warehouse.query(SHOP, 1, dated)
    with pytest.raises(QueryRefused, match="no_such_column"):
        warehouse.query(SHOP, 1, "SELECT no_such_column FROM sales_ledger")
    warehouse.build_version(SHOP, 1, 2, [stage(warehouse, "i2", FIRST[:1], _REFUND)])
    assert rows(warehouse, 2, dated) == [("i2",), ("i2",)]
    assert rows(warehouse, 2, "SELECT count(*) FROM inventory_levels") == [(0,)]


def test_failed_build_leaves_no_trace(warehouse: Warehouse, tmp_path: Path) -> None:
    staged = stage(warehouse, "i1", FIRST)
    warehouse.build_version(SHOP, None, 1, [staged])
    next((tmp_path / "lake").rglob("sales_ledger/f1.parquet")).write_bytes(b"cut off")
    with pytest.raises(Exception, match=r"."):
        warehouse.build_version(SHOP, 1, 2, [staged])
    assert [file.name for file in (tmp_path / "warehouse" / SHOP).iterdir()] == ["1.duckdb"]
    assert rows(warehouse, 1, "SELECT count(*) FROM orders") == [(4,)]


def test_number_is_taken_once_and_leftovers_are_skipped(warehouse: Warehouse) -> None:
    staged = stage(warehouse, "i1", FIRST)
    warehouse.build_version(SHOP, None, 1, [staged])
    with pytest.raises(VersionExists):
        warehouse.build_version(SHOP, None, 1, [staged])
    assert warehouse.next_version(SHOP, 0) == 2


def test_prune_keeps_the_last_ones(warehouse: Warehouse) -> None:
    staged = stage(warehouse, "i1", FIRST)
    for version in range(1, 5):
        warehouse.build_version(SHOP, None, version, [staged])
    assert warehouse.prune(SHOP, published=3, keep=2) == [1]
    with pytest.raises(UnknownVersion):
        warehouse.query(SHOP, 1, "SELECT 1")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY orders TO '/tmp/x.csv'",
        "SET memory_limit = '9GB'",
        "ATTACH '/tmp/x.duckdb'",
        "INSERT INTO orders SELECT * FROM orders",
        "SELECT 1; SELECT 2",
        "DROP TABLE orders",
    ],
)
@pytest.mark.parametrize("version", [0, 1])
def test_nothing_but_reading_the_version(warehouse: Warehouse, sql: str, version: int) -> None:
    warehouse.build_version(SHOP, None, 1, [stage(warehouse, "i1", FIRST)])
    with pytest.raises(QueryRefused):
        warehouse.query(SHOP, version, sql)


def test_threads_read_one_version_at_once(warehouse: Warehouse) -> None:
    warehouse.build_version(SHOP, None, 1, [stage(warehouse, "i1", FIRST)])
    seen: list[object] = []

    def ask(n: int) -> None:
        sql = "SELECT sum(total_minor) + $n FROM orders"
        seen.extend(warehouse.query(SHOP, 1, sql, {"n": n, "unused": 1}).rows[0][0] - n  # type: ignore[operator]
                    for _ in range(20))  # fmt: skip

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2500] * 160


def test_missing_required_value_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(CheckFailed, match="order_id"):
        stage(warehouse, "i1", [(None, "ann", "2026-01-05", 1, 0)])  # type: ignore[list-item]
