"""The story of one product: what it brought, who buys it, what goes with it and comes after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from marketing_agent.insights.page.figures import Figure, figures, ratio
from marketing_agent.insights.page.ground import Found, Ground
from marketing_agent.insights.page.lines import with_named_lines
from marketing_agent.insights.page.page import Told
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Column, Gap, Part
from marketing_agent.insights.page.sql import Sql, sql_file
from marketing_agent.insights.products import telling
from marketing_agent.insights.products.columns import LABELS, NET_HELP, number, unnamed
from marketing_agent.insights.products.ranked import lines_sql, ranking_sql
from marketing_agent.metrics.typed import Value

_HERE = Path(__file__).parent
_TYPES = {"member": "VARCHAR", "least": "BIGINT", "shown": "BIGINT"}
_ALL = 2**62
_LEAST, _SHOWN = 2, 10
_DAILY = 92
"""Days up to which its line has a point a day; longer ones have one a week."""
_INSIDE = {
    "product": "variant", "variant": "sku", "sku": "variant", "vendor": "product",
    "product_type": "product",
}  # fmt: skip
_PRODUCT = column("product", "Product", "text", "name", opens="product")
Row = dict[str, object]


@dataclass(frozen=True)
class Story:
    """One member of a split, and the statements over its lines."""

    ground: Ground
    split: str
    name: str

    @property
    def member(self) -> str:
        """As the statements name it: what has no name here is nothing."""
        return "" if self.name == unnamed(self.split) else self.name

    def run(self, file: str, change: Callable[[Sql], Sql] = lambda sql: sql) -> Found:
        sql = change(sql_file(_HERE, file, **_TYPES)).with_source("lines", lines_sql(self.split))
        given: dict[str, Value] = {"member": self.member, "least": _LEAST, "shown": _SHOWN}
        return self.ground.run(sql, **given)


def story(ground: Ground, split: str, name: str) -> Told:
    """The page of one member; a gap where nothing is known of it in these days."""
    one = Story(ground, split, name)
    ranking = sql_file(_HERE, "story", **_TYPES).with_source("ranking", ranking_sql(split))
    found = ground.run(ranking, member=one.member, most=_ALL)
    rows = found.dicts()
    if not rows:
        why = f"Nothing of that name was sold or offered: “{name}”."
        return Told(gaps=[Gap(what=LABELS[split], why=why)])
    row = rows[0]
    told = Told(sentences=[telling.of_one(ground, row, split, name)])
    told.parts.append(_figures(ground, found, row))
    if number(row, "units"):
        _sold(one, told, row)
    told.notes.append(telling.note(split))
    return told


def _sold(one: Story, told: Told, row: Row) -> None:
    told.sentences += telling.buyers(row)
    together, after = _together(one), _after(one)
    told.parts += [_steps(one), _inside(one), *(each for each in (together, after) if each)]
    told.sentences += telling.company(together, after)


def _figures(ground: Ground, found: Found, row: Row) -> Part:
    compared = telling.compares(ground)

    def figure(of: Column, now: float | None, before: str | None = None) -> Figure:
        known = compared and before is not None
        return Figure(of, now, number(row, before) if known and before else None, told_before=known)

    costed, known = number(row, "costed_minor"), number(row, "known_orders")
    given = [
        figure(column("net", "Net sales", "money", better="up", help=NET_HELP),
               number(row, "net_minor"), "before_minor"),
        figure(column("units", "Units", "count", better="up"), number(row, "units"),
               "before_units"),
        figure(column("share", "Share of all", "percent"),
               ratio(number(row, "net_minor"), number(row, "all_net_minor"))),
        figure(column("margin", "Margin", "percent", better="up"),
               ratio(costed - number(row, "cost_minor"), costed)),
        figure(column("returns", "Returned whole", "money"), number(row, "returns_minor"),
               "before_returns_minor"),
        figure(column("new_share", "New customers", "percent"),
               ratio(number(row, "new_orders"), known)),
        figure(column("repeat", "Bought it again", "percent", better="up"),
               ratio(number(row, "bought_again"), number(row, "customers"))),
    ]  # fmt: skip
    formula = "Its row of the table of all, by the same statement: see the page of all products."
    return figures(ground, given, formula=formula, found=[found])


def _steps(one: Story) -> Part:
    """Net sales by day or week. A step without a sale is nought, as orders reach over it."""
    window = one.ground.window
    grain = "day" if (window.end - window.start).days <= _DAILY else "week"
    found = one.run("story_steps", lambda sql: sql.with_word("grain", grain))
    sold = {row["step"]: row for row in found.dicts()}
    steps = _between(one.ground, grain)
    rows = [sold.get(step, {"net_minor": 0}) | {"step": step} for step in steps]
    columns = [column("step", grain.capitalize(), "date", "step"),
               column("net_minor", "Net sales", "money", better="up")]  # fmt: skip
    return part(
        "over_time", "Net sales over time", "lines", columns, rows, one.ground.currency,
        formula=f"{NET_HELP}. By the {grain} of the order.", found=[found],
    )  # fmt: skip


def _between(ground: Ground, grain: str) -> list[date]:
    """The steps of the window that orders reach over."""
    orders = ground.table("orders")
    first, end = ground.window.start, min(ground.window.end, ground.today + timedelta(days=1))
    if orders is not None:
        first = max(first, orders.first)
    length = timedelta(days=1 if grain == "day" else 7)
    if grain == "week":
        first -= timedelta(days=first.weekday())
    return [first + length * at for at in range(max(-((first - end) // length), 0))]


def _inside(one: Story) -> Part:
    inner = _INSIDE[one.split]
    found = one.run("story_inside", lambda sql: sql.with_column("inside_member", inner))
    rows = [row | {"inside": row["inside"] or unnamed(inner)} for row in found.dicts()]
    columns = [
        column("inside", LABELS[inner], "text", "name", opens=inner),
        column("net_minor", "Net sales", "money", better="up"),
        column("units", "Units", "count", better="up"),
        column("available", "Available", "count",
               help="Units for sale at the newest stock export, where it has one SKU"),
    ]  # fmt: skip
    return part(
        "inside", f"By {telling.noun(inner)}", "table", columns, rows, one.ground.currency,
        formula=f"{NET_HELP}.", found=[found],
    )  # fmt: skip


def _together(one: Story) -> Part | None:
    found = one.run("story_with", with_named_lines)
    columns = [
        _PRODUCT,
        column("both_orders", "Orders with both", "count"),
        column("share", "Of its orders", "percent"),
        column("lift", "Lift", "ratio", help="Share of its orders ÷ share of all orders"),
    ]
    rows = [row | _lift(row) for row in found.dicts()]
    formula = "Orders of these days that hold both, each once; cancelled orders do not count."
    return _listed(one, "together", "Bought with it", columns, rows, found, formula)


def _lift(row: Row) -> Row:
    share = ratio(number(row, "both_orders"), number(row, "its_orders"))
    return {"share": share, "lift": ratio(share, ratio(*(number(row, of) for of in
            ("orders", "all_orders"))))}  # fmt: skip


def _after(one: Story) -> Part | None:
    found = one.run("story_next", with_named_lines)
    columns = [
        _PRODUCT,
        column("customers", "Customers", "count"),
        column("share", "Of its customers", "percent"),
        column("days", "Days between", "days", help="The median"),
    ]
    rows = [
        row | {"share": ratio(number(row, "customers"), number(row, "buyers"))}
        for row in found.dicts()
    ]
    formula = (
        "Customers who bought it in these days, by the dearest line of their next order on a later "
        "day, until today. It describes what followed, not what caused it."
    )
    return _listed(one, "after", "Bought next", columns, rows, found, formula)


def _listed(
    one: Story,
    key: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    found: Found,
    formula: str,
) -> Part | None:
    if not rows:
        return None
    return part(key, title, "table", columns, rows, one.ground.currency, formula=formula,
                found=[found])  # fmt: skip
