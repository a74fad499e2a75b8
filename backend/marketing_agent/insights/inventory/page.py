"""The page of stock: how long it lasts, what to order first, what lies still."""

from collections.abc import Sequence

from marketing_agent.insights.inventory import columns, service, stock, telling
from marketing_agent.insights.inventory.columns import Row, cells, number
from marketing_agent.insights.page.figures import ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.page import Page, Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.page.sql import sql_file

_URGENT = 20


def _build(ground: Ground) -> Told:
    settings = service.settings(ground.session, ground.workspace.id)
    days = telling.days_of_sales(ground)
    found = ground.run(stock.levels(), most=ground.most, **stock.given(ground, settings))
    rows = found.dicts()
    if not rows:
        return Told(gaps=[telling.no_stock()])
    sold = ground.run(sql_file(stock.HERE, "sold"))
    told = Told(sentences=telling.sentences(ground, rows, settings))
    told.parts = _parts(ground, found, sold, rows, days)
    told.gaps = telling.gaps(ground, rows[0])
    told.notes = telling.notes(rows[0], settings, days)
    return told


def _parts(ground: Ground, found: Found, sold: Found, rows: Sequence[Row], days: int) -> list[Part]:
    urgent = _urgent(ground, found, rows)
    shown = [_figures(ground, found, sold, rows, days), urgent, _statuses(ground, found, rows)]
    return [each for each in (*shown, _whole(ground, found, rows)) if each is not None]


def _worth_of(rows: Sequence[Row], status: str, name: str) -> float | None:
    """What the variants of a status are worth: nothing where stock was judged and none has it."""
    told = {str(row["status"]) for row in rows if row["opens_status"]}
    if status in told:
        return number(rows[0], name)
    return None if told <= {"untracked", "unknown"} else 0.0


def _figures(ground: Ground, found: Found, sold: Found, rows: Sequence[Row], days: int) -> Part:
    row = rows[0]
    units = float(str(sold.rows[0][0]))
    available, on_hand = number(row, "all_available"), number(row, "all_on_hand")
    known = ground.table("orders") is not None
    counted = (
        known and available is not None and on_hand is not None and min(available, on_hand) >= 0
    )
    cover = ratio(available, units / days) if counted else None
    through = ratio(units, units + (on_hand or 0)) if counted else None
    # Stock is the state of one day: there is no other day to hold it against.
    row_of = {
        "available": available, "cover": cover, "sell_through": through,
        "value": number(row, "all_cost_minor"),
        "over": _worth_of(rows, "overstock", "all_over_minor"),
        "dead": _worth_of(rows, "no movement", "all_dead_minor"),
        "risk": number(row, "all_risk_minor"),
    }  # fmt: skip
    return part(
        "figures", "Key figures", "figures", columns.FIGURES, [row_of], ground.currency,
        formula="Stock as last exported, beside the orders of the window.", found=[found, sold],
    )  # fmt: skip


def _urgent(ground: Ground, found: Found, rows: Sequence[Row]) -> Part | None:
    """What to order first: what loses most within a lead time, then what is at its point."""
    needed = [row for row in rows if (number(row, "order_units") or 0) > 0]
    needed.sort(key=lambda row: number(row, "urgency") or 0)
    if not needed:
        return None
    return part(
        "reorder", "Order first", "table", columns.urgent(),
        [cells(row) for row in needed[:_URGENT]], ground.currency, found=[found],
        formula="At the reorder point or below it; sorted by sales at risk within the lead time.",
    )  # fmt: skip


def _statuses(ground: Ground, found: Found, rows: Sequence[Row]) -> Part:
    """One row a status, read from one row of each, which carries its sums."""
    firsts = {row["status"]: row for row in rows if row["opens_status"]}
    shown = [
        {
            "status": label,
            "members": firsts[status]["status_members"],
            "units": firsts[status]["status_units"],
            "worth": number(firsts[status], "status_minor"),
        }
        for status, label in columns.STATUSES.items()
        if status in firsts
    ]
    return part(
        "statuses", "Where stock stands", "bars",
        [
            column("status", "Status", "text", "name", help=columns.STATUS_HELP),
            column("members", "Variants", "count"), column("units", "Units available", "count"),
            column("worth", "Worth", "money", help="At cost, else at price"),
        ],
        shown, ground.currency, formula=f"{columns.STATUS_HELP}.", found=[found],
    )  # fmt: skip


def _whole(ground: Ground, found: Found, rows: Sequence[Row]) -> Part:
    own = [cells(row) for row in rows if (number(row, "place") or 0) <= ground.most]
    return part(
        "stock", "By variant", "table", columns.whole(), own, ground.currency, found=[found],
        formula="Sales of the window by SKU; stock of all locations together. What is untracked "
        "or below nothing has no rate.",
        total=int(number(rows[0], "members") or 0),
    )  # fmt: skip


PAGE = Page(
    name="inventory",
    title="Stock",
    description="How long stock lasts, what to order first, what is too much and what lies still.",
    needs="Shopify's inventory export, its orders export, and its products export for costs",
    build=_build,
)
