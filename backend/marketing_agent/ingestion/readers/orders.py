"""The reader of orders exports and of abandoned checkouts, which have the same layout."""

from functools import cached_property

from sqlglot import exp

from marketing_agent.connectors.sdk import Check, Stream
from marketing_agent.ingestion.formats import Form, normal
from marketing_agent.ingestion.readers import order_sql
from marketing_agent.ingestion.readers.base import (
    KEPT_REJECTIONS,
    ReadResult,
    Rejection,
    Source,
    Span,
    Traits,
    lost_id,
    malformed,
    rejected_values,
)
from marketing_agent.ingestion.readers.fates import parsed_rejections
from marketing_agent.ingestion.readers.order_cells import CELLS, OrderCells
from marketing_agent.ingestion.readers.sql import (
    alias,
    column,
    create_table,
    create_view,
    select,
    text,
)
from marketing_agent.warehouse.schemas import StagedFile

_TABLES = {"orders": ("orders", "order_lines", "sales_ledger"), "checkouts": ("checkouts",)}
_VIEWS = {
    "orders": order_sql.ORDERS,
    "order_lines": order_sql.LINES,
    "sales_ledger": order_sql.LEDGER,
    "checkouts": order_sql.CHECKOUTS,
}


class OrdersReader:
    """Reads orders and their lines; one instance per file."""

    def __init__(self, source: Source, form: Form) -> None:
        self.source = source
        self.form = form
        self.kind = form.kind
        self.label = form.label

    @cached_property
    def _have(self) -> dict[str, str]:
        """Meaning → raw column, for the columns that the file has."""
        position = self.source.cells.position
        return {
            meaning: position[normal(header)]
            for meaning, header in CELLS.items()
            if normal(header) in position
        }

    def check(self) -> Check:
        """Reads and types the cells; refuses rounded ids and amounts of another store."""
        layers = OrderCells(self._have, self.source.decoded.decimal_mark).layers()
        self.source.load(list(self._have.values()), layers)
        reason = self._lost_ids() or self._other_currency()
        return Check(ok=reason is None, message=reason or "")

    def _lost_ids(self) -> str | None:
        return lost_id(self.source, "id", "order_id") if "id" in self._have else None

    def discover(self) -> list[Stream]:
        """The canonical tables of the kind."""
        return [Stream(table, None) for table in _TABLES[self.form.reader]]

    @cached_property
    def _currencies(self) -> list[str]:
        return [str(row[0]) for row in self.source.ask(self._of_raw(order_sql.CURRENCY)).rows]

    def _other_currency(self) -> str | None:
        own = self.source.store.currency
        if len(self._currencies) != 1 or self._currencies == [own]:
            return None
        return f"The amounts are in {self._currencies[0]} and this workspace counts in {own}."

    def traits(self) -> Traits:
        """Currency and the prefix of order names."""
        rows = self.source.ask(self._of_raw(order_sql.PREFIX)).rows
        single = self._currencies[0] if len(self._currencies) == 1 else None
        if self.form.reader == "checkouts":
            return Traits(currency=single)
        prefix = str(rows[0][0]) if rows and rows[0][0] is not None else None
        return Traits(currency=single, order_prefix=prefix, signature="orders")

    def read(self) -> ReadResult:
        """Groups rows into orders, judges each order as a whole and stages them."""
        self._build()
        bad_lines, bad = malformed(self.source, hide=True)
        total, loaded, rejected, duplicates = (
            int(str(n)) for n in self.source.ask(order_sql.FATES).rows[0]
        )
        result = ReadResult(
            rows_in=total + bad_lines,
            loaded=loaded,
            rejected=rejected + bad_lines,
            duplicates=duplicates,
            staged=self._stage() if loaded else (),
            rejections=(*bad, *self._rejections(rejected, KEPT_REJECTIONS - len(bad))),
            span=self._span() if loaded else None,
        )
        self._drop()
        return result

    def _of_raw(self, statement: str) -> str:
        """The constant statement, reading the file's own table."""
        query = select(statement)
        for table in query.find_all(exp.Table):
            table.set("this", exp.to_identifier(self.source.raw, quoted=True))
        return text(query)

    def _build(self) -> None:
        source = self.source
        source.run(create_table("order_rows", select(self._of_raw(order_sql.ROWS))))
        source.run(order_sql.HEADS)
        source.run(order_sql.ITEMS)
        if source.count(order_sql.MISPLACED):
            source.run(order_sql.REGROUP)
            source.drop_view("order_items")
            source.run(order_sql.MOVED)
        source.run(order_sql.TOTALS)
        source.run(order_sql.JUDGED)

    def _stage(self) -> tuple[StagedFile, ...]:
        source = self.source
        source.run(order_sql.CUT)
        staged = []
        for table in _TABLES[self.form.reader]:
            source.run(_VIEWS[table])
            staged.append(source.scratch.stage(table, source.file_id, f"staged_{table}"))
            source.drop_view(f"staged_{table}")
        source.run("DROP MACRO cut")
        return tuple(staged)

    def _rejections(self, rejected: int, limit: int) -> list[Rejection]:
        if not rejected or limit <= 0:
            return []
        cells = rejected_values(self.source, self.form, list(self._have.values()))
        # The cells as exported are read again for the few files that have rejected rows.
        exported = f"{self.source.raw}_cells"
        self.source.load(list(self._have.values()), name=exported)
        shown = exp.select(alias(column("rowid"), "row_no"), alias(cells, "cells"))
        self.source.run(create_view("order_shown", shown.from_(exported)))
        rows = self.source.ask(order_sql.REJECTED, limit=limit).rows
        self.source.drop_view("order_shown")
        self.source.drop_loaded(exported)
        return parsed_rejections(rows)

    def _span(self) -> Span | None:
        first, last = self.source.ask(order_sql.SPAN).rows[0]
        return Span(first, last) if first and last else None  # type: ignore[arg-type]

    def _drop(self) -> None:
        for view in ("order_heads", "order_items"):
            self.source.drop_view(view)
        self.source.drop("order_rows", "order_moved", "order_totals", "order_judged")
