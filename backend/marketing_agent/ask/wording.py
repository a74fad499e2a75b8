"""An answer in a sentence or two, as a person would say it."""

from collections.abc import Sequence
from datetime import date, timedelta

from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics import phrases
from marketing_agent.metrics.loader import load_model
from marketing_agent.metrics.query_schemas import AnswerColumn, QueryAnswer

Cell = object
Row = Sequence[Cell]
_FIGURES = ("value", "share", "cumulative")
_DAY = timedelta(days=1)


def sentence(answer: QueryAnswer) -> str:
    """What the rows say, in words: the sum, the course over time, or who leads."""
    if not answer.rows:
        return f"Nothing was found {_when(answer)}."
    values = [c for c in answer.columns if c.role in _FIGURES]
    groups = [c for c in answer.columns if c.role in ("dimension", "date")]
    if not groups:
        return _alone(answer, values)
    told = next((column for column in values if column.role != "value"), values[0])
    if not answer.query.order and groups[0].role == "date":
        return _series(answer, told, groups)
    return _leader(answer, told, groups)


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


def _alone(answer: QueryAnswer, values: Sequence[AnswerColumn]) -> str:
    row, said = answer.rows[0], []
    for column in values:
        change = _change(answer, column, row)
        more = f" ({change})" if change and len(values) > 1 else ""
        said.append(
            f"{phrases.inside(column.label)} {_came(column)} {_amount(answer, column, row)}{more}"
        )
    change = _change(answer, values[0], row)
    how = f"{change} on" if len(values) == 1 and change else "against"
    against = f", {how} {_before(answer)}" if answer.previous else ""
    return phrases.capital(f"{' and '.join(said)} {_when(answer)}{against}.")


def _series(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    filled = [row for row in answer.rows if _number(answer, value, row) is not None]
    if not filled:
        return f"{value.label} had no value {_when(answer)}."
    high = max(filled, key=lambda row: _number(answer, value, row) or 0)
    best = f"highest {_place(answer, groups, high)} with {_amount(answer, value, high)}"
    if not _adds_up(answer, value, groups):
        low = min(filled, key=lambda row: _number(answer, value, row) or 0)
        worst = f"lowest {_place(answer, groups, low)} with {_amount(answer, value, low)}"
        return f"{value.label} was {best}{'' if len(filled) == 1 else f', {worst}'}."
    total = sum(_number(answer, value, row) or 0 for row in filled)
    said = phrases.figure(total, value.unit, answer.currency)
    mean = _mean(answer, value, groups, total)
    came = f"{value.label} came to {said} {_when(answer)}{_moved(answer, value, total)}"
    return f"{came}{mean}: {best}."


def _mean(
    answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn], total: float
) -> str:
    """How much that is a day, week or month, where the window holds whole ones."""
    grain, start, end = answer.query.grain, answer.window.start, answer.window.end + _DAY
    days = (end - start).days
    weeks = grain == "week" and start.weekday() == 0 and days % 7 == 0
    months = grain == "month" and start.day == end.day == 1
    whole = {"day": days, "week": days // 7 * weeks, "month": len(answer.rows) * months}
    count = whole.get(str(grain), 0) if len(groups) == 1 else 0
    if count < 2:
        return ""
    return f", {phrases.figure(total / count, value.unit, answer.currency)} a {grain}"


def _leader(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    filled = [row for row in answer.rows if _number(answer, value, row) is not None]
    order = answer.query.order[0] if answer.query.order else None
    if not filled or (order and order.by in ("change", "change_pct")):
        return _mover(answer, value, groups)
    ascending = order is not None and order.dir == "asc"
    row = answer.rows[0] if order else max(filled, key=lambda r: _number(answer, value, r) or 0)
    change = _change(answer, value, row)
    first = (
        f"{_names(answer, groups, row)} has the {'lowest' if ascending else 'highest'} "
        f"{phrases.inside(value.label)}, {_amount(answer, value, row)}"
    )
    against = f", {change} on {_before(answer)}" if change else ""
    return phrases.capital(f"{first}, {_when(answer)}{against}.{_movers(answer, value, groups)}")


def _mover(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    row = answer.rows[0]
    change = _change(answer, value, row) or "new"
    said = f"{_names(answer, groups, row)} changed most: {phrases.inside(value.label)} "
    return phrases.capital(f"{said}{_amount(answer, value, row)}, {change} on {_before(answer)}.")


def _movers(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> str:
    """Who rose and who fell most, where there are enough rows for that to be news."""
    known = [(moved, row) for row in answer.rows if (moved := _share(answer, value, row))]
    rose = max(known, default=None, key=lambda each: each[0])
    fell = min(known, default=None, key=lambda each: each[0])
    if len(answer.rows) < 3 or rose is None or fell is None:
        return ""
    said = [
        f"{_names(answer, groups, row)} {verb} most, {_change(answer, value, row)}"
        for verb, (moved, row), held in (("rose", rose, rose[0] > 0), ("fell", fell, fell[0] < 0))
        if held
    ]
    return f" {phrases.capital('; '.join(said))}." if said else ""


def _adds_up(answer: QueryAnswer, value: AnswerColumn, groups: Sequence[AnswerColumn]) -> bool:
    """Whether the rows, of days or of members on days, add up to the figure of the whole window."""
    if len(groups) > 1 and any(one.overlaps for one in answer.sources if one.metric == value.of):
        return False
    metric = load_model().metrics.get(value.of or "")
    whole = answer.query.limit is None and not answer.truncated
    return (
        whole and value.role == "value" and metric is not None and metric.additivity == "additive"
    )


def _moved(answer: QueryAnswer, value: AnswerColumn, total: float) -> str:
    found = [c for c in answer.columns if c.role == "previous" and c.of == value.of]
    before = sum(_number(answer, found[0], row) or 0 for row in answer.rows) if found else 0
    return f", {phrases.moved(total / before - 1)} on {_before(answer)}" if before else ""


def _came(column: AnswerColumn) -> str:
    metric = load_model().metrics.get(column.of or "")
    sums = column.unit == "count" or (metric is not None and metric.additivity == "additive")
    return "came to" if sums and column.unit in ("money", "count") else "was"


def _share(answer: QueryAnswer, value: AnswerColumn, row: Row) -> float | None:
    """By how much a row moved: points of a rate, a fraction of everything else."""
    role = "change" if value.unit == "percent" else "change_pct"
    found = [c for c in answer.columns if c.role == role and c.of == value.of]
    return _number(answer, found[0], row) if found else None


def _change(answer: QueryAnswer, value: AnswerColumn, row: Row) -> str:
    moved = _share(answer, value, row)
    if moved is None:
        return ""
    if value.unit != "percent":
        return phrases.moved(moved)
    return f"{'up' if moved >= 0 else 'down'} {abs(moved) * 100:.2f} points"


def _number(answer: QueryAnswer, column: AnswerColumn, row: Row) -> float | None:
    cell = row[answer.columns.index(column)]
    return None if cell is None else float(str(cell))


def _amount(answer: QueryAnswer, column: AnswerColumn, row: Row) -> str:
    number = _number(answer, column, row)
    return "nothing" if number is None else phrases.figure(number, column.unit, answer.currency)


def _place(answer: QueryAnswer, groups: Sequence[AnswerColumn], row: Row) -> str:
    """On which day, in which week or month, and for whom."""
    parts = []
    for column in groups:
        cell = row[answer.columns.index(column)]
        dated = column.role == "date" and cell is not None
        parts.append(_bucket(answer, str(cell)) if dated else f"for {_name(column, cell)}")
    return " ".join(parts)


def _bucket(answer: QueryAnswer, cell: str) -> str:
    day = date.fromisoformat(cell[:10])
    grain = answer.query.grain
    if grain == "month":
        return f"in {day:%B %Y}"
    if grain == "quarter":
        return f"in Q{(day.month + 2) // 3} {day.year}"
    if grain == "year":
        return f"in {day.year}"
    return f"{'in the week of' if grain == 'week' else 'on'} {phrases.day_name(day)}"


def _names(answer: QueryAnswer, groups: Sequence[AnswerColumn], row: Row) -> str:
    named = []
    for column in groups:
        cell = row[answer.columns.index(column)]
        dated = column.role == "date" and cell is not None
        named.append(_bucket(answer, str(cell)) if dated else _name(column, cell))
    return ", ".join(named)


def _name(column: AnswerColumn, cell: Cell) -> str:
    return phrases.member(column.label, cell)


def _when(answer: QueryAnswer) -> str:
    if answer.query.time.start is None:
        return f"up to {phrases.day_name(answer.window.end)}"
    return phrases.span(answer.window.start, answer.window.end)


def _before(answer: QueryAnswer) -> str:
    """The window compared with: by its length where it lies right before."""
    before = answer.previous
    if before is None:
        return ""
    days = (before.end - before.start).days + 1
    adjoins = (answer.window.start - before.end) == _DAY
    if adjoins and (answer.window.end - answer.window.start).days + 1 == days:
        return "the day before" if days == 1 else f"the {days} days before"
    span = phrases.span(before.start, before.end)
    return span.removeprefix("in ").removeprefix("on ").removeprefix("from ")
