"""What the first bytes of a file tell of the store that it comes from."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import reduce

from marketing_agent.ingestion.decoding import DecodingError
from marketing_agent.ingestion.decoding.sniff import sniff_encoding, sniff_shape
from marketing_agent.ingestion.detection import fits
from marketing_agent.ingestion.formats import Form, forms, normal
from marketing_agent.ingestion.readers.report_columns import ReportColumns, report_columns

HEAD_BYTES = 256 * 1024
_NAME = re.compile(r"(\D*)(\d+)(.*)", re.DOTALL)
_ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_STYLE_SHARE = 0.1
_KEPT_ORDERS = 5000
_NAMES = {"orders": "name", "order_transactions": "name", "payment_transactions": "order"}
"""Kind → header of the store's order names."""

Row = Mapping[str, str]
CellKey = tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """One order as far as it tells stores apart."""

    number: int
    moment: datetime | None
    id: str | None


@dataclass(frozen=True)
class Marks:
    """The marks of a file, or of several files of one store together."""

    kinds: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    """Currencies of orders files that hold one currency alone."""
    hints: frozenset[str] = frozenset()
    """Currencies of other files: too weak to tell stores apart, enough to find a file's store."""
    styles: frozenset[str] = frozenset()
    """What stands around the number in order names, such as `#` or `BE-`."""
    orders: Mapping[str, Order] = field(default_factory=dict)
    cells: Mapping[CellKey, Decimal] = field(default_factory=dict)
    """Figures of reports by family, day, dimensions and metric."""


def together(marks: Iterable[Marks]) -> Marks:
    """The marks of several files as those of one store."""
    return reduce(_join, marks, Marks())


def _join(one: Marks, other: Marks) -> Marks:
    room = _KEPT_ORDERS - len(one.orders)
    more = dict(list(other.orders.items())[: max(room, 0)])
    return Marks(
        one.kinds | other.kinds,
        one.currencies | other.currencies,
        one.hints | other.hints,
        one.styles | other.styles,
        {**more, **one.orders},
        {**other.cells, **one.cells},
    )


def file_marks(head: bytes) -> Marks | None:
    """The marks by a file's first bytes; None for a file that no reader knows."""
    table = _table(head)
    if table is None:
        return None
    header, rows = table
    for form in forms():
        if fits(form, header) and _obeyed(form, rows):
            return _form_marks(form, rows)
    known = report_columns(header)
    return _report_marks(known, rows) if known.is_report else None


def _table(head: bytes) -> tuple[Sequence[str], list[Row]] | None:
    try:
        encoding = sniff_encoding(head) or "utf-8"
        shape = sniff_shape(head, encoding)
    except DecodingError:
        return None
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    lines = io.StringIO(text, newline="")
    for _ in range(shape.header_line):
        lines.readline()
    titles = [normal(title) for title in shape.header]
    try:
        cells = [r for r in csv.reader(lines, delimiter=shape.delimiter) if len(r) == len(titles)]
    except csv.Error:
        return shape.header, []
    return shape.header, [dict(zip(titles, (c.strip() for c in r), strict=True)) for r in cells]


def _obeyed(form: Form, rows: list[Row]) -> bool:
    """Whether the cells obey what the form says of them."""
    if any(row.get(header) for header in form.empty for row in rows):
        return False
    filled = ((row.get(h, ""), pattern) for h, pattern in form.matches.items() for row in rows)
    return all(re.fullmatch(pattern, cell) for cell, pattern in filled if cell)


def _form_marks(form: Form, rows: list[Row]) -> Marks:
    marks = Marks(kinds=frozenset({form.kind}))
    currencies = frozenset(row["currency"].upper() for row in rows if row.get("currency"))
    alone = currencies if len(currencies) == 1 else frozenset()
    header = _NAMES.get(form.kind)
    if header is None:
        return replace(marks, hints=alone)
    named = [(match, row) for row in rows if (match := _NAME.fullmatch(row.get(header, "")))]
    marks = replace(marks, styles=_styles([match for match, _ in named]))
    if form.kind != "orders":
        return replace(marks, hints=alone)
    orders: dict[str, Order] = {}
    for match, row in named:
        orders.setdefault(row["name"], _order(match, row))
    return replace(marks, currencies=alone, orders=orders)


def _styles(names: list[re.Match[str]]) -> frozenset[str]:
    """Styles of a fair share of the names: apps and exchanges name a few orders their own way."""
    found = Counter(m.group(1) + (f"…{m.group(3)}" if m.group(3) else "") for m in names)
    return frozenset(s for s, count in found.items() if count >= _STYLE_SHARE * len(names))


def _order(name: re.Match[str], row: Row) -> Order:
    order_id = row.get("id") or None
    if order_id and _ROUNDED.fullmatch(order_id):
        order_id = None
    return Order(int(name.group(2)), _moment(row.get("created at", "")), order_id)


def _moment(cell: str) -> datetime | None:
    """The instant; None without an offset, as then nobody knows which instant it is."""
    try:
        moment = datetime.fromisoformat(cell.replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _report_marks(known: ReportColumns, rows: list[Row]) -> Marks:
    kinds = frozenset({f"report {known.family.name}"})
    if not known.time or not rows:
        return Marks(kinds=kinds)
    titles = list(rows[0])
    when, grain = titles[known.time[0][0]], known.time[0][1]
    about = [titles[position] for position, _ in known.dimensions]
    names = (known.family.name, grain, *(d.name for _, d in known.dimensions))
    cells: dict[CellKey, Decimal] = {}
    for row in rows:
        key = (*names, row[when], *(row[title] for title in about))
        for position, metric in known.metrics:
            value = _figure(row[titles[position]])
            if value and metric.additive:
                cells[*key, metric.name] = value
    return Marks(kinds=kinds, cells=cells)


def _figure(cell: str) -> Decimal | None:
    try:
        figure = Decimal(cell)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
