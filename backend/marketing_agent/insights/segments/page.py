"""The page of segments: RFM in eleven groups, who moved between them, and their size by month."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.insights.segments import telling
from marketing_agent.insights.segments.named import LABELS, MAP
from marketing_agent.metrics import phrases
from marketing_agent.metrics.windows import months_later

_HERE = Path(__file__).parent
_MONTHS = 12
LEAST = 25
"""Customers below which fifths of fifths say nothing."""
Row = Mapping[str, object]
_SUMS = ("customers", "orders", "spent_minor", "days_since", "consenting", "consent_known")


def _build(ground: Ground) -> Told:
    if ground.table("orders") is None:
        return Told(gaps=[telling.no_orders()])
    found = ground.run(_over("now", "now_cells", "points_now"))
    cells = found.dicts()
    known = sum(count(row, "customers") for row in cells)
    if known < LEAST:
        return Told(gaps=[telling.too_few(known)])
    prospects = ground.run(_prospects())
    groups = _groups(cells, prospects.dicts()[0])
    told = Told(sentences=telling.sentences(ground, groups))
    told.parts = [_figures(ground, found, groups), _matrix(ground, found, cells)]
    told.parts.append(_table(ground, [found, prospects], groups))
    told.more = ground.first
    if not ground.first:
        _add_moved(ground, told)
        _add_months(ground, told)
    told.gaps += telling.gaps(groups)
    told.notes.append(telling.note(ground))
    return told


@cache
def _over(name: str, cells: str, points: str, **types: str) -> Sql:
    """A statement over the groups of cells that customers are counted in on days."""
    sql = sql_file(_HERE, name).with_source("states", sql_file(_HERE, "states"))
    sql = sql.with_source("scores", sql_file(_HERE, cells))
    sql = sql.with_source("scored", sql_file(_HERE, "scored"))
    sql = sql.with_source("stood", sql_file(_HERE, "standing"))
    return sql.with_source("points", sql_file(_HERE, points, **types)).with_facts()


@cache
def _prospects() -> Sql:
    return sql_file(_HERE, "prospects").with_facts()


def count(row: Row, name: str) -> int:
    return int(float(str(row.get(name) or 0)))


def _groups(cells: Sequence[Row], prospects: Row) -> dict[str, Row]:
    """The sums of each group that has anybody, in the order of their names."""
    found: dict[str, dict[str, int]] = {}
    for cell in [*cells, {**prospects, "segment": "PROSPECTS"}]:
        own = found.setdefault(str(cell["segment"]), dict.fromkeys(_SUMS, 0))
        for name in _SUMS:
            own[name] += count(cell, name)
    return {name: found[name] for name in LABELS if name in found and found[name]["customers"]}


def _figures(ground: Ground, found: Found, groups: dict[str, Row]) -> Part:
    buyers = [row for name, row in groups.items() if name != "PROSPECTS"]
    customers = sum(count(row, "customers") for row in buyers)
    orders = sum(count(row, "orders") for row in buyers)
    spent = sum(count(row, "spent_minor") for row in buyers)
    row = {
        "customers": customers,
        "orders": ratio(orders, customers),
        "spent": ratio(spent, customers),
        "aov": ratio(spent, orders),
        "days": ratio(sum(count(row, "days_since") for row in buyers), customers),
        "consent": ratio(
            sum(count(row, "consenting") for row in buyers),
            sum(count(row, "consent_known") for row in buyers),
        ),
    }
    columns = [column("customers", "Customers", "count", better="up"), *_RATES]
    return part(
        "figures", "Key figures", "figures", columns, [row], ground.currency, found=[found],
        formula="All customers with an order so far; cancelled orders do not count.",
    )  # fmt: skip


_RATES = (
    column("orders", "Orders each", "number", better="up"),
    column("spent", "Spent each", "money", better="up",
           help="Totals of orders, with shipping and tax, less refunds ÷ customers"),
    column("aov", "Spent an order", "money", better="up"),
    column("days", "Days since last order", "days", better="down", help="The mean of all"),
    column("consent", "Accepts e-mail", "percent", better="up",
           help="Customers who consented ÷ customers whose consent a customers export tells"),
)  # fmt: skip


def _table(ground: Ground, found: Sequence[Found], groups: dict[str, Row]) -> Part:
    people = sum(count(row, "customers") for key, row in groups.items() if key != "PROSPECTS")
    spent = sum(count(row, "spent_minor") for row in groups.values())
    rows = [_group(name, row, people, spent) for name, row in groups.items()]
    columns = [
        column("segment", "Group", "text", "name"),
        column("customers", "Customers", "count"),
        column("build", "Make a segment", "text", "link"),
        column("share", "Share", "percent", help="Of the customers who have ordered"),
        column("spent_all", "Spent", "money", better="up",
               help="Totals of their orders so far, with shipping and tax, less refunds"),
        column("spent_share", "Share of spent", "percent"),
        *_RATES,
    ]  # fmt: skip
    return part(
        "segments", "Groups", "table", columns, rows, ground.currency, formula=f"{MAP}.",
        found=found,
    )  # fmt: skip


def _group(name: str, row: Row, people: int, spent: int) -> dict[str, object]:
    customers, orders = count(row, "customers"), count(row, "orders")
    own = count(row, "spent_minor")
    return {
        "segment": LABELS[name],
        "customers": customers,
        "build": f"/insights/segments/saved/?group={name}",
        "share": ratio(customers, people) if orders else None,
        "spent_all": own,
        "spent_share": ratio(own, spent),
        "orders": ratio(orders, customers),
        "spent": ratio(own, customers),
        "aov": ratio(own, orders),
        "days": ratio(count(row, "days_since"), customers) if orders else None,
        "consent": ratio(count(row, "consenting"), count(row, "consent_known")),
    }


def _matrix(ground: Ground, found: Found, cells: Sequence[Row]) -> Part:
    rows = [
        {
            "recency": f"R{cell['recency']}",
            "worth": f"FM{cell['worth']}",
            "customers": cell["customers"],
            "segment": LABELS[str(cell["segment"])],
        }
        for cell in sorted(cells, key=lambda cell: -count(cell, "recency"))
    ]
    columns = [
        column("recency", "How lately (5 is latest)", "text", "row"),
        column("worth", "How often and for how much (5 is most)", "text", "step"),
        column("customers", "Customers", "count"),
        column("segment", "Group", "text"),
    ]
    return part(
        "matrix", "How lately by how much", "matrix", columns, rows, ground.currency,
        formula=f"{MAP}.", found=[found],
    )  # fmt: skip


def _add_moved(ground: Ground, told: Told) -> None:
    """Who changed groups since the end of the days compared with."""
    before = ground.compared
    if before is None or before.end >= ground.window.end:
        return
    found = ground.run(_over("moved", "moved_cells", "points_two"))
    rows = [
        {
            "step": 1,
            "from": LABELS.get(str(row["from_segment"]), "No order yet"),
            "to": LABELS[str(row["to_segment"])],
            "customers": row["customers"],
        }
        for row in found.dicts()
    ]
    then = before.end - timedelta(days=1)
    columns = [
        column("step", "Step", "count", "step"),
        column("from", f"On {phrases.day_name(then)}", "text", "from"),
        column("to", "At the end", "text", "to"), column("customers", "Customers", "count"),
    ]  # fmt: skip
    moved = part(
        "moved", "Who moved where", "flow", columns, rows, ground.currency, found=[found],
        formula="Customers by their group at the end of the days compared with and at the end of "
        "the window; each is ranked among all customers of its own day.",
    )  # fmt: skip
    told.parts.append(moved)
    told.sentences += telling.moved(rows)


def _add_months(ground: Ground, told: Told) -> None:
    last = ground.window.end.replace(day=1)
    ends = [months_later(last, -back) for back in range(_MONTHS)]
    given = {f"month_{n}": day for n, day in enumerate(ends, start=1)}
    types = dict.fromkeys(given, "DATE")
    found = ground.run(_over("months", "month_cells", "points_months", **types), **given)
    rows = [
        {
            "month": cast(date, row["point_day"]) - timedelta(days=1),
            "segment": LABELS[str(row["segment"])],
            "customers": row["customers"],
        }
        for row in found.dicts()
    ]
    if not rows:
        return
    columns = [
        column("month", "End of month", "date", "step"),
        column("segment", "Group", "text", "series"),
        column("customers", "Customers", "count"),
    ]
    lines = part(
        "months", "Groups over time", "lines", columns, rows, ground.currency, found=[found],
        formula="Customers of each group at the last twelve ends of months, ranked anew at each.",
    )  # fmt: skip
    told.parts.append(lines)


PAGE = Page(
    name="segments",
    title="Segments",
    description="Customers in eleven groups by how lately, how often and for how much they bought; "
    "who moved between them.",
    needs="Shopify's orders export; its customers export for consent and those who never ordered",
    build=_build,
)
