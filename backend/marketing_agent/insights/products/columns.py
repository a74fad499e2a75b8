"""The columns of the table of products, each with its formula in words."""

from collections.abc import Mapping

from marketing_agent.insights.page.figures import change, ratio
from marketing_agent.insights.page.parts import column
from marketing_agent.insights.page.schemas import Column

SPLITS = (
    ("product", "Product"), ("variant", "Variant"), ("sku", "SKU"), ("vendor", "Vendor"),
    ("product_type", "Product type"),
)  # fmt: skip
LABELS = dict(SPLITS)
GRADE_HELP = (
    "Sorted by net sales: A until 80% of them are reached, B until 95%, C the rest, U without a "
    "sale in these days"
)
NET_HELP = (
    "Gross sales less discounts, without orders cancelled or refunded whole; parts of refunds are "
    "told per order, so they are not in it"
)
_COLUMNS = (
    column("net", "Net sales", "money", better="up", help=NET_HELP),
    column("share", "Share", "percent", help="Its net sales ÷ those of all"),
    column("grade", "ABC", "text", help=GRADE_HELP),
    column("units", "Units", "count", better="up", help="Units ordered"),
    column(
        "orders", "Orders", "count", better="up",
        help="Orders that hold it; one order may hold several, so these do not add up",
    ),
    column("gross", "Gross sales", "money", better="up", help="Price times units before discounts"),
    column(
        "discounts", "Discounts", "money",
        help="Discounts of the line and its share, by value, of the discount of the whole order",
    ),
    column(
        "returns", "Returns", "money",
        help="Its net value in orders that were cancelled or refunded whole, by the order's day",
    ),
    column(
        "profit", "Gross profit", "money", better="up",
        help="Net sales less cost per item, where the cost of the SKU is known",
    ),
    column(
        "margin", "Margin", "percent", better="up",
        help="Gross profit ÷ net sales of the lines whose cost is known",
    ),
    column(
        "new_share", "New customers", "percent",
        help="Orders that were the customer's first ÷ orders of known customers",
    ),
    column(
        "repeat", "Bought it again", "percent", better="up",
        help="Customers who bought it on a later day too ÷ customers who bought it in these days",
    ),
    column(
        "came_back", "Bought anything again", "percent", better="up",
        help="Customers who ordered anything on a later day ÷ customers who bought it",
    ),
)  # fmt: skip
_BESIDE = (
    column("previous_net", "Net sales, before", "money", "previous"),
    column("change_net", "Change", "percent", "change", "up", help="null: nothing before"),
)


def columns(split: str, compared: bool) -> list[Column]:
    """The columns of the table, with those of the compared window where there is one."""
    beside = _BESIDE if compared else ()
    member = column("member", LABELS[split], "text", "name", opens=split)
    return [member, _COLUMNS[0], *beside, *_COLUMNS[1:]]


def unnamed(split: str) -> str:
    """What stands for lines that have no such name: “No SKU”."""
    return f"No {LABELS[split].lower() if split != 'sku' else 'SKU'}"


def number(row: Mapping[str, object], name: str) -> float:
    """A figure of the statement, which is a number of one kind or another by the engine."""
    return float(str(row[name] or 0))


def cells(row: Mapping[str, object], split: str) -> dict[str, object]:
    """A row of the statement as the table shows it; a rate over nothing is null."""
    net, before = number(row, "net_minor"), number(row, "before_minor")
    costed = number(row, "costed_minor")
    profit = costed - number(row, "cost_minor") if costed else None
    return {
        "member": row["member"] or unnamed(split),
        "net": net,
        "previous_net": before,
        "change_net": change(net, before),
        "share": ratio(net, number(row, "all_net_minor")),
        "grade": row["grade"],
        "units": int(number(row, "units")),
        "orders": row["orders"],
        "gross": number(row, "gross_minor"),
        "discounts": number(row, "discounts_minor"),
        "returns": number(row, "returns_minor"),
        "profit": profit,
        "margin": ratio(profit, costed),
        "new_share": ratio(number(row, "new_orders"), number(row, "known_orders")),
        "repeat": ratio(number(row, "bought_again"), number(row, "customers")),
        "came_back": ratio(number(row, "came_back"), number(row, "customers")),
    }
