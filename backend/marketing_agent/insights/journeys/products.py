"""What customers bought after what: the flow of their first orders, and the next product."""

from datetime import timedelta
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from marketing_agent.insights.page.figures import Figure, figures, ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Gap, Part
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.metrics import phrases

_HERE = Path(__file__).parent
_TYPES = {"steps": "BIGINT", "shown": "BIGINT", "least": "BIGINT", "most": "BIGINT"}
_SHOWN = 8
_LEAST = 5
"""Customers below which a next product is an accident."""
_MOST = 2000
_END = "No further order"
_OTHER = "Other"
_PRODUCT = (
    "The product of an order is its dearest line. Customers are those whose first order fell in "
    "these days, followed until today; cancelled orders do not count"
)
STEPS = (("3", "3 orders"), ("4", "4 orders"), ("5", "5 orders"))
Row = dict[str, Any]


@cache
def products_sql() -> Sql:
    return sql_file(_HERE, "products", **_TYPES).with_facts()


def tell(ground: Ground, told: Told) -> None:
    """Adds the figures, the flow and the next products, or the gap in their place."""
    if ground.table("orders") is None:
        told.gaps.append(_gap("No orders are here yet.", "Add Shopify's orders export."))
        return
    steps = int(ground.chosen("show"))
    given = {"steps": steps, "shown": _SHOWN, "least": _LEAST, "most": _MOST}
    found = ground.run(products_sql(), **given)
    kinds: dict[str, list[Row]] = {"flow": [], "next": [], "days": []}
    for row in found.dicts():
        kinds[str(row["kind"])].append(row)
    if not kinds["flow"]:
        told.gaps.append(
            _gap("Nobody placed a first order in these days, or the orders name no customer.")
        )
        return
    _add(ground, told, found, kinds)


def _add(ground: Ground, told: Told, found: Found, kinds: dict[str, list[Row]]) -> None:
    reached = _reached(kinds["flow"])
    told.parts.append(_figures(ground, found, reached, kinds["days"][0]))
    told.parts.append(_flow(ground, found, kinds["flow"]))
    told.sentences.append(_second(ground, reached, kinds["days"][0]))
    if all(not row["one_product"] for row in kinds["flow"]):
        told.gaps.append(_gap("The orders name no products.", "Add Shopify's orders export."))
    if kinds["next"]:
        table = _next(ground, found, kinds["next"])
        told.parts.append(table)
        told.sentences += _likely(kinds["next"])
    else:
        why = f"No product was followed by another one for {_LEAST} customers or more."
        told.gaps.append(Gap(what="Next products", why=why))


def _reached(flow: list[Row]) -> dict[int, int]:
    """Customers by the orders that they placed at least."""
    reached: dict[int, int] = {}
    for row in flow:
        place = int(row["place"])
        reached.setdefault(1, 0)
        if place == 1:
            reached[1] += row["customers"]
        if row["two_product"] is not None:
            reached[place + 1] = reached.get(place + 1, 0) + row["customers"]
    return reached


def _figures(ground: Ground, found: Found, reached: dict[int, int], days: Row) -> Part:
    given = [
        Figure(column("customers", "New customers", "count"), reached[1], told_before=False),
        *(
            Figure(
                column(f"reached_{place}", label, "percent", better="up"),
                ratio(reached.get(place, 0), reached[1]),
                told_before=False,
            )
            for place, label in ((2, "Second order"), (3, "Third order"))
        ),
        Figure(
            column("days", "Days to the second order", "days", better="down"),
            days["days"],
            told_before=False,
        ),
    ]
    return figures(
        ground, given, found=[found],
        formula=f"{_PRODUCT}. Second and third order: customers who placed one ÷ customers. Days "
        "to the second order: the median of those who placed one.",
    )  # fmt: skip


def _flow(ground: Ground, found: Found, flow: list[Row]) -> Part:
    columns = [
        column("step", "Order", "count", "step"),
        column("product", "Product", "text", "from"),
        column("next", "Next product", "text", "to"),
        column("customers", "Customers", "count"),
    ]
    rows = [
        {
            "step": row["place"],
            "product": row["one_product"] or _OTHER,
            "next": _END if row["two_product"] is None else row["two_product"] or _OTHER,
            "customers": row["customers"],
        }
        for row in flow
    ]
    return part(
        "flow", "From order to order", "flow", columns, rows, ground.currency,
        formula=f"Customers by the product of an order and that of the next one. {_PRODUCT}. The "
        f"{_SHOWN} products of most orders are shown, all else is {_OTHER}. {_END}: none so far.",
        found=[found],
    )  # fmt: skip


def _next(ground: Ground, found: Found, rows: list[Row]) -> Part:
    columns = [
        column("product", "After", "text", "name", opens="product"),
        column("next", "Next product", "text", "to", opens="product"),
        column("customers", "Customers", "count"),
        column("share", "Share", "percent", better="up"),
        column("share_low", "At least", "percent", "low"),
        column("days", "Days between, median", "days"),
        column("of_customers", "Customers of the first", "count"),
    ]
    made = sorted(map(_next_row, rows), key=lambda row: -float(row["share_low"] or 0))
    return part(
        "next", "Bought next", "table", columns, made, ground.currency,
        formula="Customers whose next order after the product was one of the next product ÷ "
        f"customers who bought the product, within the orders followed. {_PRODUCT}. At least: the "
        "lower end of Wilson's 95 % interval of the share. Only pairs of "
        f"{_LEAST} customers or more.",
        found=[found],
        note=f"Only the {_MOST:,} pairs of most customers." if len(rows) == _MOST else None,
    )  # fmt: skip


def _next_row(row: Row) -> Row:
    return {
        "product": row["one_product"],
        "next": row["two_product"],
        "customers": row["customers"],
        "share": ratio(row["customers"], row["of_customers"]),
        "share_low": wilson_low(row["customers"], row["of_customers"]),
        "days": row["days"],
        "of_customers": row["of_customers"],
    }


def wilson_low(hits: int, of: int, z: float = 1.96) -> float:
    """The lower end of Wilson's interval of a share; 0 where nothing was counted."""
    if not of:
        return 0.0
    share = hits / of
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (share + z * z / (2 * of) - spread) / (1 + z * z / of))


def _second(ground: Ground, reached: dict[int, int], days: Row) -> str:
    when = phrases.span(ground.window.start, ground.window.end - timedelta(days=1))
    share = phrases.figure(reached.get(2, 0) / reached[1], "percent", "")
    people = f"{reached[1]:,} customer{'' if reached[1] == 1 else 's'}"
    told = f"{share} of the {people} who began {when} have placed a second order"
    if days["days"] is None:
        return f"{told}."
    return f"{told}, half of them within {float(days['days']):,.0f} days."


def _likely(rows: list[Row]) -> list[str]:
    other = [row for row in map(_next_row, rows) if row["product"] != row["next"]]
    if not other:
        return []
    best = max(other, key=lambda row: row["share_low"])
    share = phrases.figure(best["share"], "percent", "")
    low = phrases.figure(best["share_low"], "percent", "")
    return [
        f"After {best['product']}, {best['next']} is next for {share} of the customers (at least "
        f"{low}), typically after {float(best['days']):,.0f} days."
    ]


def _gap(why: str, add: str | None = None) -> Gap:
    return Gap(what="Product journeys", why=why, add=add)
