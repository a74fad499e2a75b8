"""Tables of a version as files that another engine can load."""

from collections.abc import Sequence
from pathlib import Path

from marketing_agent.warehouse.canonical import canonical_tables
from marketing_agent.warehouse.duck import statements
from marketing_agent.warehouse.duck.connect import Limits, open_exporter


def export(version: Path, table: str, order: Sequence[str], target: Path, limits: Limits) -> None:
    """See `engine.Builder.export`."""
    connection = open_exporter(version, limits, target.parent)
    try:
        rows = connection.sql(statements.exported_rows(canonical_tables()[table], order))
        rows.write_csv(str(target), header=False)
    finally:
        connection.close()
