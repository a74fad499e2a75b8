"""Making parts out of rows: money into major units, nothing that is no number."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from marketing_agent.insights.page.ground import Found
from marketing_agent.insights.page.schemas import Column, ColumnUnit, Mark, Part, PartSql, Role
from marketing_agent.kernel.money import minor_digits
from marketing_agent.metrics.schemas import Cell
from marketing_agent.metrics.semantics import Better

_RATE_DIGITS = 6


def column(
    name: str,
    label: str,
    unit: ColumnUnit,
    role: Role = "value",
    better: Better = "neutral",
    help: str | None = None,
    opens: str | None = None,
) -> Column:
    """A column of a part; money stands in the rows in minor units."""
    return Column(
        name=name, label=label, unit=unit, role=role, better=better, help=help, opens=opens
    )


def part(
    key: str,
    title: str,
    mark: Mark,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
    currency: str,
    *,
    formula: str,
    found: Sequence[Found] = (),
    note: str | None = None,
    limit: int | None = None,
    total: int | None = None,
    folded: bool = False,
) -> Part:
    """A part of rows by column name. Rows past `limit` are counted and left out; `total` counts
    them all where the statement itself gave only the first. `folded` is of little interest."""
    read = [(each.name, reader(each.unit, currency)) for each in columns]
    cells = [tuple(make(row.get(name)) for name, make in read) for row in rows]
    return Part(
        key=key,
        title=title,
        mark=mark,
        columns=tuple(columns),
        rows=tuple(cells[:limit]),
        total=len(cells) if total is None else total,
        formula=formula,
        note=note,
        statements=evidence(found),
        folded=folded,
    )


def evidence(found: Sequence[Found]) -> tuple[PartSql, ...]:
    """The statements of several results, each once."""
    return tuple({each.evidence.sql_id: each.evidence for each in found}.values())


def reader(unit: ColumnUnit, currency: str) -> Callable[[object], Cell]:
    """How a value becomes a cell of that unit."""
    if unit == "money":
        digits = minor_digits(currency)
        return lambda value: _number(value, digits, -digits)
    if unit in ("text", "date"):
        return _text
    return _plain


def _plain(value: object) -> Cell:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole else _number(value, _RATE_DIGITS, 0)  # type: ignore[return-value]


def _number(value: object, digits: int, scale: int) -> float | None:
    """Half a unit rounded away from zero; null for what is no number."""
    if value is None or isinstance(value, str | date):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    exact = Decimal(str(value)).scaleb(scale)
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _text(value: object) -> Cell:
    if value is None or isinstance(value, date | str):
        return value.date() if isinstance(value, datetime) else value
    return str(value)
