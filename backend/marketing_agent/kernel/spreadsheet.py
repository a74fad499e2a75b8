"""CSV files that people open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*([eE][+-]?\d+)?%?")


def csv_document(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV in which no cell is taken for a formula; None is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: object) -> str:
    """The cell as text; what a spreadsheet would run gets an apostrophe before it."""
    shown = "" if cell is None else str(cell)
    dangerous = shown.lstrip(" \u00a0\ufeff").startswith(_STARTS_FORMULA)
    return f"'{shown}" if dangerous and not _NUMBER.fullmatch(shown) else shown
