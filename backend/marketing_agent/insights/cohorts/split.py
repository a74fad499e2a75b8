"""Customers by what their first order was: which beginnings bring those who are worth more."""

from collections.abc import Iterator
from typing import Any

from marketing_agent.insights.cohorts.frame import Frame
from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.lines import with_named_lines
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part

NOTHING = "none"
CHOICES = (
    (NOTHING, "Nothing"),
    ("product", "First product"),
    ("channel", "Sales channel"),
    ("discount", "Discount code"),
    ("country", "Country"),
)
_COLUMNS = {
    "channel": "orders.sales_channel",
    "discount": "orders.discount_code",
    "country": "orders.country",
}
_UNNAMED = {
    "product": "No product named",
    "channel": "No channel named",
    "discount": "No code",
    "country": "No country named",
}
_AGES = (90, 365)
_MOST = 1000
_SUMMED = ("customers", "orders", "repeated", "had_90", "had_365", "net_90", "net_365")
Row = dict[str, Any]


def split_table(frame: Frame, everyone: Row) -> Part:
    """A row for each member, largest first, after a row of all. `everyone` holds the sums of all
    customers of the window."""
    by = frame.ground.chosen("split")
    found = frame.run_sql(_statement(frame, by), most=_MOST)
    label = dict(CHOICES)[by]
    rows = [_row("All", everyone, everyone), *_rows(found.dicts(), everyone, _UNNAMED[by])]
    return part(
        "split", f"Customers by {label.lower()}", "table", _columns(label), rows,
        frame.ground.currency,
        formula=f"Customers by the {label.lower()} of their first order"
        + (", which is its dearest line" if by == "product" else "")
        + ". LTV is over those who have had the days; against all is LTV ÷ that of all - 1.",
        found=[found],
        note=f"Only the {_MOST:,} largest are listed." if len(found.rows) == _MOST else None,
    )  # fmt: skip


def _statement(frame: Frame, by: str) -> Any:
    began = frame.sql("began_with").with_column("split_member", _COLUMNS.get(by, "order_id"))
    if by == "product":
        product = frame.sql("began_with_product").with_source("began", began)
        began = with_named_lines(product)
    return frame.sql("split").with_source("members", began)


def _columns(label: str) -> list[Any]:
    ltv = [
        made
        for age in _AGES
        for made in (
            column(f"ltv_{age}", f"{age}-day LTV", "money", better="up"),
            column(f"against_{age}", f"{age} days against all", "percent", "change", better="up"),
        )
    ]
    return [
        column("member", label, "text", "name"),
        column("customers", "Customers", "count", better="up"),
        column("share", "Share of customers", "percent"),
        column("repeat_rate", "Came back", "percent", better="up"),
        column("orders_per_customer", "Orders per customer", "number", better="up"),
        *ltv,
    ]


def _rows(found: list[dict[str, object]], everyone: Row, unnamed: str) -> Iterator[Row]:
    for row in found:
        yield _row(str(row["member"] or unnamed), row, everyone)


def _row(member: str, row: Row, everyone: Row) -> Row:
    made: Row = {
        "member": member,
        "customers": row["customers"],
        "share": ratio(row["customers"], everyone["customers"]),
        "repeat_rate": ratio(row["repeated"], row["customers"]),
        "orders_per_customer": ratio(row["orders"], row["customers"]),
    }
    for age in _AGES:
        own, of_all = (ratio(each[f"net_{age}"], each[f"had_{age}"]) for each in (row, everyone))
        made |= {f"ltv_{age}": own, f"against_{age}": change(own, of_all)}
    return made
