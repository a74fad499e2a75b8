"""What a cell means: for each type of a field the value as SQL and what is wrong with the cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from marketing_agent.ingestion.formats import Field
from marketing_agent.ingestion.readers.sql import alias, coalesce, column, literal, null, sql

_NO_VALUE = ("n/a", "na", "-", "--", "—", "null", "none", "nan")
# Thousands in groups, a currency before the number, or one behind it.
_DECORATED = (
    r"\D{0,4}\d{1,3}(,\d{3})+(\.\d+)?\D{0,4}"
    r"|[-+]?[^\d,.]{1,4}[-+]?\d+(\.\d+)?"
    r"|[-+]?\d+(\.\d+)?\s*[^\d,.%]{1,4}"
)
_POINT = """CASE WHEN regexp_full_match(cell, decorated)
    THEN regexp_replace(cell, '[^0-9.+-]', '', 'g') ELSE cell END"""
# A decimal comma file: dots group thousands unless the cell has a plain decimal point.
_COMMA = """CASE
    WHEN contains(cell, ',') THEN replace(regexp_replace(cell, '[^0-9,+-]', '', 'g'), ',', '.')
    WHEN regexp_full_match(cell, '[-+]?\\d{1,3}(\\.\\d{3})+') THEN replace(cell, '.', '')
    ELSE cell END"""
_INSTANT = """coalesce(
    try_strptime(cell, '%Y-%m-%d %H:%M:%S %z'),
    try_strptime(cell, '%Y-%m-%dT%H:%M:%S%z'),
    try_strptime(replace(cell, ' UTC', ' +0000'), '%Y-%m-%d %H:%M:%S %z'),
    local AT TIME ZONE $timezone)"""
_LOCAL = """coalesce(
    try_strptime(cell, [
        '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%dT%H:%M',
        '%Y-%m-%d', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d', '%Y%m%d', '%b %d, %Y', '%B %d, %Y']),
    serial)"""
_EUROPEAN = """coalesce(
    try_strptime(cell, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M', '%d/%m/%Y', '%d.%m.%Y %H:%M',
        '%d.%m.%Y']), local)"""
# A spreadsheet stores an instant as days since 1899-12-30.
_SERIAL = """CASE WHEN regexp_full_match(cell, '[2-9]\\d{4}(\\.\\d+)?')
    THEN TIMESTAMP '1899-12-30 00:00:00'
        + to_seconds(round(try_cast(cell AS DOUBLE) * 86400)) END"""
_KEYED_HASH = "sha256($outer || unhex(sha256($inner || encode(cell))))"
_BUCKET = """coalesce(
    try_strptime(cell, ['%m/%Y', '%Y-%m', '%B %Y', '%b %Y']),
    try_strptime(split_part(cell, ' - ', 1), ['%b %d %Y', '%B %d %Y', '%b %d, %Y', '%Y-%m-%d']),
    local)::DATE"""
_BUCKET_GRAIN = """CASE
    WHEN regexp_full_match(cell, '\\d{1,2}/\\d{4}|\\d{4}-\\d{2}|[A-Za-z]+ \\d{4}') THEN 'month'
    WHEN contains(cell, ' - ') AND last_day(first) = last AND day(first) = 1 THEN 'month'
    WHEN contains(cell, ' - ') THEN 'none'
    ELSE grain END"""
_BUCKET_END = """CASE
    WHEN contains(cell, ' - ') THEN last + 1
    WHEN grain = 'month' THEN (first + INTERVAL 1 MONTH)::DATE
    WHEN grain = 'week' THEN first + 7
    ELSE first + 1 END"""
_LAST_OF_RANGE = """try_strptime(split_part(cell, ' - ', 2),
    ['%b %d %Y', '%B %d %Y', '%b %d, %Y', '%Y-%m-%d'])::DATE"""
_YES = "('yes', 'true', '1', 'y', 'subscribed')"
_NO = "('no', 'false', '0', 'n', 'unsubscribed', 'never_subscribed', 'never subscribed')"


@dataclass(frozen=True)
class Cells:
    """The columns of one file that hold each header, and how its numbers are written."""

    position: Mapping[str, str]
    """Normalised header → column of the raw table."""
    title: Mapping[str, str]
    """Normalised header → header as exported."""
    decimal_mark: str

    def has(self, header: str) -> bool:
        """The file has that header."""
        return header in self.position

    def raw(self, header: str) -> exp.Expr:
        """The cell; NULL when it is empty or the column is missing."""
        return column(self.position[header]) if header in self.position else null()

    def first(self, headers: tuple[str, ...]) -> exp.Expr:
        """The cell under the first of the headers that the file has."""
        found = next((header for header in headers if self.has(header)), None)
        return self.raw(found) if found else null()

    def found(self, field: Field) -> str | None:
        """The header that the field is read from."""
        return next((header for header in field.headers if self.has(header)), None)


@dataclass(frozen=True)
class Value:
    """One field as SQL in three layers, so that no expression is written out more than once.

    `cell` is a column of the raw table or made of one. The value refers to it as `<name>_cell`,
    and the reason to reject the row refers to the value by the field's name.
    """

    name: str
    cell: exp.Expr
    value: exp.Expr
    problem: exp.Expr | None = None


def number_text(cell: exp.Expr, decimal_mark: str) -> exp.Expr:
    """The cell as plain digits with a decimal point; other text stays as it is."""
    if decimal_mark == ",":
        return sql(_COMMA, cell=cell)
    return sql(_POINT, cell=cell, decorated=literal(_DECORATED))


def without_words(cell: exp.Expr, words: tuple[str, ...] = ()) -> exp.Expr:
    """NULL for words that mean that there is no number."""
    listed = exp.Tuple(expressions=[literal(word) for word in (*_NO_VALUE, *words)])
    return exp.If(
        this=exp.In(this=exp.func("lower", cell), expressions=listed.expressions).not_(), true=cell
    )


def decimal(cell: exp.Expr, mark: str) -> exp.Expr:
    """DECIMAL(18, 4)."""
    parsed = sql("try_cast(cell AS DECIMAL(18, 4))", cell=number_text(cell, mark))
    if mark == ",":
        return parsed
    # Nearly every cell is a plain number: only the others go through the patterns.
    return sql("coalesce(try_cast(cell AS DECIMAL(18, 4)), parsed)", cell=cell, parsed=parsed)


def double(cell: exp.Expr, mark: str) -> exp.Expr:
    """DOUBLE; a percent string becomes a fraction."""
    return sql(
        "try_cast(rtrim(number, '% ') AS DOUBLE) / CASE WHEN suffix(cell, '%') THEN 100 ELSE 1 END",
        cell=cell,
        number=number_text(cell, mark),
    )


def minor(cell: exp.Expr, mark: str) -> exp.Expr:
    """Minor units before rounding, so that sums round once."""
    return sql("amount * $scale", amount=decimal(cell, mark))


def local_time(cell: exp.Expr, mark: str) -> exp.Expr:
    """TIMESTAMP as the clock on the wall showed it."""
    serial = sql(_SERIAL, cell=cell)
    local = sql(_LOCAL, cell=cell, serial=serial)
    return sql(_EUROPEAN, cell=cell, local=local) if mark == "," else local


def instant(cell: exp.Expr, mark: str) -> exp.Expr:
    """TIMESTAMP WITH TIME ZONE; a time without offset is store time."""
    return sql(_INSTANT, cell=cell, local=local_time(cell, mark))


def day(cell: exp.Expr, mark: str) -> exp.Expr:
    """DATE."""
    return sql("local::DATE", local=local_time(cell, mark))


def code(cell: exp.Expr) -> exp.Expr:
    """Text that a spreadsheet must not touch: one leading apostrophe is its mark, not content."""
    return sql("regexp_replace(cell, '^''', '')", cell=cell)


def keyed_hash(cell: exp.Expr) -> exp.Expr:
    """HMAC-SHA256 of the text in lower case, in hexadecimal."""
    return sql(_KEYED_HASH, cell=sql("lower(trim(cell))", cell=cell))


def value_of(field: Field, cells: Cells) -> Value:
    """The field as SQL over the raw table of its file."""
    if field.type in _WHOLE:
        return Value(field.name, exp.null(), _WHOLE[field.type](field, cells))
    first = cells.first(field.headers)
    if field.type in _NUMERIC or field.null_words:
        first = without_words(first, field.null_words)
    build, noun = _TYPES[field.type]
    cell = column(f"{field.name}_cell")
    value = _with_default(build(cell, cells.decimal_mark), field)
    return Value(
        field.name, first, value, _problem(field, cells, cell, column(field.name), noun)
    )  # fmt: skip


def typed_rows(values: Sequence[Value], raw: str) -> exp.Select:
    """SELECT of `row_no`, the raw columns, and each value with its cell, from the raw table."""
    cells = [alias(v.cell, f"{v.name}_cell") for v in values]
    inner = exp.select(alias(column("rowid"), "row_no"), "*", *cells).from_(raw, copy=False)
    typed = [alias(v.value, v.name) for v in values]
    return exp.select("*", *typed).from_(inner.subquery("cells", copy=False), copy=False)


def _with_default(value: exp.Expr, field: Field) -> exp.Expr:
    return value if field.default is None else coalesce((value, literal(field.default)))


def _problem(
    field: Field, cells: Cells, cell: exp.Expr, value: exp.Expr, noun: str
) -> exp.Expr | None:
    header = cells.found(field)
    title = literal(cells.title[header] if header else (field.headers[0] if field.headers else ""))
    wrong = sql(
        "CASE WHEN cell IS NOT NULL AND value IS NULL "
        "THEN title || ' ' || chr(8220) || left(cell, 60) || chr(8221) || ' is not ' || noun END",
        cell=cell, value=value, title=title, noun=literal(noun),
    )  # fmt: skip
    missing = sql("CASE WHEN cell IS NULL THEN title || ' is empty' END", cell=cell, title=title)
    if field.type == "currency":
        return sql(
            "CASE WHEN value <> $currency THEN 'The amounts are in ' || value || "
            "' and this workspace counts in ' || $currency END",
            value=value,
        )
    parts = [wrong] if noun else []
    if field.required:
        parts.append(missing)
    return coalesce(parts) if parts else None


def _joined(field: Field, cells: Cells) -> exp.Expr:
    parts = [cells.raw(header) for header in field.all_of]
    return exp.func("concat_ws", literal("|"), *parts, dialect="duckdb")


def _row_key(field: Field, cells: Cells) -> exp.Expr:
    parts = [coalesce((cells.raw(header), literal(""))) for header in field.all_of]
    joined = exp.func("concat_ws", literal("\x1f"), *parts, dialect="duckdb")
    return sql("md5(joined)", joined=joined)


def _customer_key(field: Field, cells: Cells) -> exp.Expr:
    keys = [keyed_hash(cells.first(field.headers))]
    for header in field.fallback:
        plain = sql("regexp_replace(cell, '[^0-9]', '', 'g')", cell=cells.raw(header))
        tagged = sql("tag || nullif(plain, '')", tag=literal(f"{header}:"), plain=plain)
        keys.append(keyed_hash(tagged))
    return coalesce(keys)


def _date_and_time(field: Field, cells: Cells) -> exp.Expr:
    date, time = (cells.raw(header) for header in field.all_of)
    return sql(
        "try_strptime(concat_ws(' ', date_part, time_part), ['%Y-%m-%d %I:%M %p', "
        "'%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d'])",
        date_part=date,
        time_part=time,
    )


def _ratio_pair(headers: tuple[str, ...], cells: Cells) -> tuple[exp.Expr, exp.Expr]:
    count, rate = (without_words(cells.raw(header)) for header in headers)
    return double(count, cells.decimal_mark), double(rate, cells.decimal_mark)


def _from_rate(field: Field, cells: Cells) -> exp.Expr:
    parts = []
    for pair in (field.all_of, field.fallback):
        count, rate = _ratio_pair(pair, cells)
        parts.append(sql("CASE WHEN rate > 0 THEN round(count / rate) END", count=count, rate=rate))
    base = coalesce(parts)
    if not field.headers:
        return base
    more = double(cells.first(field.headers), cells.decimal_mark)
    return sql("base + coalesce(more, 0)", base=base, more=more)


def _before_rate(field: Field, cells: Cells) -> exp.Expr:
    """The number itself, or how many there were before a share of them fell away."""
    count, rate = _ratio_pair(field.all_of, cells)
    rebuilt = sql("CASE WHEN rate < 1 THEN round(count / (1 - rate)) END", count=count, rate=rate)
    return coalesce((double(cells.first(field.headers), cells.decimal_mark), rebuilt))


def _times_rate(field: Field, cells: Cells) -> exp.Expr:
    count, rate = _ratio_pair(field.all_of, cells)
    return sql("round(count * rate)", count=count, rate=rate)


def _bucket(field: Field, cells: Cells) -> exp.Expr:
    cell = cells.first(field.headers)
    return sql(_BUCKET, cell=cell, local=local_time(cell, cells.decimal_mark))


def _bucket_grain(field: Field, cells: Cells) -> exp.Expr:
    header = cells.found(field)
    grain = header if header in ("month", "week") else "day"
    cell = cells.first(field.headers)
    first, last = _bucket(field, cells), sql(_LAST_OF_RANGE, cell=cell)
    return sql(_BUCKET_GRAIN, cell=cell, first=first, last=last, grain=literal(grain))


def _bucket_end(field: Field, cells: Cells) -> exp.Expr:
    cell = cells.first(field.headers)
    return sql(
        _BUCKET_END, cell=cell, first=_bucket(field, cells), last=sql(_LAST_OF_RANGE, cell=cell),
        grain=_bucket_grain(field, cells),
    )  # fmt: skip


_WHOLE: Mapping[str, Callable[[Field, Cells], exp.Expr]] = {
    "const": lambda field, _: literal(field.default or ""),
    "null": lambda _field, _cells: exp.null(),
    "true": lambda _field, _cells: exp.true(),
    "false": lambda _field, _cells: exp.false(),
    "header_currency": lambda _field, _cells: sql("$currency"),
    "snapshot_date": lambda _field, _cells: sql("$snapshot_date::DATE"),
    "joined": _joined,
    "row_key": _row_key,
    "customer_key": _customer_key,
    "date_and_time": _date_and_time,
    "from_rate": _from_rate,
    "before_rate": _before_rate,
    "times_rate": _times_rate,
    "bucket_grain": _bucket_grain,
    "bucket_end": _bucket_end,
}
_NUMERIC = frozenset({"money", "count", "number", "decimal"})
_Build = Callable[[exp.Expr, str], exp.Expr]
# Type → how the value is built, and what a cell that gives no value "is not".
_TYPES: Mapping[str, tuple[_Build, str]] = {
    "text": (lambda cell, _: cell, ""),
    "lower": (lambda cell, _: sql("lower(cell)", cell=cell), ""),
    "code": (lambda cell, _: code(cell), ""),
    "currency": (lambda cell, _: coalesce((sql("upper(cell)", cell=cell), sql("$currency"))), ""),
    "money": (minor, "an amount"),
    "decimal": (decimal, "a number"),
    "number": (double, "a number"),
    "count": (
        lambda cell, mark: sql("CASE WHEN n = round(n) THEN n END", n=decimal(cell, mark)),
        "a whole number",
    ),
    "bool": (
        lambda cell, _: sql(
            f"CASE WHEN lower(cell) IN {_YES} THEN true WHEN lower(cell) IN {_NO} THEN false END",
            cell=cell,
        ),
        "",
    ),
    "instant": (
        lambda cell, mark: sql("moment AT TIME ZONE 'UTC'", moment=instant(cell, mark)),
        "a date and time",
    ),
    "store_day": (
        lambda cell, mark: sql("(moment AT TIME ZONE $timezone)::DATE", moment=instant(cell, mark)),
        "",
    ),
    "local_time": (local_time, "a date and time"),
    "local_day": (day, ""),
    "day": (day, "a date"),
    "bucket_start": (
        lambda cell, mark: sql(_BUCKET, cell=cell, local=local_time(cell, mark)),
        "a date or month",
    ),
}
