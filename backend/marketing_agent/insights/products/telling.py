"""What the page of products says in sentences, and what it cannot show."""

from marketing_agent.insights.page.figures import change
from marketing_agent.insights.page.ground import Ground, answer_window
from marketing_agent.insights.page.schemas import Gap, Part
from marketing_agent.insights.products.columns import number
from marketing_agent.kernel.money import from_minor
from marketing_agent.metrics import phrases

Row = dict[str, object]
_NOUNS = {
    "product": "products", "variant": "variants", "sku": "SKUs", "vendor": "vendors",
    "product_type": "product types",
}  # fmt: skip


def compares(ground: Ground) -> bool:
    """Whether orders reach over all of the days compared with."""
    lines, before = ground.table("orders"), ground.compared
    return lines is not None and before is not None and lines.first <= before.start


def sentences(ground: Ground, rows: list[Row], split: str, compared: bool) -> list[str]:
    """How much and how many, what carries it, what moved most, what sold nothing."""
    told = [_sum(ground, rows[0], split, compared), _carried(rows, split)]
    if compared:
        told += [_moved(ground, rows, "rise", 1), _moved(ground, rows, "fall", -1)]
    told.append(_unsold(rows, split))
    return [each for each in told if each]


def _sum(ground: Ground, row: Row, split: str, compared: bool) -> str:
    net, before = number(row, "all_net_minor"), number(row, "all_before_net_minor")
    sold = int(number(row, "all_sold"))
    days = answer_window(ground.window)
    when = phrases.span(days.start, days.end)
    moved = change(net, before) if compared else None
    beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
    return f"{sold:,} {_NOUNS[split]} brought {money(ground, net)} of net sales {when}{beside}."


def _carried(rows: list[Row], split: str) -> str | None:
    firsts = {row["grade"]: row for row in rows if row["opens_grade"]}
    if "A" not in firsts or number(rows[0], "all_sold") < 2:
        return None
    count, net = firsts["A"]["grade_members"], number(firsts["A"], "grade_net_minor")
    share = phrases.figure(net / number(firsts["A"], "whole_minor"), "percent", "")
    return f"{count:,} of them (A) brought {share} of it."


def _moved(ground: Ground, rows: list[Row], place: str, sign: int) -> str | None:
    row = next((each for each in rows if each[place] == 1), None)
    moved = 0.0 if row is None else number(row, "net_minor") - number(row, "before_minor")
    if row is None or moved * sign <= 0:
        return None
    word = "rose" if sign > 0 else "fell"
    now = money(ground, number(row, "net_minor"))
    name = row["member"] or "What has no name here"
    if not number(row, "before_minor"):
        return f"{name} rose most: {now}, where nothing was sold on the days compared with."
    return f"{name} {word} most, by {money(ground, abs(moved))} to {now}."


def noun(split: str) -> str:
    """“variant”; of SKUs the word as it is written."""
    return _NOUNS[split].removesuffix("s")


def of_one(ground: Ground, row: Row, split: str, name: str) -> str:
    """What one of them brought, where it stands among all, and how it moved."""
    days = answer_window(ground.window)
    when = phrases.span(days.start, days.end)
    if not number(row, "units"):
        return f"{name} sold nothing {when}."
    net = number(row, "net_minor")
    moved = change(net, number(row, "before_minor")) if compares(ground) else None
    beside = "" if moved is None else f", {phrases.moved(moved)} on the days compared with"
    place, of = int(number(row, "place")), int(number(row, "all_sold"))
    share = phrases.figure(net / max(number(row, "whole_minor"), 1), "percent", "")
    stands = f"place {place:,} of {of:,} {_NOUNS[split]} (grade {row['grade']}, {share} of sales)"
    return f"{name} brought {money(ground, net)} of net sales {when}{beside}: {stands}."


def buyers(row: Row) -> list[str]:
    """How many bought it, and how many of them came back."""
    customers = int(number(row, "customers"))
    if not customers:
        return []
    again, back = (
        phrases.figure(number(row, each) / customers, "percent", "")
        for each in ("bought_again", "came_back")
    )
    who = "customer" if customers == 1 else "customers"
    return [
        f"{customers:,} {who} bought it; {again} bought it again, {back} bought anything again."
    ]


def company(together: Part | None, after: Part | None) -> list[str]:
    """The first of what goes with it and of what comes after it."""
    told = []
    if together is not None:
        name, orders, *_ = together.rows[0]
        told.append(f"{name} is in most orders with it: {orders:,} of them.")
    if after is not None:
        name, customers, _, days = after.rows[0]
        who = "customer" if customers == 1 else "customers"
        told.append(
            f"What came next most often is {name}: {customers:,} {who}, half of them "
            f"within {days:g} days."
        )
    return told


def _unsold(rows: list[Row], split: str) -> str | None:
    row = next((row for row in rows if row["grade"] == "U" and row["opens_grade"]), None)
    if row is None:
        return None
    return f"{row['grade_members']:,} {_NOUNS[split]} sold nothing in these days (U)."


def reported(ground: Ground, table: Part, split: str) -> str:
    days = answer_window(ground.window)
    when = phrases.span(days.start, days.end)
    return f"Shopify's report tells of {table.total:,} {_NOUNS[split]} {when}."


def gaps(ground: Ground, row: Row, refunds: Row, split: str) -> list[Gap]:
    """What stays untold beside the table."""
    found = [_part_refunds(ground, refunds), _costs(ground, row), _unknown_catalogue(row, split)]
    found.append(None if compares(ground) or not ground.compared else _young())
    return [each for each in found if each]


def _part_refunds(ground: Ground, refunds: Row) -> Gap | None:
    orders = int(number(refunds, "orders"))
    if not orders:
        return None
    amount = money(ground, number(refunds, "refunded_minor"))
    return Gap(
        what="Part refunds by product",
        why=f"{amount} was refunded in {orders:,} orders of these days that kept the rest. "
        "Shopify's orders export tells a refund per order, not which line came back, so it is "
        "taken off no product.",
        add='Add Shopify\'s report "Total sales by product", which has returns by product.',
    )


def _costs(ground: Ground, row: Row) -> Gap | None:
    net, costed = number(row, "all_net_minor"), number(row, "all_costed_minor")
    if net <= 0 or costed >= net:
        return None
    share = phrases.figure(max(1 - costed / net, 0), "percent", "")
    return Gap(
        what="Margin",
        why=f"The cost per item is not known for {share} of net sales, which margin leaves out.",
        add="Fill in Cost per item in Shopify and add its products export.",
    )


def _unknown_catalogue(row: Row, split: str) -> Gap | None:
    if number(row, "all_offered"):
        return None
    lacking = ", without its type" if split == "product_type" else ""
    return Gap(
        what="What did not sell",
        why=f"Only what was sold is known{lacking}: there is no catalogue here.",
        add="Add Shopify's products export.",
    )


def _young() -> Gap:
    return Gap(
        what="What rose and what fell",
        why="Orders do not reach over all of the days compared with.",
        add="Add an older orders export.",
    )


def no_orders(has_report: bool, split: str) -> Gap:
    if has_report:
        why = "No orders are here, so there are no customers, margins, grades or returns whole."
        return Gap(what="More than the report", why=why, add="Add Shopify's orders export.")
    return Gap(
        what="Products",
        why=f"No order lines are here, and no report tells sales by {split.replace('_', ' ')} "
        "for these days.",
        add='Add Shopify\'s orders export, or its report "Total sales by product".',
    )


def no_sales() -> Gap:
    return Gap(what="Products", why="Nothing was ordered in these days.")


def note(split: str) -> str:
    more = (
        " Collections are in no export of Shopify, so there is no split by them."
        if split == "product"
        else ""
    )
    return (
        "Days are those of the order. A question about net sales by product leaves out discounts "
        f"of whole orders; here each line carries its share of them.{more}"
    )


def money(ground: Ground, minor: float) -> str:
    return phrases.figure(
        float(from_minor(round(minor), ground.currency)), "money", ground.currency
    )
