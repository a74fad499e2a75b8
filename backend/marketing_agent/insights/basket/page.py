"""The page of baskets: pairs of products that are bought in one order."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from marketing_agent.insights.page.figures import Figure, figures, ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.lines import with_named_lines
from marketing_agent.insights.page.page import Page, Told, show
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Gap, Part
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.metrics import phrases

_HERE = Path(__file__).parent
_TYPES = {"least": "BIGINT", "share": "DOUBLE", "shown": "BIGINT", "most": "BIGINT"}
_LEAST = 5
"""Orders below which a pair is an accident, whatever its lift."""
_COMMON = 0.01
_SHOWN = 12
_MOST = 5000
_LIFT = (
    "Lift is confidence ÷ the share of all orders that hold the other: 1 is chance. Its lower "
    "bound is that of a 95 % interval of its logarithm (normal, by the delta method), so that few "
    "orders do not make a high lift"
)
Row = dict[str, Any]


def _build(ground: Ground) -> Told:
    if ground.table("orders") is None:
        return Told(gaps=[_gap("No orders are here yet.", "Add Shopify's orders export.")])
    baskets = ground.run(with_named_lines(sql_file(_HERE, "baskets")))
    sums = {bool(row["asked"]): row for row in baskets.dicts()}
    if True not in sums:
        return Told(gaps=[_gap("No order of these days names the products that were bought.")])
    if not sums[True]["several"]:
        return Told(gaps=[_gap("No order of these days held more than one product.")])
    return _with_baskets(ground, baskets, sums)


def _with_baskets(ground: Ground, baskets: Found, sums: dict[bool, Row]) -> Told:
    found = _run(ground)
    pairs: list[Row] = found.dicts()
    told = Told(parts=[_figures(ground, [baskets, found], sums, pairs)])
    told.sentences.append(_several(ground, sums[True]))
    if not pairs:
        told.gaps.append(_too_few(ground))
        return told
    told.parts += [_matrix(ground, found, pairs), _table(ground, found, pairs)]
    told.sentences += _strongest(pairs)
    return told


def _run(ground: Ground) -> Found:
    given = {"least": _LEAST, "share": _share(ground), "shown": _SHOWN, "most": _MOST}
    return ground.run(pairs_sql(), **given)


def pairs_sql() -> Sql:
    """The statement that joins the products of each order with one another."""
    return with_named_lines(sql_file(_HERE, "pairs", **_TYPES))


def _share(ground: Ground) -> float:
    return _COMMON if ground.chosen("show") == "common" else 0.0


def _figures(ground: Ground, found: list[Found], sums: dict[bool, Row], pairs: list[Row]) -> Part:
    now, before = sums[True], sums.get(False, {})
    given = [
        Figure(column("orders", "Orders", "count"), now["orders"], before.get("orders")),
        Figure(
            column("several", "With several products", "percent", better="up"),
            *(ratio(each.get("several"), each.get("orders")) for each in (now, before)),
        ),
        Figure(
            column("lines", "Lines per order", "number", better="up"),
            *(ratio(each.get("lines"), each.get("orders")) for each in (now, before)),
        ),
        Figure(column("pairs", "Pairs", "count"), _pairs(pairs), told_before=False),
    ]
    return figures(
        ground, given, found=found,
        formula="Orders that were not cancelled and name what was bought. With several products: "
        "those that hold two different products or more. Pairs: those bought together "
        f"{_often(ground)}.",
    )  # fmt: skip


def _pairs(pairs: list[Row]) -> int:
    return int(pairs[0]["pairs"]) if pairs else 0


def _often(ground: Ground) -> str:
    if ground.chosen("show") == "common":
        return f"in 1 % of the orders and in {_LEAST} of them or more"
    return f"in {_LEAST} orders or more"


def _matrix(ground: Ground, found: Found, pairs: list[Row]) -> Part:
    cells = [
        {"product": one, "other": other, "lift": row["lift"], "orders": row["both_orders"]}
        for row in pairs
        if row["two_place"] <= _SHOWN
        for one, other in (
            (row["one_product"], row["two_product"]),
            (row["two_product"], row["one_product"]),
        )
    ]
    columns = [
        column("product", "Product", "text", "row"),
        column("other", "With", "text", "step"),
        column("lift", "Lift", "ratio"),
        column("orders", "Orders with both", "count"),
    ]
    return part(
        "matrix", "The products sold most, together", "matrix", columns, cells, ground.currency,
        formula=f"The {_SHOWN} products in most orders. {_LIFT}. Pairs in too few orders are "
        "blank.",
        found=[found],
    )  # fmt: skip


def _table(ground: Ground, found: Found, pairs: list[Row]) -> Part:
    rows = sorted(map(_turned, pairs), key=lambda row: -row["lift_low"])
    return part(
        "pairs", "Bought together", "table", _COLUMNS, rows, ground.currency,
        formula="Pairs of different products of one order, each order once, bought together "
        f"{_often(ground)}. Share of orders: with both ÷ all orders. Confidence: orders with both "
        f"÷ orders with the first. {_LIFT}.",
        found=[found],
        note=f"The {_MOST:,} pairs with the highest bound of {_pairs(pairs):,}."
        if _pairs(pairs) > len(pairs)
        else None,
    )  # fmt: skip


_COLUMNS: tuple[Column, ...] = (
    column("product", "Product", "text", "name", opens="product"),
    column("other", "Bought with", "text", "to", opens="product"),
    column("orders", "Orders with both", "count"),
    column("support", "Share of orders", "percent"),
    column("confidence", "Confidence", "percent", better="up"),
    column("lift", "Lift", "ratio", better="up"),
    column("lift_low", "Lift, at least", "ratio", "low"),
    column("product_orders", "Orders with the product", "count"),
    column("other_orders", "Orders with the other", "count"),
)


def _turned(row: Row) -> Row:
    """The pair, told from the product of the fewer orders: its confidence is the higher one."""
    first, second = "two", "one"  # places are by orders, the most first
    return {
        "product": row[f"{first}_product"],
        "other": row[f"{second}_product"],
        "orders": row["both_orders"],
        "support": row["both_orders"] / row["all_orders"],
        "confidence": row["both_orders"] / row[f"{first}_orders"],
        "lift": row["lift"],
        "lift_low": row["lift_low"],
        "product_orders": row[f"{first}_orders"],
        "other_orders": row[f"{second}_orders"],
    }


def _several(ground: Ground, now: Row) -> str:
    when = phrases.span(ground.window.start, ground.window.end - timedelta(days=1))
    share = phrases.figure(now["several"] / now["orders"], "percent", "")
    return f"{share} of the {now['orders']:,} orders {when} held more than one product."


def _strongest(pairs: list[Row]) -> list[str]:
    rows = [_turned(row) for row in pairs]
    surer = sum(row["lift_low"] > 1 for row in rows)
    if not surer:
        return ["No pair is surely bought together more often than by chance."]
    best = max(rows, key=lambda row: row["lift_low"])
    share = phrases.figure(best["confidence"], "percent", "")
    return [
        f"{share} of the orders with {best['product']} hold {best['other']} as well: "
        f"{best['lift']:,.1f} times as many as chance would have it, and at least "
        f"{best['lift_low']:,.1f} times.",
        f"{surer:,} of {len(rows):,} pairs are surely bought together more often than by chance.",
    ]


def _too_few(ground: Ground) -> Gap:
    return Gap(
        what="Pairs",
        why=f"No two products were bought together {_often(ground)} in these days.",
    )


def _gap(why: str, add: str | None = None) -> Gap:
    return Gap(what="Baskets", why=why, add=add)


PAGE = Page(
    name="basket",
    title="Baskets",
    description="Products that are bought together: how often, and how much more than by chance.",
    needs="Shopify's orders export",
    build=_build,
    options=(
        show("common", (("common", "In 1 % of orders or more"), ("few", "In 5 orders or more"))),
    ),
    default_range="last_90_days",
)
