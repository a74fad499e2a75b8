"""Writing a file again as UTF-8 with commas, for sources that are not clean already."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from marketing_agent.ingestion.decoding.errors import DecodingError, NotText, TooWide, UnclosedQuote
from marketing_agent.ingestion.decoding.schemas import MAX_CELL_BYTES, MAX_COLUMNS
from marketing_agent.ingestion.decoding.sniff import Shape

_PADDED = re.compile('" +(?=(.|$))')


@dataclass(frozen=True)
class Rewritten:
    """The clean file's size and rows."""

    records: int
    """Rows after the header."""
    clean_bytes: int
    open_row_cells: int | None
    """Cells of the last row, if no line end follows it."""


def rewrite(raw: Path, clean: Path, encoding: str, shape: Shape) -> Rewritten:
    """Writes `raw` to `clean`: same cells, UTF-8, commas, line feeds even in cells, no preamble.

    Blanks that pad a quoted cell behind its closing quote are left out.

    A row whose quotes make no sense becomes a row of one cell (two under a header of one), so that
    its width tells it is not data. Raises NotText for NUL or a wrong encoding, TooWide for a cell
    or row past the caps, and UnclosedQuote.
    """
    records, open_row_cells = 0, None
    try:
        with (
            raw.open(encoding=encoding, newline="") as source,
            clean.open("w", encoding="utf-8", newline="") as target,
        ):
            for _ in islice(source, shape.header_line - 1):
                pass
            writer = csv.writer(target, lineterminator="\n")
            lines = _Lines(source, shape.header_line, shape.delimiter)
            for cells in _rows(lines, shape):
                writer.writerow(cells)
                records += 1
                open_row_cells = len(cells) if lines.unended else None
    except UnicodeError as error:
        raise NotText("The file is cut off or is not text in one encoding.") from error
    return Rewritten(records - 1, clean.stat().st_size, open_row_cells)


def _rows(lines: "_Lines", shape: Shape) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
    marker = [""] if len(shape.header) == 1 else []
    header_done = False
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield from ([line, *marker] for line in _broken(lines, error))
            lines.start_record()
            continue
        if len(cells) > MAX_COLUMNS:
            raise TooWide(f"Row {lines.first_line} has {len(cells):,} cells; 2,000 are allowed.")
        if len(cells) > 1 or any(cell.strip() for cell in cells):
            yield [(_with_line_feeds if header_done else _one_line)(cell) for cell in cells]
            header_done = True
        lines.start_record()


def _broken(lines: "_Lines", error: csv.Error) -> list[str]:
    """The lines of a record that cannot be read; raises when they are the rest of the file."""
    if "field limit" in str(error):
        raise TooWide(
            f"A cell that starts in line {lines.first_line} is longer than "
            f"{MAX_CELL_BYTES:,} characters: a quote may not be closed."
        ) from error
    if lines.ended:
        raise UnclosedQuote(
            f"A quote that opens in line {lines.first_line} is never closed: "
            "the file may be cut off."
        ) from error
    if lines.first_line == lines.header_line:
        raise DecodingError("The header row has a quote that makes no sense.") from error
    return [text for line in lines.record if (text := line.rstrip("\r\n"))]


class _Lines:
    """Lines of a file, remembering those of the record now read."""

    def __init__(self, source: TextIO, first_line: int, delimiter: str) -> None:
        self._source = source
        self._ends_cell = (delimiter, "\r", "\n", "")
        self._quotes = 0
        self.header_line = first_line
        self.first_line = first_line
        self.record: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        # A quoted cell may be huge without a line end: never read more than a cell may hold.
        line = self._source.readline(MAX_CELL_BYTES + 1)
        if not line:
            self.ended = True
            raise StopIteration
        number = self.first_line + len(self.record)
        if len(line) > MAX_CELL_BYTES:
            raise TooWide(f"Line {number} is longer than {MAX_CELL_BYTES:,} characters.")
        if "\0" in line:
            raise NotText(f"Line {number} holds a NUL character, which no export has.")
        self.record.append(line)
        return self._without_padding(line)

    def _without_padding(self, line: str) -> str:
        before = self._quotes
        self._quotes += line.count('"')
        if '" ' not in line:
            return line

        def strip(found: re.Match[str]) -> str:
            # After an even number of quotes the cell is closed.
            closed = (before + line.count('"', 0, found.start() + 1)) % 2 == 0
            return '"' if closed and found[1] in self._ends_cell else found[0]

        return _PADDED.sub(strip, line)

    @property
    def unended(self) -> bool:
        """Whether the record now read ends with the file and not with its line."""
        return bool(self.record) and not self.record[-1].endswith(("\n", "\r"))

    def start_record(self) -> None:
        self.first_line += len(self.record)
        self.record.clear()
        self._quotes = 0


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\n")).replace("\r", "")


def _with_line_feeds(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
