"""Small stores for tests: rows in, a published warehouse version out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from marketing_agent.kernel.db import Database
from marketing_agent.tenancy import service as tenancy
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.schemas import Column, StagedImport, canonical_tables
from marketing_agent.warehouse.service import Warehouse

Row = Mapping[str, Any]
_BLANKS = {"VARCHAR": "", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": True, "DOUBLE": 0.0}


def build(
    warehouse: Warehouse,
    workspace_id: str,
    tables: Mapping[str, Sequence[Row]],
    *,
    version: int = 1,
    base: int | None = None,
    import_id: str = "import-1",
    file: str = "file",
) -> None:
    """Builds a version from rows; columns that a row leaves out are NULL, or blank if required.

    Each table comes from a file of its own, named `file` and the table.
    """
    with warehouse.scratch(workspace_id, import_id) as scratch:
        files = []
        for name, rows in tables.items():
            columns = canonical_tables()[name].staged_columns
            columns = tuple(c for c in columns if c.name not in ("import_id", "source_file"))
            spec = ", ".join(f'"{c.name}" {c.type}' for c in columns)
            scratch.execute(f"CREATE TEMP TABLE rows_of_{name} ({spec})")
            # Column by column: a store of a whole year goes in at once.
            told = {cell for row in rows for cell in row}
            _known(told, columns)
            given = [c for c in columns if c.name in told or _blank(c) is not None]
            names = ", ".join(f'"{c.name}"' for c in given)
            cells = ", ".join(f"unnest(${c.name}::{c.type}[])" for c in given)
            values = {c.name: [row.get(c.name, _blank(c)) for row in rows] for c in given}
            scratch.execute(f"INSERT INTO rows_of_{name} ({names}) SELECT {cells}", values)
            files.append(scratch.stage(name, f"{file}-{name}", f"rows_of_{name}"))
    warehouse.build_version(workspace_id, base, version, [StagedImport(import_id, tuple(files))])


def publish(database: Database, workspace: Workspace, version: int) -> Workspace:
    """Makes the version the one that is read."""
    with database.transaction(workspace.id) as session:
        tenancy.publish_warehouse_version(
            session, workspace.id, workspace.warehouse_version, version
        )
        return tenancy.get_workspace(session, workspace.id)


def _known(told: set[str], columns: Sequence[Column]) -> None:
    unknown = told - {c.name for c in columns}
    assert not unknown, unknown


def _blank(column: Column) -> object:
    return _BLANKS[column.type] if column.required and column.type in _BLANKS else None


def order(order_id: str, day: date, gross: int, **more: Any) -> dict[str, Any]:
    """An order of one unit; money in minor units."""
    found = {
        "order_id": order_id,
        "order_name": f"#{order_id}",
        "created_at": datetime(day.year, day.month, day.day, 15),
        "order_date": day,
        "currency": "USD",
        "units": 1,
        "gross_sales_minor": gross,
        "discounts_minor": 0,
        "shipping_minor": 0,
        "duties_minor": 0,
        "taxes_minor": 0,
        "refunded_minor": 0,
    } | more
    money = ("gross_sales_minor", "discounts_minor", "shipping_minor", "taxes_minor")
    return found | {"total_minor": sum(found[name] for name in money)}


def sale(of: Row) -> dict[str, Any]:
    """The ledger's row of an order."""
    return {
        "order_id": of["order_id"],
        "kind": "sale",
        "order_date": of["order_date"],
        "event_date": of["order_date"],
        "event_date_known": True,
        "gross_sales_minor": of["gross_sales_minor"],
        "discounts_minor": of["discounts_minor"],
        "shipping_minor": of["shipping_minor"],
        "taxes_minor": of["taxes_minor"],
        "total_sales_minor": of["total_minor"],
        "customer_key": of.get("customer_key"),
        "currency": "USD",
    }


def refund(of: Row, day: date, amount: int, *, known: bool = True) -> dict[str, Any]:
    """Merchandise given back; without a known day it stands on the order's."""
    return {
        "order_id": of["order_id"],
        "kind": "refund",
        "order_date": of["order_date"],
        "event_date": day if known else of["order_date"],
        "event_date_known": known,
        "returns_minor": -amount,
        "total_sales_minor": -amount,
        "customer_key": of.get("customer_key"),
        "currency": "USD",
    }


def cell(
    family: str, metric: str, start: date, end: date, amount: int, **more: Any
) -> dict[str, Any]:
    """A cell of a report; `end` is the day after the bucket."""
    days = (end - start).days
    grain = more.get("grain", {1: "day", 7: "week"}.get(days, "month"))
    names = more.get("dim_names", "")
    return {
        "report_key": f"{family}/{names}/{grain}",
        "family": family,
        "report_name": f"Report of {family}",
        "grain": grain,
        "bucket_start": start,
        "bucket_end": end,
        "dims": "{}",
        "dim_names": names,
        "metric": metric,
        "amount": amount,
        "unit": "count",
        "additive": True,
    } | more
