"""Ad-hoc SQL: the guard, then the sandbox, over the workspace's published version."""

import time
from datetime import date

from marketing_agent.ask.sql import guard
from marketing_agent.ask.sql.columns import DIALECT, HIDDEN
from marketing_agent.ask.sql.schemas import (
    DEFAULT_ROWS,
    MAX_ROWS,
    AskableColumn,
    AskableTable,
    SqlAnswer,
    SqlSchema,
)
from marketing_agent.tenancy.schemas import Workspace
from marketing_agent.warehouse.sandbox.service import Sandbox
from marketing_agent.warehouse.schemas import Table, canonical_tables
from marketing_agent.warehouse.service import Warehouse

__all__ = ["check", "run", "schema", "tidy"]


def schema() -> SqlSchema:
    """The tables and columns that a statement may read."""
    tables = tuple(_askable(table) for table in canonical_tables().values())
    return SqlSchema(tables=tables, dialect=DIALECT, max_rows=MAX_ROWS)


def _askable(table: Table) -> AskableTable:
    columns = tuple(
        AskableColumn(name=column.name, type=column.type, description=column.description)
        for column in table.columns
        if column.name not in HIDDEN
    )
    return AskableTable(name=table.name, description=table.description, columns=columns)


def check(sql: str, max_rows: int = DEFAULT_ROWS) -> str:
    """The statement as it would run; raises a SqlRefused. Costs about two milliseconds."""
    return guard.check(sql, max_rows)


def tidy(sql: str) -> str:
    """The statement laid out for people and without comments; raises a SqlRefused."""
    return guard.tidy(sql)


def run(
    sandbox: Sandbox,
    warehouse: Warehouse,
    workspace: Workspace,
    sql: str,
    max_rows: int = DEFAULT_ROWS,
    today: date | None = None,
) -> SqlAnswer:
    """Runs one SELECT of a person or a model. Hold no database session meanwhile.

    `today` is what CURRENT_DATE means; without it, the day of the machine. Raises a SqlRefused of
    the guard, or what the sandbox raises.
    """
    started = time.perf_counter()
    checked = guard.check(sql, max_rows, today)
    result = sandbox.run(warehouse, workspace.id, workspace.warehouse_version, checked, max_rows)
    return SqlAnswer.model_validate(
        {
            "columns": result.columns,
            "types": result.types,
            "rows": result.rows,
            "sql": checked,
            "truncated": result.truncated,
            "ms": (time.perf_counter() - started) * 1000,
        }
    )
