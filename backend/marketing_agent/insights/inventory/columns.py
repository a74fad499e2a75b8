"""The columns of the tables of stock, each with its formula in words."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil

from marketing_agent.insights.page.parts import column
from marketing_agent.insights.page.schemas import Column

Row = Mapping[str, object]
_NAMES = (
    column("product", "Product", "text", "name"),
    column("variant", "Variant", "text"),
    column("sku", "SKU", "text", opens="sku"),
)
_AVAILABLE = column("available", "Available", "count", help="Units for sale, all locations")
_INCOMING = column("incoming", "Incoming", "count", help="Units on their way, all locations")
_PER_DAY = column("per_day", "Sold a day", "number", help="Units ordered ÷ days of the window")
_COVER = column("cover", "Days of cover", "days", help="Available ÷ sold a day")
_OUT = column("out_on", "Runs out", "date", help="Day of the stock export + days of cover")
_POINT = column(
    "reorder_point", "Reorder point", "number",
    help="Sold a day · lead time + safety stock; safety stock = z · √(lead time · deviation of "
    "daily sales² + sold a day² · deviation of the lead time²)",
)  # fmt: skip
_RISK = column(
    "risk",
    "At risk",
    "money",
    better="down",
    help="Sales that the lead time would bring beyond what is available, at the window's price",
)
STATUSES = {
    "oversold": "Oversold", "stock-out": "Out of stock", "reorder": "Reorder", "ok": "Fine",
    "overstock": "Overstock", "no movement": "No movement", "untracked": "Untracked",
    "unknown": "Unknown",
}  # fmt: skip
"""What people read for what the statement tells, the gravest first."""
STATUS_HELP = (
    "Oversold: below nothing; out of stock: none; reorder: at the reorder point or below; "
    "overstock: more than the days set as too much; no movement: nothing sold; untracked: Shopify "
    "does not count it; unknown: its sales cannot be told apart"
)


FIGURES = (
    column("available", "Units available", "count"),
    column("cover", "Days of cover", "days", help="All units available ÷ all units sold a day"),
    column(
        "sell_through", "Sell-through", "percent", better="up",
        help="Units sold ÷ (units sold + units on hand at the stock export)",
    ),
    column("value", "Stock at cost", "money", help="Units on hand, each at its known cost"),
    column("over", "Overstock", "money", better="down"),
    column("dead", "Dead stock", "money", better="down"),
    column("risk", "Revenue at risk", "money", better="down"),
)  # fmt: skip


def urgent() -> list[Column]:
    """The columns of what to order first."""
    wanted = column(
        "order_units",
        "Order about",
        "count",
        help="Reorder point + sales of one lead time, less what is available and incoming, in "
        "whole units",
    )
    return [*_NAMES, column("status", "Status", "text", help=STATUS_HELP), _AVAILABLE, _INCOMING,
            _PER_DAY, _COVER, _OUT, _POINT, wanted, _RISK]  # fmt: skip


def whole() -> list[Column]:
    """The columns of the whole list."""
    return [
        *_NAMES,
        column("status", "Status", "text", help=STATUS_HELP),
        _AVAILABLE,
        _INCOMING,
        column("units", "Units sold", "count"),
        _PER_DAY,
        _COVER,
        _OUT,
        column(
            "sell_through", "Sell-through", "percent", better="up",
            help="Units sold ÷ (units sold + units on hand at the stock export)",
        ),
        column("safety", "Safety stock", "number"),
        _POINT,
        column("worth", "Worth of one", "money", help="Cost per item, else its price"),
        column("priced_by", "Worth by", "text"),
        column("over", "Overstock", "money", help="Worth of what is beyond the days set"),
        column("dead", "Dead stock", "money", help="Worth of what sold nothing"),
        _RISK,
    ]  # fmt: skip


def number(row: Row, name: str) -> float | None:
    """A figure of the statement; None where it tells none."""
    value = row[name]
    return None if value is None else float(str(value))


def cells(row: Row) -> dict[str, object]:
    """A row of the statement as the tables show it."""
    taken = ("available", "incoming", "units")
    same = {name: None if row[name] is None else int(str(row[name])) for name in taken}
    rates = ("per_day", "cover", "sell_through", "safety", "reorder_point")
    wanted = number(row, "order_units")
    return {
        **same,
        **{name: number(row, name) for name in rates},
        "product": row["product"],
        "variant": row["variant"],
        "sku": row["sku"],
        "status": STATUSES[str(row["status"])],
        "order_units": None if wanted is None else ceil(wanted),
        "out_on": runs_out(row),
        "worth": number(row, "worth_minor"),
        "priced_by": "cost" if row["cost_minor"] is not None else _priced(row),
        "over": number(row, "over_minor"),
        "dead": number(row, "dead_minor"),
        "risk": number(row, "risk_minor"),
    }


def _priced(row: Row) -> str | None:
    return "price" if row["price_minor"] is not None else None


def runs_out(row: Row) -> date | None:
    """The day on which the last unit goes, at this pace; further than ten years is no day."""
    cover, seen = number(row, "cover"), row["snapshot_date"]
    if cover is None or cover > 3650 or not isinstance(seen, date):
        return None
    return seen + timedelta(days=int(cover))
