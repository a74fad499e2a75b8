"""Writes the two dialects of the true exports: quoted reports and minimally quoted raw exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from marketing_agent.sample.headers import header

Cell = str
_SPECIAL = frozenset(',"\n\r')
# One ad platform also quotes what holds a blank.
WITH_BLANKS = _SPECIAL | {" "}


class Text(str):
    """A report value that is text, and so is quoted. Plain `str` is a number, printed bare."""

    __slots__ = ()


class Folder:
    """One shop's folder. Remembers what was written: relative path and number of data rows."""

    def __init__(self, root: Path, first: str, last: str) -> None:
        self.root = root
        self.period = (first, last)
        self.written: list[tuple[str, int]] = []

    def report(
        self,
        place: str,
        name: str,
        rows: Iterable[Sequence[Cell]],
        period: tuple[str, str] | None = None,
        form: str = "",
    ) -> None:
        """`<name> - FROM - TO.csv`: header and text quoted, numbers bare, LF.

        The header is the one of `form`, by default the form named like the report.
        """
        first, last = period or self.period
        columns = header(form or name.lower().replace(" ", "_"))
        lines = (",".join(_quoted(c) if isinstance(c, Text) else c for c in row) for row in rows)
        title = ",".join(map(_quoted, columns))
        self._write(f"{place}/{name} - {first} - {last}.csv", title, lines)

    def raw(
        self,
        path: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        preamble: str = "",
        special: frozenset[str] = _SPECIAL,
    ) -> None:
        """A raw export: only cells with a `special` character are quoted."""
        title = preamble + _joined(columns, special)
        self._write(path, title, (_joined(row, special) for row in rows))

    def encoded(self, path: str, title: str, lines: Iterable[str], count: int) -> None:
        """Lines that are already CSV; `count` is the number of records in them."""
        self._write(path, title, lines)
        self.written[-1] = (path, count)

    def _write(self, path: str, title: str, lines: Iterable[str]) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        count = 0
        with target.open("w", encoding="utf-8", newline="") as out:
            out.write(f"{title}\n")
            for line in lines:
                out.write(f"{line}\n")
                count += 1
        self.written.append((path, count))


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _joined(row: Sequence[Cell], special: frozenset[str]) -> str:
    return ",".join(_quoted(cell) if special.intersection(cell) else cell for cell in row)


def plain(value: str) -> str:
    """One raw CSV cell."""
    return _quoted(value) if _SPECIAL.intersection(value) else value
