"""What stands in a CSV file: its columns with their sums, and its rows as text."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from marketing_agent.agents.documents.errors import UnreadableDocument
from marketing_agent.agents.documents.schemas import Column, Facts

MOST_COLUMNS = 200
_MOST_CELL = 20_000
# Plain numbers, and those with thousands that cannot be read in another way.
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")
_MONEY = re.compile(r"^([-+]?)\s*[$€£]\s*|\s*[$€£%]$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.*)?")
_MOST_DIGITS = 40


@dataclass
class _Seen:
    """A column while it is read."""

    name: str
    filled: int = 0
    numbers: int = 0
    dates: int = 0
    total: Decimal = Decimal(0)
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def take(self, cell: str) -> None:
        if not cell:
            return
        self.filled += 1
        self.dates += bool(_DATE.fullmatch(cell))
        number = _number(cell)
        if number is not None:
            self.numbers += 1
            self.total += number
            self.lowest = number if self.lowest is None else min(self.lowest, number)
            self.highest = number if self.highest is None else max(self.highest, number)

    def shown(self) -> Column:
        if not self.filled:
            return Column(name=self.name, kind="empty", filled=0)
        if self.numbers == self.filled:
            return Column(
                name=self.name,
                kind="number",
                filled=self.filled,
                total=f"{self.total:f}",
                lowest=f"{self.lowest:f}",
                highest=f"{self.highest:f}",
            )
        kind = "date" if self.dates == self.filled else "text"
        return Column(name=self.name, kind=kind, filled=self.filled)


@dataclass
class Table:
    """A CSV file as it was read."""

    columns: list[_Seen]
    rows: int = 0
    uneven: int = 0
    lines: list[str] = field(default_factory=list)

    def facts(self) -> Facts:
        notes: tuple[str, ...] = ()
        if self.uneven:
            notes = (f"{self.uneven:,} rows have another number of cells than the heading.",)
        columns = tuple(column.shown() for column in self.columns)
        return Facts(rows=self.rows, columns=columns, notes=notes)


def read(text: str, delimiter: str) -> Table:
    """Every row; raises UnreadableDocument where it is no table after all."""
    rows = _rows(text, delimiter)
    heading = next(rows)
    if len(heading) > MOST_COLUMNS:
        raise UnreadableDocument(f"A CSV file has at most {MOST_COLUMNS} columns here.")
    names = [name.strip()[:120] or f"Column {n}" for n, name in enumerate(heading, 1)]
    table = Table([_Seen(name) for name in names])
    for row in rows:
        table.rows += 1
        table.uneven += len(row) != len(names)
        cells = [cell.strip() for cell in row]
        for seen, cell in zip(table.columns, cells, strict=False):
            seen.take(cell)
        pairs = zip(names, cells, strict=False)
        table.lines.append("; ".join(f"{name}: {cell}" for name, cell in pairs if cell))
    return table


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(len(cell) > _MOST_CELL for cell in row):
                raise UnreadableDocument(
                    "A cell of this CSV file is longer than 20,000 characters."
                )
            if row:
                yield row
    except csv.Error as error:
        raise UnreadableDocument(
            "This CSV file cannot be read: a quote is never closed."
        ) from error


def _number(cell: str) -> Decimal | None:
    """An amount as written in exports; None for text, and for what may be read two ways."""
    bare = _MONEY.sub(r"\1", cell)
    if len(bare) > _MOST_DIGITS or not _NUMBER.fullmatch(bare):
        return None
    if len(bare) > 1 and bare[0] == "0" and bare.isdigit():
        return None  # a code such as 00123
    return Decimal(bare.replace(",", ""))
