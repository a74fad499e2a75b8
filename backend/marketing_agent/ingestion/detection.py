"""Finding what a file is, by its columns and never by its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from marketing_agent.ingestion.decoding.errors import NotText
from marketing_agent.ingestion.formats import Form, forms, normal
from marketing_agent.ingestion.readers.base import FileReader, Source
from marketing_agent.ingestion.readers.contacts import ContactsReader
from marketing_agent.ingestion.readers.orders import OrdersReader
from marketing_agent.ingestion.readers.products import ProductsReader
from marketing_agent.ingestion.readers.report import ReportReader
from marketing_agent.ingestion.readers.report_columns import report_columns
from marketing_agent.ingestion.readers.rows import RowsReader
from marketing_agent.ingestion.readers.sql import sql, text

_NAMED_HEADERS = 12
_TABLE_SHARE = 0.5
_RULE = re.compile(r":?-+:?")
_READERS = {
    "rows": RowsReader,
    "orders": OrdersReader,
    "checkouts": OrdersReader,
    "products": ProductsReader,
    "contacts": ContactsReader,
}


@dataclass(frozen=True)
class Unloadable:
    """A file that is kept in the lake and not loaded."""

    kind: str | None
    label: str | None
    status: str
    """quarantined: not known; refused: known and of no use."""
    reason: str


def find_reader(source: Source) -> FileReader | Unloadable:
    """The reader for the file's columns, or why there is none.

    Raises NotText for prose, a list or a log: a file without a table.
    """
    for form in forms():
        if fits(form, source.decoded.header) and _confirmed(form, source):
            if form.keep_out:
                return Unloadable(form.kind, form.label, "refused", form.keep_out)
            reader: FileReader = _READERS[form.reader](source, form)  # type: ignore[assignment]
            return reader
    if report_columns(source.decoded.header).is_report:
        report: FileReader = ReportReader(source)  # type: ignore[assignment]
        return report
    if not _is_table(source):
        raise NotText(
            "This is a text document, not a table: an export has a row of column names and the "
            "same columns in every row below it."
        )
    return Unloadable(None, None, "quarantined", unknown(source.decoded.header))


def fits(form: Form, header: Sequence[str]) -> bool:
    """Whether the header has the form's columns and none that it forbids."""
    have = {normal(title) for title in header}
    return (
        form.requires <= have
        and all(group & have for group in form.any_of)
        and not form.forbids & have
        and all(any(h.startswith(start) for h in have) for start in form.starts_with)
    )


def _is_table(source: Source) -> bool:
    """Whether most rows have the header's columns; a table within Markdown is prose too."""
    width, rows = len(source.decoded.header), source.head
    if width < 2 or (rows and all(_RULE.fullmatch(cell.strip() or "-") for cell in rows[0])):
        return False
    alike = sum(1 for row in rows if len(row) == width)
    return not rows or alike / len(rows) > _TABLE_SHARE


def unknown(header: Sequence[str]) -> str:
    """The sentence for a file whose columns are not known."""
    titles = [" ".join(title.split()) or "(no name)" for title in header]
    named = ", ".join(f"“{title[:40]}”" for title in titles[:_NAMED_HEADERS])
    rest = len(titles) - _NAMED_HEADERS
    more = f" and {rest} more" if rest > 0 else ""
    return f"No known export has these columns: {named}{more}."


def _confirmed(form: Form, source: Source) -> bool:
    """Whether the cells obey what the form says of them."""
    if not form.matches and not form.empty:
        return True
    if not _plausible(form, source):
        return False
    wanted = [header for header in (*form.matches, *form.empty) if source.cells.has(header)]
    source.load([source.cells.position[header] for header in dict.fromkeys(wanted)])
    checks = [
        sql("coalesce(bool_and(regexp_full_match(cell, pattern)), FALSE)",
            cell=source.cells.raw(header), pattern=exp.Literal.string(pattern))
        for header, pattern in form.matches.items()
    ] + [
        sql("count(cell) = 0", cell=source.cells.raw(header)) for header in form.empty
    ]  # fmt: skip
    row = source.ask(text(exp.select(*checks).from_(source.raw))).rows[0]
    source.drop_raw()
    return all(row)


def _plausible(form: Form, source: Source) -> bool:
    """Whether the first records obey: saves reading big files that plainly do not."""
    index = {normal(title): i for i, title in reversed([*enumerate(source.decoded.header)])}
    for record in source.head:
        cells = {h: record[i].strip() for h, i in index.items() if i < len(record)}
        filled = any(cells.get(header) for header in form.empty)
        odd = any(
            cells.get(header) and not re.fullmatch(pattern, cells[header])
            for header, pattern in form.matches.items()
        )
        if filled or odd:
            return False
    return True
