"""A report as a Markdown document: what it says, each table, and how it was counted."""

from collections.abc import Iterator

from marketing_agent.boards.reports.schemas import Report
from marketing_agent.insights.page.schemas import Column, Part
from marketing_agent.metrics import phrases
from marketing_agent.metrics.schemas import Cell

_SPECIAL = "\\`*_{}[]<>#|~"
_DOCUMENT_ROWS = 200


def document(report: Report) -> str:
    """The whole report. What came with the data is text in it: nothing of it is markup."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    page = report.page
    made = f"{report.created_at:%Y-%m-%d %H:%M} UTC"
    by = f" by {_text(report.created_by.name)}" if report.created_by else ""
    yield f"# {_text(report.title)}"
    yield ""
    yield f"{page.title}, {phrases.span(page.window.start, page.window.end)}. Kept{by} on {made}."
    for sentence in page.sentences:
        yield ""
        yield _text(sentence)
    for part in page.parts:
        yield from _part(part, page.currency)
    if page.gaps:
        yield from ("", "## What cannot be shown", "")
        yield from (f"- {_text(gap.what)}: {_text(gap.why)}" for gap in page.gaps)


def _part(part: Part, currency: str) -> Iterator[str]:
    yield from ("", f"## {_text(part.title)}", "")
    if part.note:
        yield from (_text(part.note), "")
    columns = [(at, each) for at, each in enumerate(part.columns) if each.role != "link"]
    yield "| " + " | ".join(_text(each.label) for _, each in columns) + " |"
    yield "| " + " | ".join("---" if _is_text(each) else "---:" for _, each in columns) + " |"
    for row in part.rows[:_DOCUMENT_ROWS]:
        yield "| " + " | ".join(_cell(row[at], each, currency) for at, each in columns) + " |"
    shown = min(len(part.rows), _DOCUMENT_ROWS)
    if shown < part.total:
        yield from ("", f"The first {shown:,} of {part.total:,} rows.")
    for each in part.annotations:
        until = f" to {each.until}" if each.until else ""
        yield from ("", f"{each.at}{until}: {_text(each.label)}.")
    yield from ("", f"How this is counted: {_text(part.formula)}")
    for statement in part.statements:
        yield from ("", f"Statement {statement.hash[:12]}:", "")
        yield from (f"    {line}" for line in statement.sql.splitlines())


def _is_text(column: Column) -> bool:
    return column.unit in ("text", "date")


def _cell(cell: Cell, column: Column, currency: str) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, int | float) and not _is_text(column):
        return _text(phrases.figure(cell, column.unit, currency))
    return _text(str(cell))


def _text(text: str) -> str:
    """On one line, with all that Markdown would read as markup escaped."""
    plain = " ".join(text.split())
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in plain)
