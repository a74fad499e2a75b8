"""An answer in one sentence."""

from collections.abc import Sequence
from datetime import date

from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics.query_schemas import AnswerColumn, QueryAnswer

Cell = object


def sentence(answer: QueryAnswer) -> str:
    """What the rows say, in words; the first row speaks where there are many."""
    if not answer.rows:
        return f"Nothing was found for {_when(answer)}."
    values = [c for c in answer.columns if c.role in ("value", "share", "cumulative")]
    groups = [c for c in answer.columns if c.role in ("dimension", "date")]
    if not groups:
        said = " and ".join(_value(answer, column, answer.rows[0]) for column in values)
        return f"{said} {_when(answer)}{_change(answer, answer.rows[0])}."
    if not answer.query.order and groups[0].role == "date":
        return _series(answer, values[0], groups)
    return _leader(answer, values[0], groups)


def shown(value: object, column: AnswerColumn, currency: str) -> str:
    """A cell as people read it."""
    if value is None:
        return "no value"
    if isinstance(value, str | date):
        return str(value)
    number = float(str(value))
    if column.unit == "money":
        return f"{number:,.{minor_digits(currency)}f} {currency}"
    if column.unit == "percent":
        return f"{number * 100:,.2f} %"
    return f"{number:,.0f}" if column.unit == "count" else f"{number:,.2f}"


def _value(answer: QueryAnswer, column: AnswerColumn, row: Sequence[Cell]) -> str:
    said = shown(row[answer.columns.index(column)], column, answer.currency)
    return f"{column.label}: {said}"


def _when(answer: QueryAnswer) -> str:
    start, end = answer.window.start, answer.window.end
    if answer.query.time.start is None:
        return f"up to {_day(end)}"
    return f"on {_day(start)}" if start == end else f"from {_day(start)} to {_day(end)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _change(answer: QueryAnswer, row: Sequence[Cell]) -> str:
    found = [c for c in answer.columns if c.role == "change_pct"]
    if not found or answer.previous is None:
        return ""
    value = row[answer.columns.index(found[0])]
    window = f"{_day(answer.previous.start)} to {_day(answer.previous.end)}"
    if value is None:
        return f"; there is nothing to compare with in {window}"
    number = float(str(value))
    way = "up" if number > 0 else "down" if number < 0 else "unchanged"
    return f", {way} {abs(number) * 100:.1f} % on {window}"


def _series(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    at = answer.columns.index(value)
    filled = [row for row in answer.rows if row[at] is not None]
    if not filled:
        return f"{value.label}: nothing {_when(answer)}."
    top = max(filled, key=lambda row: float(str(row[at])))
    where = ", ".join(str(top[answer.columns.index(column)]) for column in groups)
    best = shown(top[at], value, answer.currency)
    return f"{value.label} {_when(answer)}: {len(answer.rows)} rows, the highest {best} ({where})."


def _leader(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    at = answer.columns.index(value)
    filled = [row for row in answer.rows if row[at] is not None]
    ordered = bool(answer.query.order) or not filled
    row = answer.rows[0] if ordered else max(filled, key=lambda each: float(str(each[at])))
    name = ", ".join(str(row[answer.columns.index(column)] or "(none)") for column in groups)
    best = shown(row[at], value, answer.currency)
    rest = f", first of {len(answer.rows)}" if len(answer.rows) > 1 else ""
    return f"{name}: {best} ({value.label}{rest}) {_when(answer)}{_change(answer, row)}."
