"""Pages say the same over the facts of orders that a job kept and over the tables themselves."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from marketing_agent.jobs.schemas import JobContext
from marketing_agent.metrics.facts import keep_facts, kept_facts
from marketing_agent.metrics.jobs import prepare
from marketing_agent.warehouse.schemas import QueryResult
from marketing_agent.warehouse.service import Warehouse, open_warehouse
from tests.insights.pages import page_of, told
from tests.insights.retail import Retail
from tests.metrics.conftest import MakeStore, Store
from tests.metrics.engines.conftest import OnBoth
from tests.metrics.shops import NAMES, Shops
from tests.metrics.stores import order, refund, sale

DAY = date(2026, 3, 30)
Asked = tuple[tuple[str, dict[str, str]], ...]
ASKED: Asked = (
    ("cohorts", {}),
    ("cohorts", {"grain": "week", "range": "2026-01-01..2026-06-30", "split": "product"}),
    ("cohorts", {"grain": "quarter", "as_of": "2026-07-15", "show": "revenue"}),
    ("journeys", {}),
    ("journeys", {"show": "3", "range": "2026-02-01..2026-10-31", "as_of": "2026-11-02"}),
    ("segments", {}),
    ("segments", {"range": "2026-05-01..2026-08-31", "as_of": "2026-09-10"}),
)


class _Heard:
    """A warehouse whose statements are heard, and whose kept tables may be out of sight."""

    def __init__(self, of: Warehouse, *, sees: bool) -> None:
        self.dialect, self._of, self._sees, self.over = of.dialect, of, sees, 0

    def kept(self, workspace_id: str, version: int, name: str) -> str | None:
        return self._of.kept(workspace_id, version, name) if self._sees else None

    def query(
        self, workspace_id: str, version: int, sql: str, params: Mapping[str, object]
    ) -> QueryResult:
        self.over += "FROM order_facts_" in sql or "JOIN order_facts_" in sql
        return self._of.query(workspace_id, version, sql, params)


def _pages(store: Store, asked_of: Asked, *, sees: bool) -> tuple[list[dict[str, Any]], int]:
    """Every page that stands on facts, without the time it took, and its statements over kept."""
    heard = _Heard(store.warehouse, sees=sees)
    asked = replace(store, warehouse=heard)  # type: ignore[arg-type]
    pages = [told(asked, name, **given) for name, given in asked_of]
    for part in (part for page in pages for part in page["parts"]):
        for each in part["statements"]:
            each["ms"] = 0
    return pages, heard.over


def _same_both_ways(store: Store, asked: Asked = ASKED) -> list[dict[str, Any]]:
    raw, none = _pages(store, asked, sees=False)
    keep_facts(store.warehouse, store.workspace)
    kept, some = _pages(store, asked, sees=True)
    assert none == 0
    assert some >= len(asked)
    assert kept == raw
    return kept


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_shops(shops: Shops, name: str) -> None:
    shop = shops.imported(name)
    store = Store(shops.database, open_warehouse(shop.settings), shop.workspace)
    pages = _same_both_ways(store)
    parts = [[part["key"] for part in page["parts"]] for page in pages]
    assert {"figures", "cohorts", "ltv"} <= set(parts[0])
    assert "flow" in parts[3]
    assert parts[5] == ["figures", "matrix", "segments", "moved", "months"]


def test_a_real_retailer(retail: Retail) -> None:
    asked = tuple((name, {"as_of": "2011-06-30"}) for name in ("cohorts", "journeys", "segments"))
    assert all(page["parts"] for page in _same_both_ways(retail.store, asked))


def _named(number: int, **more: Any) -> dict[str, Any]:
    """Orders of a few customers, one of whom is known by nothing else."""
    given = {"customer_key": f"c{number % 11}", "discounts_minor": -(number % 3) * 50} | more
    day = DAY + timedelta(days=number * 3 % 200)
    return order(f"{number:03}", day, 1000 + number * 37 % 500, **given)


def _odd_orders() -> list[dict[str, Any]]:
    """Two at one instant, several on one day, cancelled first and last, totals that are missing."""
    orders = [_named(number) for number in range(120)]
    one = datetime(2026, 4, 2, 15)
    orders += [order(f"t{n}", one.date(), 900 + n, customer_key="tie") for n in range(3)]
    for each in orders[::7]:
        each["cancelled_date"] = each["order_date"] + timedelta(days=2)
    orders += [
        order("x1", DAY, 500, customer_key="never", cancelled_date=DAY),
        order("y1", DAY, 500, customer_key="late", cancelled_date=DAY),
        order("y2", DAY + timedelta(days=190), 700, customer_key="late"),
        order("n1", DAY, 800),
        order("z1", DAY, 650, customer_key="blank"),
    ]
    return orders


def _odd() -> dict[str, Any]:
    orders = _odd_orders()
    ledger = [sale(each) for each in orders if each["order_id"] != "y2"]
    orders[-1]["total_minor"] = None
    ledger += [refund(each, each["order_date"] + timedelta(days=9), 300) for each in orders[::5]]
    lines = [
        {"order_id": each["order_id"], "line_no": n, "order_date": each["order_date"],
         "line_name": name, "sku": sku, "quantity": 1, "gross_sales_minor": gross}
        for at, each in enumerate(orders[:100])
        for n, name, sku, gross in (
            (1, f"Thing {at % 4}", f"s{at % 4}", 400), (2, "As dear", None, 400),
            (3, None, "s9", 900 if at % 6 == 0 else None),
        )
    ]  # fmt: skip
    products = [{"product_id": f"p{n}", "title": f"Titled {n}"} for n in range(2)]
    variants = [
        {"variant_key": f"v{n}", "product_id": f"p{n}", "sku": f"s{n}"} for n in range(2)
    ] + [{"variant_key": f"w{n}", "product_id": f"p{n}", "sku": "s3"} for n in range(2)]
    people = [
        {"customer_key": f"c{n}", "accepts_email": None if n % 3 == 0 else n % 2 == 0}
        for n in range(9)
    ] + [{"customer_key": "prospect", "accepts_email": True}]
    return {
        "orders": orders, "sales_ledger": ledger, "order_lines": lines, "products": products,
        "variants": variants, "customers": people,
    }  # fmt: skip


def _crowd(**more: Any) -> dict[str, Any]:
    orders = [_named(n, customer_key=f"k{n % 60}", **more) for n in range(150)]
    return {"orders": orders, "sales_ledger": [sale(each) for each in orders]}


def _refunded() -> dict[str, Any]:
    tables = _crowd()
    for each in tables["orders"]:
        each["refunded_minor"] = each["total_minor"]
    back = [refund(each, each["order_date"], each["total_minor"]) for each in tables["orders"]]
    return tables | {"sales_ledger": [*tables["sales_ledger"], *back]}


def _nameless() -> dict[str, Any]:
    return _crowd() | {"orders": [_named(n) | {"customer_key": None} for n in range(40)]}


def _one() -> dict[str, Any]:
    only = order("1", date(2026, 10, 20), 5000, customer_key="a")
    return {"orders": [only], "sales_ledger": [sale(only)]}


def _all_cancelled() -> dict[str, Any]:
    return _crowd(cancelled_date=date(2026, 11, 1))


ODD: dict[str, Callable[[], dict[str, Any]]] = {
    "odd": _odd, "crowd": _crowd, "refunded": _refunded, "nameless": _nameless, "one": _one,
    "cancelled": _all_cancelled,
}  # fmt: skip


@pytest.mark.parametrize("tables", ODD)
def test_odd_stores(make_store: MakeStore, tables: str) -> None:
    _same_both_ways(make_store(ODD[tables]()))


def test_postgresql_keeps_the_same_facts(make_store: MakeStore, on_both: OnBoth) -> None:
    both = on_both(make_store(_odd()))
    ours, theirs = (_same_both_ways(each) for each in (both.duckdb, both.postgres))
    for mine, other in zip(ours, theirs, strict=True):
        rows = [[part["rows"] for part in page["parts"]] for page in (mine, other)]
        assert rows[0] == rows[1]


def test_what_is_shown_runs_on_the_file_of_the_version(
    make_store: MakeStore, tmp_path: Path
) -> None:
    store = make_store(_crowd())
    keep_facts(store.warehouse, store.workspace)
    assert kept_facts(store.warehouse, store.workspace)
    page = told(store, "segments")
    shown = [each for part in page["parts"] for each in part["statements"]]
    file = store.warehouse.version_path(store.workspace.id, store.workspace.warehouse_version)
    assert shown
    assert file
    alone = duckdb.connect(str(shutil.copyfile(file, tmp_path / "copy.duckdb")), read_only=True)
    for each in shown:
        assert each["sql"].startswith("WITH order_facts AS (")
        given = {name: date.fromisoformat(day) for name, day in each["params"].items()}
        assert alone.execute(each["sql"], given).fetchall()


def test_the_job_keeps_them(shops: Shops) -> None:
    """It runs after each import, and another version has facts of its own."""
    shop = shops.new(NAMES[1], "orders_export*.csv")
    warehouse = open_warehouse(shop.settings)
    assert kept_facts(warehouse, shop.workspace) is None
    before = page_of(shop, "cohorts")
    prepare(JobContext("job", shop.workspace.id, {}, 1, shops.database, shop.settings))
    assert kept_facts(warehouse, shop.workspace)
    assert page_of(shop, "cohorts")["parts"][0]["rows"] == before["parts"][0]["rows"]
