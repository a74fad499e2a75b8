"""Every row of a file is loaded, rejected or a duplicate: counts, and the rejected ones."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from marketing_agent.ingestion.readers.base import Rejection, Source
from marketing_agent.ingestion.readers.sql import column, sql, text


@dataclass(frozen=True)
class Fates:
    """How many rows had which fate."""

    total: int
    loaded: int
    rejected: int
    duplicates: int


def fate_counts(source: Source) -> Fates:
    """Counts over the `<name>_rows` table, which has a column `fate`."""
    select = exp.select(
        sql("count(*)"),
        sql("count(*) FILTER (fate = 'loaded')"),
        sql("count(*) FILTER (fate = 'rejected')"),
        sql("count(*) FILTER (fate = 'duplicate')"),
    ).from_(f"{source.name}_rows")
    return Fates(*(int(str(n)) for n in source.ask(text(select)).rows[0]))


def rejections_of(source: Source, limit: int) -> list[Rejection]:
    """The first rejected rows of `<name>_rows`, by row number from 1."""
    if limit <= 0:
        return []
    select = (
        exp.select(column("row_no"), column("problem"), column("cells"))
        .from_(f"{source.name}_rows")
        .where(sql("fate = 'rejected'"))
        .order_by(column("row_no"))
        .limit(limit)
    )
    return parsed_rejections(source.ask(text(select)).rows)


def parsed_rejections(rows: Iterable[Sequence[object]]) -> list[Rejection]:
    """Rejections from rows of row number (from 0), problem and cells as JSON text."""
    return [
        Rejection(int(str(row)) + 1, f"{problem}.", json.loads(str(cells)))
        for row, problem, cells in rows
    ]
