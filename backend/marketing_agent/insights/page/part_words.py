"""A part of a page in words: its title, and the first of its rows."""

from datetime import date

from marketing_agent.insights.page.schemas import Column, Part
from marketing_agent.metrics import phrases
from marketing_agent.metrics.schemas import Cell

_ROWS, _FIGURES = 3, 6
_NAMES = ("row", "step", "series", "name", "from", "to")


def words(part: Part, currency: str) -> str:
    """“Order first: Beanie, M (Available 3, At risk $90.00); and 4 more.”"""
    told = "; ".join(_row(part, row, currency) for row in part.rows[:_ROWS])
    if not told:
        return f"{part.title}: nothing falls in these days."
    more = part.total - min(len(part.rows), _ROWS)
    rest = f"; and {more:,} more" if more > 0 else ""
    return " ".join(each for each in (f"{part.title}: {told}{rest}.", part.note) if each)


def _row(part: Part, row: tuple[Cell, ...], currency: str) -> str:
    cells = list(zip(part.columns, row, strict=True))
    named = [
        _cell(column, value, currency)
        for column, value in cells
        if column.role in _NAMES and value not in (None, "")
    ]
    figures = [
        f"{column.label} {_cell(column, value, currency)}"
        for column, value in cells
        if column.role not in (*_NAMES, "link") and value is not None
    ]
    told = ", ".join(figures[:_FIGURES])
    name = ", ".join(named)
    return f"{name} ({told})" if name and told else name or told


def _cell(column: Column, value: Cell, currency: str) -> str:
    if isinstance(value, date):
        return phrases.day_name(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return phrases.figure(float(value), column.unit, currency)
