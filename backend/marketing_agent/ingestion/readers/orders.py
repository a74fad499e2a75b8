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
    lost_ids,
    malformed,
    rejected_values,
)
from marketing_agent.ingestion.readers.cells import code, decimal, instant, keyed_hash, minor
from marketing_agent.ingestion.readers.fates import parsed_rejections
from marketing_agent.ingestion.readers.sql import (
    alias,
    coalesce,
    column,
    create_table,
    create_view,
    literal,
    null,
    select,
    sql,
)
from marketing_agent.warehouse.schemas import StagedFile

# Meaning → header. Employee, notes and addresses are never read.
_CELLS = {
    "name": "Name", "email": "Email", "financial_status": "Financial Status",
    "paid_at": "Paid at", "fulfillment_status": "Fulfillment Status", "currency": "Currency",
    "subtotal": "Subtotal", "shipping": "Shipping", "taxes": "Taxes", "total": "Total",
    "discount_code": "Discount Code", "discount": "Discount Amount", "created_at": "Created at",
    "quantity": "Lineitem quantity", "line_name": "Lineitem name", "price": "Lineitem price",
    "sku": "Lineitem sku", "line_discount": "Lineitem discount", "vendor": "Vendor",
    "cancelled_at": "Cancelled at", "refunded": "Refunded Amount", "id": "Id", "tags": "Tags",
    "channel": "Source", "duties": "Duties", "shipping_country": "Shipping Country",
    "billing_country": "Billing Country", "shipping_province": "Shipping Province",
    "billing_province": "Billing Province",
}  # fmt: skip
_ORDER_FIELDS = ("financial_status", "currency", "subtotal", "total", "id")
_LINE_FIELDS = ("line_name", "sku", "price", "quantity")
_HEAD_MONEY = ("subtotal", "shipping", "taxes", "total", "discount", "refunded", "duties")
_HEAD_TEXT = ("financial_status", "fulfillment_status", "discount_code", "tags")
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
            for meaning, header in _CELLS.items()
            if normal(header) in position
        }

    def check(self) -> Check:
        """Loads the cells; refuses ids that a spreadsheet rounded and amounts of another store."""
        self.source.load(list(self._have.values()))
        self.source.drop_view("order_cells")
        self.source.run(create_view("order_cells", self._cells()))
        reason = lost_ids(self.source, self.form) or self._other_currency()
        return Check(ok=reason is None, message=reason or "")

    def discover(self) -> list[Stream]:
        """The canonical tables of the kind."""
        return [Stream(table, None) for table in _TABLES[self.form.reader]]

    @cached_property
    def _currencies(self) -> list[str]:
        return [str(row[0]) for row in self.source.ask(order_sql.CURRENCY).rows]

    def _other_currency(self) -> str | None:
        own = self.source.store.currency
        if len(self._currencies) != 1 or self._currencies == [own]:
            return None
        return f"The amounts are in {self._currencies[0]} and this workspace counts in {own}."

    def traits(self) -> Traits:
        """Currency and the prefix of order names."""
        rows = self.source.ask(order_sql.PREFIX).rows
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

    def _build(self) -> None:
        source = self.source
        source.run(create_table("order_heads", self._heads()))
        source.run(create_table("order_items", self._items()))
        if source.count(order_sql.MISPLACED):
            source.run(order_sql.REGROUP)
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
        shown = exp.select(alias(column("rowid"), "row_no"), alias(cells, "cells"))
        self.source.run(create_view("order_shown", shown.from_(self.source.raw, copy=False)))
        rows = self.source.ask(order_sql.REJECTED, limit=limit).rows
        self.source.drop_view("order_shown")
        return parsed_rejections(rows)

    def _span(self) -> Span | None:
        first, last = self.source.ask(order_sql.SPAN).rows[0]
        return Span(first, last) if first and last else None  # type: ignore[arg-type]

    def _drop(self) -> None:
        self.source.drop_view("order_cells")
        self.source.drop("order_heads", "order_items", "order_totals", "order_judged")

    def _cells(self) -> exp.Select:
        cells = [
            alias(self.source.cells.raw(normal(header)), meaning)
            for meaning, header in _CELLS.items()
        ]
        fields = [self._raw(m) for m in _ORDER_FIELDS if m in self._have] or [self._raw("name")]
        filled = sql("cell IS NOT NULL", cell=coalesce(fields))
        line = exp.func("hash", *[self._raw(m) for m in _LINE_FIELDS if m in self._have])
        return exp.select(
            alias(column("rowid"), "row_no"),
            *cells,
            alias(filled, "filled"),
            alias(line, "line"),
        ).from_(self.source.raw, copy=False)

    def _raw(self, meaning: str) -> exp.Expr:
        return self.source.cells.raw(normal(_CELLS[meaning]))

    def _money(self, meaning: str) -> exp.Expr:
        amount = minor(column(meaning), self.source.decoded.decimal_mark)
        return sql("round(amount)::BIGINT", amount=amount)

    def _moment(self, meaning: str) -> exp.Expr:
        return instant(column(meaning), self.source.decoded.decimal_mark)

    def _heads(self) -> exp.Select:
        """One row per order block, its fields typed."""
        marked = select(order_sql.MARKED).subquery("marked", copy=False)
        heads = exp.select(
            alias(sql("row_number() OVER ()"), "block"),
            "*",
            *[alias(self._moment(m), f"{m}_tz") for m in self._moments],
        )
        typed = exp.select(
            column("block"), column("row_no"), column("name"),
            alias(coalesce((code(column("id")), column("name"))), "order_id"),
            alias(sql("created_at_tz AT TIME ZONE 'UTC'"), "created_at"),
            alias(sql("(created_at_tz AT TIME ZONE $timezone)::DATE"), "order_date"),
            alias(self._utc("paid_at"), "paid_at"),
            alias(self._utc("cancelled_at"), "cancelled_at"),
            alias(self._store_day("cancelled_at"), "cancelled_date"),
            alias(sql("coalesce(upper(currency), $currency)"), "currency"),
            alias(keyed_hash(column("email")), "customer_key"),
            alias(column("channel"), "sales_channel"),
            alias(sql("coalesce(shipping_country, billing_country)"), "country"),
            alias(sql("coalesce(shipping_province, billing_province)"), "province"),
            *[alias(column(name), name) for name in _HEAD_TEXT],
            *[alias(self._money(name), name) for name in _HEAD_MONEY],
            alias(self._head_problem(), "problem"),
        )  # fmt: skip
        inner = (
            heads.from_(marked, copy=False)
            .where(sql("head"), copy=False)
            .subquery("heads", copy=False)
        )
        return typed.from_(inner, copy=False)

    @cached_property
    def _moments(self) -> list[str]:
        have = [m for m in ("paid_at", "cancelled_at") if m in self._have]
        return ["created_at", *have]

    def _utc(self, meaning: str) -> exp.Expr:
        if meaning not in self._moments:
            return null("TIMESTAMP")
        return sql("moment AT TIME ZONE 'UTC'", moment=column(f"{meaning}_tz"))

    def _store_day(self, meaning: str) -> exp.Expr:
        if meaning not in self._moments:
            return null("DATE")
        return sql("(moment AT TIME ZONE $timezone)::DATE", moment=column(f"{meaning}_tz"))

    def _head_problem(self) -> exp.Expr:
        problems = [
            sql(
                "CASE WHEN coalesce(id, name) IS NULL THEN 'The order has neither Id nor Name' END"
            ),
            sql("CASE WHEN created_at IS NULL THEN 'Created at is empty' END"),
            *[_wrong(m, _CELLS[m], column(f"{m}_tz"), "a date and time") for m in self._moments],
            *[
                _wrong(m, _CELLS[m], self._money(m), "an amount")
                for m in _HEAD_MONEY
                if m in self._have
            ],
            sql(
                "CASE WHEN upper(currency) <> $currency THEN 'The amounts are in ' || "
                "upper(currency) || ' and this workspace counts in ' || $currency END"
            ),
        ]
        return coalesce(problems)

    def _items(self) -> exp.Select:
        """Every row with the block it belongs to, its line fields typed."""
        mark = self.source.decoded.decimal_mark
        quantity = sql("round(q)::INTEGER", q=decimal(column("quantity"), mark))
        problems = [_wrong("quantity", _CELLS["quantity"], quantity, "a whole number")]
        for meaning in ("price", "line_discount"):
            if meaning in self._have:
                amount = self._money(meaning)
                problems.append(_wrong(meaning, _CELLS[meaning], amount, "an amount"))
        marked = select(order_sql.MARKED).subquery("marked", copy=False)
        blocked = exp.select("*", alias(sql(order_sql.BLOCK), "block")).from_(marked, copy=False)
        return exp.select(
            column("row_no"), column("block"), column("again"), column("name"),
            column("line_name"), column("sku"), column("vendor"),
            alias(quantity, "quantity"),
            alias(self._money("price"), "price"),
            alias(self._money("line_discount"), "discount"),
            alias(coalesce(problems), "problem"),
        ).from_(blocked.subquery("blocked", copy=False), copy=False)  # fmt: skip


def _wrong(meaning: str, header: str, value: exp.Expr, noun: str) -> exp.Expr:
    return sql(
        "CASE WHEN cell IS NOT NULL AND value IS NULL "
        "THEN header || ' ' || chr(8220) || left(cell, 60) || chr(8221) || ' is not ' || noun END",
        cell=column(meaning), value=value, header=literal(header), noun=literal(noun),
    )  # fmt: skip
