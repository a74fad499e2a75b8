"""What every reader is given and what it gives back."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Protocol

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.decoding import Decoded
from marketing_agent.ingestion.formats import Form, normal
from marketing_agent.ingestion.readers.cells import Cells
from marketing_agent.ingestion.readers.sql import column, sql, text, used
from marketing_agent.kernel.money import minor_digits
from marketing_agent.warehouse.schemas import QueryResult, StagedFile
from marketing_agent.warehouse.service import Layer, Scratch

KEPT_REJECTIONS = 1000
_HIDDEN = "(personal)"
_BLOCK = 64
_HEAD = 200


@dataclass(frozen=True)
class Store:
    """What a reader must know of the workspace."""

    timezone: str
    currency: str
    hash_key: bytes
    today: date


@dataclass(frozen=True)
class Span:
    """Store days from first to last, both inside."""

    first: date
    last: date


@dataclass(frozen=True)
class Rejection:
    """A row that was not loaded."""

    row: int
    reason: str
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class Contact:
    """A person's contact data; kept in PostgreSQL only."""

    customer_key: str
    email: str | None
    first_name: str | None
    last_name: str | None
    phone: str | None
    accepts_email: bool | None
    accepts_sms: bool | None


@dataclass(frozen=True)
class Traits:
    """What tells one store's files from another's."""

    currency: str | None = None
    order_prefix: str | None = None
    signature: str | None = None
    """Names the cells that the file holds, such as `total_sales//day`."""
    sample: Mapping[str, str] = field(default_factory=dict)
    """A few cells: the same key with other values is another store's."""


@dataclass(frozen=True)
class ReadResult:
    """Rows in = loaded + rejected + duplicates."""

    rows_in: int
    loaded: int
    rejected: int
    duplicates: int
    staged: tuple[StagedFile, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    span: Span | None = None
    contacts: tuple[Contact, ...] = ()


class FileReader(Protocol):
    """A connector over one decoded file."""

    kind: str
    label: str

    def check(self) -> Check:
        """Whether the file can be loaded at all; the message says why not."""

    def discover(self) -> list[Stream]:
        """The canonical tables that the file gives rows for."""

    def traits(self) -> Traits:
        """What tells the store that the file comes from."""

    def read(self) -> ReadResult:
        """Stages the rows."""


@dataclass(frozen=True)
class Source:
    """One decoded file in a scratch database. `name` makes its temporary tables unique."""

    scratch: Scratch
    file_id: str
    file_name: str
    name: str
    decoded: Decoded
    store: Store

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the raw columns, by position."""
        return tuple(f"c{index}" for index in range(len(self.decoded.header)))

    @cached_property
    def cells(self) -> Cells:
        """Raw columns by header; the first of equal headers counts."""
        position: dict[str, str] = {}
        title: dict[str, str] = {}
        for name, header in zip(self.columns, self.decoded.header, strict=True):
            position.setdefault(normal(header), name)
            title.setdefault(normal(header), " ".join(header.split()))
        return Cells(position, title, self.decoded.decimal_mark)

    @property
    def raw(self) -> str:
        """Name of the temporary table with the cells as text."""
        return f"{self.name}_raw"

    def load(
        self, keep: Sequence[str], layers: Sequence[Layer] = (), name: str | None = None
    ) -> int:
        """Reads the kept columns, reshaped by the layers; returns how many rows are well-formed."""
        named = {
            part.name
            for layer in layers
            for value in layer.values()
            for part in value.find_all(exp.Placeholder)
        }
        params = {name: value for name, value in self.params.items() if name in named}
        table = name or self.raw
        return self.scratch.read_csv(
            table, self.decoded.path, self.columns, keep, layers, params
        )  # fmt: skip

    @cached_property
    def head(self) -> list[list[str]]:
        """The first records, for a cheap look before the whole file is read."""
        with self.decoded.path.open(encoding="utf-8", newline="") as file:
            return list(islice(csv.reader(file), 1, _HEAD + 1))

    def drop_raw(self) -> None:
        """Frees what `load` made."""
        self.drop_loaded(self.raw)

    def drop_loaded(self, table: str) -> None:
        """Frees what `load` made under another name."""
        self.drop(table, f"{table}_errors", f"{table}_scans")

    @cached_property
    def params(self) -> dict[str, object]:
        """Values that statements may name."""
        inner, outer = _pads(self.store.hash_key)
        return {
            "timezone": self.store.timezone,
            "currency": self.store.currency,
            "scale": 10 ** minor_digits(self.store.currency),
            "inner": inner,
            "outer": outer,
            "today": self.store.today,
        }

    def run(self, statement: str, **extra: object) -> int:
        """Executes with the parameters that the statement names."""
        return self.scratch.execute(statement, used(statement, self.params | extra))

    def ask(self, statement: str, **extra: object) -> QueryResult:
        """Queries with the parameters that the statement names."""
        return self.scratch.query(statement, used(statement, self.params | extra))

    def count(self, statement: str, **extra: object) -> int:
        """The first number of the first row."""
        return int(str(self.ask(statement, **extra).rows[0][0] or 0))

    def drop(self, *tables: str) -> None:
        """Frees temporary tables."""
        for table in tables:
            self.run(text(_drop("DROP TABLE IF EXISTS named", table)))

    def drop_view(self, view: str) -> None:
        """Removes a temporary view."""
        self.run(text(_drop("DROP VIEW IF EXISTS named", view)))


def _drop(statement: str, name: str) -> exp.Expr:
    drop = sql(statement)
    for table in drop.find_all(exp.Table):
        table.set("this", exp.to_identifier(name, quoted=True))
    return drop


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer key blocks of HMAC (RFC 2104)."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def malformed(source: Source, *, hide: bool) -> tuple[int, list[Rejection]]:
    """Lines of the wrong shape: their number, and the first of them."""
    count = source.scratch.rejected_count(source.raw)
    if not count:
        return 0, []
    lines = source.scratch.rejected_lines(source.raw, limit=KEPT_REJECTIONS)
    return count, [
        Rejection(line.line, line.reason, {} if hide else {"line": line.text}) for line in lines
    ]


def rejected_values(source: Source, form: Form | None, used_columns: Sequence[str]) -> exp.Expr:
    """A row's cells as JSON text under their headers, without what is personal."""
    personal = form.personal if form else frozenset()
    titles = dict(zip(source.columns, source.decoded.header, strict=True))
    pairs: list[exp.Expr] = []
    for name in used_columns:
        hidden = normal(titles[name]) in personal
        pairs.append(exp.Literal.string(" ".join(titles[name].split())))
        cell = sql("left(cell, 500)", cell=column(name))
        pairs.append(exp.Literal.string(_HIDDEN) if hidden else cell)
    return exp.Anonymous(this="json_object", expressions=pairs)


def lost_ids(source: Source, form: Form) -> str | None:
    """A sentence when a spreadsheet rounded the file's ids, else None."""
    for header in form.ids:
        if source.cells.has(header):
            reason = lost_id(source, header, source.cells.position[header])
            if reason:
                return reason
    return None


def lost_id(source: Source, header: str, name: str) -> str | None:
    """The same for the ids of one header, in the column `name` of the raw table."""
    pattern = sql("regexp_full_match(cell, '\\d(\\.\\d+)?[eE]\\+\\d+')", cell=column(name))
    query = exp.select(exp.func("any_value", column(name))).from_(source.raw).where(pattern)
    found = source.ask(text(query)).rows[0][0]
    if not found:
        return None
    return (
        f"A spreadsheet rounded the ids in {source.cells.title[header]} (such as {found}): "
        "export the file again and add it without opening it."
    )
