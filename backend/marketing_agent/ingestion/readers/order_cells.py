"""The cells of an orders export by meaning, typed while the file is read."""

from collections.abc import Iterable, Mapping

from sqlglot import exp

from marketing_agent.ingestion.readers.cells import code, decimal, instant, keyed_hash, minor
from marketing_agent.ingestion.readers.sql import coalesce, column, literal, null, sql
from marketing_agent.warehouse.service import Layer

# Meaning → header. Employee, notes and addresses are never read.
CELLS = {
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
_LINE_MONEY = ("price", "line_discount")
_TEXT = (
    "name", "financial_status", "fulfillment_status", "discount_code", "tags", "line_name", "sku",
    "vendor",
)  # fmt: skip
_MOMENTS = ("created_at", "paid_at", "cancelled_at")
# Filled on every line of an order: typed on its first one only.
_REPEATED = ("created_at", "email")


class OrderCells:
    """The layers in which the cells of one file are typed; `have` maps meanings to columns."""

    def __init__(self, have: Mapping[str, str], decimal_mark: str) -> None:
        self._have = have
        self._mark = decimal_mark

    def layers(self) -> list[Layer]:
        """Cells by meaning, then their values, then what follows from them."""
        return [self._named(), self._guarded(), self._values(), self._typed()]

    def _named(self) -> dict[str, exp.Expr]:
        named = {
            meaning: column(self._have[meaning]) if meaning in self._have else null()
            for meaning in CELLS
        }
        fields = [named[m] for m in _ORDER_FIELDS if m in self._have] or [named["name"]]
        # The line is compared with the one above it: equal cells have equal hashes.
        line = exp.func("hash", *[named[m] for m in _LINE_FIELDS if m in self._have])
        return named | {"filled": sql("cell IS NOT NULL", cell=coalesce(fields)), "line": line}

    def _guarded(self) -> dict[str, exp.Expr]:
        guarded = {m: sql("CASE WHEN filled THEN cell END", cell=column(m)) for m in _REPEATED}
        return {m: column(m) for m in (*CELLS, "filled", "line")} | guarded

    def _values(self) -> dict[str, exp.Expr]:
        quantity = sql("round(q)::INTEGER", q=decimal(column("quantity"), self._mark))
        return (
            {m: column(m) for m in (*CELLS, "filled", "line")}
            | {f"{m}_tz": instant(column(m), self._mark) for m in _MOMENTS}
            | {f"{m}_minor": self._money(m) for m in (*_HEAD_MONEY, *_LINE_MONEY)}
            | {"units": quantity}
        )

    def _money(self, meaning: str) -> exp.Expr:
        return sql("round(amount)::BIGINT", amount=minor(column(meaning), self._mark))

    def _typed(self) -> dict[str, exp.Expr]:
        order_id = coalesce((code(column("id")), column("name")))
        return (
            {m: column(m) for m in ("filled", "line", *_TEXT)}
            | {m: column(f"{m}_minor") for m in (*_HEAD_MONEY, *_LINE_MONEY)}
            | {m: sql("moment AT TIME ZONE 'UTC'", moment=column(f"{m}_tz")) for m in _MOMENTS}
            | {
                "order_id": sql("CASE WHEN filled THEN id END", id=order_id),
                "order_date": self._store_day("created_at"),
                "cancelled_date": self._store_day("cancelled_at"),
                "stated_currency": sql("upper(currency)"),
                "currency": sql("coalesce(upper(currency), $currency)"),
                "customer_key": keyed_hash(column("email")),
                "sales_channel": column("channel"),
                "country": sql("coalesce(shipping_country, billing_country)"),
                "province": sql("coalesce(shipping_province, billing_province)"),
                "quantity": column("units"),
                "problem": coalesce(self._head_problems()),
                "line_problem": coalesce(self._line_problems()),
            }
        )

    def _store_day(self, meaning: str) -> exp.Expr:
        return sql("(moment AT TIME ZONE $timezone)::DATE", moment=column(f"{meaning}_tz"))

    def _head_problems(self) -> Iterable[exp.Expr]:
        yield sql(
            "CASE WHEN coalesce(id, name) IS NULL THEN 'The order has neither Id nor Name' END"
        )
        yield sql("CASE WHEN filled AND created_at IS NULL THEN 'Created at is empty' END")
        for meaning in _MOMENTS:
            yield _wrong(meaning, column(f"{meaning}_tz"), "a date and time")
        for meaning in _HEAD_MONEY:
            yield _wrong(meaning, column(f"{meaning}_minor"), "an amount")
        yield sql(
            "CASE WHEN upper(currency) <> $currency THEN 'The amounts are in ' || "
            "upper(currency) || ' and this workspace counts in ' || $currency END"
        )

    def _line_problems(self) -> Iterable[exp.Expr]:
        yield _wrong("quantity", column("units"), "a whole number")
        for meaning in _LINE_MONEY:
            yield _wrong(meaning, column(f"{meaning}_minor"), "an amount")


def _wrong(meaning: str, value: exp.Expr, noun: str) -> exp.Expr:
    return sql(
        "CASE WHEN cell IS NOT NULL AND value IS NULL "
        "THEN header || ' ' || chr(8220) || left(cell, 60) || chr(8221) || ' is not ' || noun END",
        cell=column(meaning), value=value, header=literal(CELLS[meaning]), noun=literal(noun),
    )  # fmt: skip
