"""The page of products: one row each of what is sold, graded, with what rose and what fell."""

from pathlib import Path

from marketing_agent.insights.page.figures import Figure, figures, ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told, split
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.page.sql import sql_file
from marketing_agent.insights.products import telling
from marketing_agent.insights.products.columns import (
    GRADE_HELP,
    LABELS,
    NET_HELP,
    SPLITS,
    cells,
    columns,
    number,
)
from marketing_agent.insights.products.ranked import ranking_sql
from marketing_agent.insights.products.reported import reported
from marketing_agent.insights.products.story import story
from marketing_agent.metrics import phrases

_HERE = Path(__file__).parent
_MOVERS = 10
Row = dict[str, object]


def _build(ground: Ground) -> Told:
    chosen = ground.chosen("split")
    one = ground.ask.member
    if ground.table("orders") is None:
        return _without_orders(ground, chosen)
    if one is not None:
        return story(ground, chosen, one)
    found = ground.run(ranking_sql(chosen), most=ground.most)
    rows = found.dicts()
    if not rows or not any(number(rows[0], name) for name in ("all_sold", "all_before_sold")):
        return Told(gaps=[telling.no_sales()])
    compares = telling.compares(ground)
    told = Told(sentences=telling.sentences(ground, rows, chosen, compares))
    told.parts.append(_figures(ground, found, rows[0], compares))
    told.parts.append(_grades(ground, found, rows))
    if compares:
        told.parts += _movers(ground, found, rows, chosen)
    told.parts.append(_table(ground, found, rows, chosen, compares))
    refunds = ground.run(sql_file(_HERE, "refunds")).dicts()[0]
    told.gaps = telling.gaps(ground, rows[0], refunds, chosen)
    told.notes.append(telling.note(chosen))
    return told


def _without_orders(ground: Ground, chosen: str) -> Told:
    table = reported(ground, chosen)
    told = Told(gaps=[telling.no_orders(table is not None, chosen)])
    if table is not None:
        told.parts.append(table)
        told.sentences.append(telling.reported(ground, table, chosen))
    return told


def _figures(ground: Ground, found: Found, row: Row, compares: bool) -> Part:
    now, before = _totals(row, "all_"), _totals(row, "all_before_") if compares else {}
    of_what = phrases.capital(telling.noun(ground.chosen("split")))
    shown = (
        column("net", "Net sales", "money", better="up", help=NET_HELP),
        column("units", "Units", "count", better="up"),
        column("sold", f"{of_what}s sold", "count", better="up", help="Different ones with a sale"),
        column("price", "Net sales per unit", "money", better="up"),
        column("margin", "Margin", "percent", better="up",
               help="Gross profit ÷ net sales, of the lines whose cost per item is known"),
        column("returns", "Returned whole", "money",
               help="Orders cancelled or refunded whole, by the order's day"),
    )  # fmt: skip
    given = [Figure(each, now[each.name], before.get(each.name)) for each in shown]
    return figures(
        ground, given, found=[found],
        formula="Sums over all order lines of these days, by the day of the order.",
    )  # fmt: skip


def _totals(row: Row, prefix: str) -> dict[str, float | None]:
    costed, cost = number(row, f"{prefix}costed_minor"), number(row, f"{prefix}cost_minor")
    net, units = number(row, f"{prefix}net_minor"), number(row, f"{prefix}units")
    return {
        "net": net,
        "units": units,
        "sold": number(row, f"{prefix}sold"),
        "price": ratio(net, units),
        "margin": ratio(costed - cost, costed),
        "returns": number(row, f"{prefix}returns_minor"),
    }


def _grades(ground: Ground, found: Found, rows: list[Row]) -> Part:
    """How many bring how much: read from one row of each grade, which carries its sums."""
    firsts = {str(row["grade"]): row for row in rows if row["opens_grade"]}
    whole = sum(number(row, "grade_net_minor") for row in firsts.values())
    grades = [
        {
            "grade": grade,
            "members": firsts[grade]["grade_members"],
            "net": number(firsts[grade], "grade_net_minor"),
            "share": ratio(number(firsts[grade], "grade_net_minor"), whole),
        }
        for grade in "ABCU"
        if grade in firsts
    ]
    return part(
        "grades", "ABC", "bars",
        [
            column("grade", "Grade", "text", "name"), column("net", "Net sales", "money"),
            column("share", "Share", "percent"), column("members", "How many", "count"),
        ],
        grades, ground.currency, formula=f"{GRADE_HELP}.", found=[found],
    )  # fmt: skip


def _movers(ground: Ground, found: Found, rows: list[Row], chosen: str) -> list[Part]:
    """What rose and what fell most in money, each beside what it was."""
    up = [row for row in rows if number(row, "net_minor") > number(row, "before_minor")]
    down = [row for row in rows if number(row, "net_minor") < number(row, "before_minor")]
    up.sort(key=lambda row: number(row, "rise"))
    down.sort(key=lambda row: number(row, "fall"))
    made = (("risers", "Rose most", up), ("fallers", "Fell most", down))
    return [_bars(ground, found, key, title, own, chosen) for key, title, own in made if own]


def _bars(ground: Ground, found: Found, key: str, title: str, rows: list[Row], chosen: str) -> Part:
    shown = [each for each in columns(chosen, compared=True)[:4]]
    own = [cells(row, chosen) for row in rows[:_MOVERS]]
    return part(
        key, title, "bars", shown, own, ground.currency, found=[found],
        formula="Sorted by net sales less those of the days compared with.",
    )  # fmt: skip


def _table(ground: Ground, found: Found, rows: list[Row], chosen: str, compares: bool) -> Part:
    own = [cells(row, chosen) for row in rows if number(row, "place") <= ground.most]
    return part(
        "products", f"By {LABELS[chosen].lower() if chosen != 'sku' else 'SKU'}", "table",
        columns(chosen, compares), own, ground.currency, found=[found],
        formula=f"{NET_HELP}. ABC: {GRADE_HELP}.", total=int(number(rows[0], "members")),
    )  # fmt: skip


PAGE = Page(
    name="products",
    title="Products",
    description="What sells, what it keeps, who buys it again, what rose, fell or sold nothing.",
    needs="Shopify's orders export, and its products export for costs and what did not sell",
    build=_build,
    options=(split("product", SPLITS),),
    members=True,
)
