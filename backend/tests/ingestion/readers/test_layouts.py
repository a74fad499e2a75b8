"""The layouts that orders exports and reports come in give the same orders and the same cells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from marketing_agent.ingestion import service as ingestion
from marketing_agent.ingestion.schemas import ImportFile
from marketing_agent.kernel.config import Settings
from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.service import open_warehouse
from tests.ingestion.exports import order, orders_csv

Load = Callable[[str], tuple[ImportFile, Callable[[str], list[tuple[Any, ...]]]]]
LINE = ("Name", "Email", "Created at")
TWO_ORDERS = [(1, 3, 2250), (2, 1, 1250)]


@pytest.fixture
def load(database: Database, settings: Settings, workspace: Workspace, tmp_path: Path) -> Load:
    """Imports the text of one file, and gives its fate and a way to ask for rows."""

    def run(
        text: str,
    ) -> tuple[ImportFile, Callable[[str], list[tuple[Any, ...]]]]:
        path = tmp_path / f"{uuid4().hex}.csv"
        path.write_text(text, encoding="utf-8")
        result = ingestion.import_path(database, settings, workspace.id, path)
        with database.transaction(workspace.id) as session:
            version = tenancy.get_workspace(session, workspace.id).warehouse_version
        warehouse = open_warehouse(settings)
        return result.files[0], lambda sql: warehouse.query(workspace.id, version, sql).rows

    return run


def first() -> dict[str, str]:
    """An order of two lines: its first row."""
    return order(1, Subtotal="20.00", Total="22.50")


def more(filled: bool = False) -> dict[str, str]:
    """Its second line, as Shopify writes it or with the order's fields filled down."""
    row = first() if filled else {name: first()[name] for name in LINE}
    line = {"Lineitem quantity": "2", "Lineitem name": "Jam", "Lineitem price": "5.00"}
    return row | line | {"Lineitem sku": "J-1"}


def orders_of(ask: Callable[[str], list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return ask(
        "SELECT right(order_name, 1)::INTEGER, units, total_minor FROM orders ORDER BY order_name"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [first(), more(), order(2)],
        [first(), more(filled=True), order(2)],
        [order(2), first(), more() | {"Name": "", "Email": ""}],
        [first(), order(2), more()],
        [more(), order(2), first()],
    ],
    ids=["as exported", "filled down", "names left out", "rows apart", "sorted the other way"],
)
def test_rows_become_the_same_orders(load: Load, rows: list[dict[str, str]]) -> None:
    file, ask = load(orders_csv(rows))
    assert (file.rows_in, file.loaded, file.rejected, file.duplicates) == (3, 3, 0, 0)
    assert orders_of(ask) == TWO_ORDERS
    assert ask("SELECT count(*), sum(quantity * price_minor) FROM order_lines") == [(3, 3000)]


def test_a_copy_of_a_row_is_a_duplicate(load: Load) -> None:
    file, ask = load(orders_csv([first(), first(), more(), order(2)]))
    assert (file.loaded, file.duplicates) == (3, 1)
    assert orders_of(ask) == TWO_ORDERS


def test_a_rejected_order_shows_its_cells(
    load: Load, database: Database, workspace: Workspace
) -> None:
    bad = order(3, Total="much")
    file, ask = load(orders_csv([first(), more(), bad, order(2)]))
    assert (file.loaded, file.rejected) == (3, 1)
    assert orders_of(ask) == TWO_ORDERS
    with database.transaction(workspace.id) as session:
        (import_row,) = ingestion.list_imports(session)
        rows = ingestion.rejected_rows(session, import_row.import_id, file.id, 10, 0)
    (row,) = rows.items
    assert row.row == 3
    assert row.reason == "Total “much” is not an amount."
    assert row.values["Total"] == "much"
    assert row.values["Email"] == "(personal)"


def test_rounded_ids_refuse_the_file(load: Load) -> None:
    file, _ = load(orders_csv([order(1, Id="5.37518E+12"), order(2)]))
    assert file.status == "refused"
    assert file.reason is not None
    assert file.reason.startswith("A spreadsheet rounded the ids in Id (such as 5.37518E+12)")


def test_numbers_with_a_currency_and_thousands(load: Load) -> None:
    file, ask = load(
        'Day,Orders,Total sales\n2026-01-01,"1,204","$1,234.50"\n2026-01-02,3,USD 20\n'
        "2026-01-03,N/A,-7.25\n2026-01-04,few,1\n"
    )
    assert (file.loaded, file.rejected) == (3, 1)
    found = ask("SELECT metric, amount FROM report_facts ORDER BY metric, bucket_start")
    assert found == [
        ("orders", 1204), ("orders", 3),
        ("total_sales", 123450), ("total_sales", 2000), ("total_sales", -725),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n\nCall the printer, then Ann.\nOrders look fine\n",
        "just one line of words\nand another one\n",
        "| Day | Orders |\n|---|---|\n| 2026-01-01 | 3 |\n",
    ],
)
def test_prose_is_told_apart_from_unknown_tables(load: Load, text: str) -> None:
    file, _ = load(text)
    assert (file.status, file.rows_in) == ("refused", 0)
    assert file.reason is not None
    assert file.reason.startswith("This is a text document, not a table")


def test_an_unknown_table_is_quarantined_with_its_headers(load: Load) -> None:
    file, _ = load("Plant,Height\nfern,3\nmoss,1\n")
    assert file.status == "quarantined"
    assert file.reason == "No known export has these columns: “Plant”, “Height”."
