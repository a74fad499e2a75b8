"""What decoding hands on."""

from dataclasses import dataclass
from pathlib import Path

MAX_COLUMNS = 2_000
MAX_CELL_BYTES = 1_000_000
MAX_RECORD_BYTES = 2_000_000


@dataclass(frozen=True)
class Decoded:
    """A file that reads as UTF-8, comma separated, uniform line ends, header row first."""

    path: Path
    """The clean file: the source itself when it was clean already."""
    header: tuple[str, ...]
    """Header cells untrimmed; they may be empty or repeat."""
    encoding: str
    """Encoding of the source, as Python names it."""
    delimiter: str
    """Delimiter of the source."""
    decimal_mark: str
    """`.` or `,` in the numbers of the cells, which are left as they are."""
    header_line: int
    """Line of the source that holds the header, from 1."""
    preamble: tuple[str, ...]
    """Lines of the source before the header."""
    records: int
    """Rows after the header, well-formed or not, blank lines not counted."""
    raw_bytes: int
    clean_bytes: int
    open_row_cells: int | None = None
    """Cells of the last row, if no line end follows it: fewer than the header's tell of a cut."""

    @property
    def is_cut_off(self) -> bool:
        """Whether the file ends in the middle of a row."""
        return self.open_row_cells is not None and self.open_row_cells < len(self.header)
