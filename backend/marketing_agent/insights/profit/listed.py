"""The costs that were set as a table: what each says, for which days, and what it took."""

from marketing_agent.insights.page.ground import Ground
from marketing_agent.insights.page.parts import column, part
from marketing_agent.insights.page.schemas import Part
from marketing_agent.insights.profit.costs import Costs
from marketing_agent.insights.profit.rules import LABELS, MILLION, Rule
from marketing_agent.insights.profit.telling import money
from marketing_agent.metrics import phrases

_FORMULA = (
    "What each cost set by hand took in these days. Of two of one kind, or of one SKU, the one "
    "that starts last counts on days that both hold. Shares are rounded on each day; an amount "
    "a month is spread evenly over its days."
)
_EVERY = {"day": "a day", "month": "a month", "once": "once"}
_OF = {
    "goods_percent": "of sales of goods without a known cost", "taxes": "of net sales",
    "fees": "of what orders were charged",
}  # fmt: skip


def rules(ground: Ground, costs: Costs) -> Part:
    """One row a rule, the dearest first."""
    columns = [
        column("cost", "Cost", "text", "name"),
        column("rule", "Set as", "text"),
        column("days", "Days", "text"),
        column("amount", "Amount", "money"),
        column("note", "Note", "text"),
    ]
    rows = [_row(ground, costs, rule) for rule in costs.said.rules]
    rows.sort(key=lambda row: -abs(int(str(row["amount"] or 0))))
    return part("rules", "Costs set by hand", "table", columns, rows, ground.currency,
                formula=_FORMULA, found=costs.reading.found)  # fmt: skip


def _row(ground: Ground, costs: Costs, rule: Rule) -> dict[str, object]:
    taken = costs.taken.get(rule.place)
    return {
        "cost": rule.name
        or (f"{LABELS[rule.kind]}: {rule.sku}" if rule.sku else LABELS[rule.kind]),
        "rule": _says(ground, rule),
        "days": _days(rule),
        "amount": taken,
        "note": _why_nothing(rule) if taken is None else None,
    }


def _why_nothing(rule: Rule) -> str:
    if rule.kind == "goods_sku":
        return "Nothing with this SKU was sold on its days."
    return "It holds none of these days, or something else tells them."


def _says(ground: Ground, rule: Rule) -> str:
    if rule.kind == "custom":
        return f"{money(ground, rule.amount)} {_EVERY[rule.every or 'day']}, {rule.category}"
    if rule.kind == "goods_sku":
        return f"{money(ground, rule.amount)} a unit"
    each = f"{money(ground, rule.amount)} an order" if rule.amount else None
    return " and ".join(filter(None, [_share(rule), each])) or f"{money(ground, 0)} an order"


def _share(rule: Rule) -> str | None:
    if not rule.share and rule.amount is not None:
        return None
    if rule.share is None:
        return None
    of = _OF.get(rule.kind) or ("of shipping charged" if rule.by == "shipping" else "of net sales")
    return f"{phrases.figure(rule.share / MILLION, 'percent', '')} {of}"


def _days(rule: Rule) -> str:
    if rule.starts and rule.ends:
        return phrases.span(rule.starts, rule.ends)
    if rule.starts:
        return f"from {phrases.day_name(rule.starts)}"
    return f"until {phrases.day_name(rule.ends)}" if rule.ends else "every day"
